package bond

import (
	"fmt"
	"math"

	"pleach/dyad"
)

// leastNews is how much of a wave, in parts of its size, must be new beside the
// others for it to be told apart from them.
const leastNews = .05

// waves are a day and a week, as cosines and sines of the rows' times, as far
// as both people's hours can tell them apart: who always answers at eight and
// at twenty o'clock shows one wave of the day and not two.
func waves(s dyad.Series) []dyad.Covariate {
	mine, theirs := newWeft(s.T, s.A), newWeft(s.T, s.B)
	var all []dyad.Covariate
	for _, hours := range []float64{24, 7 * 24} {
		for name, f := range []func(float64) float64{math.Cos, math.Sin} {
			x := make([]float64, len(s.T))
			for i, t := range s.T {
				x[i] = f(2 * math.Pi * t / hours)
			}
			if a, b := mine.rest(x), theirs.rest(x); a != nil && b != nil {
				mine.add(a)
				theirs.add(b)
				all = append(all, dyad.Covariate{Name: fmt.Sprintf("wave%d.%v", name, hours), Values: x})
			}
		}
	}
	return all
}

// weft are the regressors of one person, at the rows that they answered, at
// right angles to each other and of length one.
type weft struct {
	rows  []int
	basis [][]float64
}

// newWeft begins with the level and the trend.
func newWeft(t, answers []float64) *weft {
	w := &weft{}
	for i, y := range answers {
		if !math.IsNaN(y) {
			w.rows = append(w.rows, i)
		}
	}
	one := make([]float64, len(t))
	for i := range one {
		one[i] = 1
	}
	for _, x := range [][]float64{one, t} {
		if rest := w.rest(x); rest != nil {
			w.add(rest)
		}
	}
	return w
}

func (w *weft) add(unit []float64) { w.basis = append(w.basis, unit) }

// rest is what of x is new, of length one, or nil where that is too little.
func (w *weft) rest(x []float64) []float64 {
	rest := make([]float64, len(w.rows))
	for k, i := range w.rows {
		rest[k] = x[i]
	}
	size := math.Sqrt(dot(rest, rest))
	for _, b := range w.basis {
		share := dot(rest, b)
		for k := range rest {
			rest[k] -= share * b[k]
		}
	}
	news := math.Sqrt(dot(rest, rest))
	if !(news > leastNews*size) {
		return nil
	}
	for k := range rest {
		rest[k] /= news
	}
	return rest
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
