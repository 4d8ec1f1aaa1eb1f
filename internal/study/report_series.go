package study

import (
	"slices"

	"pleach/internal/study/report"
)

// threads shows the couples who move together least, in the middle, and most:
// a rule, so that nobody chose the pretty ones.
func (r *reported) threads() {
	var order []int
	for i := range r.fits {
		if r.readable(i) {
			order = append(order, i)
		}
	}
	value := func(i int) Number {
		p, _ := r.results[i].Param("innovation.cor")
		return p.Estimate
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case value(i) < value(j):
			return -1
		case value(i) > value(j):
			return 1
		}
		return 0
	})
	n := len(order)
	why := []string{"moves together least", "in the middle", "moves together most"}
	for k, at := range []int{0, n / 2, n - 1} {
		if n >= 3 {
			r.page.Series = append(r.page.Series, r.series(order[at], why[k]))
		}
	}
}

func (r *reported) series(i int, why string) report.Series {
	c := r.Panel.Couples[i]
	s := report.Series{Name: c.Name, Why: why, Unit: r.unit + "s", T: c.Series.T, A: c.Series.A, B: c.Series.B}
	if r.unit == "hour" {
		s.Unit, s.T = "days", make([]float64, len(c.Series.T))
		for k, t := range c.Series.T {
			s.T[k] = t / 24
		}
	}
	s.Caption = "Answers as they were given. The eye finds patterns in any two series; what can be said is in the intervals."
	return s
}
