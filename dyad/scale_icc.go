package dyad

import (
	"fmt"
	"math"

	"pleach/dyad/internal/fdist"
)

// ICCFit is how much of the variance is between groups.
type ICCFit struct {
	// ICC1 is a single value's, ICCk a group's mean's reliability, of Size
	// values. Both are negative where groups are more mixed than chance.
	ICC1, ICCk Param

	// F tests whether groups differ at all, with DF1 and DF2 degrees of freedom.
	F, P     float64
	DF1, DF2 int

	N, Groups int
	Size      float64 // values a group; see [ICC] where they differ
	Dropped   []Dropped
}

// ICC is the one-way intraclass correlation of values in groups (couples, or
// persons on many days), from mean squares B between and W within:
//
//	ICC1 = (B − W)/(B + (k−1)·W),   ICCk = (B − W)/B
//
// with 95% intervals from F (Shrout & Fleiss 1979; McGraw & Wong 1996), exact
// where all groups have k values. Where they differ, k is (N − Σn²/N)/(G − 1)
// (Snedecor & Cochran 1989, section 13.7), and the intervals are approximate.
// The ICC1 of couples is how alike exchangeable partners are (Kenny, Kashy &
// Cook 2006). Values that are missing (NaN) are dropped. Fewer than two groups,
// or none with two values, and values that never vary are an *[InputError].
func ICC(values []float64, group []int) (*ICCFit, error) {
	if len(values) != len(group) {
		return nil, badInput("the columns have different lengths", "give a group for every value")
	}
	s, err := groupSums(values, group)
	if err != nil {
		return nil, err
	}
	n, g := float64(s.n), float64(len(s.count))
	squares := 0.0
	for _, c := range s.count {
		squares += c * c / n
	}
	f := &ICCFit{N: s.n, Groups: len(s.count), Size: (n - squares) / (g - 1), DF1: len(s.count) - 1, DF2: s.n - len(s.count)}
	if missing := len(values) - s.n; missing > 0 {
		f.Dropped = []Dropped{{"the value is missing", missing}}
	}
	f.F = (s.between / (g - 1)) / (s.within / (n - g))
	d1, d2 := float64(f.DF1), float64(f.DF2)
	f.P = fdist.Upper(f.F, d1, d2)
	lo, hi := f.F/fdist.Quantile(.975, d1, d2), f.F/fdist.Quantile(.025, d1, d2)
	f.ICC1 = Param{"icc.1", icc1(f.F, f.Size), math.NaN(), icc1(lo, f.Size), icc1(hi, f.Size)}
	f.ICCk = Param{"icc.k", 1 - 1/f.F, math.NaN(), 1 - 1/lo, 1 - 1/hi}
	return f, nil
}

// icc1 is (F−1)/(F+k−1), 1 where F is without end.
func icc1(f, k float64) float64 {
	if math.IsInf(f, 1) {
		return 1
	}
	return (f - 1) / (f + k - 1)
}

// groupedValues are sums of squares and the groups' sizes.
type groupedValues struct {
	n               int
	count           []float64
	between, within float64
}

func groupSums(values []float64, group []int) (s groupedValues, err error) {
	at, mean, all, biggest := map[int]int{}, []float64{}, 0.0, 0.0
	for i, x := range values {
		if math.IsInf(x, 0) {
			return s, badRow(i, "the value is infinite", "leave it out as missing")
		}
		if math.IsNaN(x) {
			continue
		}
		c := number(at, group[i])
		if c == len(s.count) {
			s.count, mean = append(s.count, 0), append(mean, 0)
		}
		s.n++
		s.count[c]++
		mean[c] += (x - mean[c]) / s.count[c]
		all += (x - all) / float64(s.n)
		biggest = max(biggest, math.Abs(x))
	}
	if len(s.count) < 2 || s.n == len(s.count) {
		return s, badInput(fmt.Sprintf("%d values in %d groups", s.n, len(s.count)), "give at least two groups, and two values in some")
	}
	for i, x := range values {
		if !math.IsNaN(x) {
			c := at[group[i]]
			s.within += (x - mean[c]) * (x - mean[c])
			s.between += (mean[c] - all) * (mean[c] - all)
		}
	}
	if !(math.Sqrt((s.within+s.between)/float64(s.n)) > 1e-13*biggest) {
		return s, badInput("the values never vary", "choose values that differ")
	}
	return s, nil
}
