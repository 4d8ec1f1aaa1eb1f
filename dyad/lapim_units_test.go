package dyad

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// sparse is a diary of which a share is missing, in other units.
func sparse(seed uint64, couples, times int, missing float64) Diary {
	return SimulateLAPIM(LAPIMTruth{
		Mean: [2]float64{3, 4}, Own: [2]float64{.3, .3}, Partner: [2]float64{.1, .05},
		Random: [][]float64{{1, 0}, {0, 1}}, ResidualSD: [2]float64{1, 1}, ResidualCor: .4, Missing: missing,
	}, couples, times, seed)
}

func inUnits(d Diary, scale, shift [2]float64) Diary {
	e := Diary{d.Couple, d.Time, slices.Clone(d.A), slices.Clone(d.B)}
	for i := range e.A {
		e.A[i], e.B[i] = shift[0]+scale[0]*e.A[i], shift[1]+scale[1]*e.B[i]
	}
	return e
}

// Whatever lags are centred on, and however little there is: answers in other
// units, and partners exchanged, are the same data.
func TestNoCentreDependsOnUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := sparse(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(8, 40).Draw(t, "couples"), 16, rapid.Float64Range(0, .6).Draw(t, "missing"))
		o := LAPIMOptions{Center: CenterMode(rapid.IntRange(0, 2).Draw(t, "centre")), ML: rapid.Bool().Draw(t, "ml")}
		f, err := FitLAPIM(d, o)
		if err != nil || f.Status == Boundary || f.Status == NotConverged { // no optimum inside
			t.Skip(err)
		}
		scale, shift := [2]float64{1, 1}, [2]float64{}
		for r := range 2 {
			scale[r] = math.Pow(10, rapid.Float64Range(-9, 9).Draw(t, "scale"))
			shift[r] = scale[r] * rapid.SampledFrom([]float64{0, 5, -1e6, 1e6}).Draw(t, "shift")
		}
		g, err := FitLAPIM(inUnits(d, scale, shift), o)
		if err != nil {
			t.Fatal(err)
		}
		h, err := FitLAPIM(Diary{d.Couple, d.Time, d.B, d.A}, o)
		if err != nil || f.Status != g.Status || f.Status != h.Status {
			t.Fatalf("%v: %s, in other units %s, exchanged %s", err, f.Status, g.Status, h.Status)
		}
		if f.Status == NotIdentified {
			return
		}
		ratio := scale[0] / scale[1]
		for name, unit := range map[string]float64{"a.own": 1, "b.own": 1, "a.partner": ratio, "b.partner": 1 / ratio, "residual.sd.a": scale[0]} {
			p, _ := f.Param(name)
			q, _ := g.Param(name)
			if !near(p.Estimate, q.Estimate/unit, 1e-5) || !near(p.SE, q.SE/unit, 1e-4) {
				t.Fatalf("%s is %g (%g), in other units %g (%g)", name, p.Estimate, p.SE, q.Estimate/unit, q.SE/unit)
			}
		}
		p, _ := f.Param("a.own")
		if q, _ := h.Param("b.own"); !same(p.Estimate, q.Estimate) || !same(p.SE, q.SE) {
			t.Fatalf("exchanged, %+v became %+v", p, q)
		}
	})
}

// near says whether two numbers, or both not, are alike.
func near(x, y, tolerance float64) bool {
	return math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) <= tolerance*(1+math.Abs(x))
}

// Forty couples with 74 usable answers: halves that small say nothing of
// variances, and once made the own effect 1.01.
func TestTheLatentCentreOfSparseDiariesIsNotWild(t *testing.T) {
	for seed := range uint64(20) {
		f, err := FitLAPIM(sparse(seed, 40, 15, .6), LAPIMOptions{Center: CenterLatent})
		if err != nil || f.Status == NotIdentified || f.Status == NotConverged {
			continue
		}
		if p, _ := f.Param("a.own"); math.Abs(p.Estimate-.3) > 4*p.SE || p.SE > 1 {
			t.Errorf("seed %d: %s %+v", seed, f.Status, p)
		}
	}
}

// Halves without a lag have no fixed effects: the Status says so.
func TestHalvesThatSayNothingAreNotIdentified(t *testing.T) {
	d := sparse(1, 9, 3, 0)
	for i, time := range d.Time {
		if time > 0 {
			d.Time[i]++ // of every couple's lags only the last is left, which the second half has
		}
	}
	f := mustFitLAPIM(t, d, LAPIMOptions{Center: CenterLatent})
	if f.Status != NotIdentified || !math.IsNaN(estimate(t, f, "a.own")) {
		t.Errorf("%s %+v", f.Status, f.Params)
	}
}

// Partners whose residuals are nearly copies of each other leave descents a
// canyon. The model with slopes contains the one without, and is never worse.
func TestSlopesNeverEndBelowTheInterceptsAlone(t *testing.T) {
	d := sparse(3, 40, 15, 0)
	r := stream(1, 0)
	for i, a := range d.A {
		if math.Mod(float64(i), 15) > 0 {
			d.B[i] = .3*d.B[i-1] + .05*d.A[i-1] + a - .3*d.A[i-1] + 1e-4*r.NormFloat64()
		}
	}
	for _, o := range []LAPIMOptions{{}, {ML: true}, {Center: CenterPerson}, {Exchangeable: true}} {
		small := mustFitLAPIM(t, d, o)
		o.Slopes = true
		if big := mustFitLAPIM(t, d, o); big.LogLik < small.LogLik-1e-9*math.Abs(small.LogLik) {
			t.Errorf("%+v: %.6f with slopes, %.6f without", o, big.LogLik, small.LogLik)
		}
	}
}
