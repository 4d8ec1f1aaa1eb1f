package postgres_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"pleach/internal/relay/postgres/pgtest"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

// BenchmarkPush has clients push at the same time, each into a space of its own
// and waiting for its answer before it pushes again.
func BenchmarkPush(b *testing.B) {
	for _, clients := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("%d clients", clients), func(b *testing.B) {
			s, l := open(b, pgtest.Database(b)), wire.DefaultLimits()
			var chains []*relaytest.Chain
			var people []*relaytest.Person
			for i := range clients {
				w := relaytest.NewWorld(uint64(i))
				p, space := w.Person(), w.ID()
				ok(b, s.CreateSpace(b.Context(), p.ID, wire.NewSpace{Space: space, Commit: w.Bytes(100)}, l, relaytest.Start))
				chains, people = append(chains, w.Chain(space, p.Device)), append(people, p)
			}
			var left atomic.Int64
			left.Store(int64(b.N))
			b.ResetTimer()
			var all sync.WaitGroup
			for i := range clients {
				all.Go(func() {
					for left.Add(-1) >= 0 {
						if _, err := s.Push(b.Context(), people[i].ID, chains[i].Batch(1, 500), l); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pushes/s")
		})
	}
}
