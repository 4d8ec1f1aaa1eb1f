package mem

import (
	"context"
	"slices"

	"pleach/internal/relay"
	"pleach/wire"
)

// Leave implements relay.Store.
func (s *Store) Leave(ctx context.Context, by, id wire.ID, out wire.Leave, l wire.Limits) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	sp, ok := s.spaces[id]
	switch {
	case !ok:
		return relay.Refuse(wire.CodeNotFound, "")
	case !slices.Contains(sp.members, by):
		var stored []byte
		if uint64(out.N) < uint64(len(sp.commits)) {
			stored = sp.commits[out.N]
		}
		return relay.SameLeave(stored, out)
	}
	if err := relay.AdmitLeave(len(sp.members), out); err != nil {
		return err
	}
	if len(sp.members) > 1 {
		if err := sp.lastCommit(out, l); err != nil {
			return err
		}
	}
	s.takeOut(by, id)
	return nil
}

// lastCommit appends the commit of who leaves.
func (sp *space) lastCommit(out wire.Leave, l wire.Limits) error {
	fresh, err := sp.admitCommit(out.N, out.Commit, l)
	if fresh {
		sp.commit(out.Commit)
	}
	return err
}

// takeOut takes an account out of a space, and the space away when nobody is
// left in it.
func (s *Store) takeOut(by, id wire.ID) {
	for inv, i := range s.invites {
		if i.Space == id {
			delete(s.invites, inv)
		}
	}
	sp := s.spaces[id]
	sp.members = slices.DeleteFunc(slices.Clone(sp.members), func(m wire.ID) bool { return m == by })
	if len(sp.members) == 0 {
		delete(s.spaces, id)
	}
	for gate, answers := range sp.gates {
		sp.gates[gate] = slices.DeleteFunc(slices.Clone(answers), func(a relay.Sealed) bool { return a.Account == by && !a.Opened })
	}
}
