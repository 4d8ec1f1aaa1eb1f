package dyad

import "math"

// partLags makes the second lag what the first leaves of it, with the same
// variance: partners whose answers are nearly alike then leave the optimiser a
// round valley and no canyon. It changes T and the cross-products alike, and
// only for partners who can be told apart; lags that are copies of each other
// stay as they are.
func (m *lapimModel) partLags() {
	if m.d.o.Exchangeable {
		return
	}
	r, ok := m.lagSlope()
	if !ok {
		return
	}
	m.lags = &r
	q := m.s.regressors()
	for k := range q {
		m.t[2*q+k] = (m.t[2*q+k] - r.slope*m.t[q+k]) / math.Sqrt(r.left)
	}
	r.part(m.c.cross, q+2)
}

// part changes the cross-products of n columns; nil changes nothing.
func (r *lagLine) part(cross []float64, n int) {
	if r == nil {
		return
	}
	scale := 1 / math.Sqrt(r.left)
	for at := 0; at < len(cross); at += n * n {
		part := cross[at : at+n*n]
		for k := range n {
			part[2*n+k] = (part[2*n+k] - r.slope*part[n+k]) * scale
		}
		for k := range n {
			part[k*n+2] = (part[k*n+2] - r.slope*part[k*n+1]) * scale
		}
	}
}

// lagLine is the regression of the second lag on the first: its slope, and the
// share of variance that it leaves.
type lagLine struct{ slope, left float64 }

func (m *lapimModel) lagSlope() (lagLine, bool) {
	n := m.s.regressors() + 2
	var s [6]float64
	for at := 0; at < len(m.c.cross); at += n * n {
		c := m.c.cross[at : at+n*n]
		for i, x := range [6]float64{c[0], c[1], c[2], c[n+1], c[n+2], c[2*n+2]} {
			s[i] += x
		}
	}
	aa, ab, bb := s[3]-s[1]*s[1]/s[0], s[4]-s[1]*s[2]/s[0], s[5]-s[2]*s[2]/s[0]
	left := 1 - ab*ab/(aa*bb)
	return lagLine{ab / aa, left}, aa > 1e-9*s[3] && left > 1e-9
}
