package dyad

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pleach/dyad/internal/spd"

	"pgregory.net/rapid"
)

// ada answers twice a day, about nine and about nine: lower mornings, a mood
// that halves in eight hours, a third of noise, better when together, and half
// a point better a month.
func ada(rng *rand.Rand, days int) (t, y []float64, together Covariate) {
	together.Name = "together"
	const kappa, sd, nu = math.Ln2 / 8, 1.0, .3
	eta := sd * math.Sqrt(1-nu) * rng.NormFloat64()
	for k := range 2 * days {
		at := 12*float64(k) + 9 + 4*rng.Float64()
		if k > 0 {
			phi := math.Exp(-kappa * (at - t[k-1]))
			eta = phi*eta + sd*math.Sqrt((1-nu)*(1-phi*phi))*rng.NormFloat64()
		}
		near := float64(rng.IntN(2))
		t, together.Values = append(t, at), append(together.Values, near)
		y = append(y, 5+.5*at/24/30-.6*math.Cos(2*math.Pi*at/24)+.4*near+eta+sd*math.Sqrt(nu)*rng.NormFloat64())
	}
	return t, y, together
}

func TestAdasRhythmComesBack(t *testing.T) {
	times, y, together := ada(rand.New(rand.NewPCG(3, 3)), 365)
	f, err := FitRhythm(times, y, RhythmOptions{Covariates: []Covariate{together}})
	if err != nil || f.Status != Converged {
		t.Fatal(err, f)
	}
	for name, want := range map[string]float64{"half.life": 8, "noise.share": .3, "sd": 1, "slope.30days": .5, "effect.together": .4} {
		p, ok := f.Param(name)
		if !ok || !(p.Lo < want && want < p.Hi) || name != "noise.share" && !(p.Hi-p.Lo < 1.2*want) {
			t.Errorf("%s: %+v, want %v", name, p, want)
		}
	}
	if !(f.DayP < 1e-6) {
		t.Errorf("the time of day matters, but p is %v", f.DayP)
	}
	for _, c := range f.Curve([]float64{0, 6, 12, 18}) {
		if want := -.6 * math.Cos(2*math.Pi*c.Hour/24); !(c.Lo-.1 < want && want < c.Hi+.1) {
			t.Errorf("%+v, want %v", c, want)
		}
	}
}

func TestIntervalsHoldTheTruthAboutNineteenTimesInTwenty(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 3))
	held := map[string]int{}
	const runs = 250
	for range runs {
		times, y, together := ada(rng, 60)
		f, _ := FitRhythm(times, y, RhythmOptions{Covariates: []Covariate{together}})
		for name, want := range map[string]float64{"half.life": 8, "noise.share": .3, "sd": 1, "slope.30days": .5, "effect.together": .4} {
			p, _ := f.Param(name)
			held[name] += b2i(p.Lo < want && want < p.Hi)
		}
		noon := f.Curve([]float64{12})[0]
		held["noon"] += b2i(noon.Lo < .6 && .6 < noon.Hi)
	}
	t.Log(held)
	for name, k := range held {
		if share := float64(k) / runs; share < .91 {
			t.Errorf("%s: held in %.3f of fits", name, share)
		}
	}
}

func TestTheRestrictedLikelihoodIsTheDenseOne(t *testing.T) {
	times, y, together := ada(rand.New(rand.NewPCG(4, 3)), 20)
	d, err := newRhythmDesign(times, y, RhythmOptions{Covariates: []Covariate{together}})
	if err != nil {
		t.Fatal(err)
	}
	l := newRhythmLikelihood(d, true)
	x := []float64{.7, -.5}
	got, _ := l.Eval(x, nil, nil)
	r := rhythmAt(x)
	n, p := len(d.rows), l.p
	v := make([]float64, n*n)
	at := 0.0
	when := make([]float64, n)
	for i, gap := range d.gap {
		at += gap
		when[i] = at
		for j := range i + 1 {
			v[i*n+j] = (1 - r.nu) * math.Exp(-r.kappa*(when[i]-when[j]))
		}
		v[i*n+i] += r.nu
	}
	spd.Cholesky(v, n, 0)
	gram := make([]float64, (p+1)*(p+1))
	for c := range p + 1 {
		z := make([]float64, n)
		for i := range z {
			z[i] = d.rows[i][c]
		}
		spd.Solve(v, n, z)
		for e := range p + 1 {
			for i := range z {
				gram[c*(p+1)+e] += z[i] * d.rows[i][e]
			}
		}
	}
	// The Schur complement of XᵀV⁻¹X is the last pivot.
	spd.Cholesky(gram, p+1, 0)
	rss := math.Pow(gram[(p+1)*(p+1)-1], 2)
	logXX := 0.0
	for i := range p {
		logXX += 2 * math.Log(gram[i*(p+1)+i])
	}
	free := float64(n - p)
	nearVAR(t, "log-likelihood", got, -(free*(log2Pi+math.Log(rss/free)+1)+spd.LogDet(v, n)+logXX)/2, 1e-8)
}

func TestTheRhythmsScoreIsItsSlope(t *testing.T) {
	times, y, together := ada(rand.New(rand.NewPCG(4, 3)), 30)
	for _, flat := range []bool{true, false} {
		d, _ := newRhythmDesign(times, y, RhythmOptions{Covariates: []Covariate{together}, Harmonics: 2})
		l := newRhythmLikelihood(d, flat)
		var g, h [4]float64
		x := []float64{1.1, -.4}
		l.Eval(x, g[:2], h[:])
		for i := range 2 {
			up, down := []float64{x[0], x[1]}, []float64{x[0], x[1]}
			up[i] += 1e-5
			down[i] -= 1e-5
			a, _ := l.Eval(up, nil, nil)
			b, _ := l.Eval(down, nil, nil)
			nearVAR(t, "score", g[i], (a-b)/2e-5, 1e-6)
		}
		if !(h[0] > 0 && h[0]*h[3] > h[1]*h[1]) {
			t.Errorf("information %v is not positive definite", h)
		}
		if n := testing.AllocsPerRun(5, func() { l.Eval(x, g[:2], h[:]) }); n != 0 {
			t.Errorf("%v allocations", n)
		}
	}
}

func TestNoOtherStartFindsABetterRhythm(t *testing.T) {
	for seed := range uint64(15) {
		rng := rand.New(rand.NewPCG(seed, 4))
		times, y, _ := ada(rng, 14+3*int(seed))
		d, _ := newRhythmDesign(times, y, RhythmOptions{})
		l := newRhythmLikelihood(d, false)
		best := l.search()
		for range 400 {
			x := []float64{6*rng.Float64() - 3, 6*rng.Float64() - 4}
			if v, ok := l.Eval(x, nil, nil); ok && v > best.Value+1e-7 {
				t.Fatalf("seed %d: %v at %v beats %v", seed, v, x, best)
			}
		}
	}
}

func TestUnitsOfMoodAndTimeDoNotMatter(t *testing.T) {
	times, y, together := ada(rand.New(rand.NewPCG(5, 3)), 40)
	f, _ := FitRhythm(times, y, RhythmOptions{Covariates: []Covariate{together}})
	days, big := make([]float64, len(times)), make([]float64, len(y))
	for i := range y {
		days[i], big[i] = times[i]/24, 1e9+1e6*y[i]
	}
	g, _ := FitRhythm(days, big, RhythmOptions{Covariates: []Covariate{together}, Day: 1})
	for name, unit := range map[string]float64{"half.life": 1. / 24, "noise.share": 1, "sd": 1e6, "slope.30days": 1e6, "effect.together": 1e6} {
		p, _ := f.Param(name)
		q, _ := g.Param(name)
		nearVAR(t, name, q.Estimate, unit*p.Estimate, 1e-5*unit)
		nearVAR(t, "SE of "+name, q.SE, unit*p.SE, 1e-5*unit)
	}
	nearVAR(t, "curve", g.Curve([]float64{.5})[0].Hi, 1e6*f.Curve([]float64{12})[0].Hi, 10)
	nearVAR(t, "log-likelihood", g.LogLik, f.LogLik-float64(len(y)-5)*math.Log(1e6), 1e-3)
}

func TestOneAnswerADayShowsNoTimeOfDay(t *testing.T) {
	times, y, always := ada(rand.New(rand.NewPCG(5, 3)), 40)
	for i := range times {
		times[i], always.Values[i] = 24*float64(i)+21, 1
	}
	f, err := FitRhythm(times, y, RhythmOptions{Covariates: []Covariate{always}})
	if err != nil || f.Curve([]float64{9}) != nil || len(f.Dropped) != 2 {
		t.Fatal(f, err)
	}
	if _, ok := f.Param("effect.together"); ok || !math.IsNaN(f.DayP) {
		t.Error("who is always together cannot say what it does")
	}
}

func TestOddAnswersGetAClearAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(t, "answers")
		times, y, at := make([]float64, n), make([]float64, n), 0.0
		for i := range y {
			at += rapid.SampledFrom([]float64{.01, 1, 12, 24, 1000}).Draw(t, "gap")
			times[i] = at
			y[i] = rapid.SampledFrom([]float64{math.NaN(), 1, 2, 2, 3}).Draw(t, "answer")
		}
		f, err := FitRhythm(times, y, RhythmOptions{Flat: rapid.Bool().Draw(t, "flat"), Harmonics: rapid.IntRange(0, 3).Draw(t, "harmonics")})
		var bad *InputError
		if err != nil {
			if !errors.As(err, &bad) || bad.Do == "" {
				t.Fatal(err)
			}
			return
		}
		for _, p := range f.Params {
			if f.Status == Converged && (math.IsNaN(p.Estimate) || math.IsNaN(p.SE) || !(p.Lo <= p.Hi)) {
				t.Fatalf("%+v", p)
			}
		}
	})
	_, err := FitRhythm([]float64{1, 2}, []float64{3, 3}, RhythmOptions{})
	if err == nil || !strings.Contains(err.Error(), "all answers are the same") {
		t.Error(err)
	}
}

// A year of two answers a day.
func BenchmarkFitRhythm(b *testing.B) {
	times, y, together := ada(rand.New(rand.NewPCG(3, 3)), 365)
	weekend := Covariate{"weekend", make([]float64, len(times))}
	for i, t := range times {
		weekend.Values[i] = b2f(int(t/24)%7 >= 5)
	}
	for b.Loop() {
		FitRhythm(times, y, RhythmOptions{Harmonics: 2, Covariates: []Covariate{together, weekend}})
	}
}
