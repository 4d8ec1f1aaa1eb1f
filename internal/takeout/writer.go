package takeout

import (
	"io"

	"pleach/internal/bond"
	"pleach/wire"
)

// Tally counts what is in a file.
type Tally struct {
	Private int // events of one's own
	Shared  int // events and answers of spaces that were shared
	LeftOut int // private events that are not in the file, because nobody here knows what they are
}

// Things are all events of the file.
func (t Tally) Things() int { return t.Private + t.Shared }

// Writer writes a file, one line at a time. The first error stays.
type Writer struct {
	w     io.Writer
	space Space
	tally Tally
	err   error
}

// NewWriter writes the first line.
func NewWriter(w io.Writer, h Head) *Writer {
	out := &Writer{w: w}
	out.line(headLine{Pleach: mark, Version: Version, Made: h.Made, Name: h.Name, About: about})
	return out
}

func (w *Writer) line(v any) {
	if w.err != nil {
		return
	}
	line, err := encode(v)
	if err == nil {
		_, err = w.w.Write(line)
	}
	w.err = err
}

// Private writes an event of one's own, unless it is one that stays with its
// account. What nobody here knows stays too, and is counted.
func (w *Writer) Private(payload []byte) {
	if !bond.Carried(payload) {
		e, err := bond.Decode(payload)
		if _, unknown := e.(bond.Unknown); err != nil || unknown {
			w.tally.LeftOut++
		}
		return
	}
	w.tally.Private++
	w.thing(thing{In: inPrivate}, payload)
}

// Space says with whom a space was shared. The entries and answers that follow
// are of it.
func (w *Writer) Space(s Space) {
	w.space = s
	w.line(s)
}

// Entry writes an event of the space, whole.
func (w *Writer) Entry(e bond.KeptEntry) {
	w.tally.Shared++
	w.thing(thing{In: w.space.ID.String(), Lamport: e.Lamport, Device: e.Device, Seq: e.Seq, By: w.space.by(e.Author)}, e.Payload)
}

// Answer writes an answer to a gate of the space that had opened.
func (w *Writer) Answer(a bond.KeptAnswer) {
	w.tally.Shared++
	w.thing(thing{In: w.space.ID.String(), Gate: a.Gate, By: w.space.by(a.Author)}, a.Payload)
}

func (w *Writer) thing(l thing, payload []byte) {
	l.say(payload)
	w.line(l)
}

// Close writes the last line. It does not close what is below.
func (w *Writer) Close() (Tally, error) {
	w.line(endLine{End: true, Things: w.tally.Things()})
	return w.tally, w.err
}

const (
	byMe    = "me"
	byOther = "other"
)

// by names who wrote something.
func (s Space) by(author wire.ID) string {
	switch author {
	case s.Self:
		return byMe
	case s.Other:
		return byOther
	}
	return author.String()
}

func (s Space) author(by string) (wire.ID, error) {
	switch by {
	case byMe:
		return s.Self, nil
	case byOther:
		return s.Other, nil
	}
	return wire.ParseID(by)
}
