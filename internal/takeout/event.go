package takeout

import (
	"bytes"
	"encoding/json"
	"time"
	"unicode/utf8"

	"pleach/internal/bond"
	"pleach/wire"
)

// pulse is a pulse with names: in the log it is a bare line. A slider that was
// left alone is not there.
type pulse struct {
	ID        wire.ID   `json:"id"`
	At        time.Time `json:"at"`
	Mood      *int8     `json:"mood,omitempty"`
	Energy    *int8     `json:"energy,omitempty"`
	Closeness *int8     `json:"closeness,omitempty"`
	Room      *int8     `json:"room,omitempty"`
	With      string    `json:"with,omitempty"`
	Note      string    `json:"note,omitempty"`
}

// say writes a payload into a line: as JSON where it is, and otherwise so that
// the same bytes come back.
func (l *thing) say(payload []byte) {
	e, err := bond.Decode(payload)
	if err != nil {
		l.Bytes = payload
		return
	}
	body := payload[len(e.Kind())+1:]
	l.Kind = e.Kind()
	switch {
	case l.sayPulse(e, payload):
	case plain(body):
		l.Event = body
	case utf8.Valid(body) && len(body) > 0:
		l.Text = string(body)
	default:
		l.Kind, l.Bytes = "", payload
	}
}

func (l *thing) sayPulse(e bond.Event, payload []byte) bool {
	p, ok := pulseOf(e)
	if !ok || !utf8.ValidString(p.Note) {
		return false
	}
	said := func(s bond.Slider) *int8 {
		if !s.Said() {
			return nil
		}
		n := int8(s)
		return &n
	}
	line, err := encode(pulse{
		ID: p.ID, At: p.At, Mood: said(p.Mood), Energy: said(p.Energy), Closeness: said(p.Closeness), Room: said(p.Room),
		With: string(p.With), Note: p.Note,
	})
	l.Event = bytes.TrimSuffix(line, []byte("\n"))
	if again, same := l.pulsePayload(); err != nil || !same || !bytes.Equal(again, payload) {
		l.Event = nil
		return false
	}
	return true
}

func pulseOf(e bond.Event) (bond.Pulse, bool) {
	switch e := e.(type) {
	case bond.PulseTaken:
		return e.Pulse, true
	case bond.PulseShown:
		return e.Pulse, true
	}
	return bond.Pulse{}, false
}

// plain reports whether the body is JSON that stays as it is in a line.
func plain(body []byte) bool {
	var b bytes.Buffer
	return utf8.Valid(body) && json.Compact(&b, body) == nil && bytes.Equal(b.Bytes(), body)
}

// payload is what say was given.
func (l *thing) payload() ([]byte, error) {
	if l.Kind == "" {
		if l.Event != nil || l.Text != "" {
			return nil, errForm
		}
		return l.Bytes, nil
	}
	if payload, ok := l.pulsePayload(); ok {
		return payload, nil
	}
	body := []byte(l.Event)
	if l.Text != "" {
		body = []byte(l.Text)
	}
	if (l.Event != nil) == (l.Text != "") || len(l.Bytes) > 0 {
		return nil, errForm
	}
	return append([]byte(l.Kind+" "), body...), nil
}

// pulsePayload is the payload of a pulse with names.
func (l *thing) pulsePayload() ([]byte, bool) {
	var wrap func(bond.Pulse) bond.Event
	switch l.Kind {
	case bond.PulseTaken{}.Kind():
		wrap = func(p bond.Pulse) bond.Event { return bond.PulseTaken{Pulse: p} }
	case bond.PulseShown{}.Kind():
		wrap = func(p bond.Pulse) bond.Event { return bond.PulseShown{Pulse: p} }
	default:
		return nil, false
	}
	var p pulse
	if len(l.Event) == 0 || json.Unmarshal(l.Event, &p) != nil {
		return nil, false
	}
	slider := func(n *int8) bond.Slider {
		if n == nil {
			return bond.Unsaid
		}
		return bond.Slider(*n)
	}
	payload, err := bond.Encode(wrap(bond.Pulse{
		ID: p.ID, At: p.At, Mood: slider(p.Mood), Energy: slider(p.Energy), Closeness: slider(p.Closeness), Room: slider(p.Room),
		With: bond.With(p.With), Note: p.Note,
	}))
	return payload, err == nil
}

// sameLine reports whether a payload is written as this line says it.
func (l *thing) sameLine(payload []byte) bool {
	again := thing{}
	again.say(payload)
	return again.Kind == l.Kind && again.Text == l.Text && bytes.Equal(again.Event, l.Event) && bytes.Equal(again.Bytes, l.Bytes)
}
