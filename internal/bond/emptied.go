package bond

import (
	"slices"
	"time"

	"pleach/wire"
)

// Emptied is what stays of an event of the same author whose words were erased:
// the event with its id, its time and what the pleach counts, and nothing that
// somebody said. It stands in the log before the event that took the other back,
// and is folded as that other was, for those who do not have it any more.
type Emptied struct {
	Event string `json:"event"` // encoded
}

// Kind implements Event.
func (Emptied) Kind() string { return "emptied/1" }

// Empty takes the words out of an event that can be taken back, and names what
// it is about. ok is false for every other event.
func Empty(e Event) (about wire.ID, empty Event, ok bool) {
	unsaid := func(p Pulse) Pulse {
		return Pulse{ID: p.ID, At: p.At, Mood: Unsaid, Energy: Unsaid, Closeness: Unsaid, Room: Unsaid}
	}
	switch e := e.(type) {
	case PulseTaken:
		return e.ID, PulseTaken{unsaid(e.Pulse)}, true
	case PulseShown:
		return e.ID, PulseShown{unsaid(e.Pulse)}, true
	case ResourceKept:
		return e.ID, ResourceKept{ID: e.ID, At: e.At, Side: e.Side}, true
	case Appreciated:
		return e.ID, Appreciated{Appreciation{ID: e.ID, At: e.At}}, true
	case Disclosed:
		return e.ID, Disclosed{Disclosure{ID: e.ID, At: e.At, News: e.News}}, true
	case Wished:
		return e.ID, Wished{Wish{ID: e.ID, At: e.At}}, true
	case Aspired:
		return e.ID, Aspired{Aspiration{ID: e.ID, At: e.At}}, true
	case Planned:
		return e.ID, Planned{Plan{ID: e.ID, At: e.At}}, true
	case Experimented:
		return e.ID, Experimented{Experiment{ID: e.ID, At: e.At}}, true
	case LookedAt:
		return e.ID, LookedAt{ID: e.ID, At: e.At, Outcome: e.Outcome}, e.Text != ""
	}
	return about, nil, false
}

// emptied remembers what was folded, so that two devices that took the same
// thing back count once.
type emptied map[string]bool

// open reads the event, once for each of the author's that it stands for, and
// without any words that stand in it all the same.
func (seen *emptied) open(author wire.ID, e Emptied) (Event, bool) {
	event, err := Decode([]byte(e.Event))
	if err != nil {
		return nil, false
	}
	about, empty, ok := Empty(event)
	if l, isLook := event.(LookedAt); isLook && !ok {
		about, empty, ok = l.ID, l, l.Check() == nil
	}
	key := string(author[:]) + event.Kind() + " " + about.String()
	if !ok || (*seen)[key] {
		return nil, false
	}
	if *seen == nil {
		*seen = emptied{}
	}
	(*seen)[key] = true
	return empty, true
}

// inPlace moves the last of a list to where it was before its words were erased.
func inPlace[T any](list []T, at func(T) time.Time) []T {
	last := len(list) - 1
	if last < 0 {
		return list
	}
	when := at(list[last])
	i := slices.IndexFunc(list, func(v T) bool { return at(v).After(when) })
	if i < 0 {
		return list
	}
	moved := list[last]
	return slices.Insert(slices.Delete(list, last, last+1), i, moved)
}
