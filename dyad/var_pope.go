package dyad

// varPope is the first-order bias of the least-squares lags of a VAR(1) with
// intercept, times minus the number of pairs (Pope 1990, J. Time Ser. Anal.
// 11, theorem 1; Nicholls & Pope 1988):
//
//	E[Φ̂] - Φ = -b/n + O(n^-3/2)
//	b = Q [(I-Φᵀ)⁻¹ + Φᵀ(I-Φᵀ²)⁻¹ + Σ λ(I-λΦᵀ)⁻¹] Γ⁻¹
//
// over the eigenvalues λ of Φ, with Γ the variance of the process. The sum is
// real when the eigenvalues are complex. In one dimension b is the known 1+3φ.
func varPope(m, q [2][2]float64) (b [2][2]float64, ok bool) {
	l, ok := newVARLyapunov(m)
	if !ok || !varStable(m) {
		return b, false
	}
	p := l.solve(varSym{q[0][0], q[0][1], q[1][1]})
	gamma := [2][2]float64{{p[0], p[1]}, {p[1], p[2]}}
	t := [2][2]float64{{m[0][0], m[1][0]}, {m[0][1], m[1][1]}}
	sum := varPopeEigen(t)
	one := varInv(varLess(1, t))
	two := varMul(t, varInv(varLess(1, varMul(t, t))))
	for i := range 2 {
		for j := range 2 {
			sum[i][j] += one[i][j] + two[i][j]
		}
	}
	return varMul(varMul(q, sum), varInv(gamma)), true
}

// varPopeEigen is Σ λ(I-λM)⁻¹ over the eigenvalues λ, κ of M. With
// (I-λM)⁻¹ = (I - λ·adj M)/((1-λ²)(1-λκ)) and both brought to one denominator
// only λ+κ = tr and λκ = det remain, and all is real.
func varPopeEigen(m [2][2]float64) (s [2][2]float64) {
	tr, det := m[0][0]+m[1][1], m[0][0]*m[1][1]-m[0][1]*m[1][0]
	squares := tr*tr - 2*det // λ²+κ²
	den := (1 - det) * (1 - squares + det*det)
	once, twice := tr*(1-det)/den, (squares-2*det*det)/den
	s[0][0], s[1][1] = once-twice*m[1][1], once-twice*m[0][0]
	s[0][1], s[1][0] = twice*m[0][1], twice*m[1][0]
	return s
}

func varMul(a, b [2][2]float64) (c [2][2]float64) {
	for i := range 2 {
		for j := range 2 {
			c[i][j] = a[i][0]*b[0][j] + a[i][1]*b[1][j]
		}
	}
	return c
}

// varInv is the inverse of a matrix that has one.
func varInv(a [2][2]float64) [2][2]float64 {
	d := a[0][0]*a[1][1] - a[0][1]*a[1][0]
	return [2][2]float64{{a[1][1] / d, -a[0][1] / d}, {-a[1][0] / d, a[0][0] / d}}
}

// varLess is k·I - a.
func varLess(k float64, a [2][2]float64) [2][2]float64 {
	return [2][2]float64{{k - a[0][0], -a[0][1]}, {-a[1][0], k - a[1][1]}}
}
