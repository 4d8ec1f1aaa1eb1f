package dyad

// A symmetric 2×2 matrix is kept as its entries aa, ab, bb.
type varSym [3]float64

// varLyapunov solves P - ΦPΦᵀ = X for symmetric P, for any number of X.
type varLyapunov struct{ inv [3][3]float64 }

// newVARLyapunov inverts the 3×3 system; ok is false at a unit root.
func newVARLyapunov(m [2][2]float64) (l varLyapunov, ok bool) {
	a, b, c, d := m[0][0], m[0][1], m[1][0], m[1][1]
	k := [3][3]float64{
		{1 - a*a, -2 * a * b, -b * b},
		{-a * c, 1 - a*d - b*c, -b * d},
		{-c * c, -2 * c * d, 1 - d*d},
	}
	for i := range 3 {
		for j := range 3 {
			p, q, r, s := (j+1)%3, (j+2)%3, (i+1)%3, (i+2)%3
			l.inv[i][j] = k[p][r]*k[q][s] - k[p][s]*k[q][r]
		}
	}
	det := k[0][0]*l.inv[0][0] + k[0][1]*l.inv[1][0] + k[0][2]*l.inv[2][0]
	if !(det > 0) {
		return l, false
	}
	for i := range 3 {
		for j := range 3 {
			l.inv[i][j] /= det
		}
	}
	return l, true
}

func (l *varLyapunov) solve(x varSym) (p varSym) {
	for i := range 3 {
		p[i] = l.inv[i][0]*x[0] + l.inv[i][1]*x[1] + l.inv[i][2]*x[2]
	}
	return p
}
