package dyad

import (
	"math"
	"testing"
)

// The gradient that goes backwards through the filter is the slope of the
// likelihood in every coordinate.
func TestTheGradientOfACouplesLikelihoodIsExact(t *testing.T) {
	tab := referenceCSV(t, "ou_cycle.csv")
	together := Covariate{"together", tab.numbers("together")}
	for _, o := range []OUOptions{
		{Noise: NoiseFree},
		{Noise: NoiseFixed, NoiseVar: [2]float64{.2, .1}, Cycles: []float64{24}},
		{Prior: PriorDefault, Cycles: []float64{24}, Trend: true, Covariates: []Covariate{together}},
	} {
		d, err := newOUData(tab.series(), o)
		if err != nil {
			t.Fatal(err)
		}
		space := newOUSpace(d, o)
		p := newOUProblem(d, &space, o.Prior == PriorDefault)
		rng := stream(3, 0)
		for range 10 {
			x := space.random(rng)
			for i := range x {
				x[i] = max(space.lo[i]+.01, min(space.hi[i]-.01, x[i]))
			}
			var g ouPoint
			if _, ok := p.Eval(x[:], g[:]); !ok {
				continue
			}
			for i := range x {
				if space.lo[i] == space.hi[i] {
					continue
				}
				const h = 1e-5
				up, down := x, x
				up[i] += h
				down[i] -= h
				u, _ := p.Eval(up[:], nil)
				v, _ := p.Eval(down[:], nil)
				if slope := (u - v) / (2 * h); math.Abs(g[i]-slope) > 1e-4*(1+math.Abs(slope)) {
					t.Errorf("coordinate %d at %v: %v, differences say %v", i, x, g[i], slope)
				}
			}
		}
	}
}

func TestAnEvaluationAllocatesNothing(t *testing.T) {
	o := OUOptions{Prior: PriorDefault, Cycles: []float64{24}}
	d, err := newOUData(ouBeeps(100, 1), o)
	if err != nil {
		t.Fatal(err)
	}
	space := newOUSpace(d, o)
	p := newOUProblem(d, &space, true)
	x, g := ouPoint{ouShareA: .2, ouShareB: .2}, ouPoint{}
	if n := testing.AllocsPerRun(10, func() { p.Eval(x[:], g[:]) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// A couple with enough answers is estimated near what made it, and each
// interval holds the truth here.
func TestALongSeriesTellsTheTruth(t *testing.T) {
	truth := OUParams{
		Drift: [2][2]float64{{-.4, .12}, {.08, -.5}}, Diffusion: [2][2]float64{{1, .38}, {.38, 1.2}},
		Mean: [2]float64{6, 5.5}, Noise: [2]float64{.3, .2},
	}
	f, err := FitOU(ouBeeps(3000, 1), OUOptions{Noise: NoiseFree})
	if err != nil || f.Status != Converged {
		t.Fatal(f, err)
	}
	for _, p := range f.Params {
		want, ok := OUTruth{Drift: truth.Drift, Diffusion: truth.Diffusion, Mean: truth.Mean}.Value(p.Name)
		switch p.Name {
		case "noise.a":
			want, ok = truth.Noise[0], true
		case "noise.b":
			want, ok = truth.Noise[1], true
		}
		if !ok || want < p.Lo || want > p.Hi || p.SE > .3 {
			t.Errorf("%+v, truth %v", p, want)
		}
	}
}

// Other units of time and of either answer change nothing but the units.
func TestUnitsDoNotMatterToACouple(t *testing.T) {
	s := ouBeeps(80, 3)
	for _, o := range []OUOptions{{}, {Prior: PriorDefault, Trend: true}} {
		f, err := FitOU(s, o)
		if err != nil {
			t.Fatal(err)
		}
		big := Series{T: make([]float64, len(s.T)), A: make([]float64, len(s.T)), B: make([]float64, len(s.T))}
		for i := range s.T {
			big.T[i], big.A[i], big.B[i] = s.T[i]/24, 1e9*(s.A[i]+3), 1e-6*s.B[i]
		}
		g, err := FitOU(big, o)
		if err != nil {
			t.Fatal(err)
		}
		scale := [2]float64{1e9, 1e-6}
		for i := range 2 {
			for j := range 2 {
				if want := f.Drift[i][j] * 24 * scale[i] / scale[j]; math.Abs(g.Drift[i][j]-want) > 1e-4*math.Abs(want) {
					t.Errorf("drift %d%d is %v, want %v", i, j, g.Drift[i][j], want)
				}
			}
		}
		for k, p := range f.CrossLags(6) {
			q := g.CrossLags(6. / 24)[k]
			w := scale[k/2] / scale[k%2]
			if math.Abs(q.Lo-w*p.Lo) > 1e-3*w*p.SE || math.Abs(q.SE-w*p.SE) > 1e-3*w*p.SE {
				t.Errorf("%+v in other units is %+v", p, q)
			}
		}
		if f.Status != g.Status {
			t.Errorf("%s in other units is %s", f.Status, g.Status)
		}
	}
}

// Exchanging the partners' names exchanges them, and nothing else: to the last
// bit.
func TestSwappingPartnersSwapsTheFit(t *testing.T) {
	tab := referenceCSV(t, "ou_cycle.csv")
	s := tab.series()
	o := OUOptions{Prior: PriorDefault, Cycles: []float64{24}, Covariates: []Covariate{{"together", tab.numbers("together")}}}
	f, err := FitOU(s, o)
	if err != nil {
		t.Fatal(err)
	}
	g, err := FitOU(s.Swap(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, all := range []func(f *OUFit) []Param{
		func(f *OUFit) []Param { return f.Params },
		func(f *OUFit) []Param { return f.CrossLags(3) },
		func(f *OUFit) []Param { return f.StandardisedCrossLags(3) },
		(*OUFit).HalfLives,
	} {
		for _, p := range all(f) {
			q, ok := Lookup(all(g), ouSwapName(p.Name))
			if p.Name = q.Name; !ok || p != q && !math.IsNaN(p.SE) {
				t.Errorf("%+v became %+v", p, q)
			}
		}
	}
	if len(g.Covariance) != len(g.Params) {
		t.Fatal("no covariance")
	}
	for i, p := range g.Params {
		if math.Abs(math.Sqrt(g.Covariance[i][i])-p.SE) > 1e-12*p.SE {
			t.Errorf("%s: covariance %v, standard error %v", p.Name, g.Covariance[i][i], p.SE)
		}
	}
}

func TestTheNumberOfWorkersDoesNotMatter(t *testing.T) {
	s := ouBeeps(60, 4)
	one, err := FitOU(s, OUOptions{Noise: NoiseFree, Workers: 1, Starts: 3, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	four, _ := FitOU(s, OUOptions{Noise: NoiseFree, Workers: 4, Starts: 3, Seed: 5})
	for i, p := range one.Params {
		if q := four.Params[i]; p != q && !math.IsNaN(p.SE) {
			t.Errorf("%+v with four workers is %+v", p, q)
		}
	}
}

// No climb from anywhere gets above the fit.
func TestRandomRestartsDoNotBeatTheFit(t *testing.T) {
	for seed := range uint64(6) {
		for _, o := range []OUOptions{{Noise: NoiseFixed}, {Noise: NoiseFree}, {}, {Prior: PriorDefault, Trend: true}} {
			s := ouBeeps(120, 20+seed)
			f, err := FitOU(s, o)
			if err != nil {
				t.Fatal(err)
			}
			p := newOUProblem(f.data, &f.space, o.Prior == PriorDefault)
			best, _ := p.Eval(f.at[:], nil)
			rng := stream(seed, 1)
			for range 6 {
				c := &ouClimb{x: f.space.random(rng), problem: p, climber: ouClimber(f.data, &f.space)}
				if c.up(1e-7, 200); c.value > best+1e-4 {
					t.Errorf("seed %d, %+v: %v from a random start, the fit has %v", seed, o, c.value, best)
				}
			}
		}
	}
}

// Lags after a time are the exponential of the drift, their standard errors
// what small changes of the estimates do to them.
func TestLagsAfterATime(t *testing.T) {
	f, err := FitOU(ouBeeps(150, 2), OUOptions{Noise: NoiseFree})
	if err != nil {
		t.Fatal(err)
	}
	const dt = 2.5
	want := expOU(f.Drift, dt)
	lags := f.CrossLags(dt)
	for k, p := range lags {
		if math.Abs(p.Estimate-want[k/2][k%2]) > 1e-9 {
			t.Errorf("%s is %v, want %v", p.Name, p.Estimate, want[k/2][k%2])
		}
		v := 0.0
		var slope [4]float64
		for i := range 4 {
			const h = 1e-5
			up, down := f.Drift, f.Drift
			up[i/2][i%2] += h
			down[i/2][i%2] -= h
			slope[i] = (expOU(up, dt)[k/2][k%2] - expOU(down, dt)[k/2][k%2]) / (2 * h)
		}
		for i := range 4 {
			for j := range 4 {
				v += slope[i] * slope[j] * f.Covariance[i][j]
			}
		}
		if math.Abs(p.SE-math.Sqrt(v)) > 1e-5*p.SE {
			t.Errorf("%s has the standard error %v, the delta method gives %v", p.Name, p.SE, math.Sqrt(v))
		}
	}
	v := stationaryOU(f.Drift, f.Diffusion)
	ratio := math.Sqrt(v[1][1] / v[0][0])
	if s := f.StandardisedCrossLags(dt)[1]; math.Abs(s.Estimate-lags[1].Estimate*ratio) > 1e-9 {
		t.Errorf("standardised %v, want %v", s.Estimate, lags[1].Estimate*ratio)
	}
	if h := f.HalfLives()[1]; h.Name != "halflife.b" || math.Abs(h.Estimate*-f.Drift[1][1]-math.Ln2) > 1e-9 {
		t.Errorf("%+v", h)
	}
}

// Diagnostics are quiet about the right model, and speak up when a cycle was
// left out, or answers come from few heavy days.
func TestDiagnosticsSeeWhatIsMissing(t *testing.T) {
	s := ouBeeps(400, 9)
	f, err := FitOU(s, OUOptions{})
	if err != nil {
		t.Fatal(err)
	}
	a, b := f.Diagnose()
	if a.LjungP < .01 || b.LjungP < .01 || a.OmnibusP < .01 || b.OmnibusP < .01 || a.Lags != 10 {
		t.Errorf("%+v %+v", a, b)
	}
	for i, at := range s.T {
		s.A[i] += 4 * math.Cos(2*math.Pi*at/6)
		if i%25 == 0 {
			s.B[i] += 12
		}
	}
	if f, err = FitOU(s, OUOptions{}); err != nil {
		t.Fatal(err)
	}
	if a, b = f.Diagnose(); a.LjungP > 1e-3 || b.OmnibusP > 1e-6 {
		t.Errorf("%+v %+v", a, b)
	}
}

// The scores of D'Agostino and of Anscombe and Glynn, by the values that
// scipy's manual gives for skewtest and kurtosistest.
func TestTheOmnibusTestIsTheTextbooks(t *testing.T) {
	skew, _, _, _ := omnibus([]float64{2, 8, 0, 4, 1, 9, 9, 0})
	if z := skewScore(skew, 8); math.Abs(z-0.44626385374196975) > 1e-12 {
		t.Errorf("skewness scores %v", z)
	}
	var x []float64
	for i := range 20 {
		x = append(x, float64(i))
	}
	_, kurt, k2, p := omnibus(x)
	if z := kurtScore(kurt, 20); math.Abs(z+1.7058104152122062) > 1e-12 || math.Abs(k2-z*z) > 1e-12 || math.Abs(p-math.Exp(-k2/2)) > 1e-12 {
		t.Errorf("kurtosis scores %v, K² is %v", z, k2)
	}
}
