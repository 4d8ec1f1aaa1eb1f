package report

import (
	"html/template"
	"math"
	"slices"
)

// Residuals are the standardised one-step residuals of all couples together.
type Residuals struct {
	A, B       []float64 // as they are; NaN for missing
	ACFA, ACFB []float64 // at lags 1, 2, …, the couples' mean
	Bound      float64   // 95% of white noise stay within ±Bound
	Words      string
	Caption    string
}

func acf(r Residuals) template.HTML {
	c := draw(330, 210, "Autocorrelation of the residuals")
	lo, hi := spread(r.ACFA, r.ACFB, []float64{-.2, .2, -r.Bound, r.Bound})
	y := over(lo*1.1, hi*1.1, 160, 10)
	x := over(.4, float64(len(r.ACFA))+.6, 42, 322)
	c.left(y, 42, 322, 5)
	c.rect("prediction", 42, y.at(r.Bound), 280, y.at(-r.Bound)-y.at(r.Bound))
	c.line("zero", 42, y.at(0), 322, y.at(0))
	for i := range r.ACFA {
		at := x.at(float64(i + 1))
		c.line("stem a", at-2.5, y.at(0), at-2.5, y.at(r.ACFA[i]))
		c.circle("dot a", at-2.5, y.at(r.ACFA[i]), 2.6)
		c.line("stem b", at+2.5, y.at(0), at+2.5, y.at(r.ACFB[i]))
		c.square("dot b", at+2.5, y.at(r.ACFB[i]), 2.3)
	}
	c.bottom(x, 162, "answers apart")
	return c.svg()
}

const mostQuantiles = 200

func qq(r Residuals) template.HTML {
	c := draw(330, 210, "Quantiles of the residuals against a normal distribution")
	x := over(-3.6, 3.6, 36, 322)
	y := over(-4.5, 4.5, 160, 10)
	c.left(y, 36, 322, 5)
	c.line("zero", x.at(-3.6), y.at(-3.6), x.at(3.6), y.at(3.6))
	for _, q := range quantiles(r.A) {
		c.circle("dot a", x.within(q[0]), y.within(q[1]), 2)
	}
	for _, q := range quantiles(r.B) {
		c.square("dot b", x.within(q[0]), y.within(q[1]), 1.8)
	}
	c.bottom(x, 162, "normal quantile")
	return c.svg()
}

// quantiles pairs normal with observed quantiles, at most 200 of them
// (plotting positions (i-1/2)/n; Hazen 1914).
func quantiles(values []float64) [][2]float64 {
	sorted := slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	slices.Sort(sorted)
	n := len(sorted)
	points := min(n, mostQuantiles)
	out := make([][2]float64, 0, points)
	for k := range points {
		i := k * (n - 1) / max(1, points-1)
		p := (float64(i) + .5) / float64(n)
		out = append(out, [2]float64{math.Sqrt2 * math.Erfinv(2*p-1), sorted[i]})
	}
	return out
}
