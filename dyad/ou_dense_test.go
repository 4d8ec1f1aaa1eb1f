package dyad

import (
	"math"
	"testing"

	"pgregory.net/rapid"
	"pleach/dyad/internal/spd"
	"pleach/dyad/internal/two"
)

// ouDense is the model as one big normal distribution: the covariance of all
// answers, and of the states at all rows with them.
type ouDense struct {
	y    []float64 // answers less their means
	v    []float64 // their covariance
	who  []int
	row  []int
	a    two.Mat
	p    two.Sym
	time []float64
}

func newOUDense(s Series, q OUParams) *ouDense {
	d := &ouDense{a: two.FromRows(q.Drift), time: s.T}
	d.p = two.Lyapunov(d.a, two.FromRows(q.Diffusion).Part())
	for i := range s.T {
		for who, y := range [2]float64{s.A[i], s.B[i]} {
			if !math.IsNaN(y) {
				d.y, d.who, d.row = append(d.y, y-q.Mean[who]), append(d.who, who), append(d.row, i)
			}
		}
	}
	n := len(d.y)
	d.v = make([]float64, n*n)
	for i := range n {
		for j := range n {
			d.v[i*n+j] = d.state(d.row[i], d.who[i], d.row[j], d.who[j])
		}
		d.v[i*n+i] += q.Noise[d.who[i]]
	}
	return d
}

// state is the covariance of two states: e^{AΔ}P∞, the later first.
func (d *ouDense) state(i, p, j, q int) float64 {
	if d.time[i] < d.time[j] {
		i, p, j, q = j, q, i, p
	}
	return two.Exp(d.a, d.time[i]-d.time[j]).MulSym(d.p).Rows()[p][q]
}

func (d *ouDense) logLik() float64 {
	n := len(d.y)
	l := append([]float64(nil), d.v...)
	if !spd.Cholesky(l, n, 1e-14) {
		return math.NaN()
	}
	x := append([]float64(nil), d.y...)
	spd.Solve(l, n, x)
	q := 0.0
	for i, u := range x {
		q += u * d.y[i]
	}
	return -(float64(n)*logTwoPi + spd.LogDet(l, n) + q) / 2
}

// smooth is the state of a row and its variance given all answers.
func (d *ouDense) smooth(row, who int) (mean, variance float64) {
	n := len(d.y)
	l := append([]float64(nil), d.v...)
	spd.Cholesky(l, n, 1e-14)
	c := make([]float64, n)
	for i := range n {
		c[i] = d.state(d.row[i], d.who[i], row, who)
	}
	x := append([]float64(nil), c...)
	spd.Solve(l, n, x)
	variance = d.state(row, who, row, who)
	for i, u := range x {
		mean += u * d.y[i]
		variance -= u * c[i]
	}
	return mean, variance
}

// drawnOU is any process, and a few answers of it.
func drawnOU(t *rapid.T) (OUParams, Series) {
	e := rapid.Float64Range(-1, 1)
	a := two.Mat{AA: -rapid.Float64Range(.01, 3).Draw(t, "aa"), AB: e.Draw(t, "ab"), BA: e.Draw(t, "ba"), BB: -rapid.Float64Range(.01, 3).Draw(t, "bb")}
	for !a.Stable() {
		a.AB, a.BA = a.AB/2, a.BA/2
	}
	r := rapid.Float64Range(-.95, .95).Draw(t, "r")
	p := OUParams{
		Drift: a.Rows(), Diffusion: [2][2]float64{{1, 1.2 * r}, {1.2 * r, 1.44}}, Mean: [2]float64{6, -3},
		Noise: [2]float64{rapid.SampledFrom([]float64{0, .3}).Draw(t, "noise a"), rapid.SampledFrom([]float64{0, 1}).Draw(t, "noise b")},
	}
	rng := stream(rapid.Uint64().Draw(t, "seed"), 0)
	times := make([]float64, rapid.IntRange(1, 12).Draw(t, "rows"))
	for i := range times {
		if i > 0 {
			times[i] = times[i-1] + math.Exp(3*rng.NormFloat64()-1)
		}
	}
	return p, ouGaps(SimulateOU(p, times, rng), .3, rng.Uint64())
}

func TestTheFilterIsTheJointNormalDistribution(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := drawnOU(t)
		a, b, _ := s.answered()
		if a+b == 0 {
			return
		}
		got, err := LogLikOU(s, p)
		if want := newOUDense(s, p).logLik(); err != nil || !math.IsNaN(want) && math.Abs(got-want) > 1e-7*(1+math.Abs(want)) {
			t.Fatalf("%v, the joint distribution has %v (%v)", got, want, err)
		}
	})
}

func TestSmoothedStatesAreConditionalMeans(t *testing.T) {
	s := ouBeeps(40, 5)
	s.A[7], s.B[7] = math.NaN(), math.NaN()
	for _, s := range []Series{s, s.Swap()} {
		f, err := FitOU(s, OUOptions{})
		if err != nil {
			t.Fatal(err)
		}
		d := newOUDense(s, f.OUParams)
		a, b := f.Smooth()
		for i := range s.T {
			if math.IsNaN(s.A[i]) && math.IsNaN(s.B[i]) {
				if !math.IsNaN(a.Mean[i]) {
					t.Errorf("row %d has no answer, and a state", i)
				}
				continue
			}
			for who, got := range []OUStates{a, b} {
				mean, v := d.smooth(i, who)
				if math.Abs(got.Mean[i]-f.Mean[who]-mean) > 1e-6 || math.Abs(got.SD[i]-math.Sqrt(v)) > 1e-6 {
					t.Errorf("row %d, partner %d: %v ± %v, want %v ± %v", i, who, got.Mean[i], got.SD[i], f.Mean[who]+mean, math.Sqrt(v))
				}
			}
		}
	}
}

// A partner's residual is what the rows before leave unsaid: checked in one
// row by the joint distribution of all rows up to it.
func TestResidualsAreOneStepAhead(t *testing.T) {
	s := ouBeeps(40, 6)
	f, err := FitOU(s, OUOptions{})
	if err != nil {
		t.Fatal(err)
	}
	a, b := f.Residuals()
	const row = 30
	past := Series{T: s.T[:row+1], A: append([]float64(nil), s.A[:row+1]...), B: append([]float64(nil), s.B[:row+1]...)}
	past.A[row], past.B[row] = math.NaN(), math.NaN()
	d := newOUDense(past, f.OUParams)
	for who, got := range []float64{a[row], b[row]} {
		y := []float64{s.A[row], s.B[row]}[who]
		mean, v := d.smooth(row, who)
		want := (y - f.Mean[who] - mean) / math.Sqrt(v+f.Noise[who])
		if math.IsNaN(got) != math.IsNaN(y) || math.Abs(got-want) > 1e-6 {
			t.Errorf("partner %d: %v, want %v", who, got, want)
		}
	}
}
