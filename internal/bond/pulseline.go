package bond

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"pleach/wire"
)

// Most of what ten years hold are pulses, so they have a line of their own
// instead of JSON, which a phone reads ten times faster:
//
//	ID TIME MOOD ENERGY CLOSENESS ROOM WITH NOTE
//
// with "-" for a slider or a With that was left alone, and the note to the end.

type lineEvent interface {
	appendLine(b []byte) []byte
}

func (p Pulse) appendLine(b []byte) []byte {
	b = append(b, p.ID.String()...)
	b = p.At.AppendFormat(append(b, ' '), time.RFC3339)
	for _, s := range []Slider{p.Mood, p.Energy, p.Closeness, p.Room} {
		b = s.appendWord(append(b, ' '))
	}
	b = append(b, ' ')
	if p.With == WithUnsaid {
		b = append(b, '-')
	}
	b = append(b, p.With...)
	return append(append(b, ' '), p.Note...)
}

func (s Slider) appendWord(b []byte) []byte {
	if !s.Said() {
		return append(b, '-')
	}
	return strconv.AppendInt(b, int64(s), 10)
}

func parsePulse(line []byte) (Pulse, error) {
	var p Pulse
	var word [7][]byte
	for i := range word {
		var ok bool
		if word[i], line, ok = bytes.Cut(line, []byte(" ")); !ok {
			return p, fmt.Errorf("a pulse has eight parts, not %d", i+1)
		}
	}
	var err error
	if p.ID, err = wire.ParseID(string(word[0])); err != nil {
		return p, err
	}
	if p.At, err = time.Parse(time.RFC3339, string(word[1])); err != nil {
		return p, fmt.Errorf("the time of a pulse: %w", err)
	}
	for i, s := range []*Slider{&p.Mood, &p.Energy, &p.Closeness, &p.Room} {
		if *s, err = parseSlider(word[2+i]); err != nil {
			return p, err
		}
	}
	if p.With = With(word[6]); p.With == "-" {
		p.With = WithUnsaid
	}
	p.Note = string(line)
	return p, nil
}

func parseSlider(b []byte) (Slider, error) {
	if string(b) == "-" {
		return Unsaid, nil
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' || n > 100 {
			return 0, fmt.Errorf("a slider is - or 0 to 100, not %q", b)
		}
		n = n*10 + int(c-'0')
	}
	if len(b) == 0 || n > 100 {
		return 0, fmt.Errorf("a slider is - or 0 to 100, not %q", b)
	}
	return Slider(n), nil
}

func decodePulse[E Event](wrap func(Pulse) E) func() (string, decoder) {
	return func() (string, decoder) {
		var zero E
		return zero.Kind(), func(body []byte) (Event, error) {
			p, err := parsePulse(body)
			return wrap(p), err
		}
	}
}
