package study

import (
	"context"
	"slices"
	"time"
)

// Run is how to compute, which changes no result.
type Run struct {
	Workers  int                   // zero: one a processor
	Repeat   int                   // fits that are timed; zero: none
	Seed     uint64                // of everything random
	Progress func(done, total int) // may be nil; is called from one goroutine at a time
}

func (r Run) progress(done, total int) {
	if r.Progress != nil {
		r.Progress(done, total)
	}
}

// timed runs a fit as often as was asked for and returns the last fit, with
// the median duration of all.
func timed[F any](run Run, fit func() (F, error)) (F, *Number, error) {
	var f F
	var err error
	took := make([]float64, 0, run.Repeat)
	for range max(1, run.Repeat) {
		start := time.Now()
		if f, err = fit(); err != nil {
			return f, nil, err
		}
		took = append(took, float64(time.Since(start).Nanoseconds())/1e3)
	}
	if run.Repeat == 0 {
		return f, nil, nil
	}
	us := Number(median(took))
	return f, &us, nil
}

func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

// couples fits one couple after the other on several goroutines, and reports
// progress. What was not begun when ctx ended is left out; done says how many
// were fitted.
func (r Run) couples(ctx context.Context, n int, fit func(i int)) (done []bool) {
	done = make([]bool, n)
	begin, ended := make(chan int), make(chan int)
	workers := min(n, workersOf(r.Workers))
	for range workers {
		go func() {
			for i := range begin {
				fit(i)
				ended <- i
			}
		}()
	}
	next, running, finished := 0, 0, 0
	for {
		give := begin
		if next == n || ctx.Err() != nil {
			give = nil
		}
		if give == nil && running == 0 {
			close(begin)
			return done
		}
		select {
		case give <- next:
			next, running = next+1, running+1
		case i := <-ended:
			done[i] = true
			running, finished = running-1, finished+1
			r.progress(finished, n)
		}
	}
}
