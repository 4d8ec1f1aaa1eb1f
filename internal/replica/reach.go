package replica

import (
	"fmt"
	"slices"

	"pleach/wire"
)

// Reach is how far a device and the relay have come in a space: the newest
// commit, and heads that lead, through what their entries had seen, to every
// entry that both have. A further device of the same person that knows it is not
// shown an older state unnoticed.
type Reach struct {
	Commit uint32
	Hash   wire.Hash   // of that commit
	Heads  []wire.Head // ascending by device
}

// maxReach is how many heads of other devices a Reach has at most.
const maxReach = 254

// Reach is how far this device and the relay have come, without what waits to
// be sent. Errors: ErrNoSpace.
func (r *Replica) Reach() (Reach, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if len(r.view.epochs) == 0 {
		return Reach{}, ErrNoSpace
	}
	newest := r.view.epochs[len(r.view.epochs)-1].commit
	self, v, sent := r.cfg.device(), r.view, r.sent()
	if sent < v.chains[self].len() {
		v = v.fork() // what has not been sent tells nobody what it has seen
		clear(v.told)
	}
	heads := v.heads(self)
	reach := Reach{Commit: newest.N, Hash: newest.Hash(), Heads: heads[:min(len(heads), maxReach)]}
	if sent > 0 {
		reach.Heads = append(reach.Heads, wire.Head{Device: self, Seq: sent, Hash: v.chains[self].links[sent-1].hash})
	}
	slices.SortFunc(reach.Heads, func(a, b wire.Head) int { return slices.Compare(a.Device[:], b.Device[:]) })
	return reach, nil
}

// within checks that a view has come at least as far. Nil knows nothing.
func (known *Reach) within(v *view) error {
	if known == nil {
		return nil
	}
	switch n := int(known.Commit); {
	case n >= len(v.epochs):
		return fmt.Errorf("%w: commit %d, which another device of this person has", ErrRegression, known.Commit)
	case v.epochs[n].commit.Hash() != known.Hash:
		return fmt.Errorf("%w: commit %d is another one on another device of this person", ErrFork, known.Commit)
	}
	for _, h := range known.Heads {
		c := v.chains[h.Device]
		switch {
		case h.Seq > c.len() && v.shutOut(h.Device, h.Seq):
			continue
		case h.Seq > c.len():
			return bad(ErrRegression, h.Device, c.len()+1, "another device of this person has it and the relay does not")
		case c.links[h.Seq-1].hash != h.Hash:
			return bad(ErrFork, h.Device, h.Seq, "it is another one on another device of this person")
		}
	}
	return nil
}
