package dyad

import (
	"fmt"
	"math"
)

// rhythmDesign is one person's answers and their regressors, standardised:
// the last column is y, the first is one.
type rhythmDesign struct {
	gap     []float64 // days since the row before
	rows    [][]float64
	columns []rhythmColumn // without y
	day     float64

	centre, scale float64 // of y
	harmonics     int     // whose columns are all there
	first         int     // the first harmonic's column
	dropped       []Dropped
}

// rhythmColumn is a regressor's name, and the unit that its coefficient is of.
type rhythmColumn struct {
	name  string
	scale float64
}

func newRhythmDesign(t, y []float64, o RhythmOptions) (*rhythmDesign, error) {
	if err := checkRhythm(t, y, o); err != nil {
		return nil, err
	}
	d := &rhythmDesign{day: o.Day, harmonics: max(o.Harmonics, 1)}
	if d.day == 0 {
		d.day = 24
	}
	at := d.usable(y, o.Covariates)
	if len(at) == 0 {
		return nil, badInput("there is no answer", "give at least two weeks of answers")
	}
	var ys []float64
	for _, i := range at {
		ys = append(ys, y[i])
	}
	mean, sd, _ := moments(ys)
	if !(sd > 1e-12*math.Abs(mean)) {
		return nil, badInput("all answers are the same", "what never changes has no rhythm; ask again when it does")
	}
	d.centre, d.scale = mean, sd
	cols := d.regressors(t, at, o)
	if len(at) < len(cols)+8 {
		return nil, badInput(fmt.Sprintf("%d answers for %d regressors", len(at), len(cols)), "collect at least eight answers more than regressors")
	}
	d.lay(t, at, ys, cols)
	return d, nil
}

func checkRhythm(t, y []float64, o RhythmOptions) error {
	if err := (Series{T: t, A: y, B: y}).check(); err != nil {
		return err
	}
	if o.Day < 0 || math.IsNaN(o.Day) || math.IsInf(o.Day, 0) || o.Harmonics < 0 || o.Harmonics > 3 {
		return badInput("a day without a length, or other than one to three harmonics", "give zero for the default")
	}
	for _, c := range o.Covariates {
		if len(c.Values) != len(t) {
			return badInput("covariate "+c.Name+" is not as long as the times", "give one value a row")
		}
		for i, v := range c.Values {
			if math.IsInf(v, 0) {
				return badRow(i, "covariate "+c.Name+" is infinite", "leave it out as missing")
			}
		}
	}
	return nil
}

// usable are the rows with an answer and all covariates.
func (d *rhythmDesign) usable(y []float64, covariates []Covariate) (at []int) {
	silent, unknown := 0, 0
rows:
	for i, v := range y {
		if math.IsNaN(v) {
			silent++
			continue
		}
		for _, c := range covariates {
			if math.IsNaN(c.Values[i]) {
				unknown++
				continue rows
			}
		}
		at = append(at, i)
	}
	if silent > 0 {
		d.dropped = append(d.dropped, Dropped{"not answered", silent})
	}
	if unknown > 0 {
		d.dropped = append(d.dropped, Dropped{"a covariate is missing", unknown})
	}
	return at
}

// regressors are the columns that can be told apart, in the order one, time,
// harmonics, covariates.
func (d *rhythmDesign) regressors(t []float64, at []int, o RhythmOptions) (cols [][]float64) {
	var basis [][]float64
	add := func(c rhythmColumn, centred bool, f func(i int) float64) bool {
		x := make([]float64, len(at))
		for k, i := range at {
			x[k] = f(i)
		}
		mean, sd, _ := moments(x)
		if centred && sd > 1e-12*math.Abs(mean) {
			for k := range x {
				x[k] = (x[k] - mean) / sd
			}
			c.scale *= sd
		}
		q := orthogonal(append([]float64(nil), x...), basis)
		if q == nil {
			return false
		}
		basis, cols, d.columns = append(basis, q), append(cols, x), append(d.columns, c)
		return true
	}
	add(rhythmColumn{"level", 1}, false, func(int) float64 { return 1 })
	if from, span := t[at[0]], t[at[len(at)-1]]-t[at[0]]; span > 0 {
		add(rhythmColumn{"slope.30days", span / d.day / 30}, true, func(i int) float64 { return (t[i] - from) / span })
	}
	d.first = len(cols)
	for k := range d.harmonics {
		w := 2 * math.Pi * float64(k+1) / d.day
		c := add(rhythmColumn{"", 1}, false, func(i int) float64 { return math.Cos(w * t[i]) })
		s := add(rhythmColumn{"", 1}, false, func(i int) float64 { return math.Sin(w * t[i]) })
		if !c || !s {
			d.harmonics = 0
			d.dropped = append(d.dropped, Dropped{"the time of day cannot be told from the times of the answers", 1})
			break
		}
	}
	for _, c := range o.Covariates {
		if !add(rhythmColumn{"effect." + c.Name, 1}, true, func(i int) float64 { return c.Values[i] }) {
			d.dropped = append(d.dropped, Dropped{"the effect of " + c.Name + " cannot be told apart from the rest", 1})
		}
	}
	return cols
}

// lay writes the columns row by row, y last.
func (d *rhythmDesign) lay(t []float64, at []int, ys []float64, cols [][]float64) {
	q := len(cols) + 1
	all := make([]float64, q*len(at))
	d.gap, d.rows = make([]float64, len(at)), make([][]float64, len(at))
	for k, i := range at {
		row := all[k*q : k*q+q]
		for c, x := range cols {
			row[c] = x[k]
		}
		row[q-1] = (ys[k] - d.centre) / d.scale
		d.rows[k] = row
		if k > 0 {
			d.gap[k] = (t[i] - t[at[k-1]]) / d.day
		}
	}
}
