package dyad

import (
	"fmt"
	"math"

	"pleach/dyad/internal/fdist"
	"pleach/dyad/internal/scoring"
	"pleach/dyad/internal/spd"
)

// leastUnique is the smallest uniqueness of a standardised item.
const leastUnique = .005

// OmegaFit is a scale's reliability by a model of one factor.
type OmegaFit struct {
	// Omega is of the sum of the items as they are; its interval is by the delta
	// method on the logit scale. Standardised is of items with the same
	// variance.
	Omega        Param
	Standardised float64

	// Loadings and Uniqueness are of the standardised items.
	Loadings, Uniqueness []float64

	// ChiSquared tests that one factor is enough, with DF degrees of freedom
	// (none for three items: then P is NaN), with Bartlett's (1951) correction.
	ChiSquared, P float64
	DF            int

	// Status is Boundary when an item has no variance of its own left (a
	// Heywood case): then there is no interval.
	Status Status

	N, Items int
	Dropped  []Dropped
}

// Omega is McDonald's (1999) ω of one factor, the sum's variance that is the
// factor's:
//
//	ω = (Σλ)² / ((Σλ)² + Σψ)
//
// with loadings λ and uniquenesses ψ by maximum likelihood on the complete rows
// (Jöreskog 1967; compare R's factanal, uniqueness at least .005): Fisher
// scoring of the normal likelihood of a covariance λλᵀ + Ψ, standard error from
// its expected information. Rows are taken as independent: give one row a
// person. Reverse items before ([Score] does). Fewer than three items, items
// that never vary and fewer rows than items and two are an *[InputError].
func Omega(items [][]float64) (*OmegaFit, error) {
	k, err := itemCount(items, 3)
	if err != nil {
		return nil, err
	}
	rows, dropped := completeItems(items)
	if len(rows) < k+2 {
		return nil, badInput(fmt.Sprintf("%d rows have all items", len(rows)), fmt.Sprintf("give at least %d, better a hundred", k+2))
	}
	m, err := newOneFactor(rows)
	if err != nil {
		return nil, err
	}
	f := m.fit()
	f.N, f.Items, f.Dropped = len(rows), k, dropped
	return f, nil
}

// oneFactor is the log-likelihood of one factor, a scoring.Problem: x are the
// loadings, then √(ψ − least), in which the least is reached exactly.
type oneFactor struct {
	n                   float64 // rows − 1
	k                   int
	sd, r               []float64 // of the items; their correlations
	a, m, al, work, psi []float64 // Σ⁻¹, Σ⁻¹ − Σ⁻¹RΣ⁻¹, Σ⁻¹λ
}

func newOneFactor(rows [][]float64) (*oneFactor, error) {
	c := itemCovariance(rows)
	k := len(c)
	s := func(n int) []float64 { return make([]float64, n) }
	m := &oneFactor{n: float64(len(rows) - 1), k: k, sd: s(k), r: s(k * k), a: s(k * k), m: s(k * k), work: s(k * k), al: s(k), psi: s(k)}
	for i := range k {
		if !(c[i][i] > 0) {
			return nil, badInput(fmt.Sprintf("item %d never varies", i+1), "leave it out")
		}
		m.sd[i] = math.Sqrt(c[i][i])
	}
	for i := range k {
		for j := range k {
			m.r[i*k+j] = c[i][j] / (m.sd[i] * m.sd[j])
		}
	}
	if !spd.Cholesky(append([]float64(nil), m.r...), k, 1e-10) {
		return nil, badInput("an item is a sum of others", "leave it out")
	}
	return m, nil
}

// Eval is −n/2·(log|Σ| + tr(Σ⁻¹R)).
func (m *oneFactor) Eval(x, gradient, information []float64) (float64, bool) {
	k, load := m.k, x[:m.k]
	logDet, quad := 0.0, 1.0
	for i := range k {
		m.psi[i] = leastUnique + x[k+i]*x[k+i]
		logDet += math.Log(m.psi[i])
		quad += load[i] * load[i] / m.psi[i]
	}
	if logDet += math.Log(quad); !finite(logDet) || quad > 1e9 {
		return 0, false
	}
	trace := 0.0
	for i := range k {
		for j := range k {
			a := -load[i] / m.psi[i] * load[j] / m.psi[j] / quad
			if i == j {
				a += 1 / m.psi[i]
			}
			m.a[i*k+j] = a
			trace += a * m.r[i*k+j]
		}
	}
	if gradient != nil {
		m.score(x, gradient)
		m.expected(load, information)
		for i := range k {
			m.scale(information, k+i, 2*x[k+i])
			information[(k+i)*2*k+k+i] += max(0, m.n*(m.a[i*k+i]-m.m[i*k+i]))
		}
	}
	return -m.n / 2 * (logDet + trace), true
}

func (m *oneFactor) score(x, g []float64) {
	k := m.k
	multiply(m.work, m.a, m.r, k, false)
	multiply(m.m, m.work, m.a, k, false)
	for i := range k {
		g[i] = 0
		for j := range k {
			g[i] -= m.n * (m.a[i*k+j] - m.m[i*k+j]) * x[j]
		}
		g[k+i] = -m.n * (m.a[i*k+i] - m.m[i*k+i]) * x[k+i]
	}
}

// expected is the information of λ and ψ (Lawley & Maxwell 1971).
func (m *oneFactor) expected(load, h []float64) {
	k, lal := m.k, 0.0
	for i := range k {
		m.al[i] = 0
		for j := range k {
			m.al[i] += m.a[i*k+j] * load[j]
		}
		lal += m.al[i] * load[i]
	}
	for i := range k {
		for j := range k {
			a := m.a[i*k+j]
			h[i*2*k+j] = m.n * (a*lal + m.al[i]*m.al[j])
			h[(k+i)*2*k+k+j] = m.n / 2 * a * a
			h[i*2*k+k+j] = m.n * a * m.al[j]
			h[(k+j)*2*k+i] = h[i*2*k+k+j]
		}
	}
}

// scale multiplies a row and column.
func (m *oneFactor) scale(h []float64, at int, by float64) {
	for j := range 2 * m.k {
		h[at*2*m.k+j] *= by
		h[j*2*m.k+at] *= by
	}
}

// best climbs from the centroid (Thurstone 1931), from the items' regressions
// on each single item, and from equal loadings.
func (m *oneFactor) best() (x []float64, s scoring.Summit) {
	s.Value = math.Inf(-1)
	climber := scoring.New(2 * m.k)
	for start := -2; start < m.k; start++ {
		at := m.start(start)
		if t := climber.Climb(m, at, 1e-14, 500); t.Value > s.Value+1e-9 {
			x, s = at, t
		}
	}
	return x, s
}

func (m *oneFactor) start(which int) []float64 {
	x, total := make([]float64, 2*m.k), 0.0
	for _, r := range m.r {
		total += r
	}
	for i := range m.k {
		switch {
		case which >= 0:
			x[i] = .95 * m.r[which*m.k+i]
		case which == -1:
			x[i] = .5
		default:
			for j := range m.k {
				x[i] += m.r[i*m.k+j] / math.Sqrt(max(total, .1))
			}
		}
		x[i] = max(-.95, min(.95, x[i]))
		x[m.k+i] = math.Sqrt(1 - x[i]*x[i])
	}
	return x
}

func (m *oneFactor) fit() *OmegaFit {
	x, s := m.best()
	if sum(x[:m.k], m.sd, 1) < 0 {
		for i := range m.k {
			x[i] = -x[i]
		}
	}
	h := make([]float64, 4*m.k*m.k)
	m.Eval(x, nil, nil)
	m.expected(x[:m.k], h)
	f := &OmegaFit{Status: Converged}
	if !s.Converged {
		f.Status = NotConverged
	}
	for i := range m.k {
		f.Loadings, f.Uniqueness = append(f.Loadings, x[i]), append(f.Uniqueness, m.psi[i])
		if m.psi[i] < leastUnique+1e-6 {
			f.Status = worse(f.Status, Boundary)
		}
	}
	f.Standardised = omegaOf(f.Loadings, f.Uniqueness, nil)
	f.Omega = m.interval(f, h)
	m.test(f, s.Value)
	return f
}

// sum is Σ x·sdᵖ; a nil sd is ones.
func sum(x, sd []float64, power int) (s float64) {
	for i, v := range x {
		for range power {
			if sd != nil {
				v *= sd[i]
			}
		}
		s += v
	}
	return s
}

func omegaOf(load, psi, sd []float64) float64 {
	l, u := sum(load, sd, 1), sum(psi, sd, 2)
	return l * l / (l*l + u)
}

// interval is the delta method: ∂ω/∂λ = 2Lψ·sd/(L²+U)², ∂ω/∂ψ = −L²·sd²/(L²+U)².
func (m *oneFactor) interval(f *OmegaFit, h []float64) Param {
	omega := omegaOf(f.Loadings, f.Uniqueness, m.sd)
	l, u := sum(f.Loadings, m.sd, 1), sum(f.Uniqueness, m.sd, 2)
	g, total := make([]float64, 2*m.k), l*l+u
	for i, sd := range m.sd {
		g[i], g[m.k+i] = 2*l*u*sd/(total*total), -l*l*sd*sd/(total*total)
	}
	p := fixed("omega", omega)
	if f.Status != Converged || !spd.Cholesky(h, 2*m.k, 1e-12) {
		return p
	}
	v := append([]float64(nil), g...)
	spd.Solve(h, 2*m.k, v)
	s := 0.0
	for i := range v {
		s += v[i] * g[i]
	}
	p.SE = math.Sqrt(s)
	logit, half := math.Log(omega/(1-omega)), z975*p.SE/(omega*(1-omega))
	p.Lo, p.Hi = 1/(1+math.Exp(half-logit)), 1/(1+math.Exp(-half-logit))
	return p
}

func (m *oneFactor) test(f *OmegaFit, value float64) {
	k := float64(m.k)
	l := append([]float64(nil), m.r...)
	spd.Cholesky(l, m.k, 0)
	discrepancy := -2*value/m.n - spd.LogDet(l, m.k) - k
	f.DF = m.k * (m.k - 3) / 2
	f.ChiSquared = max(0, (m.n-(2*k+5)/6-2./3)*discrepancy)
	f.P = math.NaN()
	if f.DF > 0 {
		f.P = fdist.ChiSquaredUpper(f.ChiSquared, float64(f.DF))
	}
}
