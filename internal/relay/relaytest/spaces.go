package relaytest

import (
	"bytes"

	"pleach/wire"
)

func spaceIsMadeOnce(s *stage) {
	ada, noor := s.signedUp(), s.signedUp()
	n := wire.NewSpace{Space: s.ID(), Commit: s.Bytes(100)}
	s.ok(s.Store.CreateSpace(s.ctx(), ada.ID, n, s.limits, s.now))
	s.ok(s.Store.CreateSpace(s.ctx(), ada.ID, n, s.limits, s.now))
	s.refused(s.Store.CreateSpace(s.ctx(), noor.ID, n, s.limits, s.now), wire.CodeExists)
	n.Commit = s.Bytes(100)
	s.refused(s.Store.CreateSpace(s.ctx(), ada.ID, n, s.limits, s.now), wire.CodeExists)

	members, err := s.Store.Members(s.ctx(), n.Space)
	s.ok(err)
	equal(s, len(members), 1)
	equal(s, members[0], ada.ID)
	_, err = s.Store.Members(s.ctx(), s.ID())
	s.refused(err, wire.CodeNotFound)
}

func soManySpaces(s *stage) {
	ada := s.signedUp()
	s.limits.Spaces = 2
	a, b := s.alone(ada), s.alone(ada)
	third := wire.NewSpace{Space: s.ID(), Commit: s.Bytes(10)}
	s.refused(s.Store.CreateSpace(s.ctx(), ada.ID, third, s.limits, s.now), wire.CodeQuota)
	spaces, err := s.Store.Spaces(s.ctx(), ada.ID)
	s.ok(err)
	if bytes.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	equal(s, len(spaces), 2)
	equal(s, spaces[0], a)
	equal(s, spaces[1], b)
}

func commitsAreNumbered(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	one, two := s.Bytes(100), s.Bytes(100)
	put := func(n uint32, commit []byte) error {
		return s.Store.PutCommit(s.ctx(), ada.ID, space, n, commit, s.limits)
	}
	s.refused(put(2, two), wire.CodeGap)
	s.ok(put(1, one))
	s.ok(put(1, one))
	s.refused(put(1, two), wire.CodeCommitRace)
	s.refused(put(0, two), wire.CodeCommitRace)
	s.ok(put(2, two))

	got, err := s.Store.Commits(s.ctx(), space, 1, s.limits.Pull)
	s.ok(err)
	equal(s, len(got), 2)
	equal(s, bytes.Equal(got[0], one) && bytes.Equal(got[1], two), true)
	got, err = s.Store.Commits(s.ctx(), space, 0, 150)
	s.ok(err)
	equal(s, len(got), 1) // as many as fit
	got, err = s.Store.Commits(s.ctx(), space, 1, 1)
	s.ok(err)
	equal(s, len(got), 1) // but one at least
	got, err = s.Store.Commits(s.ctx(), space, 9, s.limits.Pull)
	s.ok(err)
	equal(s, len(got), 0)
	_, err = s.Store.Commits(s.ctx(), s.ID(), 0, 1)
	s.refused(err, wire.CodeNotFound)
}

func onlyMembersWrite(s *stage) {
	ada, stranger := s.signedUp(), s.signedUp()
	space := s.alone(ada)
	for id, code := range map[wire.ID]wire.Code{space: wire.CodeForbidden, s.ID(): wire.CodeNotFound} {
		_, err := s.Store.Push(s.ctx(), stranger.ID, s.Chain(id, stranger.Device).Batch(1, 10), s.limits)
		s.refused(err, code)
		s.refused(s.Store.PutCommit(s.ctx(), stranger.ID, id, 1, s.Bytes(10), s.limits), code)
		_, err = s.Store.PutAnswer(s.ctx(), stranger.ID, s.Answer(id, s.ID(), stranger.Device, false), s.limits)
		s.refused(err, code)
		k := wire.Key{Gate: s.ID(), Device: stranger.Device, Wrap: s.Bytes(wire.WrapSize)}
		s.refused(s.Store.PutKey(s.ctx(), stranger.ID, id, k, s.limits), code)
	}
	equal(s, len(s.pulled(space, 0)), 0)
}
