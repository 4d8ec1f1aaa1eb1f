package bond

import (
	"fmt"
	"time"
	"unicode/utf8"

	"pleach/wire"
)

// Pulse is how somebody is, in four sliders from 0 to 100 and a line of text.
type Pulse struct {
	ID        wire.ID
	At        time.Time // in the writer's zone
	Mood      Slider
	Energy    Slider
	Closeness Slider
	Room      Slider // room for myself
	With      With
	Note      string
}

// Slider is 0 to 100, or Unsaid.
type Slider int8

// Unsaid is a slider that was left alone.
const Unsaid Slider = -1

// Said reports whether the slider was moved.
func (s Slider) Said() bool { return s >= 0 && s <= 100 }

// With says whether the two were together at the time.
type With string

// The values of With.
const (
	WithUnsaid With = ""
	Together   With = "together"
	Apart      With = "apart"
)

// MaxText is the most bytes of one text that a person writes: 20,000 characters
// of any script.
const MaxText = 80_000

// MaxNote is the most characters of a pulse's line.
const MaxNote = 500

// Check refuses a pulse that says nothing or says it out of range.
func (p Pulse) Check() error {
	said := p.Note != ""
	for _, s := range []Slider{p.Mood, p.Energy, p.Closeness, p.Room} {
		if s != Unsaid && !s.Said() {
			return fmt.Errorf("%w: a slider goes from 0 to 100, not %d", ErrInput, s)
		}
		said = said || s.Said()
	}
	switch {
	case !said:
		return fmt.Errorf("%w: a pulse needs one slider or a line", ErrNothing)
	case p.With != WithUnsaid && p.With != Together && p.With != Apart:
		return fmt.Errorf("%w: together or apart, not %q", ErrInput, p.With)
	case utf8.RuneCountInString(p.Note) > MaxNote:
		return fmt.Errorf("%w: the line has %d characters, %d fit", ErrLong, utf8.RuneCountInString(p.Note), MaxNote)
	}
	return nil
}

// PulseTaken is a pulse in the private space. Nobody else can read it.
type PulseTaken struct{ Pulse }

// Kind implements Event.
func (PulseTaken) Kind() string { return "pulse/1" }

// PulseUndone takes a pulse out of the private journal.
type PulseUndone struct {
	ID wire.ID `json:"id"`
}

// Kind implements Event.
func (PulseUndone) Kind() string { return "pulse-undone/1" }

// PulseShown is one pulse that its writer chose to show, in the shared space.
type PulseShown struct{ Pulse }

// Kind implements Event.
func (PulseShown) Kind() string { return "pulse-shown/1" }
