package main

import (
	"context"
	"fmt"
	"math"

	"pleach/dyad"
)

// cell is one truth under one design, analysed in one way.
type cell struct {
	truth    dyad.Process
	design   dyad.Design
	analysis dyad.Analysis
	truths   map[string]float64
	names    []string
	share    float64 // of the usual number of replicates; zero: all
}

// run simulates the cell, telling the log of a cell that refuses data.
func (c cell) run(s *study) (*dyad.PowerFit, error) {
	n := s.replicates
	if c.share > 0 {
		n = max(int(math.Round(float64(n)*c.share)), 2)
	}
	if c.design.Seed == 0 {
		c.design.Seed = 1
	}
	c.design.Workers = s.workers
	f, err := dyad.Power(context.Background(), dyad.PowerDesign{
		Truth: c.truth, Design: c.design, Analysis: c.analysis,
		Replicates: n, Names: c.names, Truths: c.truths,
	})
	if err == nil && f.Refused > 0 {
		fmt.Fprintf(s.log, "%d of %d refused: %v\n", f.Refused, f.Done, f.Complaint)
	}
	return f, err
}

// ended says how the fits of a cell ended, where not all converged.
func ended(f *dyad.PowerFit) string {
	words := ""
	for _, st := range []dyad.Status{dyad.Boundary, dyad.Singular, dyad.NotIdentified, dyad.NotConverged} {
		if n := f.Status[st]; n > 0 {
			words += fmt.Sprintf("%s %.0f%%, ", st, 100*float64(n)/float64(f.Done))
		}
	}
	if words == "" {
		return "all converged"
	}
	return words[:len(words)-2]
}
