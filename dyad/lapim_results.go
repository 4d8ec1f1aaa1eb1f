package dyad

import (
	"math"

	"pleach/dyad/internal/mixed"
)

// fit writes an optimum in the data's own units.
func (m *lapimModel) fit(o mixed.Optimum) *LAPIMFit {
	f := &LAPIMFit{Fit: Fit{
		Model: "lapim", Method: "reml", LogLik: m.logLik(o.Value),
		NObs: int(m.like.N()), NCouples: len(m.c.couples),
	}}
	if m.d.o.ML {
		f.Method = "ml"
	}
	for why, n := range m.c.dropped {
		if n > 0 {
			f.Dropped = append(f.Dropped, Dropped{lapimWhy[why], n})
		}
	}
	f.Status = m.status(o)
	w := m.like.Inverse()
	m.addFixed(f, w)
	m.addResidual(f, o, w)
	m.addRandom(f, o, w)
	m.addEffects(f)
	return f
}

func (m *lapimModel) status(o mixed.Optimum) Status {
	aa, ab, bb := m.like.Sigma()
	switch {
	case ab*ab > (1-1e-6)*aa*bb || aa < 1e-9 || bb < 1e-9:
		return Boundary
	case !o.Converged:
		return NotConverged
	case contains(m.aliased):
		return NotIdentified
	case m.like.Smallest(o.Theta) < 1e-6:
		return Singular
	case m.like.Flat():
		return NotIdentified
	}
	return Converged
}

func contains(flags []bool) bool {
	for _, f := range flags {
		if f {
			return true
		}
	}
	return false
}

// addFixed adds the fixed effects with Satterthwaite's degrees of freedom.
func (m *lapimModel) addFixed(f *LAPIMFit, w []float64) {
	f.FixedCov = make([][]float64, len(m.fixed))
	for i, t := range m.fixed {
		f.FixedCov[i] = make([]float64, len(m.fixed))
		for j := range m.fixed {
			f.FixedCov[i][j] = m.like.Variance(m.bx[i], m.bx[j])
			if m.aliased[i] || m.aliased[j] {
				f.FixedCov[i][j] = math.NaN()
			}
		}
		name := m.prefix(t.role) + t.name
		if m.aliased[i] {
			m.add(f, fixed(name, math.NaN()), math.NaN())
			continue
		}
		df := m.satterthwaite(m.bx[i], f.FixedCov[i][i], w)
		m.add(f, studentInterval(name, m.beta(i), math.Sqrt(f.FixedCov[i][i]), df), df)
	}
}

func (m *lapimModel) add(f *LAPIMFit, p Param, df float64) {
	f.Params, f.DF = append(f.Params, p), append(f.DF, df)
}

// beta is a fixed effect in the data's units.
func (m *lapimModel) beta(i int) float64 {
	s := 0.0
	for c, x := range m.bx[i] {
		s += x * m.like.Beta(c)
	}
	if m.fixed[i].at == 0 {
		s += m.s.shift[m.fixed[i].role]
	}
	return s
}

// prefix is "a." or "b.", and nothing for exchangeable partners.
func (m *lapimModel) prefix(role int) string {
	if m.d.o.Exchangeable {
		return ""
	}
	return m.d.role(role) + "."
}

// satterthwaite is 2·Φ²/(gᵀ·W·g), at least one; +Inf where the variance
// parameters leave Φ as it is.
func (m *lapimModel) satterthwaite(row []float64, variance float64, w []float64) float64 {
	form := quadratic(w, m.like.VarianceGradient(row))
	if !(form > 1e-12*variance*variance) {
		return math.Inf(1)
	}
	return max(2*variance*variance/form, 1)
}

func quadratic(w, g []float64) float64 {
	s := 0.0
	for i, x := range g {
		for j, y := range g {
			s += x * w[i*len(g)+j] * y
		}
	}
	return s
}

// addResidual adds the residuals' standard deviations and correlation.
func (m *lapimModel) addResidual(f *LAPIMFit, o mixed.Optimum, w []float64) {
	c := factored{pairs: m.problem.R.Pairs, theta: o.Theta, offset: len(m.problem.G.Pairs), w: w}
	roles := m.d.roles()
	for _, r := range roles {
		row := []float64{m.s.unit[r] * m.problem.Basis[r][0], m.s.unit[r] * m.problem.Basis[r][1]}
		c.b = append(c.b, row[:m.problem.R.N])
	}
	f.Residual = c.matrix()
	good := f.Status != Boundary
	for i, r := range roles {
		if m.d.o.Exchangeable && i == 1 {
			break
		}
		name := "residual.sd." + m.d.role(r)
		if m.d.o.Exchangeable {
			name = "residual.sd"
		}
		m.add(f, c.sd(name, i, good), math.Inf(1))
	}
	if len(roles) == 1 {
		return
	}
	if m.both() == 0 {
		m.add(f, fixed("residual.cor", math.NaN()), math.NaN())
		f.Status = worse(f.Status, NotIdentified)
		return
	}
	m.add(f, c.cor("residual.cor", 0, 1, good), math.Inf(1))
}

// worse keeps a status that is already bad.
func worse(s, other Status) Status {
	if s == NotConverged {
		return s
	}
	return other
}

// addRandom adds the random effects' standard deviations and correlations.
// Where G is singular their standard errors mean nothing, and are NaN.
func (m *lapimModel) addRandom(f *LAPIMFit, o mixed.Optimum, w []float64) {
	c := factored{pairs: m.problem.G.Pairs, theta: o.Theta, w: w, b: m.bz}
	f.Random = c.matrix()
	good := f.Status == Converged
	for i, t := range m.effects {
		name := m.d.role(t.role) + "." + t.name
		f.RandomNames = append(f.RandomNames, name)
		if m.d.o.Exchangeable {
			if i >= m.d.random() {
				continue
			}
			name = t.name
		}
		p := c.sd("random."+name+".sd", i, good && !m.flat[i])
		if m.flat[i] {
			p.Estimate = math.NaN()
		}
		m.add(f, p, math.Inf(1))
	}
	for i := range m.effects {
		for j := i + 1; j < len(m.effects); j++ {
			m.addRandomCor(f, c, i, j, good)
		}
	}
}

func (m *lapimModel) addRandomCor(f *LAPIMFit, c factored, i, j int, good bool) {
	n := m.d.random()
	if m.d.o.Exchangeable && (i >= n || (j >= n && j-n < i)) {
		return // the same as one that was there
	}
	lost := m.flat[i] || m.flat[j]
	p := c.cor("random.cor."+f.RandomNames[i]+"."+f.RandomNames[j], i, j, good && !lost)
	if lost {
		p.Estimate = math.NaN()
	}
	m.add(f, p, math.Inf(1))
}

// addEffects adds the couples' predicted random effects.
func (m *lapimModel) addEffects(f *LAPIMFit) {
	n := len(m.effects)
	all := make([]float64, n*len(m.c.couples))
	for g, couple := range m.c.couples {
		row := all[g*n : (g+1)*n : (g+1)*n]
		for z, u := range m.like.Effects(g) {
			for i := range row {
				row[i] += m.bz[i][z] * u
			}
		}
		f.Couples = append(f.Couples, m.d.couple[m.d.starts[couple]])
		f.Effects = append(f.Effects, row)
	}
}
