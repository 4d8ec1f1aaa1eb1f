package dyad

import (
	"math"
	"math/rand/v2"
	"testing"

	"pleach/dyad/internal/spd"

	"pgregory.net/rapid"
)

// simulateVAR draws n rows of a stationary VAR(1) after a long run-in.
func simulateVAR(rng *rand.Rand, p VARParams, n int) Series {
	s := Series{T: make([]float64, n), A: make([]float64, n), B: make([]float64, n)}
	la := math.Sqrt(p.Innovation[0][0])
	lab := p.Innovation[0][1] / la
	lb := math.Sqrt(p.Innovation[1][1] - lab*lab)
	var x [2]float64
	for i := -200; i < n; i++ {
		u, v := rng.NormFloat64(), rng.NormFloat64()
		x = [2]float64{p.Lag[0][0]*x[0] + p.Lag[0][1]*x[1] + la*u, p.Lag[1][0]*x[0] + p.Lag[1][1]*x[1] + lab*u + lb*v}
		if i >= 0 {
			s.T[i], s.A[i], s.B[i] = float64(i), p.Mean[0]+x[0], p.Mean[1]+x[1]
		}
	}
	return s
}

// lose makes a share of each partner's answers missing.
func lose(rng *rand.Rand, s Series, share float64) Series {
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

var varTruth = VARParams{
	Lag:        [2][2]float64{{.45, .10}, {.05, .40}},
	Innovation: [2][2]float64{{1, .3}, {.3, 1.2}},
	Mean:       [2]float64{6, 5.5},
}

// denseLogLik is the density of all answers at once, from the covariance
// Φ^k·P between any two rows: no filter, no shortcuts.
func denseLogLik(s Series, p VARParams, blocks []int) float64 {
	l, _ := newVARLyapunov(p.Lag)
	stationary := varFull(l.solve(varSym{p.Innovation[0][0], p.Innovation[0][1], p.Innovation[1][1]}))
	type answer struct {
		row, who int
		value    float64
	}
	var as []answer
	for i := range s.T {
		for who, v := range [2]float64{s.A[i], s.B[i]} {
			if !math.IsNaN(v) {
				as = append(as, answer{i, who, v - p.Mean[who]})
			}
		}
	}
	n := len(as)
	c, e := make([]float64, n*n), make([]float64, n)
	for i, x := range as {
		e[i] = x.value
		for j, y := range as[:i+1] {
			if blocks != nil && blocks[x.row] != blocks[y.row] {
				continue
			}
			m := stationary
			for k := 0; k < int(math.Round(s.T[x.row]-s.T[y.row])); k++ {
				m = varMul(p.Lag, m)
			}
			c[i*n+j] = m[x.who][y.who]
		}
	}
	if !spd.Cholesky(c, n, 0) {
		panic("not a covariance")
	}
	z := append([]float64(nil), e...)
	spd.Solve(c, n, z)
	q := 0.0
	for i := range e {
		q += e[i] * z[i]
	}
	return -(float64(n)*log2Pi + spd.LogDet(c, n) + q) / 2
}

func TestTheFilterIsTheDensityOfAllAnswersAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(6, 30).Draw(t, "rows")
		s := lose(rng, simulateVAR(rng, varTruth, n), rapid.Float64Range(0, .7).Draw(t, "missing"))
		var blocks []int
		if rapid.Bool().Draw(t, "nights") {
			for i := range n {
				blocks = append(blocks, i/7)
			}
		}
		got, err := LogLikVAR(s, varTruth, VAROptions{Blocks: blocks, Step: 1})
		if err != nil {
			t.Skip(err)
		}
		if want := denseLogLik(s, varTruth, blocks); !(math.Abs(got-want) < 1e-8) {
			t.Fatalf("log-likelihood %.12f, want %.12f", got, want)
		}
	})
}

func TestTheScoreIsTheSlopeAndTheInformationIsItsVariance(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	g, err := newVARGrid(lose(rng, simulateVAR(rng, varTruth, 80), .3), VAROptions{})
	if err != nil {
		t.Fatal(err)
	}
	l := newVARLikelihood(g)
	x := [varAll]float64{.3, .2, -.1, .5, -.2, .1, .4, .2, -.1}
	var score, info [varAll * varAll]float64
	l.Eval(x[:], score[:varAll], info[:])
	for i := range x {
		up, down := x, x
		const h = 1e-5
		up[i], down[i] = x[i]+h, x[i]-h
		u, _ := l.Eval(up[:], nil, nil)
		d, _ := l.Eval(down[:], nil, nil)
		if want := (u - d) / (2 * h); !(math.Abs(score[i]-want) < 1e-5*(1+math.Abs(want))) {
			t.Errorf("score %d is %v, slope %v", i, score[i], want)
		}
	}
	chol := info
	if !spd.Cholesky(chol[:], varAll, 1e-10) {
		t.Error("the information is not positive definite")
	}
}

func TestTheLikelihoodAllocatesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	g, _ := newVARGrid(lose(rng, simulateVAR(rng, varTruth, 80), .3), VAROptions{})
	l := newVARLikelihood(g)
	x := [varAll]float64{.3, .2, -.1, .5}
	score, info := make([]float64, varAll), make([]float64, varAll*varAll)
	if n := testing.AllocsPerRun(20, func() { l.Eval(x[:], score, info) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkVARScore(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 1))
	g, _ := newVARGrid(lose(rng, simulateVAR(rng, varTruth, 200), .2), VAROptions{})
	l := newVARLikelihood(g)
	x := [varAll]float64{.3, .2, -.1, .5}
	score, info := make([]float64, varAll), make([]float64, varAll*varAll)
	for _, c := range []struct {
		name string
		g, h []float64
	}{{"value", nil, nil}, {"score", score, nil}, {"information", score, info}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				l.Eval(x[:], c.g, c.h)
			}
		})
	}
}

func BenchmarkFitVAR(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 1))
	s := lose(rng, simulateVAR(rng, varTruth, 200), .2)
	for b.Loop() {
		FitVAR(s, VAROptions{})
	}
}
