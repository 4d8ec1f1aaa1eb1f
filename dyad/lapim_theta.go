package dyad

import (
	"math"

	"pleach/dyad/internal/mixed"
)

// theta is the inner parameter of given variances. They are taken to inner
// units by solving Random = Bz·G·Bzᵀ, and factored.
func (m *lapimModel) theta(v LAPIMVariances) ([]float64, error) {
	roles := m.d.roles()
	if len(v.Random) != len(m.effects) || len(v.Residual) != len(roles) {
		return nil, badInput("the variances have another size than the model", "give a row a random effect, and a row a role")
	}
	if contains(m.flat) {
		return nil, badInput("some random effects are not determined", "leave constant regressors out")
	}
	theta := make([]float64, m.problem.Parameters())
	n := len(m.problem.G.Pairs)
	inverse := inverted(m.bz)
	writeFactor(m.problem.G, congruent(inverse, v.Random), theta[:n])
	writeFactor(m.problem.R, m.innerResidual(v.Residual, roles), theta[n:])
	return theta, nil
}

// innerResidual is Σ in inner units and in the basis of its factor.
func (m *lapimModel) innerResidual(residual [][]float64, roles []int) [][]float64 {
	b := make([][]float64, len(roles))
	for i, r := range roles {
		b[i] = make([]float64, len(roles))
		for c := range b[i] {
			b[i][c] = m.s.unit[r] * m.problem.Basis[r][c]
		}
	}
	return congruent(inverted(b), residual)
}

// congruent is a·g·aᵀ.
func congruent(a, g [][]float64) [][]float64 {
	out := make([][]float64, len(a))
	for i := range a {
		out[i] = make([]float64, len(a))
		for j := range a {
			for x := range g {
				for y := range g {
					out[i][j] += a[i][x] * g[x][y] * a[j][y]
				}
			}
		}
	}
	return out
}

// inverted is the inverse of a regular matrix, by elimination with pivoting.
func inverted(a [][]float64) [][]float64 {
	n := len(a)
	w := make([][]float64, n)
	for i := range a {
		w[i] = append(append([]float64{}, a[i]...), make([]float64, n)...)
		w[i][n+i] = 1
	}
	for c := range n {
		best := c
		for r := c; r < n; r++ {
			if math.Abs(w[r][c]) > math.Abs(w[best][c]) {
				best = r
			}
		}
		w[c], w[best] = w[best], w[c]
		for r := range n {
			if f := w[r][c] / w[c][c]; r != c {
				for k := range w[r] {
					w[r][k] -= f * w[c][k]
				}
			}
		}
	}
	out := make([][]float64, n)
	for i := range w {
		for k := range n {
			out[i] = append(out[i], w[i][n+k]/w[i][i])
		}
	}
	return out
}

// writeFactor writes the free elements of g's factor.
func writeFactor(s mixed.Shape, g [][]float64, theta []float64) {
	flat := make([]float64, 0, s.N*s.N)
	for _, row := range g {
		flat = append(flat, row...)
	}
	s.Factor(flat, theta)
}
