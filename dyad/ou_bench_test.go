package dyad

import (
	"math"
	"testing"
)

// ouBeeps is a couple at n irregular hours, with noise and a fifth missing.
func ouBeeps(n int, seed uint64) Series {
	rng := stream(seed, 1)
	t := make([]float64, n)
	for i := range t {
		day, slot := i/8, i%8
		t[i] = 24*float64(day) + 8 + 1.75*(float64(slot)+.05+.9*rng.Float64())
	}
	s := SimulateOU(OUParams{
		Drift: [2][2]float64{{-.4, .12}, {.08, -.5}}, Diffusion: [2][2]float64{{1, .38}, {.38, 1.2}},
		Mean: [2]float64{6, 5.5}, Noise: [2]float64{.3, .2},
	}, t, rng)
	return ouGaps(s, .2, seed)
}

func ouGaps(s Series, share float64, seed uint64) Series {
	rng := stream(seed, 2)
	for i := range s.T {
		if rng.Float64() < share {
			s.A[i] = math.NaN()
		}
		if rng.Float64() < share {
			s.B[i] = math.NaN()
		}
	}
	return s
}

// ouYear is what the app has after a year: two pulses a day, each partner at
// their own time, one in four forgotten.
func ouYear(seed uint64) (Series, Covariate) {
	rng := stream(seed, 3)
	t := make([]float64, 730)
	together := Covariate{Name: "together", Values: make([]float64, 730)}
	for i := range t {
		t[i] = 12*float64(i) + 7 + 4*rng.Float64()
		if rng.Float64() < .6 {
			together.Values[i] = 1
		}
	}
	s := SimulateOU(OUParams{
		Drift: [2][2]float64{{-.06, .01}, {.01, -.05}}, Diffusion: [2][2]float64{{.12, .03}, {.03, .1}},
		Mean: [2]float64{6, 5.5}, Noise: [2]float64{.5, .4},
	}, t, rng)
	return ouGaps(s, .25, seed), together
}

func BenchmarkFitOU200(b *testing.B) {
	s := ouBeeps(200, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := FitOU(s, OUOptions{Noise: NoiseFree, Workers: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFitOUYear(b *testing.B) {
	s, together := ouYear(1)
	o := OUOptions{Prior: PriorDefault, Cycles: []float64{24, 168}, Trend: true, Covariates: []Covariate{together}, Workers: 1}
	for b.Loop() {
		if _, err := FitOU(s, o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOUGradient200(b *testing.B) {
	o := OUOptions{Noise: NoiseFree}
	d, _ := newOUData(ouBeeps(200, 1), o)
	space := newOUSpace(d, o)
	p := newOUProblem(d, &space, false)
	x := ouPoint{ouShareA: .2, ouShareB: .2}
	var g ouPoint
	for b.Loop() {
		p.Eval(x[:], g[:])
	}
}
