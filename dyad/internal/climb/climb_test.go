package climb

import (
	"math"
	"math/rand/v2"
	"testing"
)

// hill is a function as a Problem.
type hill func(x, g []float64) (float64, bool)

func (h hill) Eval(x, g []float64) (float64, bool) { return h(x, g) }

// Rosenbrock's banana (1960), upside down: the top is at (1, 1).
func banana(x, g []float64) (float64, bool) {
	a, b := 1-x[0], x[1]-x[0]*x[0]
	g[0], g[1] = 2*a+400*x[0]*b, -200*b
	return -a*a - 100*b*b, true
}

// Wood's function (Colville 1968): four variables, a saddle near the way.
func wood(x, g []float64) (float64, bool) {
	a, b := x[1]-x[0]*x[0], x[3]-x[2]*x[2]
	c, d := 1-x[0], 1-x[2]
	e, f := x[1]+x[3]-2, x[1]-x[3]
	g[0] = 400*x[0]*a + 2*c
	g[1] = -200*a - 20*e - 0.2*f
	g[2] = 360*x[2]*b + 2*d
	g[3] = -180*b - 20*e + 0.2*f
	return -100*a*a - c*c - 90*b*b - d*d - 10*e*e - 0.1*f*f, true
}

func TestClimbsTheKnownHills(t *testing.T) {
	for _, c := range []struct {
		name  string
		f     hill
		start []float64
	}{{"banana", banana, []float64{-1.2, 1}}, {"wood", wood, []float64{-3, -1, -3, -1}}} {
		cl := New(len(c.start))
		s := cl.Climb(c.f, c.start, 1e-14, 300)
		for i, v := range c.start {
			if math.Abs(v-1) > 1e-5 {
				t.Errorf("%s: x[%d] = %v after %+v", c.name, i, v, s)
			}
		}
		if !s.Converged || s.Evals > 150 {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
}

// With the right curvature at the start, a quadratic takes one step.
func TestTheCurvatureOfAnEarlierClimbIsUsed(t *testing.T) {
	f := hill(func(x, g []float64) (float64, bool) {
		g[0], g[1] = -6*(x[0]-2), -2e4*(x[1]+1)
		return -3*(x[0]-2)*(x[0]-2) - 1e4*(x[1]+1)*(x[1]+1), true
	})
	cl := New(2)
	copy(cl.Curvature, []float64{6, 0, 0, 2e4})
	cl.HaveCurvature = true
	x := []float64{10, 10}
	if s := cl.Climb(f, x, 1e-12, 10); s.Iterations != 1 || math.Abs(x[0]-2) > 1e-9 || math.Abs(x[1]+1) > 1e-9 {
		t.Errorf("%+v at %v", s, x)
	}
}

// A maximum at a bound is reached with the bound's value exactly, and left
// again when that was wrong.
func TestBounds(t *testing.T) {
	f := hill(func(x, g []float64) (float64, bool) {
		u, v := x[0]+1, x[1]-x[0]-2
		g[0], g[1] = -2*u+2*v, -2*v
		return -u*u - v*v, true
	})
	for _, start := range [][]float64{{3, 0}, {0, 9}, {0, 0}} {
		cl := New(2)
		cl.Lo[0] = 0
		s := cl.Climb(f, start, 1e-14, 50)
		if start[0] != 0 || math.Abs(start[1]-2) > 1e-6 || !s.Converged {
			t.Errorf("%v, %+v", start, s)
		}
	}
	cl := New(2)
	cl.Hi[1] = 5
	x := []float64{-9, 5}
	if s := cl.Climb(f, x, 1e-14, 50); !s.Converged || math.Abs(x[0]+1) > 1e-6 || math.Abs(x[1]-1) > 1e-6 {
		t.Errorf("%v, %+v", x, s)
	}
}

// log x - x exists right of zero only; the search never leaves.
func TestAWallIsNotCrossed(t *testing.T) {
	f := hill(func(x, g []float64) (float64, bool) {
		if x[0] <= 0 {
			return 0, false
		}
		g[0] = 1/x[0] - 1
		return math.Log(x[0]) - x[0], true
	})
	for _, start := range []float64{1e-3, 40} {
		x := []float64{start}
		if s := New(1).Climb(f, x, 1e-14, 100); !s.Converged || math.Abs(x[0]-1) > 1e-6 {
			t.Errorf("from %v: %v, %+v", start, x, s)
		}
	}
	if s := New(1).Climb(f, []float64{-1}, 1e-10, 9); s.Converged || !math.IsInf(s.Value, -1) {
		t.Errorf("a start outside: %+v", s)
	}
}

// Random quadratics in eight dimensions, badly scaled: at most a few steps for
// each dimension, and no memory. The decrement is by the curvature that was
// learnt, not the true one, so the last digits may be missing.
func TestQuadratics(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const n = 8
	cl := New(n)
	for range 20 {
		var l [n][n]float64
		for i := range n {
			for j := range i {
				l[i][j] = rng.NormFloat64()
			}
			l[i][i] = math.Exp(2 * rng.NormFloat64())
		}
		f := hill(func(x, g []float64) (v float64, ok bool) {
			clear(g)
			for j := range n {
				u := 0.0
				for i := j; i < n; i++ {
					u += l[i][j] * (x[i] - 1)
				}
				for i := j; i < n; i++ {
					g[i] -= u * l[i][j]
				}
				v -= u * u / 2
			}
			return v, true
		})
		x := make([]float64, n)
		cl.HaveCurvature = false
		if s := cl.Climb(f, x, 1e-12, 200); !s.Converged || s.Value < -1e-4 {
			t.Errorf("%+v", s)
		}
		if a := testing.AllocsPerRun(3, func() { clear(x); cl.HaveCurvature = false; cl.Climb(f, x, 1e-12, 200) }); a != 0 {
			t.Errorf("%v allocations", a)
		}
	}
}

func BenchmarkBanana(b *testing.B) {
	cl := New(2)
	for b.Loop() {
		x := [2]float64{-1.2, 1}
		cl.HaveCurvature = false
		cl.Climb(hill(banana), x[:], 1e-14, 300)
	}
}
