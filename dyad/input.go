package dyad

import "fmt"

// InputError says that data or options cannot be used: what is wrong, where,
// and what to do. Row is counted from zero in the slices that were given, or
// -1 where no row is meant; Couple likewise.
type InputError struct {
	What        string // "two answers at the same time"
	Couple, Row int
	Do          string // "keep one of them, or move one by a minute"
}

func (e *InputError) Error() string {
	where := ""
	if e.Couple >= 0 {
		where += fmt.Sprintf(", couple %d", e.Couple+1)
	}
	if e.Row >= 0 {
		where += fmt.Sprintf(", row %d", e.Row+1)
	}
	return fmt.Sprintf("dyad: %s%s: %s", e.What, where, e.Do)
}

// badInput is an InputError about the data as a whole.
func badInput(what, do string) error {
	return &InputError{What: what, Couple: -1, Row: -1, Do: do}
}

// badRow is an InputError about one row of one series.
func badRow(row int, what, do string) error {
	return &InputError{What: what, Couple: -1, Row: row, Do: do}
}

// Dropped counts what a fit could not use, and why. Nothing is dropped in
// silence.
type Dropped struct {
	Why   string // "neither partner answered"
	Count int
}
