package replica

import (
	"context"
	"io"
	"slices"
	"sync"

	"pleach/seal"
	"pleach/wire"
)

// Config is what a replica needs. All fields but Formerly, Anchor, Reached,
// Rand, Seats, Stale and Strict are required.
type Config struct {
	Space  wire.ID
	Member seal.Member // this person in this space
	Device seal.Device // this device; a fresh one for every empty Local
	Local  Local
	Remote Remote
	// SnapshotKey seals the state and the snapshot in Local: seal.LocalKey.
	SnapshotKey seal.Key
	// Formerly are keys that may have sealed Local before SnapshotKey did. Open
	// then seals it again with SnapshotKey.
	Formerly []seal.Key
	// Anchor is the hash of a commit that this person knows to be genuine, such
	// as the one that pairing agreed on. It may be zero for whoever has signed
	// one of the commits themself.
	Anchor wire.Hash
	// Reached is how far another device of this person had come. A relay that
	// serves less is in Trouble, also when this device has nothing yet.
	Reached *Reach
	Rand    io.Reader // nil means crypto/rand
	// Seats is how many people may be in the space, and 0 means any number. A
	// commit that lets more in is refused, whoever signed it.
	Seats int
	// Stale reports whether an epoch has lasted long enough by the person's
	// clock. It is asked before something goes out. Nil means never.
	Stale func(epoch uint32) bool
	// Strict reports whether an answer's key is held back on this device until
	// every other answer is in. Nil means never. It is asked once per answer.
	Strict func() bool
}

// self is the id of this person's keys of now; see epochs.person.
func (c *Config) self() wire.ID   { return c.Member.Public().ID() }
func (c *Config) device() wire.ID { return c.Device.ID() }

// Replica is one space on one device. Its methods are safe for concurrent use.
type Replica struct {
	cfg Config

	write sync.Mutex // held while the next view is made and saved
	mu    sync.RWMutex
	view  *view
	out   []queued // as in Local's outbox
	// trouble is the last finding of a pull; nil when everything fitted.
	trouble  error
	revision uint64

	turn     chan struct{} // holds one token: whoever has it syncs
	runs     uint64        // syncs begun
	lastErr  error         // of the sync that ended last
	inflight int           // items of out in the push that was tried last
	repush   bool          // the relay lost entries of this device
	compared bool          // the relay's newest commit with ours
	looked   bool          // for what could have been left out before
	echo     uint64        // the newest of this device's entries that the relay has shown
	unshown  bool          // it acknowledges more than that
}

// Entries returns all entries that this person may read, in fold order, with
// those that are not sent yet. The slice is the caller's, the payloads are not.
func (r *Replica) Entries() []Opened {
	r.mu.RLock()
	defer r.mu.RUnlock()
	entries := slices.Clone(r.view.entries)
	sent, self := r.sent(), r.cfg.device()
	for i := range entries {
		entries[i].Sent = entries[i].Device != self || entries[i].Seq <= sent
	}
	return entries
}

// sent is the highest seq of this device that the relay has acknowledged.
func (r *Replica) sent() uint64 {
	for _, q := range r.out {
		if q.kind == wire.ItemEntry {
			return q.first - 1
		}
	}
	return r.view.chains[r.cfg.device()].len()
}

// Self is this person's name in the space; see Members.
func (r *Replica) Self() wire.ID {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.view.epochs.person(r.cfg.self())
}

// Revision changes whenever Entries or Answers may give something else.
func (r *Replica) Revision() uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.revision
}

// Pending is the number of entries, answers and keys that wait to be sent.
func (r *Replica) Pending() int {
	r.mu.RLock()
	defer r.mu.RUnlock()
	n := 0
	for _, q := range r.out {
		n += q.count()
	}
	return n
}

// Trouble is what was wrong with the relay's last answers, or nil. Everything
// that Entries and Answers give is verified in any case.
func (r *Replica) Trouble() error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.trouble
}

// Members are who is in the newest epoch, ascending; nil without one. A person
// is named by their first member keys in the space, also when they have others
// by now.
func (r *Replica) Members() []wire.ID {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if n := len(r.view.epochs); n > 0 {
		return slices.Clone(r.view.epochs[n-1].members)
	}
	return nil
}

// Epoch is the newest commit and its key, from which the next commit is made
// (see seal.NewCommit). ErrNoSpace, ErrNotMember or ErrRenewed when there is
// none to use.
func (r *Replica) Epoch() (seal.Commit, seal.Key, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	e, err := r.view.epochs.newest(r.cfg.self())
	return e.commit, e.key, err
}

// Chain is a device whose certificate was verified.
type Chain struct {
	Device wire.ID
	Member wire.ID
	Seq    uint64 // of the newest entry, including those not sent yet
}

// Chains lists the devices that write in the space, ascending by id.
func (r *Replica) Chains() []Chain {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var out []Chain
	for id, c := range r.view.chains {
		out = append(out, Chain{Device: id, Member: c.member, Seq: c.len()})
	}
	slices.SortFunc(out, func(a, b Chain) int { return slices.Compare(a.Device[:], b.Device[:]) })
	return out
}

// Answers returns the answers of a gate, ascending by author, once every
// member's answer can be read here, and nil before.
func (r *Replica) Answers(id wire.ID) []OpenedAnswer {
	r.mu.RLock()
	defer r.mu.RUnlock()
	g := r.view.gates[id]
	if g == nil || !r.view.complete(g) {
		return nil
	}
	var out []OpenedAnswer
	for _, a := range g.in {
		if !a.open {
			return nil
		}
		out = append(out, OpenedAnswer{Author: a.member, Payload: a.payload})
	}
	slices.SortFunc(out, func(a, b OpenedAnswer) int { return slices.Compare(a.Author[:], b.Author[:]) })
	return out
}

// Gates are those that have opened, in no order.
func (r *Replica) Gates() []wire.ID {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var open []wire.ID
	for id, g := range r.view.gates {
		if r.view.complete(g) {
			open = append(open, id)
		}
	}
	return open
}

// Posted returns what this device answered to a gate, sent or not.
func (r *Replica) Posted(id wire.ID) (payload []byte, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	g := r.view.gates[id]
	if g == nil || g.own == nil {
		return nil, false
	}
	return g.own.payload, true
}

// publish makes a saved view and outbox the current ones.
func (r *Replica) publish(v *view, out []queued) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.view, r.out = v, out
	r.revision++
}

// save makes a change durable and then visible. The caller holds write.
func (r *Replica) save(ctx context.Context, c Change, v *view, out []queued) error {
	if c.Log != nil {
		v.chunks++
	}
	if err := r.cfg.Local.Save(ctx, c); err != nil {
		return err
	}
	r.publish(v, out)
	return nil
}
