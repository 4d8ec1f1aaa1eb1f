package model

import "strings"

func (c changes) system() system[leaving] {
	return system[leaving]{
		begin: []leaving{c.start()},
		next:  c.next,
		rules: []rule[leaving]{
			{"who has left opens nothing that is written with that known", c.leftOpensNothing},
			{"a removed device opens nothing that is written with its renewal known", c.removedOpensNothing},
			{"nobody writes under a key whose maker is not in it", c.writesUnderANewKey},
			{"who could read goes on reading", c.readersRead},
			{"of two commits at once, one is in a device's chain", c.oneChain},
		},
		promises: c.promises(),
	}
}

func (c changes) leftOpensNothing(_, s leaving) bool {
	return s.alone&(c.opens(s, mobile)|c.opens(s, tablet)) == 0
}

func (c changes) removedOpensNothing(_, s leaving) bool {
	return s.safe&c.opens(s, laptop) == 0
}

func (c changes) writesUnderANewKey(_, s leaving) bool {
	return s.wrote < 0 || !s.stale(s.wrote)
}

// readersRead: whoever is, or was, in an epoch of their chain opens what is
// written under it, on each device that has its person's keys of its newest
// epoch, and also when it has kept nothing but member keys. So who has left
// keeps their copy.
func (c changes) readersRead(_, s leaving) bool {
	for d := range devices {
		newest := s.commits[s.head[d]].members[owner(d)]
		if newest > 0 && !s.in(d) {
			continue // it waits for the renewed keys
		}
		for i := range s.n {
			read := s.written & s.chain(s.head[d]) & (1 << i)
			if read != 0 && s.commits[i].members[owner(d)] > 0 && c.opens(s, d)&read == 0 {
				return false
			}
		}
	}
	return true
}

func (c changes) oneChain(_, s leaving) bool {
	for d := range devices {
		if s.has[d] != s.chain(s.head[d]) {
			return false
		}
	}
	return true
}

// promises are about a relay that serves; one that does not can refuse
// anything. A state in which the scope is used up promises nothing.
func (c changes) promises() []promise[leaving] {
	if c.forks {
		return nil
	}
	full := func(s leaving) bool { return int(s.n) >= c.commits }
	noors := func(says string) bool {
		return strings.HasPrefix(says, "Noor") && !strings.Contains(says, "changes the key")
	}
	return []promise[leaving]{
		{"leaving needs nobody else", noors, func(s leaving) bool {
			return full(s) || noorIsOut(s.commits[s.relay])
		}},
		{"who remains can always write again", func(says string) bool { return strings.HasPrefix(says, "Ada's phone") }, func(s leaving) bool {
			return full(s) || s.wrote == s.relay && s.writer == phone
		}},
	}
}
