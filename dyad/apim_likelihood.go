package dyad

import (
	"math"

	"pleach/dyad/internal/spd"
)

// The five sums of products that are sufficient: of couples with both rows,
// the first's, the second's, and theirs with each other; and of single rows.
const (
	apimFirst = iota
	apimSecond
	apimAcross
	apimSingleFirst
	apimSingleSecond
	apimSums
)

// apimLikelihood is the log-likelihood of u₀, u₁ = log σ₀², log σ₁² and
// z = atanh ρ (tied: u₀ = u₁, so u and z), the effects maximised out. It is a
// scoring.Problem; evaluating allocates nothing.
//
// With w the elements of Σ⁻¹, M = Σ w·(sums of [X y]ᵀ[X y]) holds A = XᵀV⁻¹X,
// XᵀV⁻¹y and yᵀV⁻¹y; β = A⁻¹XᵀV⁻¹y and
//
//	−2ℓ = N·log 2π + log|V| + rᵀV⁻¹r                      (ML)
//	−2ℓ = (N−p)·log 2π + log|V| + rᵀV⁻¹r + log|A|         (REML; Harville 1977)
type apimLikelihood struct {
	p           int // effects
	sums        [apimSums][]float64
	pairs       float64
	single      [2]float64
	reml, tied  bool
	m, l, beta  []float64 // M, Cholesky of A, (−β, 1)
	dm, inverse []float64
}

func newApimLikelihood(d *apimDesign, reml bool) *apimLikelihood {
	p := len(d.eq) * d.q
	n := p + 1
	l := &apimLikelihood{p: p, reml: reml, tied: d.exchangeable,
		m: make([]float64, n*n), dm: make([]float64, n*n), l: make([]float64, p*p), beta: make([]float64, n), inverse: make([]float64, p*p)}
	for i := range l.sums {
		l.sums[i] = make([]float64, n*n)
	}
	z := [2][]float64{make([]float64, n), make([]float64, n)}
	for i := range d.data.couples {
		l.add(d, &d.data.couples[i], z)
	}
	return l
}

func (l *apimLikelihood) add(d *apimDesign, c *apimCouple, z [2][]float64) {
	for s := range 2 {
		if c.usable[s] {
			d.row(z[s], c, s)
		}
	}
	switch {
	case c.usable[0] && c.usable[1]:
		l.pairs++
		addOuter(l.sums[apimFirst], z[0], z[0])
		addOuter(l.sums[apimSecond], z[1], z[1])
		addOuter(l.sums[apimAcross], z[0], z[1])
		addOuter(l.sums[apimAcross], z[1], z[0])
	case c.usable[0]:
		l.single[0]++
		addOuter(l.sums[apimSingleFirst], z[0], z[0])
	case c.usable[1]:
		l.single[1]++
		addOuter(l.sums[apimSingleSecond], z[1], z[1])
	}
}

func (l *apimLikelihood) size() int {
	if l.tied {
		return 2
	}
	return 3
}

func (l *apimLikelihood) n() float64 { return 2*l.pairs + l.single[0] + l.single[1] }

// split reads u₀, u₁ and z.
func (l *apimLikelihood) split(x []float64) (u [2]float64, z float64) {
	if l.tied {
		return [2]float64{x[0], x[0]}, x[1]
	}
	return [2]float64{x[0], x[1]}, x[2]
}

// weights are the elements of Σ⁻¹ that go with the sums.
func apimWeights(u [2]float64, z float64) (w [apimSums]float64) {
	a, b := math.Exp(-u[0]), math.Exp(-u[1])
	c := math.Cosh(z) * math.Cosh(z)
	return [apimSums]float64{a * c, b * c, -math.Sqrt(a*b) * math.Sinh(2*z) / 2, a, b}
}

// slopes are the weights' derivatives by u₀ (0), u₁ (1) or z (2).
func apimSlopes(u [2]float64, z float64, by int) (w [apimSums]float64) {
	v := apimWeights(u, z)
	switch by {
	case 0:
		return [apimSums]float64{-v[0], 0, -v[2] / 2, -v[3], 0}
	case 1:
		return [apimSums]float64{0, -v[1], -v[2] / 2, 0, -v[4]}
	}
	a, b := v[apimSingleFirst], v[apimSingleSecond]
	return [apimSums]float64{a * math.Sinh(2*z), b * math.Sinh(2*z), -math.Sqrt(a*b) * math.Cosh(2*z)}
}

// mix writes the weighted sum of the sums.
func (l *apimLikelihood) mix(m []float64, w [apimSums]float64) {
	for i := range m {
		m[i] = w[0]*l.sums[0][i] + w[1]*l.sums[1][i] + w[2]*l.sums[2][i] + w[3]*l.sums[3][i] + w[4]*l.sums[4][i]
	}
}

// Eval is the log-likelihood of the standardised data, its gradient, and the
// expected information of ML, which serves REML as well.
func (l *apimLikelihood) Eval(x, gradient, information []float64) (float64, bool) {
	u, z := l.split(x)
	if !(math.Abs(z) < 12 && math.Abs(u[0]) < 40 && math.Abs(u[1]) < 40) {
		return 0, false
	}
	rss, ok := l.solve(u, z)
	if !ok {
		return 0, false
	}
	logV := (l.pairs+l.single[0])*u[0] + (l.pairs+l.single[1])*u[1] - 2*l.pairs*math.Log(math.Cosh(z))
	twice, n := logV+rss, l.n()
	if l.reml {
		twice += spd.LogDet(l.l, l.p)
		n -= float64(l.p)
	}
	if gradient != nil {
		l.gradient(u, z, gradient)
	}
	if information != nil {
		l.information(z, information)
	}
	return -(twice + n*math.Log(2*math.Pi)) / 2, true
}

// solve fills M, the Cholesky factor of A and (−β, 1), and returns rᵀV⁻¹r.
func (l *apimLikelihood) solve(u [2]float64, z float64) (rss float64, ok bool) {
	l.mix(l.m, apimWeights(u, z))
	p, n := l.p, l.p+1
	for i := range p {
		copy(l.l[i*p:i*p+p], l.m[i*n:i*n+p])
		l.beta[i] = l.m[p*n+i]
	}
	if !spd.Cholesky(l.l, p, 1e-14) {
		return 0, false
	}
	spd.Solve(l.l, p, l.beta[:p])
	rss = l.m[p*n+p]
	for i := range p {
		rss -= l.beta[i] * l.m[p*n+i]
		l.beta[i] = -l.beta[i]
	}
	l.beta[p] = 1
	return rss, true
}

// derivative is dℓ by u₀, u₁ or z at the point of the last solve.
func (l *apimLikelihood) derivative(u [2]float64, z float64, by int) float64 {
	l.mix(l.dm, apimSlopes(u, z, by))
	twice := quadratic(l.dm, l.beta)
	if by < 2 {
		twice += l.pairs + l.single[by]
	} else {
		twice -= 2 * l.pairs * math.Tanh(z)
	}
	if l.reml {
		n := l.p + 1
		for i := range l.p {
			for j := range l.p {
				twice += l.inverse[i*l.p+j] * l.dm[i*n+j]
			}
		}
	}
	return -twice / 2
}

func (l *apimLikelihood) gradient(u [2]float64, z float64, g []float64) {
	if l.reml {
		spd.Inverse(l.inverse, l.l, l.p)
	}
	g0, g1, gz := l.derivative(u, z, 0), l.derivative(u, z, 1), l.derivative(u, z, 2)
	if l.tied {
		g[0], g[1] = g0+g1, gz
		return
	}
	g[0], g[1], g[2] = g0, g1, gz
}

// information is ½tr(V⁻¹V'V⁻¹V″) in closed form: a pair has (1+c)/4, −ρ²c/4,
// −ρ/2 and 1+ρ² for (u,u), (u₀,u₁), (u,z) and (z,z), c = 1/(1−ρ²); a single
// row ½.
func (l *apimLikelihood) information(z float64, h []float64) {
	rho, c := math.Tanh(z), math.Cosh(z)*math.Cosh(z)
	own, cross, uz, zz := l.pairs*(1+c)/4, -l.pairs*rho*rho*c/4, -l.pairs*rho/2, l.pairs*(1+rho*rho)
	if l.pairs == 0 {
		zz = 1 // nothing tells of z, and it stays where it is
	}
	u0, u1 := own+l.single[0]/2, own+l.single[1]/2
	if l.tied {
		h[0], h[1], h[2], h[3] = l.pairs+(l.single[0]+l.single[1])/2, 2*uz, 2*uz, zz
		return
	}
	h[0], h[1], h[2] = u0, cross, uz
	h[3], h[4], h[5] = cross, u1, uz
	h[6], h[7], h[8] = uz, uz, zz
}
