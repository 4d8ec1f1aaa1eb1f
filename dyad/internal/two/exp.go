package two

import "math"

// Exp is e^{At} by A = sI + N with N² = rI: e^{st}(cosh(√r·t)I + sinh(√r·t)/√r·N).
// The exponents are added before they are raised, so that nothing overflows
// when A is stable, and real, complex and repeated eigenvalues are one case.
func Exp(a Mat, t float64) Mat {
	s, h := (a.AA+a.BB)/2, (a.AA-a.BB)/2
	c, n := expParts(s, h*h+a.AB*a.BA, t)
	return Mat{c + n*h, n * a.AB, n * a.BA, c - n*h}
}

// expParts are e^{st}cosh(√r·t) and e^{st}sinh(√r·t)/√r, for r of any sign.
func expParts(s, r, t float64) (c, n float64) {
	w := math.Sqrt(math.Abs(r))
	switch {
	case w*t < 1e-3:
		e, x := math.Exp(s*t), r*t*t
		return e * (1 + x/2*(1+x/12)), e * t * (1 + x/6*(1+x/20))
	case r > 0:
		up, down := math.Exp((s+w)*t), math.Exp((s-w)*t)
		return (up + down) / 2, (up - down) / (2 * w)
	}
	e := math.Exp(s * t)
	sin, cos := math.Sincos(w * t)
	return e * cos, e * sin / w
}

// ExpBack is the adjoint of A when F = e^{At} has the adjoint f: the gradient
// with respect to A of a scalar whose gradient with respect to F is f (both
// plain, d = Σ f_ij dF_ij).
func ExpBack(a Mat, t float64, f Mat) Mat {
	s, h := (a.AA+a.BB)/2, (a.AA-a.BB)/2
	r := h*h + a.AB*a.BA
	c, n := expParts(s, r, t)
	dn := slope(s, r, t, c, n)
	fc := f.AA + f.BB
	fn := h*(f.AA-f.BB) + a.AB*f.AB + a.BA*f.BA
	fs := t * (c*fc + n*fn) // dc/ds = tc, dn/ds = tn
	fr := t*n/2*fc + dn*fn  // dc/dr = tn/2
	fh := n*(f.AA-f.BB) + 2*h*fr
	return Mat{(fs + fh) / 2, n*f.AB + a.BA*fr, n*f.BA + a.AB*fr, (fs - fh) / 2}
}

// slope is dn/dr = (tc - n)/(2r), by its series where that loses digits.
func slope(s, r, t, c, n float64) float64 {
	x := r * t * t
	if math.Abs(x) > 0.1 {
		return (t*c - n) / (2 * r)
	}
	return math.Exp(s*t) * t * t * t / 6 * (1 + x/10*(1+x/28*(1+x/54*(1+x/88))))
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
