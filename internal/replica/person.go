package replica

import (
	"fmt"
	"math"
	"slices"

	"pleach/wire"
)

// A person has one name in a space for good: the id of the first member keys
// that they had there. Keys can be renewed, by a commit in which the author is
// missing and exactly one member is new. Nobody else can do that for them,
// because a commit may remove its own author only.

// named says whose each key of the epoch is that follows es.
func (es epochs) named(e epoch) epoch {
	renewed, is := es.renews(e)
	e.persons = nil
	for _, key := range e.keys {
		person := es.person(key)
		if is && key == renewed {
			person = es.person(wire.ID(e.commit.Author))
		}
		e.persons = append(e.persons, person)
	}
	e.members = slices.SortedFunc(slices.Values(e.persons), func(a, b wire.ID) int { return slices.Compare(a[:], b[:]) })
	return e
}

// renews finds the keys that replace those of the commit's author.
func (es epochs) renews(e epoch) (key wire.ID, is bool) {
	if len(es) == 0 || slices.Contains(e.keys, wire.ID(e.commit.Author)) {
		return key, false
	}
	n := 0
	for _, k := range e.keys {
		if !slices.Contains(es[len(es)-1].keys, k) {
			key, n = k, n+1
		}
	}
	return key, n == 1
}

// person is whose a key is. One that was never in the space is its own.
func (es epochs) person(key wire.ID) wire.ID {
	for _, e := range slices.Backward(es) {
		if i := slices.Index(e.keys, key); i >= 0 {
			return e.persons[i]
		}
	}
	return key
}

// fresh refuses keys that come back after they were gone: who has left comes
// with others, and so a key is one person's for good.
func (es epochs) fresh(e epoch) error {
	if len(es) == 0 {
		return nil
	}
	for _, key := range e.keys {
		if slices.Contains(es[len(es)-1].keys, key) {
			continue
		}
		for _, old := range es {
			if slices.Contains(old.keys, key) {
				return fmt.Errorf("%w: commit %d brings back keys that were gone", ErrBadCommit, e.commit.N)
			}
		}
	}
	return nil
}

// shutOut reports whether the newest commit ends a device's chain before seq.
// It does so for the devices of the person who said it, and for nobody else's.
func (v *view) shutOut(device wire.ID, seq uint64) bool {
	var whose wire.ID
	if c := v.chains[device]; c != nil {
		whose = c.member
	}
	return v.epochs.shutOut(device, whose, seq)
}

// ShutsOut reports whether this person has ended a chain. That somebody else says
// so means nothing.
func (r *Replica) ShutsOut(device wire.ID) bool {
	es := r.currentEpochs()
	return es.shutOut(device, es.person(r.cfg.self()), math.MaxUint64)
}

// shutOut: a zero person is one that is not known yet.
func (es epochs) shutOut(device, whose wire.ID, seq uint64) bool {
	if len(es) == 0 {
		return false
	}
	for _, r := range es[len(es)-1].commit.Revoked {
		if wire.ID(r.Device) == device && seq > r.Seq && (whose.IsZero() || es.person(wire.ID(r.Member)) == whose) {
			return true
		}
	}
	return false
}
