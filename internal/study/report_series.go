package study

import (
	"fmt"
	"math"
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
	r.smooth(i, &s)
	s.Caption = "Marks are answers; lines are the moods behind them as the model sees them, with 95% bands; between rows a line is only drawn through. The eye finds patterns in any two series; what can be said is in the intervals."
	return s
}

// smooth adds the states behind the answers, in the rows that have any.
func (r *reported) smooth(i int, s *report.Series) {
	f := r.fits[i]
	a, b := f.Smooth()
	rows := make([]int, 0, len(s.T))
	for k := range s.T {
		if !math.IsNaN(a.Mean[k]) && !math.IsNaN(b.Mean[k]) {
			rows = append(rows, k)
		}
	}
	s.T, s.A, s.B = pick(s.T, rows), pick(s.A, rows), pick(s.B, rows)
	s.StateA, s.SDA = pick(a.Mean, rows), pick(a.SD, rows)
	s.StateB, s.SDB = pick(b.Mean, rows), pick(b.SD, rows)
}

const farthest = 10 // answers apart, in the picture of autocorrelations

// residuals puts all couples' residuals together: couples' own
// autocorrelations, and one picture of their distribution.
func (r *reported) residuals() {
	out := &report.Residuals{ACFA: make([]float64, farthest), ACFB: make([]float64, farthest)}
	n, persons, odd := 0, 0, 0
	for i, f := range r.fits {
		if !r.readable(i) {
			continue
		}
		a, b := f.Residuals()
		da, db := f.Diagnose()
		for _, who := range []struct {
			residuals []float64
			p         float64
			all, acf  *[]float64
		}{{a, da.LjungP, &out.A, &out.ACFA}, {b, db.LjungP, &out.B, &out.ACFB}} {
			*who.all = append(*who.all, who.residuals...)
			autocorrelation(who.residuals, *who.acf)
			if !math.IsNaN(who.p) {
				persons++
				if who.p < .05 {
					odd++
				}
			}
		}
		n++
	}
	if n == 0 {
		return
	}
	for k := range farthest {
		out.ACFA[k] /= float64(n)
		out.ACFB[k] /= float64(n)
	}
	out.Bound = 1.96 / math.Sqrt(float64(max(1, answered(out.A))))
	out.Words = fmt.Sprintf("If the model is right, residuals are normal and say nothing about the next. In %d of %d persons the residuals are related to each other (Ljung-Box, p < .05), where chance makes one in twenty.", odd, persons)
	out.Caption = "Left: the couples' mean autocorrelation of residuals; the shaded band holds 95 of 100 if there is none. Right: residuals against a normal distribution; points on the line fit. A model that fits is not thereby true."
	r.page.Residuals = out
}

// autocorrelation adds a series' autocorrelations at lags 1, 2, … to sums.
// Residuals have mean zero and variance one, or nearly; missing ones are left
// out.
func autocorrelation(values, sums []float64) {
	var x []float64
	square := 0.0
	for _, v := range values {
		if !math.IsNaN(v) {
			x = append(x, v)
			square += v * v
		}
	}
	if square == 0 {
		return
	}
	for k := range sums {
		for i := k + 1; i < len(x); i++ {
			sums[k] += x[i] * x[i-k-1] / square
		}
	}
}

func answered(values []float64) int {
	n := 0
	for _, v := range values {
		if !math.IsNaN(v) {
			n++
		}
	}
	return n
}
