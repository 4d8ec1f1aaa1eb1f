package relaytest

import (
	"bytes"

	"pleach/internal/relay"
	"pleach/wire"
)

// written pushes entries and returns them.
func (s *stage) written(p *Person, c *Chain, n, size int) []wire.Entry {
	s.Helper()
	entries := c.Next(n, size)
	s.push(p, Batch(entries))
	return entries
}

func (s *stage) erases(p *Person, c *Chain, e wire.Entry) relay.Batch {
	s.Helper()
	b := Batch([]wire.Entry{c.Erasing(e)})
	s.push(p, b)
	return b
}

// streamIs ends the story unless the stream has these entries.
func (s *stage) streamIs(space wire.ID, want ...wire.Entry) {
	s.Helper()
	items := s.pulled(space, 0)
	equal(s, len(items), len(want))
	for i, it := range items {
		equal(s, it.Pos, uint64(i+1))
		equal(s, bytes.Equal(it.Data, want[i].Append(nil)), true)
	}
}

func erasedKeepsItsPlace(s *stage) {
	ada, noor, space := s.couple()
	chain, other := s.Chain(space, ada.Device), s.Chain(space, s.ID()) // her phone and her laptop
	phone := s.written(ada, chain, 4, 400)
	laptop := s.written(ada, other, 2, 40)
	theirs := s.written(noor, s.Chain(space, noor.Device), 2, 400)

	tomb := other.Erasing(phone[2])
	equal(s, s.push(ada, Batch([]wire.Entry{tomb})), uint64(9))
	want := append(append(append([]wire.Entry{}, phone...), laptop...), theirs...)
	want = append(want, tomb)
	want[2] = want[2].Erase()
	s.streamIs(space, want...)

	equal(s, s.push(ada, Batch(phone)), uint64(4)) // what is replayed does not come back
	equal(s, s.push(ada, Batch([]wire.Entry{tomb})), uint64(9))
	s.streamIs(space, want...)
	again := other.Erasing(phone[2])
	equal(s, s.push(ada, Batch([]wire.Entry{again})), uint64(10)) // nor is it erased twice
	s.streamIs(space, append(want, again)...)
}

func onlyTheAuthorErases(s *stage) {
	ada, noor, space := s.couple()
	hers := s.written(ada, s.Chain(space, ada.Device), 3, 400)
	theirs := s.Chain(space, noor.Device)
	before := s.written(noor, theirs, 2, 40)
	fork := theirs.Fork()
	_, err := s.Store.Push(s.ctx(), noor.ID, Batch([]wire.Entry{theirs.Erasing(hers[1])}), s.limits)
	s.refused(err, wire.CodeForbidden)
	s.streamIs(space, append(hers, before...)...)
	s.push(noor, Batch([]wire.Entry{fork.Erasing(before[1])})) // their own they may
	equal(s, len(s.pulled(space, 0)), 6)
}

func erasingNothing(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	chain := s.Chain(space, ada.Device)
	entries := s.written(ada, chain, 3, 400)
	elsewhere := s.Chain(space, s.ID()).Next(3, 40)[2]
	fork := s.Chain(space, ada.Device).Next(3, 40)[1]
	beyond := chain.Fork().Next(5, 40)[4]
	for _, e := range []wire.Entry{elsewhere, fork, beyond} {
		s.erases(ada, chain, e)
	}
	for i, it := range s.pulled(space, 0)[:3] {
		equal(s, bytes.Equal(it.Data, entries[i].Append(nil)), true)
	}
	first := chain.Erasing(entries[1])
	s.push(ada, Batch([]wire.Entry{first}))
	second := chain.Erasing(first) // an erasure stays
	s.push(ada, Batch([]wire.Entry{second}))
	items := s.pulled(space, 0)
	equal(s, bytes.Equal(items[len(items)-2].Data, first.Append(nil)), true)
}

func erasedIsPushed(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	chain := s.Chain(space, ada.Device)
	entries := chain.Next(4, 400)
	tomb := chain.Erasing(entries[1])
	entries[3].Sig = nil
	all := append(entries, tomb)
	bare := append([]wire.Entry{}, all...)
	bare[1] = bare[1].Erase()
	equal(s, s.push(ada, Batch(all)), uint64(5)) // written and erased in one push
	s.streamIs(space, bare...)
	equal(s, s.push(ada, Batch(bare)), uint64(5)) // and again by who has not got the words
	s.streamIs(space, bare...)

	other := s.alone(ada)
	late := s.Chain(other, ada.Device)
	sent := late.Next(3, 400)
	sent[1] = sent[1].Erase()
	equal(s, s.push(ada, Batch(sent)), uint64(3)) // erased before it was ever sent
	s.streamIs(other, sent...)
}

func erasingGivesRoom(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	chain := s.Chain(space, ada.Device)
	entries := s.written(ada, chain, 3, 1500)
	s.limits.Space = 5600
	fork := chain.Fork()
	_, err := s.Store.Push(s.ctx(), ada.ID, fork.Batch(1, 1500), s.limits)
	s.refused(err, wire.CodeQuota)
	s.erases(ada, chain, entries[1])
	s.push(ada, chain.Batch(1, 1300))
}
