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
		info := c.climber.Curvature
		f.differences(c, info, slope)
		before := c.value
		if positive = f.invert(info); positive {
			c.climber.HaveCurvature = true
		}
		s := c.climber.Climb(c.problem, c.x[:], 1e-11, 40)
		c.value, c.done = s.Value, s.Decrement < 1e-4
		if s.Iterations <= 3 && c.value-before < 1e-7 && positive {
			break
		}
	}
	if !positive {
		f.differences(c, c.climber.Curvature, slope)
		positive = f.invert(c.climber.Curvature)
	}
	f.settle(c, positive, slope)
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

// differences fills minus the Hessian, and the slopes of the coefficients of
// the levels, by differences of the exact gradient; zero for what is at a
// bound.
func (f *OUFit) differences(c *ouClimb, info, slope []float64) {
	var at, up ouPoint
	p := c.problem
	p.Eval(c.x[:], at[:])
	beta := append(make([]float64, 0, len(p.beta)), p.beta...)
	clear(info)
	clear(slope)
	for k := range ouDim {
		if f.edge(c, k) {
			continue
		}
		x, h := c.x, 2e-6
		if x[k]+h > f.space.hi[k] {
			h = -h
		}
		x[k] += h
		if _, ok := p.Eval(x[:], up[:]); !ok {
			h = -h
			x[k] = c.x[k] + h
			p.Eval(x[:], up[:])
		}
		for i := range ouDim {
			if !f.edge(c, i) {
				info[i*ouDim+k] = (at[i] - up[i]) / h
			}
		}
		for j, b := range p.beta {
			slope[k*len(beta)+j] = (b - beta[j]) / h
		}
	}
	for i := range ouDim {
		for j := range i {
			m := (info[i*ouDim+j] + info[j*ouDim+i]) / 2
			info[i*ouDim+j], info[j*ouDim+i] = m, m
		}
		if f.edge(c, i) {
			info[i*ouDim+i] = 1
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
