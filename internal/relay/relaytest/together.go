package relaytest

import (
	"bytes"
	"errors"
	"sync"

	"pleach/internal/relay"
	"pleach/wire"
)

// manyPushAtOnce has 64 devices push at the same time. Each acknowledged entry
// is returned exactly once, at the position that was acknowledged.
func manyPushAtOnce(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	const devices, batches, each = 64, 4, 3
	type ack struct {
		pos  uint64
		data []byte
	}
	work := make([][]relay.Batch, devices)
	for i := range work {
		chain := s.Chain(space, s.ID())
		for range batches {
			work[i] = append(work[i], chain.Batch(each, 40))
		}
	}
	acks := make(chan ack, devices*batches)
	failed := make(chan error, devices)
	var all sync.WaitGroup
	for _, mine := range work {
		all.Go(func() {
			for _, b := range mine {
				pos, err := s.Store.Push(s.ctx(), ada.ID, b, s.limits)
				if err != nil {
					failed <- err
					return
				}
				acks <- ack{pos, b.Entries[each-1].Data}
			}
		})
	}
	all.Wait()
	close(acks)
	close(failed)
	for err := range failed {
		s.ok(err)
	}
	items := s.pulled(space, 0)
	equal(s, len(items), devices*batches*each)
	seen := map[string]bool{}
	for i, it := range items {
		equal(s, it.Pos, uint64(i+1))
		equal(s, seen[string(it.Data)], false)
		seen[string(it.Data)] = true
	}
	for a := range acks {
		equal(s, bytes.Equal(items[a.pos-1].Data, a.data), true)
	}
}

// positionsAppearInOrder has one reader follow the stream by its cursor while
// many write: it must miss nothing, which a position that becomes visible late
// would make it do.
func positionsAppearInOrder(s *stage) {
	ada := s.signedUp()
	space := s.alone(ada)
	const devices, batches = 8, 10
	var writers sync.WaitGroup
	failed := make(chan error, devices)
	for range devices {
		chain := s.Chain(space, s.ID())
		var mine []relay.Batch
		for range batches {
			mine = append(mine, chain.Batch(1, 20))
		}
		writers.Go(func() {
			for _, b := range mine {
				if _, err := s.Store.Push(s.ctx(), ada.ID, b, s.limits); err != nil {
					failed <- err
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { writers.Wait(); close(done) }()
	next := uint64(0)
	for over := false; ; {
		items := s.pulled(space, next)
		for _, it := range items {
			equal(s, it.Pos, next+1)
			next = it.Pos
		}
		if over && len(items) == 0 {
			break
		}
		select {
		case <-done:
			over = true
		case err := <-failed:
			s.ok(err)
		default:
		}
	}
	equal(s, next, uint64(devices*batches))
}

func closedStore(s *stage) {
	ada := s.signedUp()
	s.ok(s.Store.Close())
	_, err := s.Store.Account(s.ctx(), ada.ID)
	equal(s, err != nil && !errors.Is(err, &wire.Problem{Code: wire.CodeNotFound}), true)
	equal(s, s.Store.CreateAccount(s.ctx(), s.Person().Account()) != nil, true)
}
