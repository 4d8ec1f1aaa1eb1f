package mixed

import "math"

// Independent says of every column of X whether it is none that the columns
// before it make up, and for each that is: a vector that X takes to nothing.
// A combination of the fixed effects is determined when it is at right angles
// to all of them.
func (p *Problem) Independent() (kept []bool, null [][]float64) {
	total, all := p.total(), weights{1, 0, 1, 1, 1}
	kept = make([]bool, len(p.X))
	var rows [][]float64 // of the Cholesky factor, kept columns only
	var at []int
	for c, x := range p.X {
		row := make([]float64, 0, len(rows)+1)
		square := p.product(total, all, x, x)
		rest := square
		for i, r := range rows {
			s := (p.product(total, all, x, p.X[at[i]]) - inner(row, r)) / r[i]
			row = append(row, s)
			rest -= s * s
		}
		if kept[c] = rest > 1e-9*square; kept[c] {
			rows, at = append(rows, append(row, math.Sqrt(rest))), append(at, c)
		} else {
			null = append(null, nullVector(rows, at, row, c, len(p.X)))
		}
	}
	return kept, null
}

// nullVector is column c less what the kept columns make of it: a with
// Lᵀ·a = row.
func nullVector(rows [][]float64, at []int, row []float64, c, n int) []float64 {
	v := make([]float64, n)
	v[c] = 1
	a := append([]float64{}, row...)
	for i := len(a) - 1; i >= 0; i-- {
		a[i] /= rows[i][i]
		for j := range i {
			a[j] -= rows[i][j] * a[i]
		}
		v[at[i]] = -a[i]
	}
	return v
}
