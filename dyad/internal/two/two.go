// Package two is the algebra of 2×2 matrices that a pair of coupled linear
// stochastic differential equations needs: the exponential, the stationary
// covariance, the covariance of a step, and how derivatives go back through
// them (reverse mode). All in closed form, by value, without allocation.
package two

import "math"

// Mat is a 2×2 matrix, AB in row a and column b.
type Mat struct{ AA, AB, BA, BB float64 }

// Sym is a symmetric 2×2 matrix. As an adjoint (the derivative of a scalar
// with respect to a Sym) it stands for the full matrix X̄ with
// d = tr(X̄ dX): the entry AB counts twice.
type Sym struct{ AA, AB, BB float64 }

// Rows is the matrix as an array of rows.
func (m Mat) Rows() [2][2]float64 { return [2][2]float64{{m.AA, m.AB}, {m.BA, m.BB}} }

// FromRows is the matrix of an array of rows.
func FromRows(a [2][2]float64) Mat { return Mat{a[0][0], a[0][1], a[1][0], a[1][1]} }

// Mat is the symmetric matrix as a general one.
func (s Sym) Mat() Mat { return Mat{s.AA, s.AB, s.AB, s.BB} }

// T is the transpose.
func (m Mat) T() Mat { return Mat{m.AA, m.BA, m.AB, m.BB} }

// Mul is m·o.
func (m Mat) Mul(o Mat) Mat {
	return Mat{
		m.AA*o.AA + m.AB*o.BA, m.AA*o.AB + m.AB*o.BB,
		m.BA*o.AA + m.BB*o.BA, m.BA*o.AB + m.BB*o.BB,
	}
}

// MulSym is m·s.
func (m Mat) MulSym(s Sym) Mat {
	return Mat{
		m.AA*s.AA + m.AB*s.AB, m.AA*s.AB + m.AB*s.BB,
		m.BA*s.AA + m.BB*s.AB, m.BA*s.AB + m.BB*s.BB,
	}
}

// Add is m + o.
func (m Mat) Add(o Mat) Mat { return Mat{m.AA + o.AA, m.AB + o.AB, m.BA + o.BA, m.BB + o.BB} }

// Scale is k·m.
func (m Mat) Scale(k float64) Mat { return Mat{k * m.AA, k * m.AB, k * m.BA, k * m.BB} }

// Apply is m·(x, y).
func (m Mat) Apply(x, y float64) (float64, float64) { return m.AA*x + m.AB*y, m.BA*x + m.BB*y }

// Trace is the sum of the diagonal.
func (m Mat) Trace() float64 { return m.AA + m.BB }

// Det is the determinant.
func (m Mat) Det() float64 { return m.AA*m.BB - m.AB*m.BA }

// Stable says whether both eigenvalues have negative real parts (Hurwitz).
func (m Mat) Stable() bool { return m.Trace() < 0 && m.Det() > 0 }

// Sandwich is m·s·mᵀ.
func (m Mat) Sandwich(s Sym) Sym {
	x := m.MulSym(s)
	return Sym{x.AA*m.AA + x.AB*m.AB, x.AA*m.BA + x.AB*m.BB, x.BA*m.BA + x.BB*m.BB}
}

// Add is s + o.
func (s Sym) Add(o Sym) Sym { return Sym{s.AA + o.AA, s.AB + o.AB, s.BB + o.BB} }

// Sub is s - o.
func (s Sym) Sub(o Sym) Sym { return Sym{s.AA - o.AA, s.AB - o.AB, s.BB - o.BB} }

// Scale is k·s.
func (s Sym) Scale(k float64) Sym { return Sym{k * s.AA, k * s.AB, k * s.BB} }

// Det is the determinant.
func (s Sym) Det() float64 { return s.AA*s.BB - s.AB*s.AB }

// Inverse is s⁻¹ of a matrix that has one.
func (s Sym) Inverse() Sym {
	d := s.Det()
	return Sym{s.BB / d, -s.AB / d, s.AA / d}
}

// Part is the symmetric part of m, (m+mᵀ)/2.
func (m Mat) Part() Sym { return Sym{m.AA, (m.AB + m.BA) / 2, m.BB} }

// Positive says whether s is positive definite and finite.
func (s Sym) Positive() bool {
	return s.AA > 0 && s.BB > 0 && s.Det() > 0 && !math.IsInf(s.AA+s.BB, 1)
}
