package dyad

import (
	"math"
	"slices"

	"pleach/dyad/internal/mixed"
)

// halfPanel replaces the fixed effects by the half-panel jackknife's (Dhaene &
// Jochmans 2015, equation 2.2). The two halves of a couple share the row in
// the middle, as the end of one and the beginning of the other, so that every
// lag is in exactly one half. The halves' fixed effects are those of
// generalised least squares at the whole's variances: halves are too short to
// tell variances of their own, and with the same weights the biases cancel.
// Where a half does not determine the fixed effects, the corrected ones are
// not identified.
func (m *lapimModel) halfPanel(f *LAPIMFit, o mixed.Optimum) {
	influence, estimate := m.influences(2)
	for half := range 2 {
		h, ok := m.halfOf(half, o.Theta)
		if !ok {
			m.loseFixed(f)
			return
		}
		part, beta := h.influences(-0.5)
		for i, b := range beta {
			estimate[i] += b
		}
		for couple, row := range part {
			for i, x := range row {
				influence[couple][i] += x
			}
		}
	}
	m.replaceFixed(f, estimate, influence)
}

// halfOf is the model of one half of the rows, in the whole's inner units and at
// the whole's variances; not ok when it lacks what the whole has.
func (m *lapimModel) halfOf(second int, theta []float64) (*lapimModel, bool) {
	d := m.d.half(second)
	h := &lapimModel{d: d, s: m.s, c: newLapimCross(d, m.s), t: m.t, lags: m.lags}
	if h.enough() != nil {
		return nil, false
	}
	h.lags.part(h.c.cross, h.s.regressors()+2)
	h.build()
	same := len(h.problem.X) == len(m.problem.X) && len(h.problem.Z) == len(m.problem.Z) && len(h.problem.R.Pairs) == len(m.problem.R.Pairs)
	return h, same && slices.Equal(h.aliased, m.aliased) && !math.IsInf(h.like.Value(theta), 1)
}

// loseFixed says that the corrected fixed effects are not determined.
func (m *lapimModel) loseFixed(f *LAPIMFit) {
	f.Status = worse(f.Status, NotIdentified)
	for i := range m.fixed {
		f.Params[i], f.DF[i] = fixed(f.Params[i].Name, math.NaN()), math.NaN()
		for j := range m.fixed {
			f.FixedCov[i][j] = math.NaN()
		}
	}
}

// half is the first or the second half of every couple's rows.
func (d *lapimData) half(second int) *lapimData {
	h := &lapimData{o: d.o, swapped: d.swapped}
	var rows []int
	for c := range len(d.starts) - 1 {
		from, to := d.starts[c], d.starts[c+1]
		middle := from + (to-from)/2
		if h.starts = append(h.starts, len(rows)); second == 1 {
			from = middle
		} else {
			to = middle + 1
		}
		for i := from; i < to; i++ {
			rows = append(rows, i)
		}
	}
	h.starts = append(h.starts, len(rows))
	h.couple, h.time = reordered(d.couple, rows), reordered(d.time, rows)
	h.y = [2][]float64{reordered(d.y[0], rows), reordered(d.y[1], rows)}
	h.covariates, h.moderators = reorderedAll(d.covariates, rows), reorderedAll(d.moderators, rows)
	h.centre()
	return h
}

// influences are weight times the fixed effects, and weight times every
// couple's part in them (couples as in the data).
func (m *lapimModel) influences(weight float64) (rows [][]float64, estimate []float64) {
	rows, estimate = make([][]float64, len(m.d.starts)-1), make([]float64, len(m.fixed))
	for c := range rows {
		rows[c] = make([]float64, len(m.fixed))
	}
	for g, couple := range m.c.couples {
		in := m.like.Influence(g)
		for i, b := range m.bx {
			for c, x := range b {
				rows[couple][i] += weight * x * in[c]
			}
		}
	}
	for i := range estimate {
		estimate[i] = weight * m.beta(i)
		if m.aliased[i] {
			estimate[i] = math.NaN()
		}
	}
	return rows, estimate
}

// replaceFixed writes the corrected fixed effects, with the covariance of the
// couples' influences and N−1 degrees of freedom.
func (m *lapimModel) replaceFixed(f *LAPIMFit, estimate []float64, influence [][]float64) {
	n := float64(len(m.c.couples))
	for i := range m.fixed {
		for j := range m.fixed {
			s := 0.0
			for _, row := range influence {
				s += row[i] * row[j]
			}
			f.FixedCov[i][j] = s * n / (n - 1)
			if math.IsNaN(estimate[i]) || math.IsNaN(estimate[j]) {
				f.FixedCov[i][j] = math.NaN()
			}
		}
		if name := f.Params[i].Name; math.IsNaN(estimate[i]) {
			f.Params[i], f.DF[i] = fixed(name, math.NaN()), math.NaN()
		} else {
			f.Params[i], f.DF[i] = studentInterval(name, estimate[i], math.Sqrt(f.FixedCov[i][i]), n-1), n-1
		}
	}
}
