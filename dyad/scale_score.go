package dyad

import (
	"fmt"
	"math"
)

// ScoreOptions say how items make a scale.
type ScoreOptions struct {
	Names []string // of the items, for complaints; nil: 1, 2 and so on

	// Min and Max are the ends of the answers' range. Both zero: answers are not
	// checked, and no item can be reversed.
	Min, Max float64

	// Reverse marks items that ask the opposite: their answer x counts as
	// Min + Max − x. Nil reverses none.
	Reverse []bool

	// MaxMissing is the share of items (0 to 1) that may be missing in a row
	// with a score; zero asks for all.
	MaxMissing float64
}

// ScoreFit is a scale's value for each row.
type ScoreFit struct {
	// Values are the means of the answered items, NaN where too many are
	// missing; Answered is how many were there.
	Values   []float64
	Answered []int

	// Keyed are the items, reversed where asked: what [Alpha] and [Omega] want.
	Keyed [][]float64

	Dropped []Dropped // rows without a score
}

// Score makes a scale from items: a row a person or moment, a column an item,
// NaN where missing. A score is the mean of the answered items, which is what
// putting the row's own mean in place of missing items gives (Schafer & Graham
// 2002 say when that is fair: few missing, items alike).
//
// An answer outside the range, and rows of different lengths, are an
// *[InputError] with the row.
func Score(items [][]float64, o ScoreOptions) (*ScoreFit, error) {
	k, err := itemCount(items, 1)
	if err != nil {
		return nil, err
	}
	if err := o.check(k); err != nil {
		return nil, err
	}
	f := &ScoreFit{}
	few := 0
	for i, row := range items {
		keyed, err := o.key(i, row)
		if err != nil {
			return nil, err
		}
		sum, n := 0.0, 0
		for _, x := range keyed {
			if !math.IsNaN(x) {
				sum += x
				n++
			}
		}
		value := sum / float64(n)
		if float64(k-n) > o.MaxMissing*float64(k)+1e-9 || n == 0 {
			value = math.NaN()
			few++
		}
		f.Keyed, f.Values, f.Answered = append(f.Keyed, keyed), append(f.Values, value), append(f.Answered, n)
	}
	if few > 0 {
		f.Dropped = []Dropped{{"too many items are missing", few}}
	}
	return f, nil
}

func (o ScoreOptions) check(k int) error {
	switch {
	case o.Reverse != nil && len(o.Reverse) != k:
		return badInput(fmt.Sprintf("%d items and %d signs", k, len(o.Reverse)), "say for every item whether it is reversed")
	case o.Names != nil && len(o.Names) != k:
		return badInput(fmt.Sprintf("%d items and %d names", k, len(o.Names)), "name every item")
	case contains(o.Reverse) && o.Min == 0 && o.Max == 0:
		return badInput("an item is reversed and the range is not known", "give the lowest and the highest answer")
	case !(o.Max >= o.Min):
		return badInput("the highest answer is below the lowest", "exchange them")
	case !(o.MaxMissing >= 0 && o.MaxMissing <= 1):
		return badInput("the share of missing items is not between 0 and 1", "give 0.2 for a fifth")
	}
	return nil
}

// key reverses a row's items and checks their range.
func (o ScoreOptions) key(row int, items []float64) ([]float64, error) {
	out := append([]float64(nil), items...)
	bounded := o.Min != 0 || o.Max != 0
	for j, x := range items {
		if bounded && (x < o.Min || x > o.Max) {
			return nil, badRow(row, fmt.Sprintf("item %s is %g, outside %g to %g", o.name(j), x, o.Min, o.Max), "mend the answer, or the range")
		}
		if o.Reverse != nil && o.Reverse[j] {
			out[j] = o.Min + o.Max - x
		}
	}
	return out, nil
}

func (o ScoreOptions) name(j int) string {
	if o.Names != nil {
		return o.Names[j]
	}
	return fmt.Sprint(j + 1)
}

// itemCount is the number of columns, at least so many, the same in all rows,
// and nothing infinite.
func itemCount(items [][]float64, least int) (int, error) {
	if len(items) == 0 {
		return 0, badInput("there are no rows", "give a row a person or moment")
	}
	k := len(items[0])
	if k < least {
		return 0, badInput(fmt.Sprintf("%d items are too few", k), fmt.Sprintf("give at least %d", least))
	}
	for i, row := range items {
		if len(row) != k {
			return 0, badRow(i, fmt.Sprintf("%d items where the first row has %d", len(row), k), "give every item in every row, NaN where it is missing")
		}
		for j, x := range row {
			if math.IsInf(x, 0) {
				return 0, badRow(i, fmt.Sprintf("item %d is infinite", j+1), "leave it out as missing")
			}
		}
	}
	return k, nil
}

// completeItems are the rows without missing items, and how many were dropped.
func completeItems(items [][]float64) (rows [][]float64, dropped []Dropped) {
	for _, row := range items {
		whole := true
		for _, x := range row {
			whole = whole && !math.IsNaN(x)
		}
		if whole {
			rows = append(rows, row)
		}
	}
	if n := len(items) - len(rows); n > 0 {
		dropped = []Dropped{{"an item is missing", n}}
	}
	return rows, dropped
}
