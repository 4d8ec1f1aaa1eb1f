package mixed

import "math"

// Optimum is where a descent ended.
type Optimum struct {
	Theta      []float64
	Value      float64 // −2ℓ
	Decrement  float64 // gᵀH⁻¹g/2: about how much lower the bottom is
	Iterations int
	Converged  bool
}

// enough is the decrement below which a descent has arrived: ten digits of the
// log-likelihood and five of the parameters, relative to their standard errors.
const enough = 1e-10

// Minimise descends from theta, after some steps of expectation and
// maximisation, by Newton's method with the exact Hessian,
// damped after Levenberg (1944) where it is not positive definite or a step
// would go up. Where it ends with a singular G it looks into the cone: it is
// an optimum only when no direction of variance has a falling −2ℓ (the score
// test at the boundary); else it goes on from inside. limit bounds the number
// of Hessians. A descent that is about to arrive no lower than known stops
// short, not converged; +Inf when no value is known.
func (l *Likelihood) Minimise(theta []float64, limit int, known float64) Optimum {
	d := descent{l: l, known: known, o: Optimum{Theta: append([]float64{}, theta...)}}
	d.o.Value = l.Value(d.o.Theta)
	if math.IsInf(d.o.Value, 1) {
		return d.o
	}
	n := len(theta)
	d.o.Value = l.expect(d.o.Theta, d.o.Value)
	d.step, d.at, d.h, d.damp = make([]float64, n), make([]float64, n), make([]float64, n*n), 1e-4
	for d.o.Iterations < limit {
		end := d.run(limit)
		if end == stopped || !d.leaveBoundary() && end != slow {
			break
		}
	}
	return d.o
}

// How a run of Newton's steps can end.
type ending int

const (
	arrived ending = iota
	stuck          // no step goes lower
	slow           // not convex, and steps hardly go lower: perhaps a saddle
	stopped        // the limit is used, or it will be no lower than known
)

type descent struct {
	l           *Likelihood
	o           Optimum
	step, at, h []float64
	damp        float64
	known       float64
	fresh       bool // the last Value is of o.Theta
}

// run descends until it has arrived or cannot go on.
func (d *descent) run(limit int) ending {
	d.o.Converged = false
	for d.o.Iterations < limit {
		d.o.Iterations++
		if !d.fresh {
			d.l.Value(d.o.Theta)
		}
		d.l.Derive(d.o.Theta)
		convex := d.solve(0)
		if convex {
			d.o.Decrement = d.decrement()
			if d.o.Decrement < enough {
				d.polish()
				d.o.Converged = true
				return arrived
			}
			if d.o.Decrement < 1e-4 && d.o.Value-d.o.Decrement > d.known-0.1*d.o.Decrement {
				return stopped
			}
		}
		before := d.o.Value
		if !d.lower() {
			d.o.Converged = d.flat()
			return stuck
		}
		if !convex && before-d.o.Value < 0.01 {
			return slow
		}
	}
	return stopped
}

// lower tries steps, ever more damped, until one goes down.
func (d *descent) lower() bool {
	for range 60 {
		if d.solve(d.damp) {
			if v := d.tryStep(); v < d.o.Value {
				gain := (d.o.Value - v) / d.predicted()
				d.accept(v)
				switch {
				case gain > 0.75:
					d.damp = max(d.damp/8, 1e-12)
				case gain < 0.25:
					d.damp = min(d.damp*4, 1e8)
				}
				return true
			}
		}
		d.damp = max(d.damp*6, 1e-8)
	}
	d.fresh = false
	return false
}

func (d *descent) tryStep() float64 {
	for i, x := range d.o.Theta {
		d.at[i] = x + d.step[i]
	}
	return d.l.Value(d.at)
}

func (d *descent) accept(v float64) {
	copy(d.o.Theta, d.at)
	d.o.Value, d.fresh = v, true
}

// solve puts −(H + damp·D)⁻¹·g into step; it says whether that matrix is
// positive definite. D is the absolute diagonal of H, so that units do not
// matter.
func (d *descent) solve(damp float64) bool {
	n := len(d.step)
	copy(d.h, d.l.Hessian)
	floor := 0.0
	for i := range n {
		floor = max(floor, math.Abs(d.h[i*n+i]))
	}
	for i := range n {
		d.h[i*n+i] += damp * (math.Abs(d.h[i*n+i]) + 1e-8*floor)
	}
	if !cholesky(d.h, n, n) {
		return false
	}
	for i, g := range d.l.Gradient {
		d.step[i] = -g
	}
	solveFactored(d.h, n, d.step)
	return true
}

func (d *descent) decrement() float64 {
	s := 0.0
	for i, g := range d.l.Gradient {
		s -= g * d.step[i] / 2
	}
	return s
}

// predicted is how far the quadratic model falls with the step.
func (d *descent) predicted() float64 {
	n := len(d.step)
	s := 0.0
	for i, x := range d.step {
		s -= d.l.Gradient[i] * x
		for j, y := range d.step {
			s -= x * d.l.Hessian[i*n+j] * y / 2
		}
	}
	return max(s, 1e-300)
}

// polish takes the last step when it does not go up.
func (d *descent) polish() {
	if v := d.tryStep(); v <= d.o.Value {
		d.accept(v)
	} else {
		d.l.Value(d.o.Theta)
		d.fresh = true
	}
}

// flat says, where no step goes lower, whether the gradient promises so little
// that rounding hides it.
func (d *descent) flat() bool {
	for _, damp := range []float64{0, 1e-10, 1e-8, 1e-6, 1e-4} {
		if d.solve(damp) {
			d.o.Decrement = d.decrement()
			return d.o.Decrement < 1e-7+1e-13*math.Abs(d.o.Value)+3e-14*d.l.gross
		}
	}
	return false
}

// solveFactored replaces b by the solution of L·Lᵀ·x = b.
func solveFactored(l []float64, n int, b []float64) {
	for i := range n {
		s := b[i]
		for k, x := range l[i*n : i*n+i] {
			s -= x * b[k]
		}
		b[i] = s / l[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		b[i] /= l[i*n+i]
		for k, x := range l[i*n : i*n+i] {
			b[k] -= x * b[i]
		}
	}
}
