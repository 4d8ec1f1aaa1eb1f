package main

import (
	"io"
	"strings"
	"testing"

	"pleach/dyad"
)

// A verdict follows from a share and its Monte Carlo error, and nothing else.
func TestVerdictsAreMadeFromNumbers(t *testing.T) {
	for _, c := range []struct {
		share              dyad.Share
		coverage, alarming string
	}{
		{dyad.Share{Value: 0.95, SE: 0.01}, "good", "**too many**"},
		{dyad.Share{Value: 0.92, SE: 0.01}, "within chance", "**too many**"},
		{dyad.Share{Value: 0.90, SE: 0.01}, "**too narrow**", "**too many**"},
		{dyad.Share{Value: 0.99, SE: 0.005}, "cautious: wider than it says", "**too many**"},
		{dyad.Share{Value: 0.05, SE: 0.01}, "**too narrow**", "good"},
		{dyad.Share{Value: 0.06, SE: 0.01}, "**too narrow**", "within chance"},
	} {
		if got := covers(c.share); got != c.coverage {
			t.Errorf("coverage %v: %s, want %s", c.share, got, c.coverage)
		}
		if got := falseAlarms(c.share); got != c.alarming {
			t.Errorf("false positives %v: %s, want %s", c.share, got, c.alarming)
		}
	}
	if got := worst(covers, dyad.Share{Value: 0.95, SE: 0.01}, dyad.Share{Value: 0.8, SE: 0.01}); got != "**too narrow**" {
		t.Errorf("the worst is %s", got)
	}
}

// The report is the same whoever works on it.
func TestTheReportDoesNotDependOnTheWorkers(t *testing.T) {
	var one, three strings.Builder
	for _, r := range []struct {
		w       *strings.Builder
		workers int
	}{{&one, 1}, {&three, 3}} {
		if err := ownLags(&study{replicates: 4, workers: r.workers, log: io.Discard}, r.w); err != nil {
			t.Fatal(err)
		}
	}
	if one.String() != three.String() || strings.Count(one.String(), "\n| ") < 12 {
		t.Errorf("one worker wrote\n%s\nthree wrote\n%s", one.String(), three.String())
	}
}
