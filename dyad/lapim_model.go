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
	t []float64 // T of lapimScale

	problem *mixed.Problem
	like    *mixed.Likelihood

	fixed, effects []lapimTerm // in the order of the results
	aliased        []bool      // of fixed: not determined by the data
	flat           []bool      // of effects likewise
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
	m.problem = &mixed.Problem{
		Q: s.regressors(), Cross: m.c.cross, REML: !d.o.ML,
		Each: func(n int, f func(int)) { each(n, d.o.Workers, f) },
	}
	m.design()
	m.like = mixed.New(m.problem)
	m.logUnits = m.units()
	return m, nil
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

// design chooses the columns, leaving out those that others make up.
func (m *lapimModel) design() {
	x, z := m.columns()
	m.problem.X = x
	kept := m.problem.Independent()
	m.problem.X = nil
	for i, k := range kept {
		if k {
			m.problem.X = append(m.problem.X, x[i])
		}
	}
	m.keepRandom(x, z, kept)
	m.shapes()
	m.name(x, z, kept)
}

// keepRandom leaves out random effects of columns that were left out.
func (m *lapimModel) keepRandom(x, z []mixed.Term, kept []bool) {
	m.problem.Z = nil
	for _, t := range z {
		if !hasDropped(t, x, kept) {
			m.problem.Z = append(m.problem.Z, t)
		}
	}
}

// hasDropped says whether a term shares a coefficient with a column left out.
func hasDropped(t mixed.Term, x []mixed.Term, kept []bool) bool {
	for i, c := range x {
		for _, p := range c {
			if !kept[i] && p.At == t[0].At {
				return true
			}
		}
	}
	return false
}

func (m *lapimModel) shapes() {
	p, n := m.problem, len(m.problem.Z)
	p.G, p.R = mixed.Triangles(n), mixed.Triangles(2)
	p.Basis = [2][2]float64{{1, 0}, {0, 1}}
	switch {
	case m.d.o.OnlyRole != 0:
		p.R = mixed.Triangles(1)
	case m.d.o.Exchangeable:
		p.G, p.R = mixed.Triangles(n/2, n/2), mixed.Triangles(1, 1)
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
func (m *lapimModel) name(x, z []mixed.Term, kept []bool) {
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
		m.aliased = append(m.aliased, lost(m.original(t, x), kept))
		m.bx = append(m.bx, m.original(t, m.problem.X))
	}
	keptZ := make([]bool, len(z))
	for i, t := range z {
		keptZ[i] = !hasDropped(t, x, kept)
	}
	for _, t := range m.effects {
		m.flat = append(m.flat, lost(m.original(t, z), keptZ))
		m.bz = append(m.bz, m.original(t, m.problem.Z))
	}
}

// lost says whether a row needs a column that was left out.
func lost(row []float64, kept []bool) bool {
	for i, x := range row {
		if x != 0 && !kept[i] {
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
	var best mixed.Optimum
	for i, spread := range m.spreads() {
		o := m.like.Minimise(m.like.Start(spread), 200)
		if i == 0 || o.Value < best.Value-1e-9 || (o.Converged && !best.Converged && o.Value < best.Value+1e-6) {
			best = o
		}
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
	return []float64{2, 0.3, 10}
}
