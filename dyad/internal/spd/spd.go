// Package spd solves small dense systems with a symmetric positive definite
// matrix, in place and without allocation. Matrices are n·n slices, row by
// row; only the lower triangle is read.
package spd

import "math"

// Cholesky replaces the lower triangle of a by L with a = L·Lᵀ. It returns
// false, and leaves a half done, when a pivot is not above tol times its
// diagonal: then the matrix is not positive definite, or so near to singular
// that the solution means nothing.
func Cholesky(a []float64, n int, tol float64) bool {
	for j := range n {
		row := a[j*n : j*n+n]
		d := row[j]
		for k := range j {
			d -= row[k] * row[k]
		}
		if !(d > tol*row[j]) || math.IsInf(d, 1) {
			return false
		}
		row[j] = math.Sqrt(d)
		for i := j + 1; i < n; i++ {
			other := a[i*n : i*n+n]
			s := other[j]
			for k := range j {
				s -= other[k] * row[k]
			}
			other[j] = s / row[j]
		}
	}
	return true
}

// Solve replaces b by the solution x of L·Lᵀ·x = b.
func Solve(l []float64, n int, b []float64) {
	for i := range n {
		s := b[i]
		for k := range i {
			s -= l[i*n+k] * b[k]
		}
		b[i] = s / l[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		s := b[i]
		for k := i + 1; k < n; k++ {
			s -= l[k*n+i] * b[k]
		}
		b[i] = s / l[i*n+i]
	}
}

// Inverse writes (L·Lᵀ)⁻¹ into dst, both triangles.
func Inverse(dst, l []float64, n int) {
	for j := range n {
		for i := range n {
			dst[j*n+i] = 0
		}
		dst[j*n+j] = 1
		Solve(l, n, dst[j*n:j*n+n])
	}
}

// LogDet is log|L·Lᵀ|.
func LogDet(l []float64, n int) float64 {
	s := 0.0
	for i := range n {
		s += math.Log(l[i*n+i])
	}
	return 2 * s
}
