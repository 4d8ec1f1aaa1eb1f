package scoring

import (
	"math"
	"testing"
)

// banana is minus Rosenbrock's function, with the Gauss-Newton information.
type banana struct{}

func (banana) Eval(x, g, h []float64) (float64, bool) {
	u, v := 10*(x[1]-x[0]*x[0]), 1-x[0]
	if g != nil {
		g[0], g[1] = 20*x[0]*u+v, -10*u
		h[0], h[1], h[2], h[3] = 400*x[0]*x[0]+1, -200*x[0], -200*x[0], 100
	}
	return -(u*u + v*v) / 2, true
}

func TestClimbsTheBananaFromAnywhere(t *testing.T) {
	c := New(2)
	for _, start := range [][]float64{{-1.2, 1}, {5, 5}, {0, -3}, {-10, 40}} {
		x := append([]float64(nil), start...)
		s := c.Climb(banana{}, x, 1e-18, 200)
		if !s.Converged || math.Abs(x[0]-1) > 1e-6 || math.Abs(x[1]-1) > 1e-6 {
			t.Errorf("from %v: %+v at %v", start, s, x)
		}
	}
}

func TestClimbingAllocatesNothing(t *testing.T) {
	c, x := New(2), make([]float64, 2)
	var p Problem = banana{}
	if n := testing.AllocsPerRun(10, func() { x[0], x[1] = -1.2, 1; c.Climb(p, x, 1e-12, 100) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
