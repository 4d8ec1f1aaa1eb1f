package dyad

import (
	"math"

	"pleach/dyad/internal/mixed"
)

// lapimModel is a model with its data in inner units.
type lapimModel struct {
	d *lapimData
	s *lapimScale
	c *lapimCross
	t []float64 // T of lapimScale, and of the lags' line where there is one

	lags *lagLine

	problem *mixed.Problem
	like    *mixed.Likelihood

	fixed, effects []lapimTerm // in the order of the results
	aliased        []bool      // of fixed: not determined by the data
	flat           []bool      // of effects likewise
	half           int         // random effects of the first half of columns
	bx, bz         [][]float64 // their rows of original, on the columns kept
	logUnits       float64     // log-likelihood of the data less that of inner units
}

func newLapimModel(d *lapimData) (*lapimModel, error) {
	s, err := newLapimScale(d)
	if err != nil {
		return nil, err
	}
	m := &lapimModel{d: d, s: s, c: newLapimCross(d, s), t: s.transform()}
	if err := m.enough(); err != nil {
		return nil, err
	}
	m.partLags()
	m.build()
	m.logUnits = m.units()
	if m.same() {
		return nil, badInput("one partner's answers are a straight line of the other's", "check the columns: they may be copies of each other")
	}
	if math.IsInf(m.like.Value(m.like.Start(1)), 1) {
		return nil, badInput("the answers follow from the step before without rest", "check the columns: there is nothing random to estimate")
	}
	return m, nil
}

// build makes the likelihood of the cross-products.
func (m *lapimModel) build() {
	m.problem = &mixed.Problem{
		Q: m.s.regressors(), Cross: m.c.cross, REML: !m.d.o.ML,
		Each: func(n int, f func(int)) { each(n, m.d.o.Workers, f) },
	}
	m.design()
	m.like = mixed.New(m.problem)
}

// enough says whether there are rows and couples to fit anything.
func (m *lapimModel) enough() error {
	n := m.s.regressors() + 2
	var rows [3]float64
	for g := 0; g < len(m.c.cross); g += 3 * n * n {
		for p := range rows {
			rows[p] += m.c.cross[g+p*n*n]
		}
	}
	for _, r := range m.d.roles() {
		if have := rows[mixed.Both] + rows[mixed.OnlyA+r]; have <= float64(n-2) {
			return badInput("too few of "+m.d.role(r)+"'s answers have both answers one step before them", "check that times are counted in steps of one, give more rows, or fit the other role alone")
		}
	}
	if len(m.c.couples) < 2 {
		return badInput("only one couple has usable rows", "fit one couple with FitVAR or FitOU")
	}
	return nil
}

// same says whether one role's answers are a straight line of the other's
// wherever both are there.
func (m *lapimModel) same() bool {
	n := m.s.regressors() + 2
	var s [6]float64 // n, a, b, aa, ab, bb
	for g := 0; g < len(m.c.cross); g += 3 * n * n {
		c := m.c.cross[g : g+n*n]
		for i, x := range [6]float64{c[0], c[n-2], c[n-1], c[(n-2)*n+n-2], c[(n-2)*n+n-1], c[n*n-1]} {
			s[i] += x
		}
	}
	if s[0] < 3 {
		return false
	}
	aa, ab, bb := s[3]-s[1]*s[1]/s[0], s[4]-s[1]*s[2]/s[0], s[5]-s[2]*s[2]/s[0]
	return aa*bb-ab*ab < 1e-10*aa*bb
}

// design chooses the columns, leaving out those that others make up.
func (m *lapimModel) design() {
	x, z := m.columns()
	zKept, zNull := m.independent(z)
	xKept, xNull := m.independent(x)
	m.problem.X, m.problem.Z = chosen(x, xKept), chosen(z, zKept)
	m.half = len(chosen(z[:len(z)/2], zKept))
	m.shapes(m.half)
	m.name(x, z, xNull, zNull)
}

func (m *lapimModel) independent(t []mixed.Term) (kept []bool, null [][]float64) {
	m.problem.X = t
	return m.problem.Independent()
}

// chosen are the terms that are kept.
func chosen(t []mixed.Term, kept []bool) []mixed.Term {
	var out []mixed.Term
	for i, x := range t {
		if kept[i] {
			out = append(out, x)
		}
	}
	return out
}

// shapes sets the factors' shapes; for exchangeable partners the first half of
// the random effects, of sums, is independent of the others.
func (m *lapimModel) shapes(half int) {
	p, n := m.problem, len(m.problem.Z)
	p.G, p.R = mixed.Triangles(n), mixed.Triangles(2)
	p.Basis = [2][2]float64{{1, 0}, {0, 1}}
	switch {
	case m.d.o.OnlyRole != 0:
		p.R = mixed.Triangles(1)
	case m.d.o.Exchangeable:
		p.G, p.R = mixed.Triangles(half, n-half), mixed.Triangles(1, 1)
		p.Basis = [2][2]float64{{halfRoot, halfRoot}, {halfRoot, -halfRoot}}
	case m.both() == 0:
		p.R = mixed.Triangles(1, 1)
	}
}

// both is the number of rows that explain both roles' answers.
func (m *lapimModel) both() float64 {
	n := m.s.regressors() + 2
	sum := 0.0
	for g := 0; g < len(m.c.cross); g += 3 * n * n {
		sum += m.c.cross[g]
	}
	return sum
}

// name lists the results' coefficients and how they come from the columns.
func (m *lapimModel) name(x, z []mixed.Term, xNull, zNull [][]float64) {
	roles := m.d.roles()
	for _, r := range roles {
		m.effects = append(m.effects, m.d.terms(r)[:m.d.random()]...)
	}
	if m.d.o.Exchangeable {
		roles = roles[:1]
	}
	for _, r := range roles {
		m.fixed = append(m.fixed, m.d.terms(r)...)
	}
	for _, t := range m.fixed {
		m.aliased = append(m.aliased, touches(m.original(t, x), xNull))
		m.bx = append(m.bx, m.original(t, m.problem.X))
	}
	for _, t := range m.effects {
		m.flat = append(m.flat, touches(m.original(t, z), zNull))
		m.bz = append(m.bz, m.original(t, m.problem.Z))
	}
}

// touches says whether a row is not at right angles to all null vectors: then
// the data do not determine it.
func touches(row []float64, null [][]float64) bool {
	for _, v := range null {
		s, size := 0.0, 0.0
		for i, x := range v {
			s += row[i] * x
			size += math.Abs(row[i] * x)
		}
		if math.Abs(s) > 1e-6*size {
			return true
		}
	}
	return false
}

// units is what the change to inner units does to a log-likelihood: the
// answers' densities, and for REML the volume of the fixed effects.
func (m *lapimModel) units() float64 {
	u := 0.0
	for _, r := range m.d.roles() {
		u -= (m.like.Rows(mixed.Both) + m.like.Rows(mixed.OnlyA+r)) * math.Log(m.s.unit[r])
	}
	if m.d.o.ML {
		return u
	}
	var square [][]float64
	for i, row := range m.bx {
		if !m.aliased[i] && len(square) < len(row) {
			square = append(square, append([]float64{}, row...))
		}
	}
	return u + logAbsDet(square)
}

// logAbsDet is the logarithm of a determinant's size, by elimination with
// pivoting; a is destroyed. What is not square has none, and gives zero.
func logAbsDet(a [][]float64) float64 {
	sum := 0.0
	for c := range a {
		if len(a[c]) != len(a) {
			return 0
		}
		best := c
		for r := c; r < len(a); r++ {
			if math.Abs(a[r][c]) > math.Abs(a[best][c]) {
				best = r
			}
		}
		a[c], a[best] = a[best], a[c]
		sum += math.Log(math.Abs(a[c][c]))
		for r := c + 1; r < len(a); r++ {
			f := a[r][c] / a[c][c]
			for k := c; k < len(a); k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	return sum
}

func (m *lapimModel) logLik(minusTwo float64) float64 { return -minusTwo/2 + m.logUnits }

// best is the lowest of several descents.
func (m *lapimModel) best() mixed.Optimum {
	best := mixed.Optimum{Value: math.Inf(1)}
	try := func(start []float64) {
		o := m.like.Minimise(start, 200, best.Value)
		if best.Theta == nil || o.Value < best.Value-1e-9 || (o.Converged && !best.Converged && o.Value < best.Value+1e-6) {
			best = o
		}
	}
	for _, spread := range m.spreads() {
		try(m.like.Start(spread))
	}
	if m.d.o.Slopes {
		m.fromIntercepts(&best, try)
	}
	m.like.Value(best.Theta)
	if !math.IsInf(best.Value, 1) {
		m.like.Derive(best.Theta)
	}
	return best
}

// spreads are the starts: random effects as large as the data can tell from
// nothing, and, where data are few enough to have two optima, much larger and
// smaller ones.
func (m *lapimModel) spreads() []float64 {
	if len(m.c.couples) > 400 {
		return []float64{2}
	}
	return []float64{2, 10}
}
