package dyad

import "math"

// Series is what one couple reported: two variables at the same instants.
// NaN stands for an answer that is missing.
type Series struct {
	// T are the instants, strictly increasing, in one unit for the whole
	// analysis (hours suit the rest of the package's defaults).
	T []float64

	// A and B are the two partners' values, each as long as T.
	A, B []float64
}

// check says whether the series can be read at all: equal lengths, finite and
// strictly increasing times, no infinite value.
func (s Series) check() error {
	n := len(s.T)
	if len(s.A) != n || len(s.B) != n {
		return badInput("the columns have different lengths", "give one time, one A and one B a row, NaN where an answer is missing")
	}
	if n == 0 {
		return badInput("there are no rows", "give at least a few weeks of answers")
	}
	for i, t := range s.T {
		switch {
		case math.IsNaN(t) || math.IsInf(t, 0):
			return badRow(i, "the time is missing", "leave the row out, or give its time")
		case i > 0 && t == s.T[i-1]:
			return badRow(i, "two rows have the same time", "merge them, or move one")
		case i > 0 && t < s.T[i-1]:
			return badRow(i, "the times go back", "sort the rows by time")
		case math.IsInf(s.A[i], 0) || math.IsInf(s.B[i], 0):
			return badRow(i, "a value is infinite", "leave it out as missing")
		}
	}
	return nil
}

// answered counts the rows in which A, B, and both have a value.
func (s Series) answered() (a, b, both int) {
	for i := range s.A {
		hasA, hasB := !math.IsNaN(s.A[i]), !math.IsNaN(s.B[i])
		if hasA {
			a++
		}
		if hasB {
			b++
		}
		if hasA && hasB {
			both++
		}
	}
	return a, b, both
}

// Swap is the same couple with the partners' names exchanged.
func (s Series) Swap() Series { return Series{T: s.T, A: s.B, B: s.A} }
