package report

import (
	"html/template"
	"math"
)

// Series is one couple's answers with the smoothed states of the model.
type Series struct {
	Name, Why, Caption string
	Unit               string // of T: "days"
	T, A, B            []float64
	StateA, StateB     []float64 // on the scale of the answers, cycles and trend included
	SDA, SDB           []float64
}

func series(s Series) template.HTML {
	c := draw(680, 230, "Couple "+s.Name)
	lo, hi := spread(s.T)
	x := over(lo, hi, 48, 664)
	lo, hi = spread(s.A, s.B)
	margin := (hi - lo) * .06
	y := over(lo-margin, hi+margin, 184, 10)
	c.left(y, 48, 664, 5)
	c.thread("a", x, y, s.T, s.StateA, s.SDA)
	c.thread("b", x, y, s.T, s.StateB, s.SDB)
	for i, t := range s.T {
		if v := s.A[i]; !math.IsNaN(v) {
			c.circle("dot a", x.at(t), y.at(v), 2.2)
		}
		if v := s.B[i]; !math.IsNaN(v) {
			c.square("dot b", x.at(t), y.at(v), 2)
		}
	}
	c.bottom(x, 188, s.Unit)
	return c.svg()
}

// thread is a smoothed state with its 95% band.
func (c *canvas) thread(who string, x, y scale, t, state, sd []float64) {
	if len(state) != len(t) {
		return
	}
	low, high := make([]float64, len(t)), make([]float64, len(t))
	for i := range t {
		low[i], high[i] = y.within(state[i]-1.96*sd[i]), y.within(state[i]+1.96*sd[i])
	}
	c.path("band "+who, band(x.all(t), low, high))
	c.path("thread "+who, through(x.all(t), y.all(state)))
}
