package mixed

import (
	"math"
	"slices"
)

// Inverse is the covariance of θ at the last Derive: twice the inverse of the
// Hessian of −2ℓ. Directions in which the criterion is flat or falls, as the
// turn of a singular factor, count for nothing.
func (l *Likelihood) Inverse() []float64 {
	n := l.p.Parameters()
	scale := make([]float64, n)
	for i := range n {
		scale[i] = 1
		if h := math.Abs(l.Hessian[i*n+i]); h > 0 {
			scale[i] = 1 / math.Sqrt(h)
		}
	}
	a, v, out := make([]float64, n*n), make([]float64, n*n), make([]float64, n*n)
	for i := range n {
		for j := range n {
			a[i*n+j] = l.Hessian[i*n+j] * scale[i] * scale[j]
		}
	}
	for c, x := range eigen(a, v, n) {
		if x < 1e-9 {
			continue
		}
		for i := range n {
			for j := range n {
				out[i*n+j] += 2 * v[i*n+c] * v[j*n+c] / x * scale[i] * scale[j]
			}
		}
	}
	return out
}

// Flat says whether some direction of the space has no curvature at the last
// Derive: away from a singular G the data then do not determine θ.
func (l *Likelihood) Flat() bool {
	n := l.p.Parameters()
	a := make([]float64, n*n)
	for i := range n {
		for j := range n {
			a[i*n+j] = l.Hessian[i*n+j] / math.Sqrt(math.Abs(l.Hessian[i*n+i]*l.Hessian[j*n+j])+1e-300)
		}
	}
	return slices.Min(eigen(a, make([]float64, n*n), n)) < 1e-9
}

// VarianceGradient is the gradient in θ of the variance of bᵀβ̂, at the last
// Derive: ∂Φ/∂φ_j = Φ·XᵀV⁻¹V_jV⁻¹X·Φ, taken to θ by the chain rule.
func (l *Likelihood) VarianceGradient(b []float64) []float64 {
	k, n := l.k, l.p.Parameters()
	u := make([]float64, k-1) // Uᵀ·b
	for i, x := range b {
		for c := range u {
			u[c] += x * l.rot[i*k+c]
		}
	}
	out := make([]float64, n)
	for j, s := range l.s {
		form := 0.0
		for c, x := range u {
			for d, y := range u {
				form += x * y * s[c*k+d]
			}
		}
		for x := range n {
			out[x] += form * l.jac[j*n+x]
		}
	}
	return out
}

// Variance is the covariance of aᵀβ̂ and bᵀβ̂ at the last Value.
func (l *Likelihood) Variance(a, b []float64) float64 {
	s := 0.0
	for i, x := range a {
		for j, y := range b {
			if x != 0 && y != 0 {
				s += x * y * l.Covariance(i, j)
			}
		}
	}
	return s
}

// Sigma is Σ at the last Value: aa, ab, bb.
func (l *Likelihood) Sigma() (aa, ab, bb float64) {
	return l.res.sigma[0], l.res.sigma[1], l.res.sigma[2]
}

// Influence is what a group adds to β̂: Φ·XᵀV⁻¹r of the group, at the last
// Value.
func (l *Likelihood) Influence(group int) []float64 {
	p, m, k := l.k-1, l.m, l.k
	w, _, kx := l.cached(group)
	size := l.p.groupSize()
	cross := l.p.Cross[group*size : (group+1)*size]
	score := make([]float64, p)
	for c, x := range l.p.X {
		score[c] = l.p.withY(cross, l.res.p, x)
		for d, o := range l.p.X {
			score[c] -= l.p.product(cross, l.res.p, x, o) * l.Beta(d)
		}
	}
	for i := range m {
		wr := 0.0
		wx := make([]float64, p)
		for z, v := range w[i*m : i*m+m] {
			row := kx[z*k : z*k+k]
			wr += v * row[p]
			for c := range p {
				wx[c] += v * row[c]
				wr -= v * row[c] * l.Beta(c)
			}
		}
		for c := range p {
			score[c] -= wx[c] * wr
		}
	}
	out := make([]float64, p)
	for i := range p {
		for j := range p {
			out[i] += l.Covariance(i, j) * score[j]
		}
	}
	return out
}

// Effects are the group's random effects û = J·ZᵀR⁻¹(y − Xβ̂), at the last
// Value.
func (l *Likelihood) Effects(group int) []float64 {
	m, k := l.m, l.k
	w, _, kx := l.cached(group)
	out := make([]float64, m)
	for i := range m {
		wr := 0.0
		for z, v := range w[i*m : i*m+m] {
			row := kx[z*k : z*k+k]
			wr += v * row[k-1]
			for c := range k - 1 {
				wr -= v * row[c] * l.Beta(c)
			}
		}
		for z := range m {
			out[z] += w[i*m+z] * wr
		}
	}
	return out
}

// Smallest is the lowest eigenvalue of G in the units in which the average
// group's data and a prior of variance one weigh the same.
func (l *Likelihood) Smallest(theta []float64) float64 {
	m := l.m
	if m == 0 {
		return 1
	}
	g := l.p.G.covariance(theta[:len(l.p.G.Pairs)])
	u := l.Units()
	for i := range m {
		for j := range m {
			g[i*m+j] /= u[i] * u[j]
		}
	}
	return slices.Min(eigen(g, make([]float64, m*m), m))
}
