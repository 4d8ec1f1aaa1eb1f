package dyad

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"pleach/dyad/internal/two"
)

// A study's numbers must not depend on how many processors drew it, and a
// larger study begins with the smaller one.
func TestASimulatedStudyIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	d := Design{Couples: 9, Times: 30, Missing: 0.2, NoiseShare: 0.3, Cycle: 1, Seed: 7,
		Schedule: Schedule{Beeps: 3, Jitter: 1, Own: true}}
	one, three := d, d
	one.Workers, three.Workers = 1, 3
	three.Couples = 12
	a := mustSimulate(t, TypicalVAR(), one)
	b := mustSimulate(t, TypicalVAR(), three)[:9]
	for i := range a {
		if !reflect.DeepEqual(simulatedBits(a[i]), simulatedBits(b[i])) {
			t.Errorf("couple %d differs", i)
		}
	}
}

// The states have the moments that the process promises: the stationary
// covariance, and Φ between neighbours.
func TestSimulatedStatesHaveTheProcessMoments(t *testing.T) {
	p := VARTruth{Lag: [2][2]float64{{0.5, 0.2}, {-0.1, 0.3}}, Innovation: [2][2]float64{{1, 0.3}, {0.3, 2}}, Mean: [2]float64{5, -2}}
	c := mustSimulate(t, p, Design{Times: 200000, Seed: 1})[0]
	v := stationaryVAR(p.Lag, p.Innovation)
	ma, va := powerMoments(c.A)
	mb, vb := powerMoments(c.B)
	simulatedNear(t, "mean of a", ma, 5, 0.02)
	simulatedNear(t, "mean of b", mb, -2, 0.02)
	simulatedNear(t, "variance of a", va*va, v[0][0], 0.03)
	simulatedNear(t, "variance of b", vb*vb, v[1][1], 0.03)
	next := 0.0
	for k := 1; k < len(c.A); k++ {
		next += (c.A[k] - 5) * (c.B[k-1] + 2) / float64(len(c.A)-1)
	}
	simulatedNear(t, "Cov(a_t, b_t-1)", next, p.Lag[0][0]*v[0][1]+p.Lag[0][1]*v[1][1], 0.03)
}

// Noise is a share of an answer's variance, and missing a share of the answers.
func TestNoiseAndGapsAreShares(t *testing.T) {
	p := VARTruth{Innovation: [2][2]float64{{4, 0}, {0, 9}}}
	c := mustSimulate(t, p, Design{Times: 100000, NoiseShare: 0.3, Missing: 0.2, MissingAfterLow: 0.2, Seed: 2})[0]
	given, missed, low := []float64{}, 0, 0
	last := 0.0
	afterLow := 0
	for _, v := range c.A {
		if last < 0 {
			afterLow++
		}
		if math.IsNaN(v) {
			missed++
			if last < 0 {
				low++
			}
			continue
		}
		given, last = append(given, v), v
	}
	_, sd := powerMoments(given)
	simulatedNear(t, "variance of an answer", sd*sd, 4/0.7, 0.1)
	simulatedNear(t, "missing after a low answer", float64(low)/float64(afterLow), 0.4, 0.01)
	simulatedNear(t, "missing otherwise", float64(missed-low)/float64(len(c.A)-afterLow), 0.2, 0.01)
}

// Beeps lie in the day, nights are free, and own times never give two answers
// in one row.
func TestBeepsLieInTheDay(t *testing.T) {
	d := Design{Times: 60, Schedule: Schedule{Beeps: 2, Jitter: 1, From: 9, Until: 21, Own: true}, Seed: 3}
	c := mustSimulate(t, TypicalVAR(), d)[0]
	if err := c.check(); err != nil {
		t.Fatal(err)
	}
	if a, b, both := c.answered(); a != 60 || b != 60 || both != 0 {
		t.Errorf("%d, %d and %d together, want 60, 60 and 0", a, b, both)
	}
	for _, at := range c.T {
		if h := math.Mod(at, 24); h < 9 || h > 21 {
			t.Errorf("asked at %v o'clock", h)
		}
	}
}

// What both share is shared: with no process between them, a daily cycle alone
// makes their answers correlate (design: r = .35 and the like).
func TestASharedCycleLooksLikeCoupling(t *testing.T) {
	p := VARTruth{Innovation: [2][2]float64{{1, 0}, {0, 1}}}
	c := mustSimulate(t, p, Design{Times: 24000, Cycle: 1, Seed: 4})[0]
	sum := 0.0
	for k := range c.A {
		sum += c.A[k] * c.B[k] / float64(len(c.A))
	}
	simulatedNear(t, "covariance by the cycle", sum, 0.5, 0.03)
}

func TestADesignThatCannotBeIsRefused(t *testing.T) {
	for name, d := range map[string]Design{
		"no couple":      {Couples: -1},
		"one time":       {Times: 1},
		"all missing":    {Missing: 1},
		"all noise":      {NoiseShare: 1},
		"night shift":    {Schedule: Schedule{From: 22, Until: 6}},
		"jitter":         {Schedule: Schedule{Jitter: 2}},
		"own, no jitter": {Schedule: Schedule{Beeps: 2, Own: true}},
		"a NaN":          {Trend: math.NaN()},
	} {
		if _, err := Simulate(TypicalVAR(), d); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	for name, p := range map[string]VARTruth{
		"unstable":    {Lag: [2][2]float64{{1, 0}, {0, 0.5}}, Innovation: [2][2]float64{{1, 0}, {0, 1}}},
		"no variance": {},
		"NaN":         {Lag: [2][2]float64{{math.NaN(), 0}, {0, 0}}, Innovation: [2][2]float64{{1, 0}, {0, 1}}},
	} {
		if _, err := Simulate(p, Design{}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func mustSimulate(t *testing.T, p Process, d Design) []Simulated {
	t.Helper()
	c, err := Simulate(p, d)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// simulatedBits makes NaN comparable.
func simulatedBits(c Simulated) (bits [][4]uint64) {
	for k := range c.T {
		bits = append(bits, [4]uint64{math.Float64bits(c.T[k]), math.Float64bits(c.A[k]), math.Float64bits(c.B[k]), math.Float64bits(c.Together[k])})
	}
	return bits
}

func simulatedNear(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s is %.4f, want %.4f within %v", what, got, want, tol)
	}
}

// Over one hour, an OU couple moves as its matrix exponential says, whether its
// moods swing or just fade.
func TestSimulatedOUHasItsLagsAndItsCovariance(t *testing.T) {
	for name, drift := range map[string][2][2]float64{
		"fades":    {{-0.5, 0.15}, {0.10, -0.6}},
		"swings":   {{-0.3, 0.5}, {-0.5, -0.3}},
		"repeated": {{-0.4, 0.2}, {0, -0.4}},
	} {
		p := OUTruth{Drift: drift, Diffusion: [2][2]float64{{1, 0.3}, {0.3, 1.2}}}
		c := mustSimulate(t, p, Design{Times: 200000, Seed: 5})[0]
		v, f := stationaryOU(p.Drift, p.Diffusion), p.Lags(1)
		var same, next float64
		for k := 1; k < len(c.A); k++ {
			same += c.A[k] * c.B[k] / float64(len(c.A))
			next += c.A[k] * c.B[k-1] / float64(len(c.A))
		}
		simulatedNear(t, name+": Cov(a, b)", same, v[0][1], 0.03)
		simulatedNear(t, name+": Cov(a, b an hour before)", next, f[0][0]*v[0][1]+f[0][1]*v[1][1], 0.03)
	}
}

// The exponential and the stationary covariance solve their equations.
func TestTheExponentialAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.Float64Range(-1, 1)
		a := [2][2]float64{{-1.01 + u.Draw(t, "aa"), u.Draw(t, "ab")}, {u.Draw(t, "ba"), -1.01 + u.Draw(t, "bb")}}
		x, y := rapid.Float64Range(0, 3).Draw(t, "x"), rapid.Float64Range(0, 3).Draw(t, "y")
		m := two.FromRows(a)
		one, product := two.Exp(m, x+y).Rows(), two.Exp(m, x).Mul(two.Exp(m, y)).Rows()
		other := expOU(a, x+y)
		q := [2][2]float64{{1, 0.3}, {0.3, 2}}
		for i := range 2 {
			for j := range 2 {
				if near := 1e-9 * (1 + math.Abs(one[i][j])); math.Abs(one[i][j]-product[i][j]) > near || math.Abs(one[i][j]-other[i][j]) > near {
					t.Fatalf("e^(A(x+y)) is %v, the product %v, worked out the other way %v", one, product, other)
				}
			}
		}
		if !m.Stable() {
			return
		}
		p := two.Lyapunov(m, two.Sym{AA: q[0][0], AB: q[0][1], BB: q[1][1]}).Mat().Rows()
		ap := times2(a, p)
		for i := range 2 {
			for j := range 2 {
				if r := ap[i][j] + ap[j][i] + q[i][j]; math.Abs(r) > 1e-9*(1+math.Abs(p[0][0])+math.Abs(p[1][1])) {
					t.Fatalf("AP + PAᵀ + Q is %v", r)
				}
			}
		}
	})
}
