package dyad

import "pleach/dyad/internal/mixed"

// lapimTerm is one coefficient: of a role's equation, on the regressor at.
type lapimTerm struct {
	role, at int
	name     string // "own", "partner", "mood", "own:mood"
}

// terms are the coefficients of an inner role, in the order of the results.
func (d *lapimData) terms(role int) []lapimTerm {
	own, partner := 1+role, 2-role
	t := []lapimTerm{{role, 0, "intercept"}, {role, own, "own"}, {role, partner, "partner"}}
	for i, c := range d.covariates {
		t = append(t, lapimTerm{role, 3 + i, c.Name})
	}
	for i, c := range d.moderators {
		at := 3 + len(d.covariates) + 3*i
		t = append(t, lapimTerm{role, at, c.Name}, lapimTerm{role, at + own, "own:" + c.Name}, lapimTerm{role, at + partner, "partner:" + c.Name})
	}
	return t
}

// roles are the inner roles that are fitted, a's before b's.
func (d *lapimData) roles() []int {
	switch {
	case d.o.OnlyRole != 0:
		return []int{0}
	case d.swapped:
		return []int{1, 0}
	}
	return []int{0, 1}
}

// random is how many random effects a role has.
func (d *lapimData) random() int {
	if d.o.Slopes {
		return 3
	}
	return 1
}

const halfRoot = 0.7071067811865476 // √½

// columns are the columns of X and of Z for the inner coefficients: one each,
// or, for exchangeable partners, their sum in X and in Z sum and difference,
// which are independent of each other (Kenny, Kashy & Cook 2006, chapter 13).
func (m *lapimModel) columns() (x, z []mixed.Term) {
	q := m.s.regressors()
	at := func(t lapimTerm) int { return t.role*q + t.at }
	if m.d.o.Exchangeable {
		a, b := m.d.terms(0), m.d.terms(1)
		for i := range a {
			x = append(x, mixed.Term{{At: at(a[i]), Weight: 1}, {At: at(b[i]), Weight: 1}})
		}
		for _, sign := range []float64{halfRoot, -halfRoot} {
			for i := range m.d.random() {
				z = append(z, mixed.Term{{At: at(a[i]), Weight: halfRoot}, {At: at(b[i]), Weight: sign}})
			}
		}
		return x, z
	}
	for role := range 2 {
		if role == 1 && m.d.o.OnlyRole != 0 {
			break
		}
		for i, t := range m.d.terms(role) {
			x = append(x, mixed.Term{{At: at(t), Weight: 1}})
			if i < m.d.random() {
				z = append(z, mixed.Term{{At: at(t), Weight: 1}})
			}
		}
	}
	return x, z
}

// original is the row that makes a coefficient, in the data's own units, out
// of columns' coefficients: γ_role = unit·Tᵀ·γ*_role.
func (m *lapimModel) original(t lapimTerm, columns []mixed.Term) []float64 {
	q := m.s.regressors()
	out := make([]float64, len(columns))
	for c, term := range columns {
		for _, p := range term {
			if p.At/q == t.role {
				out[c] += m.s.unit[t.role] * m.t[p.At%q*q+t.at] * p.Weight
			}
		}
	}
	return out
}
