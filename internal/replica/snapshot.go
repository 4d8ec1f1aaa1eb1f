package replica

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"pleach/seal"
	"pleach/wire"
)

// snapshotVersion is the first byte inside a sealed snapshot. Version 1 knew no
// erasures and can still be read.
const snapshotVersion = 2

// Snapshot saves everything that is verified and opened in one sealed blob, so
// that the next Open needs one decryption in place of one an entry. It replaces
// the snapshot before. The log stays: it is what a snapshot is checked against
// when it is damaged. A good moment is after a Sync that brought something.
func (r *Replica) Snapshot(ctx context.Context) error {
	r.write.Lock()
	defer r.write.Unlock()
	box, err := r.cfg.sealSnapshot(r.view)
	if err != nil {
		return err
	}
	return r.cfg.Local.Save(ctx, Change{Snapshot: box})
}

func (c *Config) sealSnapshot(v *view) ([]byte, error) {
	ids := make([]wire.ID, 0, len(v.chains))
	for id := range v.chains {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b wire.ID) int { return slices.Compare(a[:], b[:]) })
	b := appendUints([]byte{snapshotVersion}, uint64(v.chunks), v.lamport, uint64(len(ids)))
	index := map[wire.ID]uint64{}
	for i, id := range ids {
		index[id] = uint64(i)
		b = appendChain(b, id, v.chains[id], v.told[id])
	}
	b = appendUints(b, uint64(len(v.entries)))
	for _, e := range v.entries {
		b = appendUints(b, index[e.Device], e.Seq)
		b = appendBlob(b, e.Payload)
	}
	b = appendUints(b, uint64(len(v.gates)))
	for _, g := range v.gates {
		b = appendGate(b, g)
	}
	b = v.erasures.append(b, index)
	return seal.SealBox(c.Rand, c.SnapshotKey, c.aad("snapshot"), b)
}

func appendUints(b []byte, ns ...uint64) []byte {
	for _, n := range ns {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

func appendBlob(b, blob []byte) []byte { return append(appendUints(b, uint64(len(blob))), blob...) }

func appendChain(b []byte, id wire.ID, c *chain, told uint64) []byte {
	b = append(b, id[:]...)
	b = appendBlob(b, c.device.Sign)
	b = append(b, c.member[:]...)
	b = appendUints(b, uint64(c.epoch), told, c.len())
	var before uint64
	for _, l := range c.links {
		b = append(b, l.hash[:]...)
		b = appendUints(b, l.lamport-before)
		before = l.lamport
	}
	return b
}

// appendGate writes the number of answers and each one; the own one first.
func appendGate(b []byte, g *gate) []byte {
	all := slices.Clone(g.in)
	hasOwn := uint64(0)
	if g.own != nil {
		hasOwn, all = 1, append([]answer{*g.own}, all...)
	}
	b = appendUints(b, hasOwn, uint64(len(all)))
	for _, a := range all {
		flags := uint64(0)
		if a.open {
			flags |= 1
		}
		if a.bare {
			flags |= 2
		}
		b = append(append(b, a.member[:]...), a.hash[:]...)
		b = appendUints(b, flags)
		b = appendBlob(appendBlob(b, a.wire.Append(nil)), a.payload)
	}
	return b
}

// openSnapshot reads what sealSnapshot wrote; state gives epochs and cursor.
func (c *Config) openSnapshot(box []byte, state *view) (*view, error) {
	plain, err := c.unseal("snapshot", box)
	if err != nil {
		return nil, fmt.Errorf("%w: snapshot: %w", ErrDamaged, err)
	}
	if len(plain) == 0 || plain[0] == 0 || plain[0] > snapshotVersion {
		return nil, fmt.Errorf("%w: snapshot", ErrVersion)
	}
	v := newView()
	v.epochs, v.cursor = state.epochs, state.cursor
	d := &decoder{b: plain[1:], version: plain[0]}
	d.view(v)
	if d.short || len(d.b) > 0 {
		return nil, fmt.Errorf("%w: snapshot of %d bytes", ErrDamaged, len(box))
	}
	return v, nil
}

// decoder reads a snapshot; after short everything is zero.
type decoder struct {
	b       []byte
	version byte
	short   bool
}

func (d *decoder) uint() uint64 {
	n, size := binary.Uvarint(d.b)
	if size <= 0 {
		d.short, d.b = true, nil
		return 0
	}
	d.b = d.b[size:]
	return n
}

// count reads a number of things that take at least size bytes each.
func (d *decoder) count(size int) int {
	n := d.uint()
	if n > uint64(len(d.b)/size) {
		d.short, d.b = true, nil
		return 0
	}
	return int(n)
}

func (d *decoder) bytes(n int) []byte {
	if n > len(d.b) {
		d.short, d.b = true, nil
		return make([]byte, min(n, 32))
	}
	out := d.b[:n:n]
	d.b = d.b[n:]
	return out
}

func (d *decoder) blob() []byte { return d.bytes(d.count(1)) }

func (d *decoder) id() wire.ID { return wire.ID(d.bytes(16)) }

func (d *decoder) view(v *view) {
	v.chunks, v.lamport = int(min(d.uint(), 1<<31-1)), d.uint()
	ids := make([]wire.ID, d.count(16))
	for i := range ids {
		ids[i] = d.chain(v)
	}
	v.entries = make([]Opened, 0, d.count(3))
	for range cap(v.entries) {
		d.entry(v, ids)
	}
	for range d.count(2) {
		d.gate(v)
	}
	if d.version > 1 {
		d.erasures(v, ids)
	}
}

func (d *decoder) chain(v *view) wire.ID {
	id := d.id()
	c := &chain{device: seal.DevicePublic{ID: id, Sign: d.blob()}, member: d.id(), epoch: uint32(d.uint())}
	if told := d.uint(); told > 0 {
		v.told[id] = told
	}
	c.links = make([]link, d.count(33))
	var lamport uint64
	for i := range c.links {
		hash := wire.Hash(d.bytes(32))
		lamport += d.uint()
		c.links[i] = link{hash, lamport}
	}
	v.chains[id] = c
	return id
}

func (d *decoder) entry(v *view, ids []wire.ID) {
	i, seq, payload := d.uint(), d.uint(), d.blob()
	if i >= uint64(len(ids)) || seq == 0 || seq > v.chains[ids[i]].len() {
		d.short = true
		return
	}
	c := v.chains[ids[i]]
	v.entries = append(v.entries, Opened{
		Ref: Ref{ids[i], seq}, Author: c.member, Lamport: c.links[seq-1].lamport, Payload: payload,
	})
}

func (d *decoder) gate(v *view) {
	hasOwn := d.uint() == 1
	g := &gate{in: make([]answer, d.count(52))}
	for i := range g.in {
		g.in[i] = d.answer(v)
	}
	if len(g.in) == 0 || d.short {
		d.short = true
		return
	}
	v.gates[g.in[0].wire.Gate] = g
	if hasOwn {
		own := g.in[0]
		g.own, g.in = &own, g.in[1:]
	}
}

func (d *decoder) answer(v *view) answer {
	a := answer{member: d.id(), hash: wire.Hash(d.bytes(32))}
	flags := d.uint()
	a.open, a.bare = flags&1 != 0, flags&2 != 0
	w, err := wire.ParseAnswer(d.blob())
	if err != nil || int(w.Epoch) >= len(v.epochs) {
		d.short = true
	}
	a.wire, a.payload = w, d.blob()
	return a
}
