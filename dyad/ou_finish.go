package dyad

import (
	"math"

	"pleach/dyad/internal/spd"
)

// ouBeyond is by how much less a point at the edge may be worth to be taken
// for the optimum: the likelihood is flat towards it.
const ouBeyond = 1e-6

// finish brings the best climb to its summit by Newton steps, reads the
// curvature, and says how it ended.
func (f *OUFit) finish(c *ouClimb) {
	f.snap(c)
	f.cov = make([]float64, ouDim*ouDim)
	p := len(c.problem.beta)
	slope := make([]float64, ouDim*p) // of β by the point
	positive := false
	for range 6 {
		before := c.value
		f.differences(c, c.climber.Curvature, slope, false)
		positive = f.invert(c.climber.Curvature)
		s := c.climber.Climb(c.problem, c.x[:], 1e-11, 40)
		c.value, c.done = s.Value, s.Decrement < 1e-4
		if s.Iterations <= 3 && c.value-before < 1e-7 && positive {
			break
		}
	}
	if !positive || f.flat() {
		f.differences(c, c.climber.Curvature, slope, true)
		positive = f.invert(c.climber.Curvature)
	}
	f.settle(c, positive, slope)
}

// flat says whether some coordinate is hardly known.
func (f *OUFit) flat() bool {
	for i := range ouDim {
		if f.cov[i*ouDim+i] > 1.5 {
			return true
		}
	}
	return false
}

// snap moves coordinates that drift along a flat tail to its end.
func (f *OUFit) snap(c *ouClimb) {
	for i, far := range (ouPoint{ouRateA: 1.4, ouRateB: 1.4, ouTogether: 2.5, ouInnovate: 2.5}) {
		if far == 0 || math.Abs(c.x[i]) < far {
			continue
		}
		x := c.x
		x[i] = f.space.hi[i]
		if c.x[i] < 0 {
			x[i] = f.space.lo[i]
		}
		if v, ok := c.problem.Eval(x[:], nil); ok && v > c.value-ouBeyond {
			c.x, c.value = x, v
		}
	}
}

// ouTangent is the gradient, and the levels, beside a point.
type ouTangent struct {
	by   float64 // how far
	g    ouPoint
	beta []float64
}

// beside evaluates at a shift of coordinate k, or at the point itself where
// that would leave the space.
func (f *OUFit) beside(c *ouClimb, k int, by float64) ouTangent {
	x, t := c.x, ouTangent{by: by}
	x[k] += by
	if x[k] < f.space.lo[k] || x[k] > f.space.hi[k] {
		x, t.by = c.x, 0
	}
	if _, ok := c.problem.Eval(x[:], t.g[:]); !ok {
		t.by = 0
		c.problem.Eval(c.x[:], t.g[:])
	}
	t.beta = append([]float64(nil), c.problem.beta...)
	return t
}

// Widths of the differences: one-sided, and to both sides.
const (
	ouWidth   = 2e-6
	ouCentral = 1e-4
)

// differences fills minus the Hessian, and the slopes of the coefficients of
// the levels, by differences of the exact gradient: to one side, or to both
// where the likelihood is so flat that the last digits count. What is at a
// bound has zeros, and one on the diagonal.
func (f *OUFit) differences(c *ouClimb, info, slope []float64, central bool) {
	here := f.beside(c, 0, 0)
	clear(info)
	clear(slope)
	for k := range ouDim {
		from, to := here, here
		switch {
		case f.edge(c, k):
		case central:
			from, to = f.beside(c, k, -ouCentral), f.beside(c, k, ouCentral)
		default:
			if to = f.beside(c, k, ouWidth); to.by == 0 {
				to = f.beside(c, k, -ouWidth)
			}
		}
		width := to.by - from.by
		if width == 0 {
			info[k*ouDim+k] = 1
			continue
		}
		for i := range ouDim {
			if !f.edge(c, i) {
				info[i*ouDim+k] = (from.g[i] - to.g[i]) / width
			}
		}
		for j, b := range to.beta {
			slope[k*len(here.beta)+j] = (b - from.beta[j]) / width
		}
	}
	ouSymmetric(info)
}

func ouSymmetric(m []float64) {
	for i := range ouDim {
		for j := range i {
			v := (m[i*ouDim+j] + m[j*ouDim+i]) / 2
			m[i*ouDim+j], m[j*ouDim+i] = v, v
		}
	}
}

// edge says whether a coordinate is at a bound.
func (f *OUFit) edge(c *ouClimb, i int) bool {
	return c.x[i] <= f.space.lo[i]+1e-9 || c.x[i] >= f.space.hi[i]-1e-9
}

// invert sets cov to the inverse of the information, if that is positive
// definite.
func (f *OUFit) invert(info []float64) bool {
	chol := append([]float64(nil), info...)
	if !spd.Cholesky(chol, ouDim, 1e-7) {
		return false
	}
	spd.Inverse(f.cov, chol, ouDim)
	return true
}

// settle takes the end of the search over into the fit.
func (f *OUFit) settle(c *ouClimb, positive bool, slope []float64) {
	f.at = c.x
	f.Status = Converged
	held := f.space.given
	for i := range ouDim {
		if f.edge(c, i) {
			for j := range ouDim {
				f.cov[i*ouDim+j], f.cov[j*ouDim+i] = 0, 0
			}
			if !held || i != ouShareA && i != ouShareB {
				f.Status = Boundary
			}
		}
	}
	_, ok := c.problem.Eval(c.x[:], nil)
	switch m := c.problem.m; {
	case !ok || !c.done && m.turning() > .9*m.mostTurning():
		f.Status = Boundary
		positive = false
	case !c.done:
		f.Status = NotConverged
	case !positive:
		f.Status = NotIdentified
	}
	if !positive {
		for i := range f.cov {
			f.cov[i] = math.NaN()
		}
	}
	f.levels(c.problem, slope)
}
