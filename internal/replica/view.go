package replica

import (
	"cmp"
	"maps"
	"slices"

	"pleach/seal"
	"pleach/wire"
)

// Ref names an entry.
type Ref struct {
	Device wire.ID
	Seq    uint64
}

// Opened is an entry that was verified and opened. Payload must not be changed.
type Opened struct {
	Ref
	Author  wire.ID // member id
	Lamport uint64
	Payload []byte
	Sent    bool // the relay has it
}

// foldOrder is the order that every device agrees on.
func foldOrder(a, b Opened) int {
	return cmp.Or(
		cmp.Compare(a.Lamport, b.Lamport),
		slices.Compare(a.Device[:], b.Device[:]),
		cmp.Compare(a.Seq, b.Seq),
	)
}

func compareRefs(a, b Ref) int {
	return cmp.Or(slices.Compare(a.Device[:], b.Device[:]), cmp.Compare(a.Seq, b.Seq))
}

// link is one verified entry of a chain.
type link struct {
	hash    wire.Hash
	lamport uint64
}

// chain is what is held of one device's entries.
type chain struct {
	device seal.DevicePublic
	member wire.ID
	epoch  uint32 // of the newest entry
	links  []link // links[i] has seq i+1
}

func (c *chain) head() link { return c.links[len(c.links)-1] }

func (c *chain) len() uint64 {
	if c == nil {
		return 0
	}
	return uint64(len(c.links))
}

// view is everything that is verified and saved. A published view is never
// changed: fork it, change the fork, save, publish the fork. Slices may share
// memory beyond their length, because only one fork at a time lives on.
type view struct {
	epochs  epochs
	chains  map[wire.ID]*chain
	told    map[wire.ID]uint64 // the heads that this device's chain has named
	entries []Opened           // in fold order, after settle
	gates   map[wire.ID]*gate
	lamport uint64 // the greatest
	cursor  uint64
	chunks  int // of the local log
	fresh   []Opened
	erasures
}

func newView() *view {
	return &view{
		chains: map[wire.ID]*chain{}, told: map[wire.ID]uint64{}, gates: map[wire.ID]*gate{},
		erasures: erasures{erased: map[Ref]Ref{}, bare: map[Ref]bool{}},
	}
}

func (v *view) fork() *view {
	f := *v
	f.chains, f.told, f.gates = maps.Clone(v.chains), maps.Clone(v.told), maps.Clone(v.gates)
	f.fresh, f.erasures = nil, v.erasures.fork()
	return &f
}

// extend adds a link to a device's chain.
func (v *view) extend(h wire.Header, hash wire.Hash) {
	c := *v.chains[h.Device]
	c.links = append(c.links, link{hash, h.Lamport})
	c.epoch = h.Epoch
	v.chains[h.Device] = &c
	v.lamport = max(v.lamport, h.Lamport)
}

// settle merges the fresh entries into fold order.
func (v *view) settle() {
	v.dropErased()
	slices.SortFunc(v.fresh, foldOrder)
	if len(v.fresh) == 0 {
		return
	}
	n := len(v.entries)
	if n > 0 && foldOrder(v.entries[n-1], v.fresh[0]) > 0 {
		v.entries = slices.Concat(v.entries, v.fresh)
		slices.SortFunc(v.entries, foldOrder)
	} else {
		v.entries = append(v.entries, v.fresh...)
	}
	v.fresh = nil
}

// dropShutOut takes away what a device wrote after the entry that the newest
// commit lets it keep: whoever learns of the commit first never takes it in.
func (v *view) dropShutOut() {
	out := func(e Opened) bool { return v.shutOut(e.Device, e.Seq) }
	if slices.ContainsFunc(v.entries, out) {
		v.entries = slices.DeleteFunc(slices.Clone(v.entries), out)
	}
}

// heads lists the heads of other devices that moved since told, ascending.
func (v *view) heads(self wire.ID) []wire.Head {
	var heads []wire.Head
	for id, c := range v.chains {
		if n := c.len(); id != self && n > v.told[id] {
			heads = append(heads, wire.Head{Device: id, Seq: n, Hash: c.head().hash})
		}
	}
	slices.SortFunc(heads, func(a, b wire.Head) int { return slices.Compare(a.Device[:], b.Device[:]) })
	return heads[:min(len(heads), wire.MaxSeen)]
}
