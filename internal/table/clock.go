package table

import (
	"fmt"
	"math"
	"time"
)

// Clock is a column of times. Numbers stay as they are; calendar times become
// hours since the midnight (there) before the first of them, and hours are real
// hours: an autumn day with 25 has 25. Missing times are NaN.
type Clock struct {
	Values []float64
	Kind   ClockKind
	Origin time.Time // of value zero; zero for numbers
}

// ClockKind is how the times of a column are written.
type ClockKind int

const (
	// ClockNumbers are plain numbers, in a unit that only the researcher knows.
	ClockNumbers ClockKind = iota
	// ClockDates are calendar days, such as 2026-03-01.
	ClockDates
	// ClockInstants are times with an offset, such as 2026-03-01T08:30+01:00.
	ClockInstants
	// ClockLocal are times without one, such as 2026-03-01 08:30, which need a
	// zone to mean an instant.
	ClockLocal
)

// String is the kind in words, with its article.
func (k ClockKind) String() string {
	return [...]string{"a number", "a date", "a time with an offset", "a time without an offset"}[k]
}

// Clock is a column as times. Local times are refused without a zone: in a
// night of spring or autumn they would be an hour wrong.
func (t *Table) Clock(column string, zone *time.Location) (*Clock, error) {
	c, err := t.column(column)
	if err != nil {
		return nil, err
	}
	first := t.firstGiven(c)
	if first < 0 {
		return nil, t.About(column, "no row has a time", "Give the column that holds the times")
	}
	p, ok := parseTime(t.cell(first, c))
	if !ok {
		return t.numberClock(column)
	}
	if p.kind == ClockLocal && zone == nil {
		return nil, t.At(first, column, fmt.Sprintf("“%s” does not say in which time zone it is", t.cell(first, c)), "Give the zone, as --zone Europe/Brussels, or write an offset, as 2026-03-01T08:30+01:00")
	}
	return t.calendar(c, p.kind, zone)
}

func (t *Table) firstGiven(c int) int {
	for row := range t.Len() {
		if !t.missing(t.cell(row, c)) {
			return row
		}
	}
	return -1
}

func (t *Table) numberClock(column string) (*Clock, error) {
	values, err := t.Numbers(column)
	if e, ok := err.(*Error); ok && e.Row > 0 {
		e.Do = "Write numbers, or times as 2026-03-01T08:30+01:00"
	}
	if err != nil {
		return nil, err
	}
	for row, v := range values {
		if math.Abs(v) > latest {
			return nil, t.At(row, column, fmt.Sprintf("%v is no time", v), "Write numbers, or times as 2026-03-01T08:30+01:00")
		}
	}
	return &Clock{Values: values}, nil
}

// latest is the size that a time may have, in any unit: differences between
// times must still be seen.
const latest = 1e15

func (t *Table) calendar(c int, kind ClockKind, zone *time.Location) (*Clock, error) {
	if zone == nil {
		zone = time.UTC
	}
	clock := &Clock{Values: make([]float64, t.Len()), Kind: kind}
	instants := make([]time.Time, t.Len())
	for row := range instants {
		cell := t.cell(row, c)
		if t.missing(cell) {
			continue
		}
		p, ok := parseTime(cell)
		if !ok || p.kind != kind {
			return nil, t.At(row, t.names[c], fmt.Sprintf("%s is not %s, as the rows above have", quote(cell), kind), "Write all times of the column alike")
		}
		at, err := p.in(zone)
		if err != nil {
			return nil, t.At(row, t.names[c], fmt.Sprintf("“%s” %v in %s", cell, err, zone), "Write it with its offset, and the others too, or leave the row out")
		}
		instants[row] = at
		if clock.Origin.IsZero() || at.Before(clock.Origin) {
			clock.Origin = at
		}
	}
	y, m, d := clock.Origin.Date()
	clock.Origin = time.Date(y, m, d, 0, 0, 0, 0, clock.Origin.Location())
	clock.since(instants)
	return clock, nil
}

func (k *Clock) since(instants []time.Time) {
	for i, at := range instants {
		if at.IsZero() {
			k.Values[i] = math.NaN()
			continue
		}
		seconds := at.Unix() - k.Origin.Unix()
		k.Values[i] = (float64(seconds) + float64(at.Nanosecond())/1e9) / 3600
	}
}
