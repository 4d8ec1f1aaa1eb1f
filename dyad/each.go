package dyad

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
)

// each calls f(0) … f(n-1) on the given number of goroutines (zero: one a
// processor). What f(i) computes may depend on i alone, never on who runs it
// or when: so results are the same for any number of workers.
func each(n, workers int, f func(i int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}

// stream is the random numbers of task i under a seed: the same for any number
// of workers (PCG; O'Neill 2014).
func stream(seed uint64, i int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(i)))
}
