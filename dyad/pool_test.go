package dyad

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// poolEstimates is a reference file: 30 couples' estimates of one quantity, or
// of two.
func poolEstimates(t testing.TB, file string, two bool) []CoupleEstimate {
	d := referenceCSV(t, file)
	var out []CoupleEstimate
	y1, y2, v11, v12, v22, names := d.numbers("y1"), d.numbers("y2"), d.numbers("v11"), d.numbers("v12"), d.numbers("v22"), d.text("couple")
	for i := range y1 {
		e := CoupleEstimate{Name: names[i], Values: []float64{y1[i], y2[i]}, Cov: [][]float64{{v11[i], v12[i]}, {v12[i], v22[i]}}}
		if !two {
			e.Values, e.Cov = e.Values[:1], [][]float64{{v11[i]}}
		}
		out = append(out, e)
	}
	return out
}

func mustPool(t rapid.TB, e []CoupleEstimate, o PoolOptions) *PoolFit {
	f, err := PoolOU(e, o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

type poolNumber struct {
	what      string
	got, want float64
}

func checkNumbers(t *testing.T, tol float64, numbers []poolNumber) {
	t.Helper()
	for _, n := range numbers {
		if !(math.Abs(n.got-n.want) <= tol*max(1, math.Abs(n.want))) {
			t.Errorf("%s is %.9f, want %.9f", n.what, n.got, n.want)
		}
	}
}

// The numbers are metafor's: rma with test "z" and "knha", blup and predict.
func TestOneQuantityIsMetaforsMetaAnalysis(t *testing.T) {
	e := poolEstimates(t, "pool.csv", false)
	f, z := mustPool(t, e, PoolOptions{}), mustPool(t, e, PoolOptions{Normal: true})
	m, q := f.Params[0], f.Quantities[0]
	checkNumbers(t, 1e-7, []poolNumber{
		{"log-likelihood", f.LogLik, 10.605749171279},
		{"mean", m.Estimate, .077998262537}, {"its SE", m.SE, .029943763364}, {"lo", m.Lo, .016756390108}, {"hi", m.Hi, .139240134965},
		{"its normal SE", z.Params[0].SE, .029613353936}, {"lo", z.Params[0].Lo, .019957155361},
		{"between", f.Params[1].Estimate, .109821783474}, {"I²", q.I2, .50357456231344},
		{"Q", q.Q, 57.559458112812}, {"its P", q.P, .001230316641},
		{"prediction", q.PredictLo, -.154811882328}, {"normal prediction", z.Quantities[0].PredictHi, .300933072165},
		{"SE of the variance", 2 * f.Params[1].Estimate * f.Params[1].SE, .006636116279},
	})
	checkNumbers(t, 5e-5, []poolNumber{
		{"couple 1", f.Couples[0].Values[0], .0388}, {"couple 2", f.Couples[1].Values[0], .1354},
		{"SE of couple 1", f.Couples[0].SE[0], .0748}, {"normal SE of couple 2", z.Couples[1].SE[0], .0840},
	})
	checkNumbers(t, 2e-4, []poolNumber{{"lower end of between", f.Params[1].Lo, .054508637797}, {"upper end", f.Params[1].Hi, .18892177469}})
	if f.Status != Converged || f.Agreed != f.Starts {
		t.Errorf("%s, %d of %d", f.Status, f.Agreed, f.Starts)
	}
}

// The numbers are those of metafor's rma.mv, unstructured; for the couples who
// do not differ it does not converge.
func TestTwoQuantitiesAreMetaforsMultivariate(t *testing.T) {
	f := mustPool(t, poolEstimates(t, "pool.csv", true), PoolOptions{Normal: true, Names: []string{"ab", "ba"}})
	r, _ := f.Param("between.cor.ab.ba")
	checkNumbers(t, 1e-6, []poolNumber{
		{"log-likelihood", f.LogLik, 18.48031269874}, {"mean of ab", f.Params[0].Estimate, .07802179915}, {"SE of ba", f.Params[1].SE, .03417462137},
		{"variance of ab", f.Between[0][0], .01125462733}, {"variance of ba", f.Between[1][1], .01873017263}, {"correlation", r.Estimate, .57906954975},
		{"Q", f.Q, 119.97811261878},
	})
}

// randomPool draws couples with p quantities that differ by spread.
func randomPool(rng *rand.Rand, n, p int, spread float64) []CoupleEstimate {
	var out []CoupleEstimate
	for range n {
		root := make([]float64, p*p)
		for i := range root {
			root[i] = .3 * rng.NormFloat64()
		}
		e := CoupleEstimate{Values: make([]float64, p)}
		shared := rng.NormFloat64()
		for i := range p {
			row := make([]float64, p)
			for j := range p {
				for k := range p {
					row[j] += root[i*p+k] * root[j*p+k]
				}
			}
			row[i] += .05
			e.Cov = append(e.Cov, row)
			e.Values[i] = .2*float64(i) + spread*(shared+.5*rng.NormFloat64()) + math.Sqrt(.05)*rng.NormFloat64()
		}
		noise := make([]float64, p)
		for k := range noise {
			noise[k] = rng.NormFloat64()
		}
		for i := range p {
			for k := range p {
				e.Values[i] += root[i*p+k] * noise[k]
			}
		}
		out = append(out, e)
	}
	return out
}

func drawPool(t *rapid.T) []CoupleEstimate {
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
	return randomPool(rng, rapid.IntRange(4, 40).Draw(t, "couples"), rapid.IntRange(1, 4).Draw(t, "quantities"), rapid.SampledFrom([]float64{0, .1, .5, 2}).Draw(t, "spread"))
}

func TestThePoolsScoreIsItsSlope(t *testing.T) {
	d, _ := readPool(randomPool(rand.New(rand.NewPCG(1, 1)), 12, 3, .5), PoolOptions{})
	l := newPoolLikelihood(d)
	x, g, h := []float64{.7, -.3, .4, .2, .1, .5}, make([]float64, 6), make([]float64, 36)
	l.Eval(x, g, h)
	for i := range x {
		at := append([]float64(nil), x...)
		at[i] += 1e-5
		up, _ := l.Eval(at, nil, nil)
		at[i] -= 2e-5
		down, _ := l.Eval(at, nil, nil)
		if slope := (up - down) / 2e-5; math.Abs(slope-g[i]) > 1e-6*(1+math.Abs(slope)) {
			t.Errorf("score %d is %v, the slope %v", i, g[i], slope)
		}
	}
	if n := testing.AllocsPerRun(10, func() { l.Eval(x, g, h) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestNoPoolIsAboveTheBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, err := readPool(drawPool(t), PoolOptions{})
		if err != nil {
			t.Fatal(err)
		}
		l := newPoolLikelihood(d)
		o := l.best()
		if !o.converged {
			t.Fatalf("did not converge: %+v", o)
		}
		x := make([]float64, l.m)
		for range 5 {
			for i := range x {
				x[i] = rapid.Float64Range(-2, 2).Draw(t, "x")
			}
			l.unpack(x)
			start := append([]float64(nil), l.t...)
			if other := l.bestFrom([][]float64{start}); other.value > o.value+1e-7 {
				t.Fatalf("%v from %v, the best was %v", other.value, x, o.value)
			}
		}
	})
}

func TestUnitsAndOrderOfQuantitiesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawPool(t)
		p := len(e[0].Values)
		unit := math.Pow(10, rapid.Float64Range(-9, 9).Draw(t, "unit"))
		var turned []CoupleEstimate
		for _, c := range e {
			r := CoupleEstimate{Values: make([]float64, p), Cov: make([][]float64, p)}
			for i := range p {
				r.Values[i], r.Cov[i] = unit*c.Values[p-1-i], make([]float64, p)
				for j := range p {
					r.Cov[i][j] = unit * c.Cov[p-1-i][p-1-j] * unit
				}
			}
			turned = append(turned, r)
		}
		f, g := mustPool(t, e, PoolOptions{}), mustPool(t, turned, PoolOptions{})
		if f.Status != g.Status {
			t.Fatalf("%s and %s", f.Status, g.Status)
		}
		for i := range p {
			a, b := f.Params[i], g.Params[p-1-i]
			s, u := f.Params[p+i], g.Params[2*p-1-i]
			if math.Abs(a.Estimate-b.Estimate/unit) > 1e-3*a.SE || math.Abs(a.SE-b.SE/unit) > 1e-3*a.SE || math.Abs(s.Estimate-u.Estimate/unit) > 2e-3 || !closeTo(s.Hi, u.Hi/unit, 1e-9) {
				t.Fatalf("%v %v, turned %v %v", a, s, b, u)
			}
		}
	})
}

// Couples who are all alike have no variance between, and one common mean.
func TestAlikeCouplesAreABoundary(t *testing.T) {
	var e []CoupleEstimate
	for i := range 10 {
		e = append(e, CoupleEstimate{Values: []float64{.1 + .01*float64(i%2)}, Cov: [][]float64{{.04}}})
	}
	f := mustPool(t, e, PoolOptions{})
	sd := f.Params[1]
	if f.Status != Boundary || sd.Estimate != 0 || !math.IsNaN(sd.SE) || !math.IsNaN(sd.Hi) {
		t.Errorf("%s, %+v", f.Status, sd)
	}
	q := f.Quantities[0]
	if math.Abs(f.Params[0].Estimate-.105) > 1e-9 || q.Above.Estimate != 1 || q.I2 != 0 || f.Couples[3].Values[0] != f.Params[0].Estimate {
		t.Errorf("%+v %+v %+v", f.Params[0], q, f.Couples[3])
	}
}

// The bootstrap is the same for any number of workers, and near the delta
// method where that is good.
func TestTheSharesIntervals(t *testing.T) {
	e := randomPool(rand.New(rand.NewPCG(5, 5)), 60, 1, 1)
	o := PoolOptions{Thresholds: []float64{.3}}
	delta := mustPool(t, e, o).Quantities[0].Above
	o.Bootstrap, o.Seed, o.Workers = 400, 1, 1
	one := mustPool(t, e, o).Quantities[0].Above
	o.Workers = 3
	three := mustPool(t, e, o).Quantities[0].Above
	if one != three {
		t.Errorf("%+v, with three workers %+v", one, three)
	}
	if math.Abs(one.Lo-delta.Lo) > .04 || math.Abs(one.Hi-delta.Hi) > .04 || math.Abs(one.SE-delta.SE) > .02 {
		t.Errorf("bootstrap %+v, delta %+v", one, delta)
	}
}

// With ten couples and many different errors, means, and spreads by the Q
// profile, are in their intervals as often as they should.
func TestIntervalsOfFewCouplesCover(t *testing.T) {
	const studies, n = 600, 10
	mean, spread := 0, 0
	for i := range studies {
		rng := rand.New(rand.NewPCG(uint64(i), 9))
		var e []CoupleEstimate
		for range n {
			v := .02 + .1*rng.Float64()
			e = append(e, CoupleEstimate{Values: []float64{.2 + .25*rng.NormFloat64() + math.Sqrt(v)*rng.NormFloat64()}, Cov: [][]float64{{v}}})
		}
		f := mustPool(t, e, PoolOptions{})
		mean += powerCount(f.Params[0].Lo <= .2 && .2 <= f.Params[0].Hi)
		spread += powerCount(f.Params[1].Lo <= .25 && .25 <= f.Params[1].Hi)
	}
	for what, k := range map[string]int{"mean": mean, "spread": spread} {
		if share := float64(k) / studies; share < .925 || share > .975 {
			t.Errorf("the intervals of the %s hold it in %.1f%% of studies", what, 100*share)
		}
	}
}

func TestWhatCannotBePooled(t *testing.T) {
	good := func() []CoupleEstimate { return randomPool(rand.New(rand.NewPCG(2, 2)), 5, 2, 1) }
	for _, c := range []struct {
		says  string
		spoil func(e []CoupleEstimate) []CoupleEstimate
	}{
		{"cannot be pooled", func(e []CoupleEstimate) []CoupleEstimate { return e[:1] }},
		{"no quantities", func([]CoupleEstimate) []CoupleEstimate { return make([]CoupleEstimate, 3) }},
		{"couple 3", func(e []CoupleEstimate) []CoupleEstimate { e[2].Values = e[2].Values[:1]; return e }},
		{"not a number", func(e []CoupleEstimate) []CoupleEstimate { e[1].Values[1] = math.NaN(); return e }},
		{"not square", func(e []CoupleEstimate) []CoupleEstimate { e[1].Cov[1] = nil; return e }},
		{"positive definite", func(e []CoupleEstimate) []CoupleEstimate { e[1].Cov[0][1] += 10; return e }},
		{"positive definite", func(e []CoupleEstimate) []CoupleEstimate { e[1].Cov[0][0] = 0; return e }},
		{"a millionth", func(e []CoupleEstimate) []CoupleEstimate { e[1].Cov = [][]float64{{1e-15, 0}, {0, 1e-15}}; return e }},
		{"out of proportion", func(e []CoupleEstimate) []CoupleEstimate { e[1].Values[0] = 1e300; return e }},
	} {
		_, err := PoolOU(c.spoil(good()), PoolOptions{})
		var bad *InputError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("want %q, got %v", c.says, err)
		}
	}
}

func BenchmarkPool(b *testing.B) {
	for _, p := range []int{1, 5} {
		e := randomPool(rand.New(rand.NewPCG(1, 1)), 100, p, .5)
		b.Run(fmt.Sprintf("couples=100/quantities=%d", p), func(b *testing.B) {
			for b.Loop() {
				mustPool(b, e, PoolOptions{})
			}
		})
	}
}
