package relaytest

import (
	"bytes"

	"pleach/internal/relay"
	"pleach/wire"
)

func (s *stage) answer(p *Person, a wire.Answer) bool {
	s.Helper()
	opened, err := s.Store.PutAnswer(s.ctx(), p.ID, a, s.limits)
	s.ok(err)
	return opened
}

func gateOpens(s *stage) {
	ada, noor, space := s.couple()
	s.push(ada, s.Chain(space, ada.Device).Batch(1, 10))
	for round := range 2 { // whoever is first, the stream is the same
		gate := s.ID()
		a, n := s.Answer(space, gate, ada.Device, false), s.Answer(space, gate, noor.Device, false)
		first, second := ada, noor
		one, two := a, n
		if round == 1 {
			first, second, one, two = noor, ada, n, a
		}
		end := uint64(1 + 2*round)
		equal(s, s.answer(first, one), false)
		equal(s, len(s.pulled(space, end)), 0)
		equal(s, s.answer(second, two), true)
		equal(s, s.answer(second, two), false) // a repeat opens nothing

		low, high := a, n
		if bytes.Compare(ada.Device[:], noor.Device[:]) > 0 {
			low, high = n, a
		}
		items := s.pulled(space, end)
		equal(s, len(items), 2)
		equal(s, items[0].Kind == wire.ItemAnswer && items[1].Kind == wire.ItemAnswer, true)
		equal(s, bytes.Equal(items[0].Data, low.Append(nil)), true)
		equal(s, bytes.Equal(items[1].Data, high.Append(nil)), true)
		equal(s, items[0].Pos, end+1)
	}
}

func gateIsSilent(s *stage) {
	ada, noor, space := s.couple()
	ours := s.Chain(space, noor.Device)
	s.push(noor, ours.Batch(1, 10))
	before, err := s.Store.Pull(s.ctx(), space, 0, s.limits.Pull)
	s.ok(err)

	s.answer(ada, s.Answer(space, s.ID(), ada.Device, false))

	after, err := s.Store.Pull(s.ctx(), space, 0, s.limits.Pull)
	s.ok(err)
	equal(s, bytes.Equal(before.Body, after.Body), true)
	equal(s, before.Next == after.Next && before.More == after.More, true)
	_, err = s.Store.Pull(s.ctx(), space, 2, s.limits.Pull)
	s.refused(err, wire.CodeStaleCursor)                 // not even a position is taken
	equal(s, s.push(noor, ours.Batch(1, 10)), uint64(2)) // nor left out
}

func gateNeedsTwo(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	gate := s.ID()
	equal(s, s.answer(ada, s.Answer(space, gate, ada.Device, false)), false)
	equal(s, len(s.pulled(space, 0)), 0)

	noor, sam := s.signedUp(), s.signedUp()
	s.join(space, ada, noor, 1)
	equal(s, s.answer(noor, s.Answer(space, gate, noor.Device, false)), true)
	s.join(space, ada, sam, 2)
	_, err := s.Store.PutAnswer(s.ctx(), sam.ID, s.Answer(space, gate, sam.Device, false), s.limits)
	s.refused(err, wire.CodeForbidden) // it opened before they came

	next := s.ID()
	equal(s, s.answer(ada, s.Answer(space, next, ada.Device, false)), false)
	equal(s, s.answer(sam, s.Answer(space, next, sam.Device, false)), false)
	equal(s, s.answer(noor, s.Answer(space, next, noor.Device, false)), true)
	equal(s, len(s.pulled(space, 2)), 3)
}

func answerStays(s *stage) {
	ada, noor, space := s.couple()
	gate := s.ID()
	a := s.Answer(space, gate, ada.Device, false)
	equal(s, s.answer(ada, a), false)
	equal(s, s.answer(ada, a), false)
	for range 2 { // while it is closed, and when it is open
		_, err := s.Store.PutAnswer(s.ctx(), ada.ID, s.Answer(space, gate, ada.Device, false), s.limits)
		s.refused(err, wire.CodeGateAnswered)
		_, err = s.Store.PutAnswer(s.ctx(), noor.ID, s.Answer(space, gate, noor.Device, false), s.limits)
		if err != nil {
			s.refused(err, wire.CodeGateAnswered)
		}
	}
	equal(s, s.answer(ada, a), false)
	equal(s, len(s.pulled(space, 0)), 2)
}

func keyFollows(s *stage) {
	ada, noor, space := s.couple()
	gate := s.ID()
	key := func(p *Person) wire.Key {
		return wire.Key{Gate: gate, Device: p.Device, Wrap: s.Bytes(wire.WrapSize)}
	}
	put := func(p *Person, k wire.Key) error { return s.Store.PutKey(s.ctx(), p.ID, space, k, s.limits) }
	k := key(ada)
	s.refused(put(ada, k), wire.CodeNotFound)
	s.answer(ada, s.Answer(space, gate, ada.Device, true))
	s.refused(put(ada, k), wire.CodeNotFound) // not before it opens
	s.answer(noor, s.Answer(space, gate, noor.Device, false))

	s.refused(put(ada, key(noor)), wire.CodeForbidden)
	s.refused(put(noor, key(noor)), wire.CodeGateAnswered) // it came with its key
	s.ok(put(ada, k))
	s.ok(put(ada, k))
	s.refused(put(ada, key(ada)), wire.CodeGateAnswered)
	items := s.pulled(space, 2)
	equal(s, len(items), 1)
	equal(s, items[0].Kind, wire.ItemKey)
	equal(s, bytes.Equal(items[0].Data, k.Append(nil)), true)
	equal(s, relay.ItemSize(len(items[0].Data)), len(wire.AppendItem(nil, items[0])))
}
