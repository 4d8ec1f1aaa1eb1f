package relaytest

import (
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

func accountIsMadeOnce(s *stage) {
	ada := s.signedUp()
	s.ok(s.Store.CreateAccount(s.ctx(), ada.Account())) // the answer to the first was lost

	other := s.Person().Account()
	other.ID = ada.ID
	s.refused(s.Store.CreateAccount(s.ctx(), other), wire.CodeExists)

	got, err := s.Store.Account(s.ctx(), ada.ID)
	s.ok(err)
	equal(s, got.SameAs(ada.Account()), true)
	equal(s, got.Status, relay.Active)
	equal(s, got.Since.Equal(Start), true)
	_, err = s.Store.Account(s.ctx(), s.ID())
	s.refused(err, wire.CodeNotFound)
}

func keysAreReplaced(s *stage) {
	ada, like, phone, tablet := s.signedUp(), s.Person(), relay.TokenHash(s.Bytes(32)), relay.TokenHash(s.Bytes(32))
	s.ok(s.Store.OpenSession(s.ctx(), ada.Session(ada.Device, phone, s.now), s.limits, s.now))
	s.ok(s.Store.OpenSession(s.ctx(), ada.Session(s.ID(), tablet, s.now), s.limits, s.now))
	was, next := ada.Account(), like.Account()
	next.ID, next.Wraps.Before = was.ID, s.Bytes(89)

	s.ok(s.Store.SetKeys(s.ctx(), was, next, ada.Device))
	s.ok(s.Store.SetKeys(s.ctx(), was, next, ada.Device)) // the answer was lost
	got, err := s.Store.Account(s.ctx(), ada.ID)
	s.ok(err)
	equal(s, got.SameAs(next), true)
	s.signedIn(ada, phone, s.now)
	s.signedOut(ada.ID, tablet, s.now)

	other := s.Person().Account()
	other.ID = was.ID
	s.refused(s.Store.SetKeys(s.ctx(), was, other, ada.Device), wire.CodeLoginRefused) // another device was faster
	s.ok(s.Store.SetKeys(s.ctx(), next, other, ada.Device))
	s.refused(s.Store.SetKeys(s.ctx(), s.Person().Account(), other, ada.Device), wire.CodeNotFound)
}

func closedAccountLeavesNothing(s *stage) {
	ada, noor, shared := s.couple()
	alone, token := s.alone(ada), relay.TokenHash(s.Bytes(32))
	s.ok(s.Store.OpenSession(s.ctx(), ada.Session(ada.Device, token, s.now), s.limits, s.now))
	s.push(ada, s.Chain(alone, ada.Device).Batch(1, 100))
	pos := s.push(ada, s.Chain(shared, ada.Device).Batch(1, 100))
	waits, asked := s.Answer(shared, s.ID(), ada.Device, false), s.invite(shared, ada)
	_, err := s.Store.PutAnswer(s.ctx(), ada.ID, waits, s.limits)
	s.ok(err)

	s.ok(s.Store.CloseAccount(s.ctx(), ada.ID))
	s.ok(s.Store.CloseAccount(s.ctx(), ada.ID)) // the answer was lost
	s.refused(s.Store.CloseAccount(s.ctx(), s.ID()), wire.CodeNotFound)

	got, err := s.Store.Account(s.ctx(), ada.ID)
	s.ok(err)
	equal(s, got.Status, relay.Closed)
	equal(s, len(got.Wraps.Password)+len(got.Wraps.Words)+len(got.Wraps.Before), 0)
	s.signedOut(ada.ID, token, s.now)
	_, err = s.Store.Members(s.ctx(), alone)
	s.refused(err, wire.CodeNotFound)
	_, err = s.Store.Invite(s.ctx(), asked.ID)
	s.refused(err, wire.CodeNotFound)
	mine, err := s.Store.Spaces(s.ctx(), ada.ID)
	s.ok(err)
	equal(s, len(mine), 0)

	members, err := s.Store.Members(s.ctx(), shared) // what was shared stays Noor's too
	s.ok(err)
	equal(s, len(members), 1)
	equal(s, members[0], noor.ID)
	equal(s, s.pulled(shared, 0)[0].Pos, pos)
	s.ok(s.Store.CloseAccount(s.ctx(), noor.ID))
	_, err = s.Store.Members(s.ctx(), shared)
	s.refused(err, wire.CodeNotFound)
}

func lockedAndClosed(s *stage) {
	ada := s.signedUp()
	token := relay.TokenHash(s.Bytes(32))
	s.ok(s.Store.OpenSession(s.ctx(), ada.Session(ada.Device, token, s.now), s.limits, s.now))
	for _, status := range []relay.Status{relay.Locked, relay.Active, relay.Closed, relay.Closed} {
		s.ok(s.Store.SetStatus(s.ctx(), ada.ID, status))
		got, err := s.Store.Session(s.ctx(), ada.ID, token, s.now)
		s.ok(err)
		equal(s, got.Status, status)
	}
	s.refused(s.Store.SetStatus(s.ctx(), ada.ID, relay.Active), wire.CodeAccountClosed)
	s.refused(s.Store.SetStatus(s.ctx(), s.ID(), relay.Locked), wire.CodeNotFound)
}

func sessionLives(s *stage) {
	ada := s.signedUp()
	token, newer := relay.TokenHash(s.Bytes(32)), relay.TokenHash(s.Bytes(32))
	first := ada.Session(ada.Device, token, s.now)
	s.ok(s.Store.OpenSession(s.ctx(), first, s.limits, s.now))

	s.signedIn(ada, token, s.now)
	s.signedIn(ada, token, first.Expires.Add(-time.Millisecond))
	s.signedOut(ada.ID, token, first.Expires)
	s.signedOut(s.signedUp().ID, token, s.now)

	s.ok(s.Store.ExtendSession(s.ctx(), first, first.Expires.Add(time.Hour)))
	s.signedIn(ada, token, first.Expires)

	s.ok(s.Store.OpenSession(s.ctx(), ada.Session(ada.Device, newer, s.now), s.limits, s.now))
	s.signedOut(ada.ID, token, s.now)
	s.ok(s.Store.EndSession(s.ctx(), first)) // the old one; the new one stays
	s.signedIn(ada, newer, s.now)

	s.ok(s.Store.Sweep(s.ctx(), s.now))
	s.signedIn(ada, newer, s.now)
	s.ok(s.Store.EndSession(s.ctx(), ada.Session(ada.Device, newer, s.now)))
	s.signedOut(ada.ID, newer, s.now)
	s.refused(s.Store.OpenSession(s.ctx(), s.Person().Session(s.ID(), token, s.now), s.limits, s.now), wire.CodeNotFound)
}

func (s *stage) signedIn(p *Person, token relay.TokenHash, now time.Time) {
	s.Helper()
	got, err := s.Store.Session(s.ctx(), p.ID, token, now)
	s.ok(err)
	equal(s, got.Device, p.Device)
}

func (s *stage) signedOut(id wire.ID, token relay.TokenHash, now time.Time) {
	s.Helper()
	_, err := s.Store.Session(s.ctx(), id, token, now)
	s.refused(err, wire.CodeUnauthorized)
}

func removedDeviceStaysOut(s *stage) {
	ada := s.signedUp()
	phone, tablet := relay.TokenHash(s.Bytes(32)), relay.TokenHash(s.Bytes(32))
	other := s.ID()
	s.ok(s.Store.OpenSession(s.ctx(), ada.Session(ada.Device, phone, s.now), s.limits, s.now))
	s.ok(s.Store.OpenSession(s.ctx(), ada.Session(other, tablet, s.now), s.limits, s.now.Add(time.Minute)))
	devices, err := s.Store.Devices(s.ctx(), ada.ID)
	s.ok(err)
	equal(s, len(devices), 2)
	equal(s, devices[0].ID, ada.Device)
	equal(s, devices[1].Since.Equal(s.now.Add(time.Minute)), true)

	equal(s, devices[1].Used.Equal(s.now), true)

	notice := s.Bytes(64)
	s.ok(s.Store.PutNotice(s.ctx(), ada.ID, other, notice))
	_, err = s.Store.Notice(s.ctx(), ada.ID, other)
	s.refused(err, wire.CodeNotFound) // it is not removed yet
	s.refused(s.Store.PutNotice(s.ctx(), ada.ID, s.ID(), notice), wire.CodeNotFound)
	s.ok(s.Store.RevokeDevice(s.ctx(), ada.ID, other, s.now))
	told, err := s.Store.Notice(s.ctx(), ada.ID, other)
	s.ok(err)
	equal(s, string(told), string(notice))
	s.ok(s.Store.RevokeDevice(s.ctx(), ada.ID, other, s.now))
	s.signedOut(ada.ID, tablet, s.now)
	s.signedIn(ada, phone, s.now)
	s.refused(s.Store.OpenSession(s.ctx(), ada.Session(other, tablet, s.now), s.limits, s.now), wire.CodeUnauthorized)
	s.refused(s.Store.RevokeDevice(s.ctx(), ada.ID, s.ID(), s.now), wire.CodeNotFound)
	devices, err = s.Store.Devices(s.ctx(), ada.ID)
	s.ok(err)
	equal(s, len(devices), 1)
}

func idleDevicesMakeRoom(s *stage) {
	ada := s.signedUp()
	s.limits.Devices = 2
	first, second := s.ID(), s.ID()
	token := relay.TokenHash(s.Bytes(32))
	open := func(device wire.ID, token relay.TokenHash) error {
		s.now = s.now.Add(time.Minute)
		return s.Store.OpenSession(s.ctx(), ada.Session(device, token, s.now), s.limits, s.now)
	}
	s.ok(open(first, token))
	s.ok(open(second, relay.TokenHash(s.Bytes(32))))
	s.refused(open(s.ID(), relay.TokenHash(s.Bytes(32))), wire.CodeQuota)
	s.ok(open(second, relay.TokenHash(s.Bytes(32)))) // one that is there may come back

	s.ok(s.Store.EndSession(s.ctx(), ada.Session(first, token, s.now)))
	s.ok(open(s.ID(), relay.TokenHash(s.Bytes(32))))
	devices, err := s.Store.Devices(s.ctx(), ada.ID)
	s.ok(err)
	equal(s, len(devices), 2)
	equal(s, devices[0].ID, second)
}
