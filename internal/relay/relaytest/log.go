package relaytest

import (
	"bytes"

	"pleach/internal/relay"
	"pleach/wire"
)

func pushedIsPulled(s *stage) {
	ada, noor, space := s.couple()
	a, n := s.Chain(space, ada.Device), s.Chain(space, noor.Device)
	batches := []relay.Batch{a.Batch(3, 100), n.Batch(1, 0), a.Batch(1, 1000)}
	var want [][]byte
	for i, b := range batches {
		for _, e := range b.Entries {
			want = append(want, e.Data)
		}
		equal(s, s.push([]*Person{ada, noor, ada}[i], b), uint64(len(want)))
	}
	items := s.pulled(space, 0)
	equal(s, len(items), len(want))
	for i, it := range items {
		equal(s, it.Pos, uint64(i+1))
		equal(s, it.Kind, wire.ItemEntry)
		equal(s, bytes.Equal(it.Data, want[i]), true)
	}
	equal(s, len(s.pulled(space, 3)), 2)
	equal(s, len(s.pulled(s.alone(ada), 0)), 0) // another space is another stream
}

func repeatedPush(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	entries := s.Chain(space, ada.Device).Next(4, 50)
	sign := func(e []wire.Entry) relay.Batch {
		e = append([]wire.Entry(nil), e...)
		e[len(e)-1].Sig = s.Bytes(wire.SigSize)
		return Batch(e)
	}
	equal(s, s.push(ada, sign(entries[:2])), 2)
	equal(s, s.push(ada, sign(entries[:2])), 2)
	equal(s, s.push(ada, sign(entries[:1])), 1)
	equal(s, s.push(ada, Batch(entries)), 4) // two of them are here already
	equal(s, s.push(ada, Batch(entries[3:])), 4)
	equal(s, len(s.pulled(space, 0)), 4)
}

func noGapsNoForks(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	chain := s.Chain(space, ada.Device)
	refused := func(b relay.Batch, code wire.Code) {
		s.Helper()
		_, err := s.Store.Push(s.ctx(), ada.ID, b, s.limits)
		s.refused(err, code)
	}
	before := chain.Fork()
	s.push(ada, chain.Batch(2, 50))
	fork := chain.Fork()
	after := chain.Fork()
	s.push(ada, chain.Batch(1, 50))

	refused(before.Batch(2, 50), wire.CodeFork)               // another first entry
	refused(before.Batch(2, 50), wire.CodeFork)               // what follows it
	refused(fork.Batch(2, 50), wire.CodeFork)                 // another third entry
	refused(fork.Batch(1, 50), wire.CodeGap)                  // beyond the end
	refused(after.Fork().Batch(3, 50), wire.CodeFork)         // another third, and more
	refused(s.Chain(space, s.ID()).later(1, s), wire.CodeGap) // a chain without its beginning
	equal(s, len(s.pulled(space, 0)), 3)
}

// later skips entries of a chain and gives the one after them.
func (c *Chain) later(skip int, s *stage) relay.Batch {
	c.Next(skip, 10)
	return c.Batch(1, 10)
}

func chainHasOneOwner(s *stage) {
	ada, noor, space := s.couple()
	chain := s.Chain(space, ada.Device)
	s.push(ada, chain.Batch(1, 50))
	next := chain.Batch(1, 50)
	_, err := s.Store.Push(s.ctx(), noor.ID, next, s.limits)
	s.refused(err, wire.CodeForbidden)
	_, err = s.Store.PutAnswer(s.ctx(), noor.ID, s.Answer(space, s.ID(), ada.Device, false), s.limits)
	s.refused(err, wire.CodeForbidden)
	s.push(ada, next)
}

func pagesAreCut(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	b := s.Chain(space, ada.Device).Batch(5, 400)
	s.push(ada, b)
	size := relay.ItemSize(len(b.Entries[1].Data))
	for most, want := range map[int]int{0: 1, size: 1, 2 * size: 2, 3*size - 1: 2, 100 * size: 4} {
		page, err := s.Store.Pull(s.ctx(), space, 1, most)
		s.ok(err)
		items, err := wire.ParseItems(page.Body)
		s.ok(err)
		equal(s, len(items), want)
		equal(s, page.Next, uint64(1+want))
		equal(s, page.More, want < 4)
	}
	items, err := PullAll(s.ctx(), s.Store, space, 0, 1)
	s.ok(err)
	equal(s, len(items), 5)
}

func staleCursor(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	s.push(ada, s.Chain(space, ada.Device).Batch(2, 50))
	page, err := s.Store.Pull(s.ctx(), space, 2, s.limits.Pull)
	s.ok(err)
	equal(s, page.Next, 2)
	equal(s, page.More || len(page.Body) > 0, false)
	_, err = s.Store.Pull(s.ctx(), space, 3, s.limits.Pull)
	s.refused(err, wire.CodeStaleCursor)
	_, err = s.Store.Pull(s.ctx(), s.ID(), 0, s.limits.Pull)
	s.refused(err, wire.CodeNotFound)
}

func soManyBytes(s *stage) {
	ada, noor, space := s.couple()
	chain := s.Chain(space, ada.Device)
	s.push(ada, chain.Batch(1, 1000))
	s.limits.Space = 3200
	big, small := chain.Fork().Batch(2, 2000), chain.Batch(1, 1000)
	_, err := s.Store.Push(s.ctx(), ada.ID, big, s.limits)
	s.refused(err, wire.CodeQuota)
	s.push(ada, small)
	s.refused(s.Store.PutCommit(s.ctx(), ada.ID, space, 2, s.Bytes(900), s.limits), wire.CodeQuota)
	_, err = s.Store.PutAnswer(s.ctx(), noor.ID, s.Answer(space, s.ID(), noor.Device, false), s.limits)
	s.ok(err)
	_, err = s.Store.PutAnswer(s.ctx(), noor.ID, s.Answer(space, s.ID(), noor.Device, false), s.limits)
	s.refused(err, wire.CodeQuota)
	s.push(ada, small) // a repeat takes no room
	equal(s, len(s.pulled(space, 0)), 2)
}
