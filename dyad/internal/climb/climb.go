// Package climb finds local maxima of smooth functions of a few variables
// between bounds, from exact gradients: a quasi-Newton method (BFGS, damped
// as Powell 1978 so that the curvature stays positive definite) on the
// variables that are free, with a projected line search (Bertsekas 1982).
// Made for likelihoods that cost far more than a Cholesky factor of their
// dimension. Nothing is allocated after New, and there is no randomness.
package climb

import "math"

// Problem is a function to maximise. Eval returns its value at x and fills its
// gradient. ok is false where x is outside the space: there the function
// counts as -Inf, and the gradient is not read.
type Problem interface {
	Eval(x, gradient []float64) (value float64, ok bool)
}

// Climber has the memory for problems of one dimension. Lo and Hi are bounds
// of each variable, infinite in a new climber. Curvature, minus the Hessian
// (n·n, both triangles), is what the next Climb starts from when HaveCurvature
// is set, and what the last one ended with.
type Climber struct {
	Lo, Hi        []float64
	Curvature     []float64
	HaveCurvature bool

	// Stride is the longest step in any variable at once; zero: no limit. It
	// keeps the first steps, made in ignorance, from leaping over optima.
	Stride float64

	n                int
	g, at, gAt, step []float64
	bs, chol         []float64
	free             []bool
	order            []int
}

// New makes a climber for n variables without bounds.
func New(n int) *Climber {
	m := func(k int) []float64 { return make([]float64, k) }
	c := &Climber{
		Lo: m(n), Hi: m(n), Curvature: m(n * n), n: n,
		g: m(n), at: m(n), gAt: m(n), step: m(n), bs: m(n), chol: m(n * n),
		free: make([]bool, n), order: make([]int, 0, n),
	}
	for i := range n {
		c.Lo[i], c.Hi[i] = math.Inf(-1), math.Inf(1)
	}
	return c
}

// Summit is how a climb ended. Decrement is half of gᵀB⁻¹g over the free
// variables at the end: about how much higher the maximum is, as far as the
// learnt curvature B can tell. For the last digits climb again with the true
// one.
type Summit struct {
	Value, Decrement  float64
	Iterations, Evals int
	Converged         bool
}

// Climb moves x to a local maximum: until the decrement is below tol, or
// limit iterations are over, or no step goes up. The start is moved between
// the bounds first, and must be inside the space.
func (c *Climber) Climb(p Problem, x []float64, tol float64, limit int) Summit {
	for i := range x {
		x[i] = max(c.Lo[i], min(c.Hi[i], x[i]))
	}
	f, ok := p.Eval(x, c.g)
	if !ok || math.IsNaN(f) {
		return Summit{Value: math.Inf(-1), Decrement: math.Inf(1), Evals: 1}
	}
	c.begin()
	s := Summit{Value: f, Evals: 1}
	fresh := !c.HaveCurvature
	for s.Iterations = range limit + 1 {
		c.release(x)
		s.Decrement = c.direction(x)
		if s.Decrement < tol && !fresh {
			s.Converged = true
			break
		}
		if s.Iterations == limit {
			break
		}
		if !c.advance(p, x, &s, fresh) {
			if fresh {
				break
			}
			c.forget() // one more try, straight uphill
			fresh = true
			continue
		}
		fresh = false
	}
	c.HaveCurvature = true
	return s
}

// begin sets the curvature to something that makes sense before anything is
// known: the gradient's own size, so that the first step has length one half.
func (c *Climber) begin() {
	if !c.HaveCurvature {
		c.forget()
	}
}

func (c *Climber) forget() {
	norm := 0.0
	for _, g := range c.g {
		norm += g * g
	}
	clear(c.Curvature)
	for i := range c.n {
		c.Curvature[i*c.n+i] = max(2*math.Sqrt(norm), 1e-12)
	}
}

// release says which variables are free: all but those at a bound whose
// gradient points out of it.
func (c *Climber) release(x []float64) {
	c.order = c.order[:0]
	for i := range x {
		c.free[i] = !(x[i] <= c.Lo[i] && c.g[i] <= 0 || x[i] >= c.Hi[i] && c.g[i] >= 0)
		if c.free[i] {
			c.order = append(c.order, i)
		}
	}
}

// direction solves B·step = g on the free variables, and returns gᵀstep/2. It
// damps B until it can be factored.
func (c *Climber) direction(x []float64) float64 {
	clear(c.step)
	for damp := 0.0; damp < 1e12; damp = max(10*damp, 1e-8) {
		if c.solve(damp) {
			break
		}
	}
	dec := 0.0
	for _, i := range c.order {
		dec += c.g[i] * c.step[i] / 2
	}
	return dec
}

// advance searches along the step for a point that is higher by a part of what
// the slope promises (Armijo 1966), goes there, and learns the curvature.
func (c *Climber) advance(p Problem, x []float64, s *Summit, fresh bool) bool {
	a := 1.0
	if longest := c.longest(); c.Stride > 0 && longest > c.Stride {
		a = c.Stride / longest
	}
	for range 30 {
		slope := c.move(x, a)
		v, ok := p.Eval(c.at, c.gAt)
		s.Evals++
		if ok && v >= s.Value+1e-4*slope && !math.IsNaN(v) {
			moved := v > s.Value
			s.Value = v
			c.learn(x, fresh)
			copy(x, c.at)
			copy(c.g, c.gAt)
			return moved
		}
		a *= shrink(ok, s.Value, slope, v)
	}
	return false
}

func (c *Climber) longest() (m float64) {
	for _, v := range c.step {
		m = max(m, math.Abs(v))
	}
	return m
}

// move sets at to x + a·step, kept between the bounds, and returns the slope
// along what is left of the step.
func (c *Climber) move(x []float64, a float64) (slope float64) {
	for i := range x {
		c.at[i] = max(c.Lo[i], min(c.Hi[i], x[i]+a*c.step[i]))
		slope += c.g[i] * (c.at[i] - x[i])
	}
	return slope
}

// shrink is the factor on a step that went too far: the top of the parabola
// through both values and the slope, kept between a tenth and a half.
func shrink(ok bool, f, slope, v float64) float64 {
	if !ok || math.IsNaN(v) {
		return 0.25
	}
	return max(0.1, min(0.5, slope/(2*(f+slope-v))))
}
