package table

import (
	"errors"
	"time"
)

// parsed is a time as it is written (ISO 8601, extended, with T or a space).
type parsed struct {
	kind                           ClockKind
	year, month, day, hour, minute int
	second, nano                   int
	offset                         int // seconds east of Greenwich
}

// reader takes characters off the front of a text.
type reader struct {
	text []byte
	ok   bool
}

// digits takes n digits.
func (r *reader) digits(n int) int {
	if len(r.text) < n {
		r.ok = false
		return 0
	}
	v := 0
	for _, b := range r.text[:n] {
		if b < '0' || b > '9' {
			r.ok = false
			return 0
		}
		v = v*10 + int(b-'0')
	}
	r.text = r.text[n:]
	return v
}

// sign takes one of some characters, or says that none is next.
func (r *reader) sign(any string) byte {
	if len(r.text) > 0 {
		for i := range len(any) {
			if r.text[0] == any[i] {
				r.text = r.text[1:]
				return any[i]
			}
		}
	}
	return 0
}

func (r *reader) must(c string) { r.ok = r.sign(c) != 0 && r.ok }

// parseTime reads a date, or a date and a time with or without an offset.
func parseTime(cell []byte) (parsed, bool) {
	r := &reader{cell, true}
	var p parsed
	p.year = r.digits(4)
	r.must("-")
	p.month = r.digits(2)
	r.must("-")
	p.day = r.digits(2)
	p.kind = ClockDates
	if r.ok && len(r.text) > 0 {
		p.kind = ClockLocal
		p.clock(r)
	}
	return p, r.ok && len(r.text) == 0 && p.exists()
}

func (p *parsed) clock(r *reader) {
	r.must("T ")
	p.hour = r.digits(2)
	r.must(":")
	p.minute = r.digits(2)
	if r.sign(":") != 0 {
		p.second = r.digits(2)
		if r.sign(".,") != 0 {
			p.fraction(r)
		}
	}
	r.sign(" ")
	switch s := r.sign("Zz+-"); s {
	case 0:
	case 'Z', 'z':
		p.kind = ClockInstants
	default:
		p.kind = ClockInstants
		p.offset = r.digits(2) * 3600
		r.sign(":")
		if len(r.text) > 0 {
			p.offset += r.digits(2) * 60
		}
		if s == '-' {
			p.offset = -p.offset
		}
	}
}

func (p *parsed) fraction(r *reader) {
	unit := 100_000_000
	for len(r.text) > 0 && r.text[0] >= '0' && r.text[0] <= '9' {
		p.nano += int(r.text[0]-'0') * unit
		unit /= 10
		r.text = r.text[1:]
	}
}

// exists reports whether the calendar has such a day and the clock such a time.
func (p parsed) exists() bool {
	d := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.minute, p.second, 0, time.UTC)
	return d.Year() == p.year && int(d.Month()) == p.month && d.Day() == p.day && d.Hour() == p.hour && d.Minute() == p.minute && d.Second() == p.second
}

var (
	errSkipped = errors.New("is a time that the clocks left out")
	errTwice   = errors.New("is a time that the clocks had twice")
)

// in is the instant, in a zone where the text does not say one.
func (p parsed) in(zone *time.Location) (time.Time, error) {
	if p.kind == ClockInstants {
		zone = time.FixedZone("", p.offset)
	}
	if p.kind == ClockDates {
		zone = time.UTC
	}
	at := time.Date(p.year, time.Month(p.month), p.day, p.hour, p.minute, p.second, p.nano, zone)
	if p.kind != ClockLocal {
		return at, nil
	}
	if at.Hour() != p.hour || at.Minute() != p.minute {
		return at, errSkipped
	}
	for _, other := range []time.Time{at.Add(-time.Hour), at.Add(time.Hour), at.Add(-30 * time.Minute), at.Add(30 * time.Minute)} {
		if other.Hour() == p.hour && other.Minute() == p.minute && other.Day() == p.day {
			return at, errTwice
		}
	}
	return at, nil
}
