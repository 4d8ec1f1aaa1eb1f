package mixed

import "math"

// eigen returns the eigenvalues of the symmetric n×n matrix a, which it
// destroys, and writes the eigenvectors into the columns of v (Jacobi 1846,
// cyclic).
func eigen(a, v []float64, n int) []float64 {
	clear(v)
	for i := range n {
		v[i*n+i] = 1
	}
	for range 60 {
		off, all := 0.0, 0.0
		for i := range n {
			for j := range n {
				all += a[i*n+j] * a[i*n+j]
				if i != j {
					off += a[i*n+j] * a[i*n+j]
				}
			}
		}
		if off <= 1e-30*all {
			break
		}
		for p := range n {
			for q := p + 1; q < n; q++ {
				rotate(a, v, n, p, q)
			}
		}
	}
	values := make([]float64, n)
	for i := range values {
		values[i] = a[i*n+i]
	}
	return values
}

// rotate makes a's element (p, q) zero.
func rotate(a, v []float64, n, p, q int) {
	x := a[p*n+q]
	if x == 0 {
		return
	}
	tau := (a[q*n+q] - a[p*n+p]) / (2 * x)
	t := 1 / (math.Abs(tau) + math.Hypot(1, tau))
	if tau < 0 {
		t = -t
	}
	c := 1 / math.Hypot(1, t)
	s := t * c
	for i := range n {
		y, z := a[i*n+p], a[i*n+q]
		a[i*n+p], a[i*n+q] = c*y-s*z, s*y+c*z
	}
	for i := range n {
		y, z := a[p*n+i], a[q*n+i]
		a[p*n+i], a[q*n+i] = c*y-s*z, s*y+c*z
		y, z = v[i*n+p], v[i*n+q]
		v[i*n+p], v[i*n+q] = c*y-s*z, s*y+c*z
	}
}
