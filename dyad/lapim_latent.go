package dyad

import (
	"math"
)

// halfPanel replaces the fixed effects by the half-panel jackknife's (Dhaene &
// Jochmans 2015, equation 2.2). The two halves of a couple share the row in
// the middle, as the end of one and the beginning of the other, so that every
// lag is in exactly one half.
func (m *lapimModel) halfPanel(f *LAPIMFit) error {
	influence, estimate := m.influences(2)
	for half := range 2 {
		h, err := newLapimModel(m.d.half(half))
		if err != nil {
			return err
		}
		o := h.best()
		f.Status = halfStatus(f.Status, h.status(o))
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
	return nil
}

// halfStatus is the whole fit's status, unless a half has no fixed effects.
func halfStatus(whole, half Status) Status {
	if half == NotConverged || half == NotIdentified {
		return worse(whole, half)
	}
	return whole
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
