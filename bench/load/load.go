// Package load is the side of the benchmark that asks: clients that push one
// entry after another and wait for each answer, and what they measured.
//
// It knows no server. It shares the processors with the server that it
// measures, as everything on one machine does, so it does little: no client
// library of its own over HTTP, and what is sent is made before the clock runs.
package load

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Client is one who writes. Not for concurrent use.
type Client interface {
	// Prepare makes the next entry; the time that it takes is not a wait.
	Prepare()
	// Push sends it and returns when it is acknowledged.
	Push() error
	Close()
}

// Result is what some clients measured together.
type Result struct {
	Pushes   int
	PerSec   float64
	P50, P99 time.Duration
}

// Drive lets the clients push at the same time for so long, after a moment that
// does not count, in which connections are opened and caches filled. The first
// error ends it.
func Drive(clients []Client, warm, measured time.Duration) (Result, error) {
	var phase atomic.Int32 // 0 warming, 1 measuring, 2 over
	waits := make([][]time.Duration, len(clients))
	errs := make([]error, len(clients))
	var group sync.WaitGroup
	for i, c := range clients {
		group.Go(func() {
			waits[i], errs[i] = pushUntil(c, &phase)
			if errs[i] != nil {
				phase.Store(2)
			}
		})
	}
	time.Sleep(warm)
	began := time.Now()
	phase.CompareAndSwap(0, 1)
	time.Sleep(measured)
	phase.Store(2)
	took := time.Since(began)
	group.Wait()
	return summary(slices.Concat(waits...), took), errors.Join(errs...)
}

func pushUntil(c Client, phase *atomic.Int32) (waits []time.Duration, err error) {
	for {
		c.Prepare()
		before := phase.Load()
		began := time.Now()
		if before == 2 {
			return waits, nil
		}
		if err := c.Push(); err != nil {
			return waits, err
		}
		if before == 1 {
			waits = append(waits, time.Since(began))
		}
	}
}

func summary(waits []time.Duration, took time.Duration) Result {
	if len(waits) == 0 {
		return Result{}
	}
	slices.Sort(waits)
	at := func(q float64) time.Duration { return waits[int(q*float64(len(waits)-1))] }
	return Result{Pushes: len(waits), PerSec: float64(len(waits)) / took.Seconds(), P50: at(0.5), P99: at(0.99)}
}
