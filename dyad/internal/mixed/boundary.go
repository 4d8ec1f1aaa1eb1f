package mixed

import "math"

// leaveBoundary looks for a direction of variance, out of the whole cone of
// covariances of G's shape, along which −2ℓ falls, and goes there. At an
// optimum Γ = ∂(−2ℓ)/∂G has no negative eigenvalue: Γ·L = 0, and Γ is
// positive semidefinite in what L leaves out (Karush, Kuhn and Tucker).
func (d *descent) leaveBoundary() bool {
	value, v := d.l.steepest()
	if value > -1e-6*(1+1e-6*math.Abs(d.o.Value)) {
		return false
	}
	g := d.l.p.G.covariance(d.o.Theta[:len(d.l.p.G.Pairs)])
	m := d.l.m
	for size := 1.0; size > 1e-8; size /= 4 {
		trial := append([]float64{}, g...)
		for i := range m {
			for j := range m {
				trial[i*m+j] += size * v[i] * v[j]
			}
		}
		copy(d.at, d.o.Theta)
		d.l.p.G.Factor(trial, d.at)
		if x := d.l.Value(d.at); x < d.o.Value-1e-9 {
			d.accept(x)
			d.damp = 1e-4
			return true
		}
	}
	d.l.Value(d.o.Theta)
	d.fresh = true
	return false
}

// steepest is the lowest eigenvalue of Γ at the last Derive, each random effect in the unit in
// which the data say as much as a prior of variance one, and its direction in
// the units of G.
func (l *Likelihood) steepest() (value float64, v []float64) {
	m := l.m
	unit := l.Units()
	gamma := make([]float64, m*m)
	for x, p := range l.p.G.Pairs {
		g := l.gLin[x]
		if p[0] != p[1] {
			g /= 2
		}
		g *= unit[p[0]] * unit[p[1]]
		gamma[p[0]*m+p[1]], gamma[p[1]*m+p[0]] = g, g
	}
	vectors := make([]float64, m*m)
	values := eigen(gamma, vectors, m)
	at := 0
	for i, x := range values {
		if x < values[at] {
			at = i
		}
	}
	v = make([]float64, m)
	for i := range v {
		v[i] = vectors[i*m+at] * unit[i]
	}
	return values[at], v
}

// Units are, for every random effect, the standard deviation at which the
// average group's data and the prior weigh the same.
func (l *Likelihood) Units() []float64 {
	m := l.m
	u := make([]float64, m)
	for g := range l.p.Groups() {
		_, a, _ := l.cached(g)
		for i := range u {
			u[i] += a[i*m+i]
		}
	}
	for i, x := range u {
		u[i] = 1
		if x > 0 {
			u[i] = math.Sqrt(float64(l.p.Groups()) / x)
		}
	}
	return u
}

// covariance is G = L·Lᵀ from the free elements of L.
func (s Shape) covariance(theta []float64) []float64 {
	g := make([]float64, s.N*s.N)
	for x, p := range s.Pairs {
		for y, q := range s.Pairs {
			if p[1] == q[1] {
				g[p[0]*s.N+q[0]] += theta[x] * theta[y]
			}
		}
	}
	return g
}

// Factor writes the free elements of the Cholesky factor of g, which may be
// singular: a pivot of nothing makes a column of nothing.
func (s Shape) Factor(g, theta []float64) {
	n := s.N
	l := append([]float64{}, g...)
	for j := range n {
		d := l[j*n+j]
		for k := range j {
			d -= l[j*n+k] * l[j*n+k]
		}
		if d <= 1e-14*g[j*n+j] {
			d = 0
		}
		root := math.Sqrt(d)
		l[j*n+j] = root
		for i := j + 1; i < n; i++ {
			x := l[i*n+j]
			for k := range j {
				x -= l[i*n+k] * l[j*n+k]
			}
			if l[i*n+j] = 0; root > 0 {
				l[i*n+j] = x / root
			}
		}
	}
	for x, p := range s.Pairs {
		theta[x] = l[p[0]*n+p[1]]
	}
}
