package dyad

import (
	"math"

	"pleach/dyad/internal/mixed"
)

// lapimCross are the sufficient statistics of the couples that have a usable
// row.
type lapimCross struct {
	cross   []float64
	couples []int // index of every couple that is in
	dropped [3]int
}

// Why an answer could not be used.
const (
	lapimNoLag = iota
	lapimLagMissing
	lapimCovariateMissing
)

var lapimWhy = [...]string{
	"no row for the step before (first answers, and answers after a gap)",
	"an answer is missing one step before",
	"a covariate is missing",
}

// newLapimCross sums the products, couples in parallel.
func newLapimCross(d *lapimData, s *lapimScale) *lapimCross {
	n := len(d.starts) - 1
	side := s.regressors() + 2
	size := 3 * side * side
	c := &lapimCross{cross: make([]float64, n*size)}
	const chunk = 32
	dropped := make([][3]int, (n+chunk-1)/chunk)
	each(len(dropped), d.o.Workers, func(i int) {
		v := make([]float64, side)
		for couple := i * chunk; couple < min((i+1)*chunk, n); couple++ {
			d.addCouple(c.cross[couple*size:(couple+1)*size], v, couple, s, &dropped[i])
		}
	})
	for _, x := range dropped {
		for k := range x {
			c.dropped[k] += x[k]
		}
	}
	c.compact(n, side)
	return c
}

// compact leaves out the couples without a usable row.
func (c *lapimCross) compact(n, side int) {
	size := 3 * side * side
	at := 0
	for couple := range n {
		g := c.cross[couple*size : (couple+1)*size]
		if g[0]+g[side*side]+g[2*side*side] == 0 {
			continue
		}
		copy(c.cross[at:], g)
		c.couples = append(c.couples, couple)
		at += size
	}
	c.cross = c.cross[:at]
}

// addCouple sums the products of one couple's usable rows; v is scratch.
func (d *lapimData) addCouple(cross, v []float64, couple int, s *lapimScale, dropped *[3]int) {
	from, to := d.starts[couple], d.starts[couple+1]
	lag := s.lag
	if d.o.Center != CenterNone {
		lag = [2]float64{d.from[0][couple], d.from[1][couple]}
	}
	for i := from; i < to; i++ {
		pattern, answers := d.pattern(i)
		if answers == 0 {
			continue
		}
		why := d.usable(i, i == from)
		if why >= 0 {
			dropped[why] += answers
			continue
		}
		d.regressors(v, i, lag, s)
		addProducts(cross, v, pattern)
	}
	mirror(cross, len(v))
}

// pattern says which roles' answers of a row there are to explain.
func (d *lapimData) pattern(row int) (pattern, answers int) {
	a, b := !math.IsNaN(d.y[0][row]), !math.IsNaN(d.y[1][row]) && d.o.OnlyRole == 0
	switch {
	case a && b:
		return mixed.Both, 2
	case a:
		return mixed.OnlyA, 1
	case b:
		return mixed.OnlyB, 1
	}
	return 0, 0
}

// usable is negative, or why a row cannot be used.
func (d *lapimData) usable(row int, first bool) int {
	if first || d.time[row] != d.time[row-1]+1 {
		return lapimNoLag
	}
	if math.IsNaN(d.y[0][row-1]) || math.IsNaN(d.y[1][row-1]) {
		return lapimLagMissing
	}
	for _, c := range d.covariates {
		if math.IsNaN(c.Values[row]) {
			return lapimCovariateMissing
		}
	}
	for _, c := range d.moderators {
		if math.IsNaN(c.Values[row]) {
			return lapimCovariateMissing
		}
	}
	return -1
}

// regressors fills v with the scaled [w, y_a, y_b] of a row.
func (d *lapimData) regressors(v []float64, row int, lag [2]float64, s *lapimScale) {
	la := (d.y[0][row-1] - lag[0]) / s.unit[0]
	lb := (d.y[1][row-1] - lag[1]) / s.unit[1]
	v[0], v[1], v[2] = 1, la, lb
	at := 3
	for i, c := range d.covariates {
		v[at] = (c.Values[row] - s.cov[i].shift) / s.cov[i].unit
		at++
	}
	for i, c := range d.moderators {
		x := (c.Values[row] - s.mod[i].shift) / s.mod[i].unit
		v[at], v[at+1], v[at+2] = x, x*la, x*lb
		at += 3
	}
	v[at] = (d.y[0][row] - s.shift[0]) / s.unit[0]
	v[at+1] = (d.y[1][row] - s.shift[1]) / s.unit[1]
}

// addProducts adds the upper triangle of v·vᵀ to the pattern's sums.
func addProducts(cross, v []float64, pattern int) {
	n := len(v)
	switch pattern {
	case mixed.OnlyA:
		v[n-1] = 0
	case mixed.OnlyB:
		v[n-2] = 0
	}
	part := cross[pattern*n*n : (pattern+1)*n*n]
	for i, x := range v {
		row := part[i*n+i : i*n+n]
		for j, y := range v[i:] {
			row[j] += x * y
		}
	}
}

// mirror fills the lower triangles.
func mirror(cross []float64, n int) {
	for at := 0; at < len(cross); at += n * n {
		for i := range n {
			for j := range i {
				cross[at+i*n+j] = cross[at+j*n+i]
			}
		}
	}
}
