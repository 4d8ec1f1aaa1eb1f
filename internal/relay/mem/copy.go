package mem

import (
	"maps"
	"slices"

	"pleach/internal/relay"
	"pleach/wire"
)

// Copy is another store with the same content: a backup, as a host makes one of
// a database, or the beginning of a second history.
func (s *Store) Copy() *Store {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := New()
	c.invites = maps.Clone(s.invites)
	for id, a := range s.accounts {
		c.accounts[id] = a.copy()
	}
	for id, sp := range s.spaces {
		c.spaces[id] = sp.copy()
	}
	return c
}

func (a *account) copy() *account {
	c := &account{Account: a.Account, devices: map[wire.ID]*device{}}
	for id, d := range a.devices {
		other := *d
		c.devices[id] = &other
	}
	return c
}

func (sp *space) copy() *space {
	c := *sp
	c.members, c.commits, c.items = slices.Clone(sp.members), slices.Clone(sp.commits), slices.Clone(sp.items)
	c.chains, c.gates = map[wire.ID]*chain{}, map[wire.ID][]relay.Sealed{}
	for id, ch := range sp.chains {
		other := *ch
		other.links, other.pos = slices.Clone(ch.links), slices.Clone(ch.pos)
		c.chains[id] = &other
	}
	for id, answers := range sp.gates {
		c.gates[id] = slices.Clone(answers)
	}
	return &c
}
