package report

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// sample is a study with everything in it, of made-up numbers.
func sample() *Study {
	rng := rand.New(rand.NewPCG(1, 2))
	s := &Study{
		File: "diary<80>.csv", Digest: strings.Repeat("0f", 32), Command: "pleach study report diary.csv --couple id", Version: "pleach v0", Seed: 7,
		A: "Ada", B: "Noor", Unit: "hour", Summary: []string{"On the whole the two move together a little."},
		Data:    Data{Rows: 7000, Couples: 100, Answers: 11_000, Dropped: []string{"12: no answer of either"}, SharesWords: "Shares are of the rows."},
		Methods: []Method{{Name: "One couple", Words: "An equation.", Equation: "<math><mi>x</mi></math>"}},
		Pooled:  []Estimate{{Name: "drift.ab", Words: "b on a", Mean: Interval{.05, .03, .07}, SE: .01, SD: .04, Prediction: Interval{.05, -.03, .13}, I2: .4, Beyond: .1, Threshold: .1}},
		Network: &Network{A: "Ada", B: "Noor", OwnA: Interval{-.5, -.6, -.4}, OwnB: Interval{-.4, -.5, -.3}, AtoB: Interval{.12, .08, .16}, BtoA: Interval{.03, -.01, .07}, Together: Interval{.2, .1, .3}, Caption: "Arrows."},
		Pseudo:  &Pseudo{Mean: .25, P95: .3, Exceed: 40, Caption: "Bars.", Words: "More than chance."},
	}
	f := Forest{Title: "effect of Noor on Ada, per hour", Caption: "Each line a couple.", Mean: Interval{.05, .03, .07}, Prediction: Interval{.05, -.13, .23}}
	for range 100 {
		v := .05 + .1*rng.NormFloat64()
		f.Lines = append(f.Lines, Line{"c", Interval{v, v - .2, v + .2}})
		s.Data.Shares = append(s.Data.Shares, Share{"c", .5 + .5*rng.Float64(), .5 + .5*rng.Float64()})
		s.Pseudo.Real = append(s.Pseudo.Real, .25+.2*rng.NormFloat64())
		s.Couples.Rows = append(s.Couples.Rows, CoupleRow{"c", "converged", []Interval{{v, v - .2, v + .2}}})
	}
	s.Couples.Columns = []string{"drift.ab"}
	for range 5000 {
		s.Pseudo.Others = append(s.Pseudo.Others, .18*rng.NormFloat64())
	}
	f.Lines[3].At, f.Lines[4].Lo = math.NaN(), math.NaN()
	s.Forests = []Forest{f, {Title: "few", Lines: f.Lines[:12], Mean: f.Mean, Prediction: f.Prediction}}
	walk := Series{Name: "17", Why: "the median", Unit: "days", Caption: "Lines are smoothed."}
	a, b := 0.0, 0.0
	for i := range 120 {
		a, b = .7*a+rng.NormFloat64(), .7*b+rng.NormFloat64()
		walk.T = append(walk.T, float64(i)/5)
		walk.StateA, walk.StateB = append(walk.StateA, a), append(walk.StateB, b)
		walk.SDA, walk.SDB = append(walk.SDA, .5), append(walk.SDB, .5)
		walk.A, walk.B = append(walk.A, a+.4*rng.NormFloat64()), append(walk.B, math.NaN())
	}
	s.Series = []Series{walk}
	s.Residuals = &Residuals{A: walk.A, B: walk.StateB, ACFA: []float64{.02, -.01, .05}, ACFB: []float64{.01, 0, -.04}, Bound: .05, Words: "Well.", Caption: "Left, right."}
	return s
}

// TestThePageStandsAlone: it loads nothing, carries no NaN, and what came from
// a file is text and never markup.
func TestThePageStandsAlone(t *testing.T) {
	var page bytes.Buffer
	if err := sample().Write(&page); err != nil {
		t.Fatal(err)
	}
	if path := os.Getenv("PLEACH_REPORT_SAMPLE"); path != "" {
		if err := os.WriteFile(path, page.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	text := page.String()
	for _, alien := range []string{"NaN", "Inf", "http:", "src=", "<script", "@import", "url(", "diary<80>", "ZgotmplZ"} {
		if strings.Contains(text, alien) {
			t.Errorf("the page has %q", alien)
		}
	}
	for _, own := range []string{"diary&lt;80&gt;.csv", "<svg viewBox", "Share above", "0f0f", "−0.5"} {
		if !strings.Contains(text, own) {
			t.Errorf("the page lacks %q", own)
		}
	}
}

// TestAPageOfNothing: what is absent leaves no heading behind.
func TestAPageOfNothing(t *testing.T) {
	var page bytes.Buffer
	nan := math.NaN()
	s := &Study{Forests: []Forest{{Title: "none", Mean: Interval{nan, nan, nan}, Prediction: Interval{nan, nan, nan}}}, Network: &Network{OwnA: Interval{nan, nan, nan}, AtoB: Interval{nan, nan, nan}}, Pseudo: &Pseudo{Mean: nan, P95: nan}, Residuals: &Residuals{}, Series: []Series{{}}}
	if err := s.Write(&page); err != nil {
		t.Fatal(err)
	}
	if text := page.String(); strings.Contains(text, "NaN") || strings.Contains(text, "Estimates over couples") {
		t.Error("an empty study has numbers")
	}
}

func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   []float64
	}{{0, 1, []float64{0, .2, .4, .6, .8, 1}}, {-3, 40, []float64{0, 10, 20, 30, 40}}, {1e9, 1e9 + 5, []float64{1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4, 1e9 + 5}}} {
		got := over(c.lo, c.hi, 0, 100).ticks(7)
		if len(got) != len(c.want) || math.Abs(got[1]-c.want[1]) > 1e-9 {
			t.Errorf("ticks from %v to %v are %v, want %v", c.lo, c.hi, got, c.want)
		}
	}
}
