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

// referencePairs is apim.csv: 120 couples, a few values and people missing.
func referencePairs(t testing.TB) Pairs {
	d := referenceCSV(t, "apim.csv")
	p := Pairs{Couple: d.codes("couple"), Y: d.numbers("y"), X: [][]float64{d.numbers("x1"), d.numbers("x2")}, RoleNames: [2]string{"w", "m"}}
	for _, r := range d.text("role") {
		p.Role = append(p.Role, map[string]int{"w": 0, "m": 1}[r])
	}
	return p
}

// The numbers are R's gls on the rows with own and partner's predictors.
func TestAPIMIsRsGLS(t *testing.T) {
	for name, o := range map[string]APIMOptions{
		"apim, ml": {}, "apim, reml": {REML: true},
		"apim, ml, exchangeable": {Exchangeable: true}, "apim, reml, exchangeable": {REML: true, Exchangeable: true},
	} {
		f := mustAPIM(t, referencePairs(t), o)
		if checkReference(t, &f.Fit, reference(t, name), 2e-4); f.Status != Converged || f.NObs != reference(t, name).N {
			t.Errorf("%s: %s with %d rows", name, f.Status, f.NObs)
		}
	}
}

// randomPairs draws couples with some predictors, missing values and people,
// and a residual correlation.
func randomPairs(seed uint64, couples, k int, missing float64) Pairs {
	rng := rand.New(rand.NewPCG(seed, 7))
	d := Pairs{X: make([][]float64, k)}
	maybe := func(x float64) float64 {
		if rng.Float64() < missing {
			return math.NaN()
		}
		return x
	}
	for c := range couples {
		shared := rng.NormFloat64()
		x := [2][]float64{}
		for r := range 2 {
			for range k {
				x[r] = append(x[r], rng.NormFloat64()+.4*shared)
			}
		}
		for r := range 2 {
			y := 3 + .5*float64(r) + .6*shared + (1+.5*float64(r))*rng.NormFloat64()
			for j := range k {
				y += .3*x[r][j] + .15*x[1-r][j]
				d.X[j] = append(d.X[j], maybe(x[r][j]))
			}
			d.Couple, d.Role, d.Y = append(d.Couple, 10*c), append(d.Role, r), append(d.Y, maybe(y))
		}
	}
	return d
}

func drawPairs(t *rapid.T) (Pairs, APIMOptions) {
	d := randomPairs(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(25, 60).Draw(t, "couples"), rapid.IntRange(0, 3).Draw(t, "predictors"), rapid.Float64Range(0, .07).Draw(t, "missing"))
	return d, APIMOptions{REML: rapid.Bool().Draw(t, "reml"), Exchangeable: rapid.Bool().Draw(t, "exchangeable")}
}

func mustAPIM(t rapid.TB, d Pairs, o APIMOptions) *APIMFit {
	f, err := FitAPIM(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func closeTo(a, b, tol float64) bool {
	return a == b || math.Abs(a-b) <= tol*(1+math.Abs(a)+math.Abs(b)) || math.IsNaN(a) && math.IsNaN(b)
}

func TestUnitsDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, o := drawPairs(t)
		unit := math.Pow(10, rapid.Float64Range(-9, 9).Draw(t, "unit"))
		scaled := d
		scaled.Y = make([]float64, len(d.Y))
		for i, y := range d.Y {
			scaled.Y[i] = y * unit
		}
		f, g := mustAPIM(t, d, o), mustAPIM(t, scaled, o)
		for i, p := range f.Params {
			factor := unit
			if p.Name == "residual.cor" {
				factor = 1
			}
			if q := g.Params[i]; !closeTo(p.Estimate, q.Estimate/factor, 1e-7) || !closeTo(p.SE, q.SE/factor, 1e-6) || !closeTo(f.DF[i], g.DF[i], 1e-5) {
				t.Fatalf("%s: %v and %v in other units", p.Name, p, q)
			}
		}
	})
}

func TestSwappedRolesSwapTheResult(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, o := drawPairs(t)
		o.Exchangeable = false
		d.RoleNames = [2]string{"w", "m"}
		swapped := d
		swapped.RoleNames, swapped.Role = [2]string{"m", "w"}, make([]int, len(d.Role))
		for i, r := range d.Role {
			swapped.Role[i] = 1 - r
		}
		f, g := mustAPIM(t, d, o), mustAPIM(t, swapped, o)
		for _, p := range f.Params {
			if q, ok := g.Param(p.Name); !ok || !closeTo(p.Estimate, q.Estimate, 1e-9) || !closeTo(p.SE, q.SE, 1e-8) {
				t.Fatalf("%s: %v and %v with the roles swapped", p.Name, p, q)
			}
		}
	})
}

func TestWhoComesFirstIsNothingToExchangeablePartners(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, o := drawPairs(t)
		o.Exchangeable = true
		f := mustAPIM(t, d, o)
		for i := 0; i+1 < len(d.Y); i += 2 {
			if i%3 == 0 {
				d.Y[i], d.Y[i+1] = d.Y[i+1], d.Y[i]
				for _, x := range d.X {
					x[i], x[i+1] = x[i+1], x[i]
				}
			}
		}
		d.Role = nil
		g := mustAPIM(t, d, o)
		for i := range f.Params {
			if fmt.Sprint(f.Params[i]) != fmt.Sprint(g.Params[i]) {
				t.Fatalf("%v and %v", f.Params[i], g.Params[i])
			}
		}
	})
}

// A best optimum has no slope, and no random point is above it.
func TestNothingBeatsTheOptimum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, o := drawPairs(t)
		data, _ := readPairs(d, o.Exchangeable)
		design, err := newApimDesign(data, o.Exchangeable)
		if err != nil {
			t.Fatal(err)
		}
		l := newApimLikelihood(design, o.REML)
		x, best := apimBest(l)
		at := make([]float64, len(x))
		for range 200 {
			for i := range at {
				at[i] = rapid.Float64Range(-3, 3).Draw(t, "x")
			}
			if v, ok := l.Eval(at, nil, nil); ok && v > best.Value+1e-9 {
				t.Fatalf("%v at %v is above the optimum, %v at %v", v, at, best.Value, x)
			}
		}
	})
}

// The score is the slope of the log-likelihood, and the log-likelihood with
// complete couples and no predictors is the bivariate normal's.
func TestTheScoreIsTheSlope(t *testing.T) {
	for _, o := range []APIMOptions{{}, {REML: true}, {Exchangeable: true}, {REML: true, Exchangeable: true}} {
		data, _ := readPairs(randomPairs(3, 40, 2, .1), o.Exchangeable)
		design, _ := newApimDesign(data, o.Exchangeable)
		l := newApimLikelihood(design, o.REML)
		x := []float64{.3, -.2, .4}[:l.size()]
		g := make([]float64, l.size())
		l.Eval(x, g, nil)
		for i := range x {
			at := append([]float64(nil), x...)
			at[i] += 1e-5
			up, _ := l.Eval(at, nil, nil)
			at[i] -= 2e-5
			down, _ := l.Eval(at, nil, nil)
			if slope := (up - down) / 2e-5; math.Abs(slope-g[i]) > 1e-5*(1+math.Abs(slope)) {
				t.Errorf("%+v: score %d is %v, the slope %v", o, i, g[i], slope)
			}
		}
		h := make([]float64, len(x)*len(x))
		if n := testing.AllocsPerRun(10, func() { l.Eval(x, g, h) }); n != 0 {
			t.Errorf("%v allocations", n)
		}
	}
}

// With complete couples, each role's equation by itself is a regression, and
// Satterthwaite's degrees of freedom are the regression's.
func TestDegreesOfFreedomAreTheRegressions(t *testing.T) {
	d := randomPairs(5, 40, 2, 0)
	for _, reml := range []bool{false, true} {
		f := mustAPIM(t, d, APIMOptions{REML: reml})
		for i := range 10 {
			if math.Abs(f.DF[i]-35) > 1e-3 {
				t.Errorf("reml %v: %s has %v degrees of freedom, want 35", reml, f.Params[i].Name, f.DF[i])
			}
		}
	}
}

func TestPatternsAndKOfAKnownFit(t *testing.T) {
	f := mustAPIM(t, referencePairs(t), APIMOptions{Exchangeable: true})
	a, _ := f.Param("actor.x1")
	p, _ := f.Param("partner.x1")
	for _, c := range f.Patterns() {
		want := map[string]float64{"actor only": p.Estimate, "partner only": a.Estimate, "couple": a.Estimate - p.Estimate, "contrast": a.Estimate + p.Estimate}
		if c.X == "x1" && math.Abs(c.Estimate-want[c.Pattern]) > 1e-12 {
			t.Errorf("%+v, want %v", c, want[c.Pattern])
		}
		if !(c.P >= 0 && c.P <= 1) {
			t.Errorf("%+v: no probability", c)
		}
	}
	k := f.KRatios()[0]
	if k.Name != "k.x1" || math.Abs(k.Estimate-p.Estimate/a.Estimate) > 1e-12 || !(k.Lo < k.Estimate && k.Estimate < k.Hi) {
		t.Errorf("%+v", k)
	}
	if lo, hi := fieller(1, 2, .01, 0, .01, 1.96); math.Abs(lo-.39464) > 1e-5 || math.Abs(hi-.61505) > 1e-5 {
		t.Errorf("Fieller's interval of 1/2 is %v to %v", lo, hi)
	}
	if lo, _ := fieller(1, .1, .01, 0, .01, 1.96); !math.IsNaN(lo) {
		t.Error("a ratio to nothing has no finite interval")
	}
}

// Roles that are dealt at random are told apart in one study of twenty.
func TestDistinguishabilityHoldsItsLevel(t *testing.T) {
	found, studies := 0, 300
	for i := range studies {
		rng := rand.New(rand.NewPCG(uint64(i), 11))
		var d Pairs
		d.X = make([][]float64, 1)
		for c := range 80 {
			shared := rng.NormFloat64()
			x := [2]float64{rng.NormFloat64(), rng.NormFloat64()}
			for r := range 2 {
				d.Couple, d.Role = append(d.Couple, c), append(d.Role, r)
				d.X[0] = append(d.X[0], x[r])
				d.Y = append(d.Y, .4*x[r]+.2*x[1-r]+.7*shared+rng.NormFloat64())
			}
		}
		test, err := TestDistinguishable(d)
		if err != nil || test.DF != 4 {
			t.Fatal(test, err)
		}
		if test.P < .05 {
			found++
		}
	}
	if found < 5 || found > 30 {
		t.Errorf("%d of %d studies find a difference that is not there", found, studies)
	}
}

func TestWhatAPIMCannotRead(t *testing.T) {
	good := func() Pairs { return randomPairs(9, 30, 2, 0) }
	for _, c := range []struct {
		says   string
		spoil  func(*Pairs)
		fitted bool
	}{
		{"no rows", func(d *Pairs) { *d = Pairs{} }, false},
		{"never varies", func(d *Pairs) { constant(d.Y) }, false},
		{"x2 never varies", func(d *Pairs) { constant(d.X[1]) }, false},
		{"x2 is a sum of the other", func(d *Pairs) { copy(d.X[1], d.X[0]) }, false},
		{"x1 of the partner is a sum", func(d *Pairs) { couplewise(d.X[0]) }, false},
		{"exact sum of the predictors", func(d *Pairs) { copy(d.Y, d.X[0]) }, false},
		{"role twice", func(d *Pairs) { d.Role[1] = 0 }, false},
		{"the role is 7", func(d *Pairs) { d.Role[1] = 7 }, false},
		{"infinite", func(d *Pairs) { d.Y[4] = math.Inf(1) }, false},
		{"x2 is infinite", func(d *Pairs) { d.X[1][4] = math.Inf(-1) }, false},
		{"different lengths", func(d *Pairs) { d.X[0] = d.X[0][:4] }, false},
		{"too few", func(d *Pairs) { missing(d.Y, 8) }, false},
		{"too few", func(d *Pairs) { missing(d.Y, 0) }, false},
	} {
		d := good()
		c.spoil(&d)
		_, err := FitAPIM(d, APIMOptions{})
		var bad *InputError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("want %q, got %v", c.says, err)
		}
	}
	d := good()
	d.Couple[2] = d.Couple[0]
	if _, err := FitAPIM(d, APIMOptions{Exchangeable: true}); err == nil || !strings.Contains(err.Error(), "third row") {
		t.Errorf("a couple of three: %v", err)
	}
}

func constant(x []float64) {
	for i := range x {
		x[i] = 4.1
	}
}

func couplewise(x []float64) {
	for i := 0; i+1 < len(x); i += 2 {
		x[i+1] = x[i]
	}
}

func missing(x []float64, from int) {
	for i := from; i < len(x); i++ {
		x[i] = math.NaN()
	}
}

func TestStatusesOfOddCouples(t *testing.T) {
	same := randomPairs(2, 30, 0, 0)
	couplewise(same.Y)
	f := mustAPIM(t, same, APIMOptions{Exchangeable: true})
	if p, _ := f.Param("residual.cor"); f.Status != Boundary || p.Estimate != 1 || !math.IsNaN(f.LogLik) || f.DF[0] != 29 {
		t.Errorf("partners with the same outcome: %s, %+v", f.Status, p)
	}
	if f = mustAPIM(t, randomPairs(2, 2, 1, 0), APIMOptions{Exchangeable: true, REML: true}); f.Status != NotIdentified {
		t.Errorf("two couples: %s", f.Status)
	}
	alone := randomPairs(2, 60, 1, 0)
	for i := range alone.Y {
		if i%4 == 0 || i%4 == 3 {
			alone.Y[i] = math.NaN()
		}
	}
	f = mustAPIM(t, alone, APIMOptions{})
	p, _ := f.Param("residual.cor")
	if f.Status != NotIdentified || !math.IsNaN(p.Estimate) || f.Pairs != 0 || f.Singles != 60 {
		t.Errorf("no couple with both answers: %s, %+v, %d and %d", f.Status, p, f.Pairs, f.Singles)
	}
	if a, _ := f.Param("actor.x1.a"); math.IsNaN(a.Estimate) || math.IsNaN(a.SE) {
		t.Errorf("the effects hold all the same: %+v", a)
	}
}

func BenchmarkAPIM(b *testing.B) {
	for _, couples := range []int{150, 5000} {
		d := randomPairs(1, couples, 2, .05)
		for _, o := range []APIMOptions{{}, {Exchangeable: true}} {
			b.Run(fmt.Sprintf("couples=%d/exchangeable=%v", couples, o.Exchangeable), func(b *testing.B) {
				for b.Loop() {
					if _, err := FitAPIM(d, o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
