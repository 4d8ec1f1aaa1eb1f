package main

import (
	"fmt"
	"os"
	"slices"
	"time"

	"pleach/bench/load"
)

// contender is somebody who takes pushes.
type contender struct {
	name    string // on the command line
	title   string // in the table
	durable string // what its acknowledgement means
	lacks   string // why it cannot take part here
	// open starts it in a folder and makes so many clients.
	open func(p plan, dir string, clients int) (*field, error)
}

// field is a contender that runs, and its clients.
type field struct {
	clients []load.Client
	server  *load.Server         // nil when it is in this process
	group   func() time.Duration // of a floor: how long a group took to commit
}

func (f *field) close() {
	for _, c := range f.clients {
		c.Close()
	}
	if f.server != nil {
		f.server.Stop()
	}
}

func contenders(p plan) []contender {
	all := slices.Concat(floors(p), []contender{pleach(p)}, peers(p))
	return slices.DeleteFunc(all, func(c contender) bool {
		return len(p.only) > 0 && !slices.Contains(p.only, c.name)
	})
}

// pushed is one line of the table: the best round for each number of clients.
type pushed struct {
	contender
	best   map[int]load.Result
	groups map[int]time.Duration
	starts []time.Duration
	failed string
}

// pushes measures everybody in turn, round after round, so that a moment in
// which the machine is busy does not hit one of them alone.
func pushes(p plan, r *report) error {
	for _, c := range contenders(p) {
		r.pushed = append(r.pushed, &pushed{contender: c, failed: c.lacks, best: map[int]load.Result{}, groups: map[int]time.Duration{}})
	}
	for round := range p.rounds {
		for _, n := range p.clients {
			for _, line := range r.pushed {
				if line.failed != "" {
					continue
				}
				if err := line.measure(p, n); err != nil {
					line.failed = err.Error()
				}
				fmt.Fprintf(os.Stderr, "round %d, %d clients, %s: %s %s\n", round+1, n, line.name, said(line.best[n]), line.failed)
			}
		}
	}
	return nil
}

func (l *pushed) measure(p plan, n int) error {
	dir, remove, err := p.folder()
	if err != nil {
		return err
	}
	defer remove()
	f, err := l.open(p, dir, n)
	if err != nil {
		return err
	}
	defer f.close()
	got, err := load.Drive(f.clients, p.seconds/3, p.seconds)
	if err != nil {
		return err
	}
	if f.server != nil {
		l.starts = append(l.starts, f.server.StartUp)
	}
	if got.PerSec > l.best[n].PerSec {
		l.best[n] = got
		if f.group != nil {
			l.groups[n] = f.group()
		}
	}
	return nil
}

func said(r load.Result) string {
	return fmt.Sprintf("%.0f/s p50 %.2f ms p99 %.2f ms", r.PerSec, ms(r.P50), ms(r.P99))
}

func ms(d time.Duration) float64 { return d.Seconds() * 1e3 }
