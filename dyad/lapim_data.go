package dyad

import (
	"cmp"
	"math"
	"slices"
)

// lapimData is a diary that was read: rows sorted by couple and time, the two
// roles in an order that does not depend on how they were given.
type lapimData struct {
	o       LAPIMOptions
	order   []int // the given row of every sorted one; nil when they were sorted
	couple  []int // as Diary
	time    []float64
	y       [2][]float64
	swapped bool // y[0] is B

	covariates, moderators []Covariate
	starts                 []int        // of every couple, and the end
	from                   [2][]float64 // every couple's two means, when lags are centred
}

func readDiary(d Diary, o LAPIMOptions) (*lapimData, error) {
	if err := d.check(o); err != nil {
		return nil, err
	}
	data := &lapimData{o: o, couple: d.Couple, time: d.Time, y: [2][]float64{d.A, d.B}}
	data.covariates, data.moderators = o.Covariates, o.Moderators
	if o.TimeTrend {
		data.covariates = append(slices.Clone(o.Covariates), Covariate{"time", d.Time})
	}
	data.sort()
	if row, twice := data.group(); twice {
		return nil, &InputError{What: "a couple has two rows for the same time", Couple: -1, Row: data.given(row), Do: "merge them, or move one"}
	}
	if data.orient(); o.Center != CenterNone {
		data.centre()
	}
	return data, nil
}

// check says whether the diary can be read at all.
func (d Diary) check(o LAPIMOptions) error {
	n := len(d.Couple)
	if n == 0 {
		return badInput("there are no rows", "give a row a couple and time")
	}
	if len(d.Time) != n || len(d.A) != n || len(d.B) != n {
		return badInput("the columns have different lengths", "give one couple, one time, one A and one B a row, NaN where an answer is missing")
	}
	for i, t := range d.Time {
		switch {
		case math.IsNaN(t) || math.IsInf(t, 0):
			return badRow(i, "the time is missing", "leave the row out, or give its time")
		case t != math.Trunc(t) || math.Abs(t) > 1<<52:
			return badRow(i, "the time is not a whole number", "count days or beeps; a lag is one step")
		case math.IsInf(d.A[i], 0) || math.IsInf(d.B[i], 0):
			return badRow(i, "a value is infinite", "leave it out as missing")
		}
	}
	return o.check(n)
}

func (o LAPIMOptions) check(rows int) error {
	if o.OnlyRole != 0 && o.OnlyRole != 'a' && o.OnlyRole != 'b' {
		return badInput("there is no such role", "give 'a', 'b', or zero for both")
	}
	if o.OnlyRole != 0 && o.Exchangeable {
		return badInput("one role alone cannot be exchangeable", "leave one of the two options out")
	}
	names := map[string]bool{"intercept": true, "own": true, "partner": true}
	if o.TimeTrend {
		names["time"] = true
	}
	for _, c := range slices.Concat(o.Covariates, o.Moderators) {
		if len(c.Values) != rows {
			return badInput("the covariate "+c.Name+" has another number of rows", "give it a value a row, NaN where it is missing")
		}
		if names[c.Name] || c.Name == "" {
			return badInput("the name "+c.Name+" of a covariate is taken or empty", "give every covariate its own name")
		}
		names[c.Name] = true
		if i := slices.IndexFunc(c.Values, func(x float64) bool { return math.IsInf(x, 0) }); i >= 0 {
			return badRow(i, "the covariate "+c.Name+" is infinite", "leave it out as missing")
		}
	}
	return nil
}

// sort orders the rows by couple and time, and copies only when they are not.
func (d *lapimData) sort() {
	before := func(i, j int) int {
		return cmp.Or(cmp.Compare(d.couple[i], d.couple[j]), cmp.Compare(d.time[i], d.time[j]))
	}
	sorted := true
	for i := 1; i < len(d.couple) && sorted; i++ {
		sorted = before(i-1, i) <= 0
	}
	if sorted {
		return
	}
	order := make([]int, len(d.couple))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, before)
	d.order = order
	d.couple, d.time = reordered(d.couple, order), reordered(d.time, order)
	d.y = [2][]float64{reordered(d.y[0], order), reordered(d.y[1], order)}
	d.covariates, d.moderators = reorderedAll(d.covariates, order), reorderedAll(d.moderators, order)
}

// given is the index of a sorted row in the diary as it was given.
func (d *lapimData) given(row int) int {
	if d.order == nil {
		return row
	}
	return d.order[row]
}

func reordered[T any](v []T, order []int) []T {
	out := make([]T, len(v))
	for i, j := range order {
		out[i] = v[j]
	}
	return out
}

func reorderedAll(c []Covariate, order []int) []Covariate {
	out := slices.Clone(c)
	for i := range out {
		out[i].Values = reordered(c[i].Values, order)
	}
	return out
}

// group finds where couples start, and a row that repeats the one before.
func (d *lapimData) group() (row int, twice bool) {
	for i, c := range d.couple {
		switch {
		case i == 0 || c != d.couple[i-1]:
			d.starts = append(d.starts, i)
		case d.time[i] == d.time[i-1]:
			return i, true
		}
	}
	d.starts = append(d.starts, len(d.couple))
	return 0, false
}

// orient puts the role first that is lower where the two first differ: so
// exchanged partners give exchanged results exactly. One role alone is first.
func (d *lapimData) orient() {
	d.swapped = d.o.OnlyRole == 'b'
	if d.o.OnlyRole == 0 {
		d.swapped = lowerFirst(d.y[1], d.y[0])
	}
	if d.swapped {
		d.y[0], d.y[1] = d.y[1], d.y[0]
	}
}

// lowerFirst says whether a is lower than b where they first differ; what is
// missing is lowest.
func lowerFirst(a, b []float64) bool {
	for i, x := range a {
		if c := cmp.Compare(x, b[i]); c != 0 {
			return c < 0
		}
	}
	return false
}

// centre computes every person's mean of all answers that are there.
func (d *lapimData) centre() {
	n := len(d.starts) - 1
	for r := range d.y {
		d.from[r] = make([]float64, n)
		for c := range n {
			d.from[r][c] = meanPresent(d.y[r][d.starts[c]:d.starts[c+1]])
		}
	}
}

// meanPresent is the mean of what is not NaN, zero when nothing is there.
func meanPresent(v []float64) float64 {
	var sum, n float64
	for _, x := range v {
		if !math.IsNaN(x) {
			sum += x
			n++
		}
	}
	if n == 0 {
		return 0
	}
	m := sum / n
	sum = 0
	for _, x := range v { // what rounding lost, for answers far from zero
		if !math.IsNaN(x) {
			sum += x - m
		}
	}
	return m + sum/n
}
