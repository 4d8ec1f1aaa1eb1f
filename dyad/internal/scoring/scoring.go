// Package scoring climbs a smooth log-likelihood whose gradient and
// information matrix are known: Fisher scoring with the damping of Levenberg
// and Marquardt (Marquardt 1963), so that a step never goes down and a
// direction without information does no harm. For a handful of parameters;
// nothing is allocated after New.
package scoring

import (
	"math"

	"pleach/dyad/internal/spd"
)

// Problem is a log-likelihood. Eval returns its value at x, and unless they
// are nil fills the gradient (n) and the positive semidefinite information
// (n·n, both triangles). ok is false where x is outside the space.
type Problem interface {
	Eval(x, gradient, information []float64) (value float64, ok bool)
}

// Climber has the memory for problems of one size.
type Climber struct {
	n                 int
	g, h, step, l, at []float64
	g2, h2            []float64 // at the point that is tried
}

// New makes a climber for n parameters.
func New(n int) *Climber {
	m := func(k int) []float64 { return make([]float64, k) }
	return &Climber{n: n, g: m(n), h: m(n * n), step: m(n), l: m(n * n), at: m(n), g2: m(n), h2: m(n * n)}
}

// Summit is how a climb ended. Decrement is half of gᵀ·H⁻¹·g at the end: about
// how much higher the optimum is.
type Summit struct {
	Value, Decrement float64
	Iterations       int
	Converged        bool
}

// Climb moves x to a local maximum: until the decrement is below tol, or
// limit iterations are over. The start must be inside the space.
func (c *Climber) Climb(p Problem, x []float64, tol float64, limit int) Summit {
	f, ok := p.Eval(x, c.g, c.h)
	if !ok {
		return Summit{Value: math.Inf(-1)}
	}
	damp := 1e-3
	for it := range limit {
		dec, solved := c.newton(0)
		if solved && dec < tol {
			return Summit{f, dec, it, true}
		}
		f2, ok := c.raise(p, x, f, &damp)
		if !ok {
			return Summit{f, dec, it, solved && dec < 1e3*tol}
		}
		f = f2
	}
	dec, solved := c.newton(0)
	return Summit{f, dec, limit, solved && dec < tol}
}

// newton solves (H + damp·diag H)·step = g and returns gᵀ·step/2.
func (c *Climber) newton(damp float64) (dec float64, ok bool) {
	n := c.n
	copy(c.l, c.h)
	for i := range n {
		c.l[i*n+i] += damp * (c.h[i*n+i] + 1e-10)
	}
	if !spd.Cholesky(c.l, n, 1e-13) {
		return math.Inf(1), false
	}
	copy(c.step, c.g)
	spd.Solve(c.l, n, c.step)
	for i, g := range c.g {
		dec += g * c.step[i] / 2
	}
	return dec, true
}

// raise tries steps, ever more damped, until one goes up. The first one mostly
// does, so it is evaluated with its slope at once.
func (c *Climber) raise(p Problem, x []float64, f float64, damp *float64) (float64, bool) {
	for try := range 40 {
		if _, ok := c.newton(*damp); ok {
			for i := range x {
				c.at[i] = x[i] + c.step[i]
			}
			if v, ok := c.try(p, try == 0); ok && v >= f {
				copy(x, c.at)
				c.g, c.g2, c.h, c.h2 = c.g2, c.g, c.h2, c.h
				*damp = max(*damp/10, 1e-9)
				if try > 0 {
					p.Eval(x, c.g, c.h)
				}
				return v, v > f
			}
		}
		*damp = max(*damp*8, 1e-6)
	}
	return f, false
}

func (c *Climber) try(p Problem, slope bool) (float64, bool) {
	if slope {
		return p.Eval(c.at, c.g2, c.h2)
	}
	return p.Eval(c.at, nil, nil)
}
