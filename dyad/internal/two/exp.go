package two

import "math"

// Exp is e^{At}; see [Exponent].
func Exp(a Mat, t float64) Mat {
	e := NewExponent(a)
	return e.Mat(e.Parts(t))
}

// Exponent is e^{At} for one A and many t. With A = sI + N and N² = rI it is
// e^{st}(cosh(√r·t)I + sinh(√r·t)/√r·N): real, complex and repeated
// eigenvalues are one case. The exponents are added before they are raised, so
// that nothing overflows when A is stable.
type Exponent struct {
	a       Mat
	s, h, r float64
	w       float64 // √|r|
}

// NewExponent prepares A.
func NewExponent(a Mat) Exponent {
	h := (a.AA - a.BB) / 2
	r := h*h + a.AB*a.BA
	return Exponent{a, (a.AA + a.BB) / 2, h, r, math.Sqrt(math.Abs(r))}
}

// Mat is cI + nN.
func (e *Exponent) Mat(c, n float64) Mat {
	return Mat{c + n*e.h, n * e.a.AB, n * e.a.BA, c - n*e.h}
}

// Parts are c = e^{st}cosh(√r·t) and n = e^{st}sinh(√r·t)/√r.
func (e *Exponent) Parts(t float64) (c, n float64) {
	w := e.w * t
	switch {
	case w < 1e-3:
		x, y := math.Exp(e.s*t), e.r*t*t
		return x * (1 + y/2*(1+y/12)), x * t * (1 + y/6*(1+y/20))
	case e.r > 0:
		up, down := math.Exp((e.s+e.w)*t), math.Exp((e.s-e.w)*t)
		return (up + down) / 2, (up - down) / (2 * e.w)
	}
	x := math.Exp(e.s * t)
	sin, cos := math.Sincos(w)
	return x * cos, x * sin / e.w
}

// Back is the adjoint of A when F = cI + nN = e^{At} has the adjoint f: the
// gradient with respect to A of a scalar whose gradient with respect to F is f
// (both plain, d = Σ f_ij dF_ij).
func (e *Exponent) Back(t, c, n float64, f Mat) Mat {
	fc := f.AA + f.BB
	fn := e.h*(f.AA-f.BB) + e.a.AB*f.AB + e.a.BA*f.BA
	fs := t * (c*fc + n*fn) // dc/ds = tc, dn/ds = tn
	fr := t*n/2*fc + e.slope(t, c, n)*fn
	fh := n*(f.AA-f.BB) + 2*e.h*fr
	return Mat{(fs + fh) / 2, n*f.AB + e.a.BA*fr, n*f.BA + e.a.AB*fr, (fs - fh) / 2}
}

// slope is dn/dr = (tc - n)/(2r), by its series where that loses digits.
func (e *Exponent) slope(t, c, n float64) float64 {
	x := e.r * t * t
	if math.Abs(x) > 0.1 {
		return (t*c - n) / (2 * e.r)
	}
	return math.Exp(e.s*t) * t * t * t / 6 * (1 + x/10*(1+x/28*(1+x/54*(1+x/88))))
}

// Lyapunov solves AP + PAᵀ + Q = 0 for a stable A: the stationary covariance.
//
//	P = -(det(A)Q + (A - tr(A)I)Q(A - tr(A)I)ᵀ) / (2 tr(A) det(A))
func Lyapunov(a Mat, q Sym) Sym {
	tr, det := a.Trace(), a.Det()
	m := Mat{-a.BB, a.AB, a.BA, -a.AA}
	return q.Scale(det).Add(m.Sandwich(q)).Scale(-1 / (2 * tr * det))
}

// LyapunovBack gives the adjoints of A (plain) and Q when P = Lyapunov(A, Q)
// has the adjoint p: Λ solves AᵀΛ + ΛA + p = 0; then Q̄ = Λ, Ā = 2ΛP.
func LyapunovBack(a Mat, p, pbar Sym) (Mat, Sym) {
	l := Lyapunov(a.T(), pbar)
	return l.Mat().MulSym(p).Scale(2), l
}

// Step is the covariance of what happens in a time t, ∫e^{As}Qe^{Aᵀs}ds =
// P - FPFᵀ, given F = e^{At} and the stationary P; by a series and doublings
// where the difference would lose digits.
func Step(a Mat, q, p Sym, f Mat, t float64) Sym {
	v := p.Sub(f.Sandwich(p))
	if v.AA > 1e-3*p.AA && v.BB > 1e-3*p.BB {
		return v
	}
	size := t * math.Max(math.Abs(a.AA)+math.Abs(a.AB), math.Abs(a.BA)+math.Abs(a.BB))
	k := 0
	for size > 0.05 && k < 60 {
		size, t, k = size/2, t/2, k+1
	}
	v = stepSeries(a, q, t)
	g := Exp(a, t)
	for range k {
		v = v.Add(g.Sandwich(v))
		g = g.Mul(g)
	}
	return v
}

// stepSeries is Σ tᵏ⁺¹/(k+1)! Lᵏ(Q), L(X) = AX + XAᵀ.
func stepSeries(a Mat, q Sym, t float64) Sym {
	term := q.Scale(t)
	v := term
	for k := 2.0; k < 9; k++ {
		term = a.MulSym(term).Part().Scale(2 * t / k)
		v = v.Add(term)
	}
	return v
}
