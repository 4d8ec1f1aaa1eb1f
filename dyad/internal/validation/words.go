package main

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"runtime/debug"
	"time"

	"pleach/dyad"
)

func preface(w io.Writer, s *study) {
	fmt.Fprintf(w, `# What the engine's intervals are worth

Made by `+"`make study-validation`"+`; do not edit. Data are simulated from known
truths, analysed as a user would, and compared with the truth. A number in
brackets is its Monte Carlo standard error. Where not said otherwise a cell has
%d simulated studies.

- **Coverage**: how often a 95%% interval holds the truth. The mark is 93 to 97%%.
- **False positives**: how often something is found that is not there. The mark is at most 5%%.
- **Power**: how often something that is there is found. There is no mark; it says what a design is worth.
- A verdict "within chance" means: outside the mark, by less than two Monte Carlo standard errors.
`, s.replicates)
}

func colophon(w io.Writer, took time.Duration) {
	fmt.Fprintf(w, "\n---\n%s, %s/%s, %d processors, %.0f minutes. Every cell's seed is 1.\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0), math.Ceil(took.Minutes()))
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == "gonum.org/v1/gonum" {
				fmt.Fprintf(w, "%s %s.\n", dep.Path, dep.Version)
			}
		}
	}
}

// percent is a share in percent with its Monte Carlo standard error.
func percent(s dyad.Share) string {
	if math.IsNaN(s.Value) {
		return "–"
	}
	return fmt.Sprintf("%.1f (%.1f)", 100*s.Value, 100*s.SE)
}

// decimals is a number with its Monte Carlo standard error.
func decimals(v, se float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.3f (%.3f)", v, se)
}

// covers is the verdict on an interval's coverage.
func covers(s dyad.Share) string {
	switch v := s.Value; {
	case math.IsNaN(v):
		return "no interval"
	case v >= 0.93 && v <= 0.97:
		return "good"
	case v < 0.93 && v+2*s.SE >= 0.93, v > 0.97 && v-2*s.SE <= 0.97:
		return "within chance"
	case v < 0.93:
		return "**too narrow**"
	}
	return "cautious: wider than it says"
}

// falseAlarms is the verdict on a share of false positives.
func falseAlarms(s dyad.Share) string {
	switch v := s.Value; {
	case math.IsNaN(v):
		return "not computed"
	case v <= 0.05:
		return "good"
	case v-2*s.SE <= 0.05:
		return "within chance"
	}
	return "**too many**"
}

// worst is the verdict on the share that fares worst.
func worst(verdict func(dyad.Share) string, shares ...dyad.Share) string {
	worst, said := -1, ""
	for _, s := range shares {
		v := verdict(s)
		if rank := severity(v); rank > worst {
			worst, said = rank, v
		}
	}
	return said
}

func severity(verdict string) int {
	for i, v := range []string{"good", "within chance", "cautious: wider than it says"} {
		if v == verdict {
			return i
		}
	}
	return 3
}

// appUses is the table of what the app stands on.
func appUses(w io.Writer, s *study) {
	if len(s.uses) == 0 {
		return
	}
	fmt.Fprint(w, `
## What the app uses

About a couple the app asks FitOU with PriorDefault, and nothing else of the above. It shows the
states' correlation and the lags over six hours, both ways, with their intervals. It does not use
maximum likelihood in continuous time, innovation correlations, or any drift by itself.

`)
	t := newTable("what the app says", "verdict")
	for _, u := range s.uses {
		t.row(u[0], u[1])
	}
	t.write(w)
}
