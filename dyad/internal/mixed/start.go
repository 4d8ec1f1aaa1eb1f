package mixed

import "math"

// Start is a point inside the space: Σ from regressions without random
// effects, and independent random effects of spread times the units in which
// the data say as much as the prior.
func (l *Likelihood) Start(spread float64) []float64 {
	theta := make([]float64, l.p.Parameters())
	g := len(l.p.G.Pairs)
	for x, p := range l.p.R.Pairs {
		if p[0] == p[1] {
			theta[g+x] = 1
		}
	}
	for range 3 { // Σ = 1, then the residuals' own, then once more with weights
		if math.IsInf(l.Value(theta), 1) {
			return theta
		}
		l.moment(theta[g:])
	}
	if math.IsInf(l.Value(theta), 1) {
		return theta
	}
	for x, u := range l.Units() {
		theta[l.p.G.Element(x, x)] = spread * u
	}
	return theta
}

// moment writes the factor of the residuals' covariance at the last β.
func (l *Likelihood) moment(c []float64) {
	l.coefficients()
	aa, ab, bb := l.squares()
	n, a, b := l.rows[Both], l.rows[OnlyA], l.rows[OnlyB]
	if l.p.R.N == 1 {
		c[0] = math.Sqrt((aa[0] + aa[1]) / (n + a))
		return
	}
	va, vb := (aa[0]+aa[1])/max(n+a, 1), (bb[0]+bb[1])/max(n+b, 1)
	r := 0.0
	if n > 2 && aa[0] > 0 && bb[0] > 0 {
		r = max(-0.95, min(0.95, ab/math.Sqrt(aa[0]*bb[0])))
	}
	if len(l.p.R.Pairs) == 3 {
		c[0], c[1], c[2] = math.Sqrt(va), r*math.Sqrt(vb), math.Sqrt(vb*(1-r*r))
		return
	}
	if l.p.Basis[0][1] == 0 { // no row has both
		c[0], c[1] = math.Sqrt(va), math.Sqrt(vb)
		return
	}
	v := (va + vb) / 2
	c[0], c[1] = math.Sqrt(v*(1+r)), math.Sqrt(v*(1-r))
}

// squares are the sums of squared residuals: of a (rows with both, alone), the
// products, of b.
func (l *Likelihood) squares() (aa [2]float64, ab float64, bb [2]float64) {
	n, q, k := l.p.side(), l.p.Q, l.k
	va, vb := make([]float64, n), make([]float64, n)
	for i := range q {
		va[i], vb[i] = l.coef[i*k+k-1], l.coef[(q+i)*k+k-1]
	}
	va[q], vb[q+1] = 1, 1
	form := func(pattern int, u, v []float64) float64 {
		s := 0.0
		for i, x := range u {
			for j, y := range v {
				s += x * y * l.total[pattern*n*n+i*n+j]
			}
		}
		return s
	}
	return [2]float64{form(Both, va, va), form(OnlyA, va, va)}, form(Both, va, vb), [2]float64{form(Both, vb, vb), form(OnlyB, vb, vb)}
}
