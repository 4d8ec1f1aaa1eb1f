package relaytest

import (
	"bytes"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

func inviteLetsIn(s *stage) {
	ada, noor := s.signedUp(), s.signedUp()
	space := s.alone(ada)
	inv := s.invite(space, ada)
	s.ok(s.Store.PutInvite(s.ctx(), inv, s.limits, s.now))
	answer, reveal := s.Bytes(50), s.Bytes(50)
	a := wire.Approve{Approval: s.Bytes(50), N: 1, Commit: s.Bytes(100)}

	_, err := s.Store.RevealInvite(s.ctx(), inv.ID, noor.ID, reveal, s.now)
	s.refused(err, wire.CodeForbidden)
	_, err = s.Store.ApproveInvite(s.ctx(), inv.ID, ada.ID, a, s.limits, s.now)
	s.refused(err, wire.CodeNotFound)
	for range 2 {
		_, err = s.Store.AnswerInvite(s.ctx(), inv.ID, noor.ID, answer, s.now)
		s.ok(err)
	}
	_, err = s.Store.RevealInvite(s.ctx(), inv.ID, noor.ID, reveal, s.now)
	s.refused(err, wire.CodeNotFound)
	for range 2 {
		_, err = s.Store.ApproveInvite(s.ctx(), inv.ID, ada.ID, a, s.limits, s.now)
		s.ok(err)
	}
	for range 2 {
		_, err = s.Store.RevealInvite(s.ctx(), inv.ID, noor.ID, reveal, s.now)
		s.ok(err)
	}
	_, err = s.Store.RevealInvite(s.ctx(), inv.ID, noor.ID, s.Bytes(50), s.now)
	s.refused(err, wire.CodeExists)

	got, err := s.Store.Invite(s.ctx(), inv.ID)
	s.ok(err)
	equal(s, got.Joiner, noor.ID)
	equal(s, bytes.Equal(got.Answer, answer) && bytes.Equal(got.Approval, a.Approval) && bytes.Equal(got.Reveal, reveal), true)
	s.push(noor, s.Chain(space, noor.Device).Batch(1, 10))
	commits, err := s.Store.Commits(s.ctx(), space, 0, s.limits.Pull)
	s.ok(err)
	equal(s, len(commits), 2)
}

func inviteIsForOne(s *stage) {
	ada, noor, sam := s.signedUp(), s.signedUp(), s.signedUp()
	space := s.alone(ada)
	inv := s.invited(space, ada, noor)
	_, err := s.Store.AnswerInvite(s.ctx(), inv.ID, sam.ID, s.Bytes(50), s.now)
	s.refused(err, wire.CodeInviteUsed)
	_, err = s.Store.AnswerInvite(s.ctx(), inv.ID, noor.ID, s.Bytes(50), s.now)
	s.refused(err, wire.CodeInviteUsed)
	_, err = s.Store.AnswerInvite(s.ctx(), inv.ID, ada.ID, s.Bytes(50), s.now)
	s.refused(err, wire.CodeForbidden)
	_, err = s.Store.ApproveInvite(s.ctx(), inv.ID, noor.ID, wire.Approve{Approval: s.Bytes(9), N: 1, Commit: s.Bytes(9)}, s.limits, s.now)
	s.refused(err, wire.CodeForbidden)

	other := s.invite(space, ada)
	taken := inv
	taken.Offer = s.Bytes(50)
	s.refused(s.Store.PutInvite(s.ctx(), taken, s.limits, s.now), wire.CodeExists)
	s.refused(s.Store.DeleteInvite(s.ctx(), other.ID, noor.ID), wire.CodeForbidden)
	s.ok(s.Store.DeleteInvite(s.ctx(), other.ID, ada.ID))
	s.refused(s.Store.DeleteInvite(s.ctx(), other.ID, ada.ID), wire.CodeNotFound)
	_, err = s.Store.AnswerInvite(s.ctx(), other.ID, sam.ID, s.Bytes(50), s.now)
	s.refused(err, wire.CodeNotFound)

	foreign := relay.Invite{ID: s.ID(), Space: space, Inviter: sam.ID, Offer: s.Bytes(9), Expires: s.now.Add(time.Hour)}
	s.refused(s.Store.PutInvite(s.ctx(), foreign, s.limits, s.now), wire.CodeForbidden)
}

func inviteRunsOut(s *stage) {
	ada, noor := s.signedUp(), s.signedUp()
	space := s.alone(ada)
	unanswered, answered := s.invite(space, ada), s.invited(space, ada, noor)
	s.now = answered.Expires
	_, err := s.Store.AnswerInvite(s.ctx(), unanswered.ID, noor.ID, s.Bytes(50), s.now)
	s.refused(err, wire.CodeInviteExpired)
	a := wire.Approve{Approval: s.Bytes(50), N: 1, Commit: s.Bytes(100)}
	_, err = s.Store.ApproveInvite(s.ctx(), answered.ID, ada.ID, a, s.limits, s.now)
	s.refused(err, wire.CodeInviteExpired)

	s.ok(s.Store.Sweep(s.ctx(), s.now.Add(relay.InviteGrace-time.Millisecond)))
	_, err = s.Store.Invite(s.ctx(), unanswered.ID)
	s.ok(err)
	s.ok(s.Store.Sweep(s.ctx(), s.now.Add(relay.InviteGrace)))
	_, err = s.Store.Invite(s.ctx(), unanswered.ID)
	s.refused(err, wire.CodeNotFound)
}

func approvalIsAtomic(s *stage) {
	ada, noor := s.signedUp(), s.signedUp()
	space := s.alone(ada)
	inv := s.invited(space, ada, noor)
	s.ok(s.Store.PutCommit(s.ctx(), ada.ID, space, 1, s.Bytes(100), s.limits))
	approve := func(n uint32, commit []byte, l wire.Limits) error {
		_, err := s.Store.ApproveInvite(s.ctx(), inv.ID, ada.ID, wire.Approve{Approval: []byte("yes"), N: n, Commit: commit}, l, s.now)
		return err
	}
	full, none := s.limits, s.limits
	full.Space, none.Spaces = 250, 0
	commit := s.Bytes(100)
	s.refused(approve(1, commit, s.limits), wire.CodeCommitRace)
	s.refused(approve(3, commit, s.limits), wire.CodeGap)
	s.refused(approve(2, commit, full), wire.CodeQuota)
	s.refused(approve(2, commit, none), wire.CodeQuota)

	got, err := s.Store.Invite(s.ctx(), inv.ID)
	s.ok(err)
	equal(s, got.Approval == nil, true)
	commits, err := s.Store.Commits(s.ctx(), space, 0, s.limits.Pull)
	s.ok(err)
	equal(s, len(commits), 2)
	_, err = s.Store.Push(s.ctx(), noor.ID, s.Chain(space, noor.Device).Batch(1, 10), s.limits)
	s.refused(err, wire.CodeForbidden)

	s.ok(approve(2, commit, s.limits))
	s.ok(approve(2, commit, s.limits))
	s.refused(approve(2, s.Bytes(100), s.limits), wire.CodeExists)
	s.refused(approve(3, s.Bytes(100), s.limits), wire.CodeExists)
}

func soManyInvites(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	s.limits.Invites = 2
	s.invite(space, ada)
	first := s.invite(space, ada)
	third := relay.Invite{ID: s.ID(), Space: space, Inviter: ada.ID, Offer: s.Bytes(9), Expires: s.now.Add(48 * time.Hour)}
	s.refused(s.Store.PutInvite(s.ctx(), third, s.limits, s.now), wire.CodeQuota)
	s.now = first.Expires // the expired ones go when their place is needed
	s.ok(s.Store.PutInvite(s.ctx(), third, s.limits, s.now))
	_, err := s.Store.Invite(s.ctx(), first.ID)
	s.refused(err, wire.CodeNotFound)
}
