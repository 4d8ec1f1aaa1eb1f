package dyad

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func mustFitLAPIM(t testing.TB, d Diary, o LAPIMOptions) *LAPIMFit {
	t.Helper()
	f, err := FitLAPIM(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func estimate(t testing.TB, f *LAPIMFit, name string) float64 {
	t.Helper()
	p, ok := f.Param(name)
	if !ok {
		t.Fatalf("no parameter %q", name)
	}
	return p.Estimate
}

// A hundred and fifty couples with effects of their own: what was put in comes out,
// within four standard errors, for everything that has one.
func TestManyCouplesGiveTheTruthBack(t *testing.T) {
	truth := slopesTruth()
	truth.Missing = 0
	f := mustFitLAPIM(t, SimulateLAPIM(truth, 150, 60, 7), LAPIMOptions{Slopes: true, Center: CenterLatent})
	if f.Status != Converged {
		t.Fatalf("status %s", f.Status)
	}
	for name, want := range map[string]float64{
		"a.intercept": 5, "a.own": .40, "a.partner": .09, "b.intercept": 4.5, "b.own": .35, "b.partner": .06,
		"residual.cor": .2, "random.b.partner.sd": .06,
	} {
		if p, _ := f.Param(name); math.Abs(p.Estimate-want) > 4*p.SE {
			t.Errorf("%s is %.4f (SE %.4f), truth %.4f", name, p.Estimate, p.SE, want)
		}
	}
}

// Lags that are measured from a person's observed mean pull own effects down
// (Nickell 1981): .35 comes out as .24 with 15 time points. The half-panel
// jackknife takes nine tenths of that away, and its intervals are honest.
func TestTheLatentCentreTakesTheBiasAway(t *testing.T) {
	d := SimulateLAPIM(LAPIMTruth{
		Mean: [2]float64{5, 5}, Own: [2]float64{.35, .35}, Partner: [2]float64{.05, .05},
		Random: [][]float64{{1, .4}, {.4, 1}}, ResidualSD: [2]float64{1, 1}, ResidualCor: .25,
	}, 600, 15, 3)
	observed := estimate(t, mustFitLAPIM(t, d, LAPIMOptions{Center: CenterPerson}), "a.own")
	latent := estimate(t, mustFitLAPIM(t, d, LAPIMOptions{Center: CenterLatent}), "a.own")
	if observed > .27 || math.Abs(latent-.35) > .02 {
		t.Errorf("observed means give %.4f, the latent ones %.4f, truth .35", observed, latent)
	}
}

// A variance that is not there ends at zero, and its fixed effects hold.
func TestNoVarianceIsSingularAndNotAnError(t *testing.T) {
	truth := slopesTruth()
	truth.Random = nil
	f := mustFitLAPIM(t, SimulateLAPIM(truth, 40, 40, 5), LAPIMOptions{Slopes: true})
	if f.Status != Singular {
		t.Fatalf("status %s", f.Status)
	}
	for _, p := range f.Params[:6] {
		if math.IsNaN(p.Estimate) || !(p.SE > 0) || !(p.Lo < p.Hi) {
			t.Errorf("%+v", p)
		}
	}
	if p, _ := f.Param("random.a.own.sd"); !math.IsNaN(p.SE) {
		t.Errorf("an edge has a standard error: %+v", p)
	}
}

func TestWorkersAndTheOrderOfRowsChangeNothing(t *testing.T) {
	d := SimulateLAPIM(slopesTruth(), 90, 30, 2)
	want := mustFitLAPIM(t, d, LAPIMOptions{Slopes: true, Workers: 1})
	backwards := Diary{slices.Clone(d.Couple), slices.Clone(d.Time), slices.Clone(d.A), slices.Clone(d.B)}
	slices.Reverse(backwards.Couple)
	slices.Reverse(backwards.Time)
	slices.Reverse(backwards.A)
	slices.Reverse(backwards.B)
	for name, got := range map[string]*LAPIMFit{
		"five workers":   mustFitLAPIM(t, d, LAPIMOptions{Slopes: true, Workers: 5}),
		"rows backwards": mustFitLAPIM(t, backwards, LAPIMOptions{Slopes: true}),
	} {
		for i, p := range got.Params {
			if p.Estimate != want.Params[i].Estimate || p.SE != want.Params[i].SE && !math.IsNaN(p.SE) {
				t.Errorf("%s: %+v, want %+v", name, p, want.Params[i])
			}
		}
	}
}

func TestExchangedPartnersExchangeTheResults(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := SimulateLAPIM(slopesTruth(), rapid.IntRange(4, 9).Draw(t, "couples"), 12, rapid.Uint64().Draw(t, "seed"))
		o := LAPIMOptions{Slopes: rapid.Bool().Draw(t, "slopes"), Center: CenterMode(rapid.IntRange(0, 2).Draw(t, "centre"))}
		f, err1 := FitLAPIM(d, o)
		g, err2 := FitLAPIM(Diary{d.Couple, d.Time, d.B, d.A}, o)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if f.LogLik != g.LogLik || f.Status != g.Status {
			t.Fatalf("%v %v, %v %v", f.LogLik, f.Status, g.LogLik, g.Status)
		}
		other := strings.NewReplacer("a.", "b.", "b.", "a.")
		for _, p := range f.Params {
			name := other.Replace(p.Name)
			if s, ok := strings.CutPrefix(p.Name, "residual.sd."); ok {
				name = "residual.sd." + strings.NewReplacer("a", "b", "b", "a").Replace(s)
			}
			if q, ok := g.Param(name); ok && (q.Estimate != p.Estimate || q.Lo != p.Lo && !math.IsNaN(p.Lo)) {
				t.Fatalf("%+v became %+v", p, q)
			}
		}
	})
}

// Units mean nothing: answers times c, plus a constant, give the same effects,
// and a log-likelihood that differs by the densities' volume.
func TestUnitsMeanNothing(t *testing.T) {
	d := SimulateLAPIM(slopesTruth(), 30, 25, 4)
	f := mustFitLAPIM(t, d, LAPIMOptions{Slopes: true})
	for _, c := range []float64{1e-9, 1e9} {
		e := Diary{d.Couple, d.Time, slices.Clone(d.A), slices.Clone(d.B)}
		for i := range e.A {
			e.A[i], e.B[i] = 3*c+c*e.A[i], c*e.B[i]
		}
		g := mustFitLAPIM(t, e, LAPIMOptions{Slopes: true})
		// Two of the fixed effects, the intercepts, are in units.
		if want := f.LogLik - float64(f.NObs-2)*math.Log(c); math.Abs(g.LogLik-want) > 1e-5 {
			t.Errorf("c = %g: log-likelihood %.6f, want %.6f", c, g.LogLik, want)
		}
		for _, name := range []string{"a.own", "a.partner", "b.own", "b.partner", "residual.cor", "random.a.own.sd"} {
			if x, y := estimate(t, f, name), estimate(t, g, name); math.Abs(x-y) > 1e-5 {
				t.Errorf("c = %g: %s is %.7f, was %.7f", c, name, y, x)
			}
		}
	}
}

// No start from inside the space finds a better place than the fit did.
func TestRestartsNeverBeatTheFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		truth := slopesTruth()
		if rapid.Bool().Draw(t, "alike") {
			truth.Random = [][]float64{{.3, .1}, {.1, .2}}
		}
		d := SimulateLAPIM(truth, rapid.IntRange(5, 12).Draw(t, "couples"), rapid.IntRange(8, 20).Draw(t, "times"), rapid.Uint64().Draw(t, "seed"))
		data, err := readDiary(d, LAPIMOptions{Slopes: true, ML: rapid.Bool().Draw(t, "ml"), Exchangeable: rapid.Bool().Draw(t, "exchangeable")})
		if err != nil {
			t.Fatal(err)
		}
		m, err := newLapimModel(data)
		if err != nil {
			t.Skip(err)
		}
		best := m.best()
		start := m.like.Start(rapid.Float64Range(.05, 20).Draw(t, "spread"))
		for i, p := range m.problem.G.Pairs {
			if p[0] != p[1] {
				start[i] = rapid.Float64Range(-1, 1).Draw(t, "element")
			}
		}
		if o := m.like.Minimise(start, 300, math.Inf(1)); o.Value < best.Value-1e-6 {
			t.Fatalf("%.8f beats %.8f", o.Value, best.Value)
		}
	})
}

// At the estimates LogLikLAPIM says what the fit says, and less elsewhere.
func TestTheFitIsTheTopOfItsLikelihood(t *testing.T) {
	d := SimulateLAPIM(slopesTruth(), 50, 30, 8)
	for _, o := range []LAPIMOptions{{}, {ML: true}, {Slopes: true}, {Exchangeable: true}, {OnlyRole: 'b'}, {Center: CenterPerson, TimeTrend: true}} {
		f := mustFitLAPIM(t, d, o)
		v := LAPIMVariances{f.Residual, f.Random}
		at, err := LogLikLAPIM(d, o, v)
		if err != nil || math.Abs(at-f.LogLik) > 1e-7 {
			t.Errorf("%+v: %.9f, fit %.9f, %v", o, at, f.LogLik, err)
		}
		v.Residual[0][0] *= 1.02
		if o.Exchangeable {
			v.Residual[1][1] *= 1.02
		}
		if less, _ := LogLikLAPIM(d, o, v); less >= at {
			t.Errorf("%+v: %.9f elsewhere, %.9f at the top", o, less, at)
		}
	}
}

// A couple's mean that the couple's own data tell badly is drawn to the middle.
func TestEffectsAreShrunken(t *testing.T) {
	f := mustFitLAPIM(t, SimulateLAPIM(slopesTruth(), 40, 20, 6), LAPIMOptions{})
	sum, square := 0.0, 0.0
	for _, e := range f.Effects {
		sum += e[0]
		square += e[0] * e[0]
	}
	if n := float64(len(f.Effects)); n != 40 || math.Abs(sum) > 1e-6*n || square/n > f.Random[0][0] {
		t.Errorf("%v effects, sum %v, mean square %v, variance %v", n, sum, square/n, f.Random[0][0])
	}
}

func TestWhatCannotBeFittedIsSaid(t *testing.T) {
	nan := math.NaN()
	change := func(f func(d *Diary)) Diary {
		d := SimulateLAPIM(slopesTruth(), 8, 12, 9)
		f(&d)
		return d
	}
	all := func(v []float64, f func(i int) float64) {
		for i := range v {
			v[i] = f(i)
		}
	}
	for _, c := range []struct {
		says string
		o    LAPIMOptions
		d    Diary
	}{
		{"no rows", LAPIMOptions{}, Diary{}},
		{"different lengths", LAPIMOptions{}, change(func(d *Diary) { d.B = d.B[:5] })},
		{"infinite", LAPIMOptions{}, change(func(d *Diary) { d.A[3] = math.Inf(1) })},
		{"not a whole number", LAPIMOptions{}, change(func(d *Diary) { d.Time[3] = 2.5 })},
		{"time is missing", LAPIMOptions{}, change(func(d *Diary) { d.Time[3] = nan })},
		{"two rows for the same time", LAPIMOptions{}, change(func(d *Diary) { d.Time[3] = d.Time[2] })},
		{"never vary", LAPIMOptions{}, change(func(d *Diary) { all(d.A, func(int) float64 { return 3 }) })},
		{"b's answers never vary, or are all missing", LAPIMOptions{}, change(func(d *Diary) { all(d.B, func(int) float64 { return nan }) })},
		{"straight line", LAPIMOptions{}, change(func(d *Diary) { all(d.A, func(i int) float64 { return 2*d.B[i] + 1 }) })},
		{"without rest", LAPIMOptions{}, change(func(d *Diary) {
			all(d.A, func(i int) float64 { return float64(i%12 + d.Couple[i]) })
			all(d.B, func(i int) float64 { return float64(d.Couple[i] * d.Couple[i]) })
		})},
		{"too few", LAPIMOptions{}, change(func(d *Diary) { all(d.Time, func(i int) float64 { return 2 * d.Time[i] }) })},
		{"one couple", LAPIMOptions{}, change(func(d *Diary) {
			d.Couple = make([]int, len(d.Couple))
			all(d.Time, func(i int) float64 { return float64(i) })
		})},
		{"no such role", LAPIMOptions{OnlyRole: 'x'}, change(func(*Diary) {})},
		{"another number of rows", LAPIMOptions{Covariates: []Covariate{{"age", nil}}}, change(func(*Diary) {})},
	} {
		_, err := FitLAPIM(c.d, c.o)
		var bad *InputError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("want %q, got %v", c.says, err)
		}
	}
}

// A covariate that is a copy of another has no effect of its own.
func TestCopiesAreNotIdentified(t *testing.T) {
	d := SimulateLAPIM(slopesTruth(), 20, 20, 1)
	twice := slices.Clone(d.Time)
	for i := range twice {
		twice[i] *= 2
	}
	f := mustFitLAPIM(t, d, LAPIMOptions{TimeTrend: true, Covariates: []Covariate{{"twice", twice}}})
	if f.Status != NotIdentified || !math.IsNaN(estimate(t, f, "a.time")) || !math.IsNaN(estimate(t, f, "b.twice")) || math.IsNaN(estimate(t, f, "a.own")) {
		t.Errorf("%s %+v", f.Status, f.Params)
	}
}
