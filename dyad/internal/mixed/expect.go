package mixed

// most is how many steps of expectation and maximisation a descent begins
// with, at most; they are cheap, and bring it to where −2ℓ is convex.
const most = 8

// expect moves theta, of value v, by steps of expectation and maximisation
// (Laird & Ware 1982) while they go down by more than a little, and returns
// the value: G ← G − G·Γ·G/n, with Γ = ∂(−2ℓ)/∂G and n groups; Σ likewise.
func (l *Likelihood) expect(theta []float64, v float64) float64 {
	next := make([]float64, len(theta))
	for range most {
		l.pass(true)
		l.lightGradient()
		l.expected(theta, next)
		to := l.Value(next)
		if !(to < v) {
			l.Value(theta)
			return v
		}
		fell := v - to
		v = to
		if copy(theta, next); fell < 1 {
			break
		}
	}
	return v
}

// lightGradient fills gLin after a light pass.
func (l *Likelihood) lightGradient() {
	for x, p := range l.p.G.Pairs {
		at := p[0]*l.m + p[1]
		l.gLin[x] = l.sum.q[at] - l.sum.gr[at] // 2Γ = 2Q − 2Ψ = Q − (2Ψ − Q)
		if p[0] == p[1] {
			l.gLin[x] /= 2
		}
	}
	for j := range l.p.R.Pairs {
		n := l.res.n[j]
		g := -n.contract(l.sum.tr)
		for pattern, rows := range l.rows {
			if rows > 0 {
				g += rows * l.res.trace[j][pattern]
			}
		}
		for c := l.first; c < l.k; c++ {
			at, t := c*l.k+c, &l.sum.t
			g -= n.aa*t[0][at] + 2*n.ab*t[1][at] + n.bb*t[2][at] + n.a*t[3][at] + n.b*t[4][at]
		}
		l.gLin[len(l.p.G.Pairs)+j] = g
	}
}

// expected writes the next point.
func (l *Likelihood) expected(theta, next []float64) {
	g := len(l.p.G.Pairs)
	l.p.G.improve(theta[:g], l.gLin[:g], float64(l.p.Groups()), next[:g])
	rows := l.rows[Both] + l.rows[OnlyA] + l.rows[OnlyB]
	l.p.R.improve(theta[g:], l.gLin[g:], rows, next[g:])
}

// improve writes the factor of S − S·Γ·S/n.
func (s Shape) improve(theta, gradient []float64, n float64, next []float64) {
	m := s.N
	cov, gamma := s.covariance(theta), make([]float64, m*m)
	for x, p := range s.Pairs {
		g := gradient[x]
		if p[0] != p[1] {
			g /= 2
		}
		gamma[p[0]*m+p[1]], gamma[p[1]*m+p[0]] = g, g
	}
	half, change := make([]float64, m*m), make([]float64, m*m)
	times(half, cov, gamma, m, m, m)
	times(change, half, cov, m, m, m)
	for i := range cov {
		cov[i] -= change[i] / n
	}
	s.Factor(cov, next)
}
