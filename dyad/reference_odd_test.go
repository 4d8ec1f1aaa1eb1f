package dyad

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// oddCouple is one couple's 40 rows with something odd about them.
func oddCouple(what string) Series {
	r := rand.New(rand.NewPCG(2026, 40))
	var s Series
	own := .35
	if what == "slow moods" {
		own = .95
	}
	var a, b float64
	for i := range 40 {
		u, v := r.NormFloat64(), r.NormFloat64()
		a, b = own*a+.1*b+u, .05*a+own*b+.3*u+v
		s.T, s.A, s.B = append(s.T, float64(i)), append(s.A, 3+a), append(s.B, 4+b)
		spoil(what, &s, i, r)
	}
	return s
}

// spoil makes row i odd.
func spoil(what string, s *Series, i int, r *rand.Rand) {
	switch what {
	case "whole numbers":
		s.A[i], s.B[i] = math.Round(s.A[i]), math.Round(s.B[i])
	case "the same answers":
		s.B[i] = s.A[i]
	case "nearly the same answers":
		s.B[i] = s.A[i] + 1e-6*s.B[i]
	case "a constant":
		s.B[i] = 4
	case "one change":
		s.B[i] = 4 + float64(i/20)
	case "nobody at all", "only one":
		s.B[i] = math.NaN()
		if what == "nobody at all" {
			s.A[i] = math.NaN()
		}
	case "rarely one":
		if i%9 != 0 {
			s.B[i] = math.NaN()
		}
	case "never together":
		if i%2 == 0 {
			s.A[i] = math.NaN()
		} else {
			s.B[i] = math.NaN()
		}
	case "mostly missing":
		if r.Float64() < .7 {
			s.A[i] = math.NaN()
		}
		if r.Float64() < .7 {
			s.B[i] = math.NaN()
		}
	case "one huge answer":
		if i == 20 {
			s.A[i] = 1e6
		}
	}
}

var oddities = []string{
	"nothing", "slow moods", "whole numbers", "the same answers", "nearly the same answers", "a constant", "one change",
	"nobody at all", "only one", "rarely one", "never together", "mostly missing", "one huge answer",
}

// Whatever the data, a fit says something that can be printed, or an error says
// what to do; exchanging the partners exchanges the results to the last bit, and
// units do not matter.
func TestOddCouples(t *testing.T) {
	for name, fit := range map[string]func(Series) (*Fit, error){
		"ou":  func(s Series) (*Fit, error) { f, err := FitOU(s, OUOptions{}); return fitOf(f, err) },
		"var": func(s Series) (*Fit, error) { f, err := FitVAR(s, VAROptions{}); return fitOf(f, err) },
		"ols": func(s Series) (*Fit, error) { f, err := FitVAR(s, VAROptions{OLS: true}); return fitOf(f, err) },
	} {
		for _, what := range oddities {
			t.Run(name+", "+what, func(t *testing.T) {
				s := oddCouple(what)
				f, err := fit(s)
				checkPrintable(t, f, err)
				g, errSwapped := fit(s.Swap())
				h, errUnits := fit(Series{T: s.T, A: times(s.A, 1e9), B: times(s.B, 1e-9)})
				if (err == nil) != (errSwapped == nil) || (err == nil) != (errUnits == nil) {
					t.Fatalf("%v; exchanged: %v; in other units: %v", err, errSwapped, errUnits)
				}
				if err == nil {
					checkMirrored(t, f, g)
					checkSameScore(t, f, h)
				}
			})
		}
	}
}

// fitOf is what all models' fits have.
func fitOf(f interface{ base() *Fit }, err error) (*Fit, error) {
	if err != nil {
		return nil, err
	}
	return f.base(), nil
}

func (f *Fit) base() *Fit { return f }

func times(x []float64, k float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = k * v
	}
	return out
}

func checkPrintable(t *testing.T, f *Fit, err error) {
	t.Helper()
	var bad *InputError
	if err != nil {
		if !errors.As(err, &bad) || bad.Do == "" {
			t.Errorf("an error that does not say what to do: %v", err)
		}
		return
	}
	for _, p := range f.Params {
		known := !math.IsNaN(p.Estimate) && !math.IsInf(p.Estimate, 0)
		if !known && f.Status != NotIdentified || math.IsInf(p.SE, 0) || p.SE < 0 || p.Lo > p.Estimate || p.Hi < p.Estimate {
			t.Errorf("%s: %+v", f.Status, p)
		}
	}
}

// checkMirrored compares a fit with that of the exchanged partners.
func checkMirrored(t *testing.T, f, g *Fit) {
	t.Helper()
	exchange := strings.NewReplacer(".aa", ".bb", ".bb", ".aa", "lag.ab", "lag.ba", "lag.ba", "lag.ab",
		"drift.ab", "drift.ba", "drift.ba", "drift.ab", "mean.a", "mean.b", "mean.b", "mean.a",
		"noise.a", "noise.b", "noise.b", "noise.a", "intercept.a", "intercept.b", "intercept.b", "intercept.a")
	for _, p := range f.Params {
		q, ok := g.Param(exchange.Replace(p.Name))
		if !ok || !same(p.Estimate, q.Estimate) || !same(p.SE, q.SE) {
			t.Errorf("%+v, exchanged %+v", p, q)
		}
	}
	if f.Status != g.Status || !same(f.LogLik, g.LogLik) {
		t.Errorf("%s %v, exchanged %s %v", f.Status, f.LogLik, g.Status, g.LogLik)
	}
}

func same(x, y float64) bool { return x == y || math.IsNaN(x) && math.IsNaN(y) }

// checkSameScore compares what has no unit.
func checkSameScore(t *testing.T, f, g *Fit) {
	t.Helper()
	if f.Status != g.Status {
		t.Errorf("%s, in other units %s", f.Status, g.Status)
	}
	for _, name := range []string{"lag.aa", "lag.bb", "drift.aa", "drift.bb", "innovation.cor"} {
		p, _ := f.Param(name)
		q, _ := g.Param(name)
		if f.Status == Converged && math.Abs(p.Estimate-q.Estimate) > 1e-4*math.Max(1, math.Abs(p.Estimate)) {
			t.Errorf("%+v, in other units %+v", p, q)
		}
	}
}
