package dyad

import (
	"math"

	"pleach/dyad/internal/spd"
)

// poolLikelihood is the restricted log-likelihood of L, T = LLᵀ, of the
// standardised estimates. It is a scoring.Problem; x are L's rows up to the
// diagonal. With W = (S+T)⁻¹, C = (ΣW)⁻¹ and r = y − μ̂,
//
//	−2ℓ = (n−1)p·log 2π − p·log n + Σ log|S+T| + log|ΣW| + Σ rᵀWr
//	∂ℓ/∂T = −½ Σ (W − Wrrᵀ W − W C W)
//
// and the expected information is ½tr(P·∂V·P·∂V), P = V⁻¹ − V⁻¹X(XᵀV⁻¹X)⁻¹XᵀV⁻¹.
type poolLikelihood struct {
	d    *poolData
	m    int      // p(p+1)/2
	pair [][2]int // the elements of a lower triangle, row by row

	w              [][]float64 // n of p·p
	l, t, a, c, mu []float64
	g, wr, wc, d2  []float64 // ∂ℓ/∂T, Wr, WC, WCW
	b              []float64 // m of ΣW·E·W
	infoT, jac     []float64 // of T's elements; ∂T/∂L
	half, positive []float64
	values         []float64 // of ∂ℓ/∂T, and its vectors
	vectors        []float64
	rss, logDet    float64
}

func newPoolLikelihood(d *poolData) *poolLikelihood {
	p := d.p
	l := &poolLikelihood{d: d, m: p * (p + 1) / 2}
	for i := range p {
		for j := range i + 1 {
			l.pair = append(l.pair, [2]int{i, j})
		}
	}
	k := func(n int) []float64 { return make([]float64, n) }
	l.l, l.t, l.a, l.c, l.mu = k(p*p), k(p*p), k(p*p), k(p*p), k(p)
	l.g, l.wr, l.wc, l.d2 = k(p*p), k(p), k(p*p), k(p*p)
	l.b, l.infoT, l.jac, l.half = k(l.m*p*p), k(l.m*l.m), k(l.m*l.m), k(l.m*l.m)
	l.positive, l.values, l.vectors = k(p*p), k(p), k(p*p)
	for range d.n {
		l.w = append(l.w, k(p*p))
	}
	return l
}

// Eval is the log-likelihood at L, its gradient and a curvature.
func (l *poolLikelihood) Eval(x, gradient, information []float64) (float64, bool) {
	l.unpack(x)
	if !l.solve() {
		return 0, false
	}
	n, p := float64(l.d.n), float64(l.d.p)
	twice := (n-1)*p*math.Log(2*math.Pi) - p*math.Log(n) + l.logDet + l.rss
	if gradient != nil {
		l.score()
		for i, e := range l.pair {
			gradient[i] = 2 * l.product(l.g, l.l, e[0], e[1])
		}
	}
	if information != nil {
		l.expected()
		l.curvature(information)
	}
	return -twice / 2, !math.IsNaN(twice)
}

func (l *poolLikelihood) unpack(x []float64) {
	p := l.d.p
	clear(l.l)
	for i, e := range l.pair {
		l.l[e[0]*p+e[1]] = x[i]
	}
	for i := range p {
		for j := range p {
			s := 0.0
			for k := range min(i, j) + 1 {
				s += l.l[i*p+k] * l.l[j*p+k]
			}
			l.t[i*p+j] = s
		}
	}
}

// product is element (i, j) of a·b.
func (l *poolLikelihood) product(a, b []float64, i, j int) float64 {
	p, s := l.d.p, 0.0
	for k := range p {
		s += a[i*p+k] * b[k*p+j]
	}
	return s
}

// solve fills W, C, μ̂, Σ log|S+T| + log|ΣW| and Σ rᵀWr.
func (l *poolLikelihood) solve() bool {
	p := l.d.p
	l.logDet, l.rss = 0, 0
	clear(l.a)
	clear(l.mu)
	for i, w := range l.w {
		for k := range l.wc {
			l.wc[k] = l.d.s[i][k] + l.t[k]
		}
		if !spd.Cholesky(l.wc, p, 1e-14) {
			return false
		}
		l.logDet += spd.LogDet(l.wc, p)
		spd.Inverse(w, l.wc, p)
		for k := range w {
			l.a[k] += w[k]
		}
		for j := range p {
			for k := range p {
				l.mu[j] += w[j*p+k] * l.d.y[i][k]
			}
		}
	}
	copy(l.wc, l.a)
	if !spd.Cholesky(l.wc, p, 1e-14) {
		return false
	}
	l.logDet += spd.LogDet(l.wc, p)
	spd.Inverse(l.c, l.wc, p)
	spd.Solve(l.wc, p, l.mu)
	for i := range l.w {
		l.residual(i)
		for j := range p {
			l.rss += l.wr[j] * (l.d.y[i][j] - l.mu[j])
		}
	}
	return true
}

// residual fills Wr of couple i.
func (l *poolLikelihood) residual(i int) {
	p := l.d.p
	for j := range p {
		l.wr[j] = 0
		for k := range p {
			l.wr[j] += l.w[i][j*p+k] * (l.d.y[i][k] - l.mu[k])
		}
	}
}

// middle fills WCW of couple i.
func (l *poolLikelihood) middle(i int) {
	p := l.d.p
	for j := range p {
		for k := range p {
			l.wc[j*p+k] = l.product(l.w[i], l.c, j, k)
		}
	}
	for j := range p {
		for k := range p {
			l.d2[j*p+k] = l.product(l.wc, l.w[i], j, k)
		}
	}
}

// score fills ∂ℓ/∂T.
func (l *poolLikelihood) score() {
	p := l.d.p
	clear(l.g)
	for i, w := range l.w {
		l.residual(i)
		l.middle(i)
		for j := range p {
			for k := range p {
				l.g[j*p+k] -= (w[j*p+k] - l.wr[j]*l.wr[k] - l.d2[j*p+k]) / 2
			}
		}
	}
}

// expected fills the expected information of T's elements.
func (l *poolLikelihood) expected() {
	p := l.d.p
	clear(l.infoT)
	clear(l.b)
	for i, w := range l.w {
		l.middle(i)
		for k := range l.d2 {
			l.d2[k] = w[k]/2 - l.d2[k] // tr(WCW·E·W·F) = tr(W·E·WCW·F)
		}
		for e := range l.m {
			l.sandwich(l.b[e*p*p:(e+1)*p*p], w, e)
			for f := range e + 1 {
				l.infoT[e*l.m+f] += l.trace(l.d2, w, e, f)
			}
		}
	}
	for e := range l.m {
		be := l.b[e*p*p : (e+1)*p*p]
		for j := range p {
			for k := range p {
				l.wc[j*p+k] = l.product(l.c, be, j, k)
			}
		}
		for f := range e + 1 {
			bf := l.b[f*p*p : (f+1)*p*p]
			s := 0.0
			for j := range p {
				for k := range p {
					s += l.wc[j*p+k] * l.product(l.c, bf, k, j)
				}
			}
			l.infoT[e*l.m+f] += s / 2
			l.infoT[f*l.m+e] = l.infoT[e*l.m+f]
		}
	}
}

// sandwich adds W·E·W, E the e-th symmetric unit matrix.
func (l *poolLikelihood) sandwich(b, w []float64, e int) {
	p := l.d.p
	r, c := l.pair[e][0], l.pair[e][1]
	for j := range p {
		for k := range p {
			b[j*p+k] += w[j*p+r] * w[c*p+k]
			if r != c {
				b[j*p+k] += w[j*p+c] * w[r*p+k]
			}
		}
	}
}

// trace is tr(X·E·Y·F) for symmetric X and Y, E and F unit matrices.
func (l *poolLikelihood) trace(x, y []float64, e, f int) float64 {
	p := l.d.p
	a, b, c, d := l.pair[e][0], l.pair[e][1], l.pair[f][0], l.pair[f][1]
	s := x[d*p+a]*y[b*p+c] + x[d*p+b]*y[a*p+c] + x[c*p+a]*y[b*p+d] + x[c*p+b]*y[a*p+d]
	if a == b {
		s /= 2
	}
	if c == d {
		s /= 2
	}
	return s
}

// curvature is the expected information of L, and where the score pulls T
// against its boundary, that pull: without it a step to a singular T would
// have no size.
func (l *poolLikelihood) curvature(h []float64) {
	m, p := l.m, l.d.p
	clear(l.jac)
	for e, at := range l.pair {
		for f, in := range l.pair {
			if at[0] == in[0] {
				l.jac[e*m+f] += l.l[at[1]*p+in[1]]
			}
			if at[1] == in[0] {
				l.jac[e*m+f] += l.l[at[0]*p+in[1]]
			}
		}
	}
	multiply(l.half, l.infoT, l.jac, m, false)
	multiply(h, l.jac, l.half, m, true)
	pull := l.pull()
	for e, at := range l.pair {
		for f, in := range l.pair {
			if at[1] == in[1] {
				h[e*m+f] += 2 * pull[at[0]*p+in[0]]
			}
		}
	}
}

// pull is the positive part of −∂ℓ/∂T.
func (l *poolLikelihood) pull() []float64 {
	p := l.d.p
	spd.Eigen(l.values, l.vectors, l.wc, l.g, p)
	clear(l.positive)
	for k, v := range l.values {
		if v >= 0 {
			continue
		}
		for i := range p {
			for j := range p {
				l.positive[i*p+j] -= v * l.vectors[k*p+i] * l.vectors[k*p+j]
			}
		}
	}
	return l.positive
}

// multiply writes a·b, or aᵀ·b, of m·m matrices.
func multiply(dst, a, b []float64, m int, transposed bool) {
	for i := range m {
		for j := range m {
			s := 0.0
			for k := range m {
				if transposed {
					s += a[k*m+i] * b[k*m+j]
				} else {
					s += a[i*m+k] * b[k*m+j]
				}
			}
			dst[i*m+j] = s
		}
	}
}
