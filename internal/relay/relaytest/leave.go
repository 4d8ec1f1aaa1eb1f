package relaytest

import (
	"slices"

	"pleach/wire"
)

func leavingIsOneStep(s *stage) {
	ada, noor, space := s.couple()
	s.push(ada, s.Chain(space, ada.Device).Batch(1, 10))
	waiting := s.invite(space, ada)
	out := wire.Leave{N: 2, Commit: s.Bytes(80)}
	s.refused(s.Store.Leave(s.ctx(), noor.ID, space, wire.Leave{}, s.limits), wire.CodeMalformed)
	s.refused(s.Store.Leave(s.ctx(), noor.ID, space, wire.Leave{N: 1, Commit: s.Bytes(80)}, s.limits), wire.CodeCommitRace)
	s.refused(s.Store.Leave(s.ctx(), noor.ID, space, wire.Leave{N: 3, Commit: s.Bytes(80)}, s.limits), wire.CodeGap)
	members, err := s.Store.Members(s.ctx(), space)
	s.ok(err)
	equal(s, len(members), 2)

	s.ok(s.Store.Leave(s.ctx(), noor.ID, space, out, s.limits))
	s.ok(s.Store.Leave(s.ctx(), noor.ID, space, out, s.limits)) // the answer was lost
	members, err = s.Store.Members(s.ctx(), space)
	s.ok(err)
	equal(s, slices.Equal(members, []wire.ID{ada.ID}), true)
	commits, err := s.Store.Commits(s.ctx(), space, 2, s.limits.Pull)
	s.ok(err)
	equal(s, len(commits), 1)
	spaces, err := s.Store.Spaces(s.ctx(), noor.ID)
	s.ok(err)
	equal(s, len(spaces), 0)
	_, err = s.Store.Invite(s.ctx(), waiting.ID)
	s.refused(err, wire.CodeNotFound)
	equal(s, len(s.pulled(space, 0)), 1) // what was written is Ada's to read
}

func whoHasLeftStaysOut(s *stage) {
	ada, noor, space := s.couple()
	stranger := s.signedUp()
	chain := s.Chain(space, noor.Device)
	s.push(noor, chain.Batch(1, 10))
	s.ok(s.Store.Leave(s.ctx(), noor.ID, space, wire.Leave{N: 2, Commit: s.Bytes(80)}, s.limits))
	for _, p := range []*Person{noor, stranger} {
		_, err := s.Store.Push(s.ctx(), p.ID, chain.Batch(1, 10), s.limits)
		s.refused(err, wire.CodeForbidden)
		s.refused(s.Store.PutCommit(s.ctx(), p.ID, space, 3, s.Bytes(10), s.limits), wire.CodeForbidden)
		s.refused(s.Store.Leave(s.ctx(), p.ID, space, wire.Leave{N: 3, Commit: s.Bytes(80)}, s.limits), wire.CodeForbidden)
		s.refused(s.Store.Leave(s.ctx(), p.ID, space, wire.Leave{}, s.limits), wire.CodeForbidden)
	}
	s.push(ada, s.Chain(space, ada.Device).Batch(1, 10))
}

// A gate that waited for who has left stays closed, for whoever comes later
// too, and what they had answered is gone.
func waitingGatesStayClosed(s *stage) {
	ada, noor, space := s.couple()
	gate := s.ID()
	answer := func(p *Person) bool {
		opened, err := s.Store.PutAnswer(s.ctx(), p.ID, s.Answer(space, gate, p.Device, false), s.limits)
		s.ok(err)
		return opened
	}
	equal(s, answer(noor), false)
	s.ok(s.Store.Leave(s.ctx(), noor.ID, space, wire.Leave{N: 2, Commit: s.Bytes(80)}, s.limits))
	equal(s, answer(ada), false)
	equal(s, len(s.pulled(space, 0)), 0)
	third := s.signedUp()
	s.join(space, ada, third, 3)
	equal(s, answer(third), true)
	for _, it := range s.pulled(space, 0) {
		a, err := wire.ParseAnswer(it.Data)
		s.ok(err)
		equal(s, a.Device == noor.Device, false)
	}
}

func theLastTakesTheSpaceAway(s *stage) {
	ada, noor, space := s.couple()
	s.push(ada, s.Chain(space, ada.Device).Batch(2, 10))
	s.ok(s.Store.Leave(s.ctx(), ada.ID, space, wire.Leave{N: 2, Commit: s.Bytes(80)}, s.limits))
	s.refused(s.Store.Leave(s.ctx(), noor.ID, space, wire.Leave{N: 3, Commit: s.Bytes(80)}, s.limits), wire.CodeMalformed)
	s.ok(s.Store.Leave(s.ctx(), noor.ID, space, wire.Leave{}, s.limits))
	_, err := s.Store.Members(s.ctx(), space)
	s.refused(err, wire.CodeNotFound)
	_, err = s.Store.Commits(s.ctx(), space, 0, 10)
	s.refused(err, wire.CodeNotFound)
	_, err = s.Store.Pull(s.ctx(), space, 0, 10)
	s.refused(err, wire.CodeNotFound)
	s.refused(s.Store.Leave(s.ctx(), noor.ID, space, wire.Leave{}, s.limits), wire.CodeNotFound)
}
