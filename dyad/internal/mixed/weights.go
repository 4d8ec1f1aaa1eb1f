package mixed

import "math"

// weights are a quadratic form in the residuals of a row: a symmetric 2×2
// matrix for rows that have both roles, and a number for rows that have one.
type weights struct{ aa, ab, bb, a, b float64 }

// residual is Σ with all that a likelihood needs of it.
type residual struct {
	sigma  [3]float64 // aa, ab, bb
	p      weights    // R⁻¹
	logDet [patterns]float64

	// For every direction j in which Σ may move: dΣ, R⁻¹·dR·R⁻¹, and
	// tr(R⁻¹·dR) in a row of each pattern.
	d     [3][3]float64
	n     [3]weights
	trace [3][patterns]float64

	// For every pair of directions: the symmetric part of R⁻¹dR_jR⁻¹dR_kR⁻¹,
	// and the trace of R⁻¹dR_jR⁻¹dR_k.
	nn     [3][3]weights
	trace2 [3][3][patterns]float64
}

// directions fills d, which does not depend on the parameters.
func (r *residual) directions(p *Problem) {
	for j, pair := range p.R.Pairs {
		u, v := p.column(pair[0]), p.column(pair[1])
		r.d[j] = [3]float64{u[0] * v[0], u[0]*v[1] + u[1]*v[0], u[1] * v[1]}
		if pair[0] != pair[1] {
			r.d[j][0] *= 2
			r.d[j][2] *= 2
		} else {
			r.d[j][1] /= 2
		}
	}
}

func (p *Problem) column(j int) [2]float64 { return [2]float64{p.Basis[0][j], p.Basis[1][j]} }

// set takes the elements of C; it says whether Σ is positive definite.
func (r *residual) set(p *Problem, c []float64) bool {
	r.sigma = [3]float64{}
	for x := range p.R.Pairs {
		for y := range p.R.Pairs {
			if p.R.Pairs[x][1] == p.R.Pairs[y][1] {
				u, v := p.column(p.R.Pairs[x][0]), p.column(p.R.Pairs[y][0])
				r.sigma[0] += c[x] * c[y] * u[0] * v[0]
				r.sigma[1] += c[x] * c[y] * u[0] * v[1]
				r.sigma[2] += c[x] * c[y] * u[1] * v[1]
			}
		}
	}
	if p.R.N == 1 {
		r.sigma[2] = 1 // b has no rows
	}
	root := p.Basis[0][0]*p.Basis[1][1] - p.Basis[0][1]*p.Basis[1][0]
	for x, pair := range p.R.Pairs {
		if pair[0] == pair[1] {
			root *= c[x]
		}
	}
	return r.invert(root * root)
}

// invert takes the determinant too: near a correlation of one, the difference
// of products would have lost it.
func (r *residual) invert(det float64) bool {
	aa, ab, bb := r.sigma[0], r.sigma[1], r.sigma[2]
	if !(aa > tiny && bb > tiny && det > tiny*aa*bb) || math.IsInf(det, 1) {
		return false
	}
	r.p = weights{bb / det, -ab / det, aa / det, 1 / aa, 1 / bb}
	r.logDet = [patterns]float64{math.Log(det), math.Log(aa), math.Log(bb)}
	return true
}

// tiny is the relative residual variance below which a model is taken to
// explain everything.
const tiny = 1e-12

// derive fills what gradient and Hessian need.
func (r *residual) derive(n int) {
	p := r.p
	for j := range n {
		m := r.times(j)
		r.trace[j] = [patterns]float64{m[0] + m[3], p.a * r.d[j][0], p.b * r.d[j][2]}
		r.n[j] = weights{
			m[0]*p.aa + m[1]*p.ab, m[0]*p.ab + m[1]*p.bb, m[2]*p.ab + m[3]*p.bb,
			p.a * p.a * r.d[j][0], p.b * p.b * r.d[j][2],
		}
	}
	for j := range n {
		for k := range n {
			r.pair(j, k)
		}
	}
}

// times is P·dΣ_j, row by row.
func (r *residual) times(j int) [4]float64 {
	p, d := r.p, r.d[j]
	return [4]float64{p.aa*d[0] + p.ab*d[1], p.aa*d[1] + p.ab*d[2], p.ab*d[0] + p.bb*d[1], p.ab*d[1] + p.bb*d[2]}
}

// pair fills the terms of second order: P·dΣ_j·(P·dΣ_k·P), symmetric part.
func (r *residual) pair(j, k int) {
	m, n, p := r.times(j), r.n[k], r.p
	ab := m[0]*n.ab + m[1]*n.bb
	ba := m[2]*n.aa + m[3]*n.ab
	r.nn[j][k] = weights{
		m[0]*n.aa + m[1]*n.ab, (ab + ba) / 2, m[2]*n.ab + m[3]*n.bb,
		p.a * r.d[j][0] * n.a, p.b * r.d[j][2] * n.b,
	}
	o := r.times(k)
	r.trace2[j][k] = [patterns]float64{
		m[0]*o[0] + m[1]*o[2] + m[2]*o[1] + m[3]*o[3],
		r.trace[j][OnlyA] * r.trace[k][OnlyA], r.trace[j][OnlyB] * r.trace[k][OnlyB],
	}
}
