package dyad

import "pleach/dyad/internal/mixed"

// fromIntercepts descends from the optimum of the model with random intercepts
// alone, slopes hardly varying, when that lies lower than what is known: a
// model never ends above one that it contains.
func (m *lapimModel) fromIntercepts(best *mixed.Optimum, try func(start []float64)) {
	n := m.nested()
	inner := n.best()
	for _, spread := range []float64{0.05, 1e-3, 0} {
		if best.Value <= inner.Value+1e-6 && (best.Converged || spread < 0.05) {
			return
		}
		try(m.embed(n, inner.Theta, spread))
	}
}

// nested is the model with random intercepts alone, of the same data in the
// same inner units.
func (m *lapimModel) nested() *lapimModel {
	d := *m.d
	d.o.Slopes = false
	n := &lapimModel{d: &d, s: m.s, c: m.c, t: m.t, lags: m.lags}
	n.build()
	return n
}

// embed is a nested model's point in this one, with slopes of spread times the
// units in which the data say as much as the prior. Intercepts are the first
// random effect of either half.
func (m *lapimModel) embed(n *lapimModel, theta []float64, spread float64) []float64 {
	big, small := m.problem, n.problem
	out := make([]float64, big.Parameters())
	copy(out[len(big.G.Pairs):], theta[len(small.G.Pairs):])
	for i, u := range m.like.Units() {
		out[big.G.Element(i, i)] = spread * u
	}
	at := [2]int{0, m.half}
	for x, p := range small.G.Pairs {
		out[big.G.Element(at[p[0]], at[p[1]])] = theta[x]
	}
	return out
}
