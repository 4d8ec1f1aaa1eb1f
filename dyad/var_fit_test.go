package dyad

import (
	"errors"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// near fails unless got is within tol of want (NaN is near nothing).
func nearVAR(t rapid.TB, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func paramVAR(t rapid.TB, f *VARFit, name string) Param {
	t.Helper()
	p, ok := f.Param(name)
	if !ok {
		t.Fatalf("no parameter %s", name)
	}
	return p
}

func TestALongSeriesGivesTheTruthBack(t *testing.T) {
	s := lose(rand.New(rand.NewPCG(5, 1)), simulateVAR(rand.New(rand.NewPCG(4, 1)), varTruth, 4000), .2)
	for _, o := range []VAROptions{{}, {OLS: true}} {
		f, err := FitVAR(s, o)
		if err != nil || f.Status != Converged {
			t.Fatal(err, f)
		}
		for name, want := range map[string]float64{"lag.aa": .45, "lag.ab": .10, "lag.ba": .05, "lag.bb": .40, "mean.a": 6, "mean.b": 5.5, "innovation.aa": 1, "innovation.ab": .3, "innovation.bb": 1.2, "innovation.cor": .3 / math.Sqrt(1.2)} {
			p := paramVAR(t, f, name)
			nearVAR(t, f.Method+" "+name, p.Estimate, want, 3.5*p.SE)
			if !(p.Lo < p.Estimate && p.Estimate < p.Hi) || p.SE > .1 {
				t.Errorf("%s: %+v has no sensible interval", f.Method, p)
			}
		}
	}
}

func TestUnitsDoNotMatterAndSwappedPartnersSwapTheResult(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		s := lose(rng, simulateVAR(rng, varTruth, 60), .2)
		o := VAROptions{OLS: rapid.Bool().Draw(t, "ols"), Corrected: rapid.Bool().Draw(t, "corrected")}
		f, err := FitVAR(s, o)
		if err != nil {
			t.Skip(err)
		}
		swapped, _ := FitVAR(s.Swap(), o)
		unit := math.Pow(10, rapid.Float64Range(-9, 9).Draw(t, "unit"))
		big := Series{T: s.T, A: make([]float64, 60), B: s.B}
		for i, v := range s.A {
			big.A[i] = unit*v + 3*unit
		}
		scaled, _ := FitVAR(big, o)
		for _, p := range f.Params {
			if q, _ := swapped.Param(varSwapped[p.Name]); q.Estimate != p.Estimate || q.SE != p.SE && !math.IsNaN(p.SE) {
				t.Fatalf("%+v, and after swapping %+v", p, q)
			}
		}
		nearVAR(t, "lag.ab in other units", scaled.Lag[0][1], unit*f.Lag[0][1], 1e-6*unit)
		nearVAR(t, "lag.ba in other units", scaled.Lag[1][0], f.Lag[1][0]/unit, 1e-6/unit)
		nearVAR(t, "innovation.aa in other units", scaled.Innovation[0][0], unit*unit*f.Innovation[0][0], 1e-6*unit*unit)
	})
}

func TestNoRandomStartFindsABetterOptimum(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 2))
		p := varTruth
		p.Lag[0][0], p.Lag[1][1] = 1.6*rng.Float64()-.8, 1.6*rng.Float64()-.8
		if !varStable(p.Lag) {
			continue
		}
		s := lose(rng, simulateVAR(rng, p, 20+10*int(seed)), .1+.05*float64(seed))
		f, err := FitVAR(s, VAROptions{})
		if err != nil {
			t.Fatal(err)
		}
		again, _ := FitVAR(s, VAROptions{Starts: 15, Seed: seed})
		if again.LogLik > f.LogLik+1e-6 {
			t.Errorf("seed %d: %v from the data's starts, %v from random ones (%s)", seed, f.LogLik, again.LogLik, f.Status)
		}
	}
}

func TestLagsNeverCrossANight(t *testing.T) {
	s := simulateVAR(rand.New(rand.NewPCG(8, 1)), varTruth, 40)
	blocks := make([]int, 40)
	for i := range blocks {
		blocks[i] = i / 10
	}
	f, err := FitVAR(s, VAROptions{OLS: true, Blocks: blocks})
	if err != nil || f.Pairs != [2]int{36, 36} {
		t.Fatalf("%v, %v: four blocks of ten have nine pairs each", f, err)
	}
	if ml, _ := FitVAR(s, VAROptions{Blocks: blocks}); ml.Status != Converged || ml.LogLik == 0 {
		t.Errorf("%+v", ml)
	}
}

func TestPopeTakesTheBiasAwayThatShortSeriesHave(t *testing.T) {
	p := VARParams{Lag: [2][2]float64{{.45, 0}, {0, .45}}, Innovation: [2][2]float64{{1, .2}, {.2, 1}}}
	const runs = 600
	var plain, corrected float64
	rng := rand.New(rand.NewPCG(11, 1))
	for range runs {
		s := simulateVAR(rng, p, 20)
		a, _ := FitVAR(s, VAROptions{OLS: true})
		b, _ := FitVAR(s, VAROptions{OLS: true, Corrected: true})
		plain += (a.Lag[0][0] + a.Lag[1][1]) / 2 / runs
		corrected += (b.Lag[0][0] + b.Lag[1][1]) / 2 / runs
	}
	t.Logf("mean own lag at 20 rows: %.3f, corrected %.3f", plain, corrected)
	if plain > .33 || math.Abs(corrected-.45) > .2*math.Abs(plain-.45) {
		t.Errorf("mean own lag %.3f, corrected %.3f: most of the way to .45 is missing", plain, corrected)
	}
}

// For two partners without cross-lags the theorem gives each own lag's known
// 1+3φ (Kendall 1954), and a further part for the partner's lag that was
// estimated along with it.
func TestPopeWithoutCrossLagsIsKendallsBiasAndALittleMore(t *testing.T) {
	f, g := .5, -.3
	b, _ := varPope([2][2]float64{{f, 0}, {0, g}}, [2][2]float64{{1, 0}, {0, 4}})
	nearVAR(t, "A's", b[0][0], 1+3*f+g*(1-f*f)/(1-f*g), 1e-12)
	nearVAR(t, "B's", b[1][1], 1+3*g+f*(1-g*g)/(1-f*g), 1e-12)
}

func TestTheSumOverComplexEigenvaluesIsReal(t *testing.T) {
	m := [2][2]float64{{.5, .4}, {-.3, .4}}
	root := cmplx.Sqrt(complex(math.Pow(m[0][0]-m[1][1], 2)+4*m[0][1]*m[1][0], 0))
	var want [2][2]complex128
	for _, sign := range []complex128{1, -1} {
		l := (complex(m[0][0]+m[1][1], 0) + sign*root) / 2
		a, b, c, d := 1-l*complex(m[0][0], 0), -l*complex(m[0][1], 0), -l*complex(m[1][0], 0), 1-l*complex(m[1][1], 0)
		det := a*d - b*c
		want[0][0], want[0][1] = want[0][0]+l*d/det, want[0][1]-l*b/det
		want[1][0], want[1][1] = want[1][0]-l*c/det, want[1][1]+l*a/det
	}
	got := varPopeEigen(m)
	for i := range 2 {
		for j := range 2 {
			nearVAR(t, "the sum's entry", got[i][j], real(want[i][j]), 1e-12)
		}
	}
}

func TestWhatCannotBeFittedIsSaidPlainly(t *testing.T) {
	good := simulateVAR(rand.New(rand.NewPCG(1, 1)), varTruth, 30)
	nan := math.NaN()
	with := func(f func(s *Series)) Series {
		s := Series{T: append([]float64(nil), good.T...), A: append([]float64(nil), good.A...), B: append([]float64(nil), good.B...)}
		f(&s)
		return s
	}
	for _, c := range []struct {
		s    Series
		o    VAROptions
		want string
	}{
		{Series{}, VAROptions{}, "no rows"},
		{with(func(s *Series) { s.T[3] += .4 }), VAROptions{Step: 1}, "row 4"},
		{with(func(s *Series) {
			for i := range s.A {
				s.A[i] = 3
			}
		}), VAROptions{}, "all answers of A are the same"},
		{with(func(s *Series) {
			for i := range s.B {
				s.B[i] = nan
			}
		}), VAROptions{}, "no answer of B"},
		{with(func(s *Series) {
			for i := range s.B {
				s.B[i] = 7 - 2*s.A[i]
			}
		}), VAROptions{}, "linear function"},
		{with(func(s *Series) {
			for i := range s.B {
				s.B[i] = 7 - 2*s.A[i]
			}
		}), VAROptions{OLS: true}, "linear function"},
		{Series{T: good.T[:3], A: good.A[:3], B: good.B[:3]}, VAROptions{}, "fewer than ten"},
		{Series{T: good.T[:3], A: good.A[:3], B: good.B[:3]}, VAROptions{OLS: true}, "five complete lag pairs"},
		{good, VAROptions{Blocks: make([]int, 3)}, "blocks"},
	} {
		_, err := FitVAR(c.s, c.o)
		var bad *InputError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.want) || bad.Do == "" {
			t.Errorf("want an error with %q, got %v", c.want, err)
		}
	}
}

// Whatever comes, there is a clear answer: an error, or a status; a converged
// fit has numbers everywhere.
func TestOddDataNeverPanicAndNeverConvergeToNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(3, 40).Draw(t, "rows")
		s := lose(rng, simulateVAR(rng, varTruth, n), rapid.Float64Range(0, .9).Draw(t, "missing"))
		levels := rapid.SampledFrom([]float64{0, 1, 4}).Draw(t, "levels")
		for i := range s.A {
			if levels > 0 {
				s.A[i] = math.Round(s.A[i] * levels / 4)
			}
			if rapid.IntRange(0, 4).Draw(t, "role") == 0 && i > 6 {
				s.B[i] = math.NaN()
			}
		}
		for _, o := range []VAROptions{{Step: 1}, {OLS: true, Step: 1}, {OLS: true, Corrected: true, Step: 1}} {
			f, err := FitVAR(s, o)
			if err != nil {
				continue
			}
			for _, p := range f.Params {
				if f.Status == Converged && (math.IsNaN(p.Estimate) || math.IsInf(p.Estimate, 0)) {
					t.Fatalf("%s: %+v", f.Method, p)
				}
			}
		}
	})
}
