package spd

import "math"

// Eigen writes the eigenvalues of the symmetric n·n matrix a, largest first,
// into values, and their unit vectors into the rows of vectors (Jacobi's
// rotations; Golub & Van Loan 2013, section 8.5). It needs n·n of work, leaves
// a as it is, and is for small n: it takes a few n³.
func Eigen(values, vectors, work, a []float64, n int) {
	copy(work, a)
	clear(vectors)
	for i := range n {
		vectors[i*n+i] = 1
	}
	for range 60 {
		if !sweep(work, vectors, n) {
			break
		}
	}
	for i := range n {
		values[i] = work[i*n+i]
	}
	sortByValue(values, vectors, n)
}

// sweep rotates every pair once; it says whether any rotation was needed.
func sweep(m, v []float64, n int) (more bool) {
	for p := range n {
		for q := p + 1; q < n; q++ {
			off := m[p*n+q]
			if math.Abs(off) <= 1e-17*math.Sqrt(math.Abs(m[p*n+p]*m[q*n+q])) || off == 0 {
				continue
			}
			more = true
			theta := (m[q*n+q] - m[p*n+p]) / (2 * off)
			t := 1 / (math.Abs(theta) + math.Hypot(theta, 1))
			if theta < 0 {
				t = -t
			}
			c := 1 / math.Hypot(t, 1)
			rotate(m, v, n, p, q, c, t*c)
		}
	}
	return more
}

// rotate is m ← JᵀmJ and v ← Jᵀv for the rotation of p and q.
func rotate(m, v []float64, n, p, q int, c, s float64) {
	for k := range n {
		x, y := m[k*n+p], m[k*n+q]
		m[k*n+p], m[k*n+q] = c*x-s*y, s*x+c*y
	}
	for k := range n {
		x, y := m[p*n+k], m[q*n+k]
		m[p*n+k], m[q*n+k] = c*x-s*y, s*x+c*y
		x, y = v[p*n+k], v[q*n+k]
		v[p*n+k], v[q*n+k] = c*x-s*y, s*x+c*y
	}
	m[p*n+q], m[q*n+p] = 0, 0
}

func sortByValue(values, vectors []float64, n int) {
	for i := range n {
		best := i
		for j := i + 1; j < n; j++ {
			if values[j] > values[best] {
				best = j
			}
		}
		values[i], values[best] = values[best], values[i]
		for k := range n {
			vectors[i*n+k], vectors[best*n+k] = vectors[best*n+k], vectors[i*n+k]
		}
	}
}
