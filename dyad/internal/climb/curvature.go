package climb

import "math"

// learn updates the curvature B with the move from x to at, along which the
// gradient changed by -y:
//
//	B ← B - Bs sᵀB/(sᵀBs) + r rᵀ/(sᵀr),  r = θy + (1-θ)Bs
//
// with Powell's θ (1978, eq. 5), which is 1 unless sᵀy is too small.
func (c *Climber) learn(x []float64, fresh bool) {
	n := c.n
	sy, yy, ss := 0.0, 0.0, 0.0
	for i := range n {
		s, y := c.at[i]-x[i], c.g[i]-c.gAt[i]
		sy, yy, ss = sy+s*y, yy+y*y, ss+s*s
	}
	if fresh && sy > 0 && ss > 0 { // Shanno & Phua 1978: size before shape
		clear(c.Curvature)
		for i := range n {
			c.Curvature[i*n+i] = yy / sy
		}
	}
	sbs := c.times(x)
	if !(sbs > 0) {
		return
	}
	theta := 1.0
	if sy < 0.2*sbs {
		theta = 0.8 * sbs / (sbs - sy)
	}
	sr := theta*sy + (1-theta)*sbs
	for i := range n {
		ri := theta*(c.g[i]-c.gAt[i]) + (1-theta)*c.bs[i]
		for j := range i + 1 {
			rj := theta*(c.g[j]-c.gAt[j]) + (1-theta)*c.bs[j]
			b := c.Curvature[i*n+j] - c.bs[i]*c.bs[j]/sbs + ri*rj/sr
			c.Curvature[i*n+j], c.Curvature[j*n+i] = b, b
		}
	}
}

// times sets bs to B(at-x) and returns (at-x)ᵀB(at-x).
func (c *Climber) times(x []float64) (sbs float64) {
	for i := range c.n {
		c.bs[i] = 0
		for j := range c.n {
			c.bs[i] += c.Curvature[i*c.n+j] * (c.at[j] - x[j])
		}
		sbs += c.bs[i] * (c.at[i] - x[i])
	}
	return sbs
}

// solve solves (B + damp·diag)·step = g on the free variables by a Cholesky
// factor; false when that is not positive definite.
func (c *Climber) solve(damp float64) bool {
	m, n := len(c.order), c.n
	for a, i := range c.order {
		for b, j := range c.order[:a+1] {
			s := c.Curvature[i*n+j]
			if a == b {
				s += damp * (math.Abs(s) + 1e-300)
			}
			top := s
			for k := range b {
				s -= c.chol[a*m+k] * c.chol[b*m+k]
			}
			if a > b {
				c.chol[a*m+b] = s / c.chol[b*m+b]
				continue
			}
			if !(s > 1e-14*top) || math.IsInf(s, 0) {
				return false
			}
			c.chol[a*m+a] = math.Sqrt(s)
		}
	}
	c.substitute(m)
	return true
}

func (c *Climber) substitute(m int) {
	for a, i := range c.order {
		s := c.g[i]
		for k := range a {
			s -= c.chol[a*m+k] * c.step[c.order[k]]
		}
		c.step[i] = s / c.chol[a*m+a]
	}
	for a := m - 1; a >= 0; a-- {
		s := c.step[c.order[a]]
		for k := a + 1; k < m; k++ {
			s -= c.chol[k*m+a] * c.step[c.order[k]]
		}
		c.step[c.order[a]] = s / c.chol[a*m+a]
	}
}
