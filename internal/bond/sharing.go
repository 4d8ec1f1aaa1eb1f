package bond

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"pleach/wire"
)

// Standing consent to share mood. Both people's moods are exchanged by the
// week, and only moods with their hour: each device posts a week that is over
// to a gate of its own, as it does with check-in answers, so that neither week
// opens before both are there. Somebody who never chose, chose no, or stopped
// looks the same to the other: nothing opens. See docs/design/decisions.md.

// How long a choice takes, and how long what opened counts as new.
const (
	// ShareDelay is how long after a yes it begins: a day in which it can be
	// taken back and nothing has happened.
	ShareDelay = 24 * time.Hour
	// WeekRests is how long a week that is over stays on the device before it
	// is posted.
	WeekRests = 24 * time.Hour
	// MoodsFresh is how long after its end the newest week that opened still
	// lets the couple's picture be shown.
	MoodsFresh = 14 * 24 * time.Hour
)

// weeksBack is how many weeks that were not posted, for want of a network, are
// posted later.
const weeksBack = 8

// MoodSharing is a person's choice for one shared space, in their private
// space. The newest counts.
type MoodSharing struct {
	Space wire.ID   `json:"space"`
	On    bool      `json:"on"`
	At    time.Time `json:"at"`
}

// Kind implements Event.
func (MoodSharing) Kind() string { return "mood-sharing/1" }

// MoodWeekGiven says, in the private space, that a week was posted: the
// person's other devices need not.
type MoodWeekGiven struct {
	Space wire.ID   `json:"space"`
	Round Round     `json:"round"`
	At    time.Time `json:"at"`
}

// Kind implements Event.
func (MoodWeekGiven) Kind() string { return "mood-week-given/1" }

// MoodWeek is one person's moods of a week. It travels through the gate of its
// round. Hours count from Monday 00:00 UTC, ascending and each once; Moods are
// as many.
type MoodWeek struct {
	Round Round    `json:"round"`
	Hours []int    `json:"hours"`
	Moods []Slider `json:"moods"`
}

// Kind implements Event.
func (MoodWeek) Kind() string { return "moods/1" }

// MoodRound is the round of the week of t, in t's zone.
func MoodRound(t time.Time) Round { return RoundAt("moods", t) }

// Check refuses a week that no device of ours would have written.
func (w MoodWeek) Check() error {
	ok := w.Round.Session == "moods" && len(w.Hours) == len(w.Moods) && len(w.Hours) > 0
	for i, h := range w.Hours {
		ok = ok && h >= -24 && h < 8*24 && (i == 0 || h > w.Hours[i-1])
	}
	for _, m := range w.Moods {
		ok = ok && m.Said()
	}
	if !ok {
		return fmt.Errorf("%w: this is not a week of moods", ErrInput)
	}
	return nil
}

// Sharing is what became of a person's choices for one shared space.
type Sharing struct {
	On    bool
	From  time.Time      // when it begins, or began
	Given map[Round]bool // weeks that were posted
}

// SharingState is where a standing consent stands at a time.
type SharingState string

// The states.
const (
	SharingOff   SharingState = "off"
	SharingWaits SharingState = "waits" // chosen, and not begun
	SharingOn    SharingState = "on"
)

// State is where the consent stands at t.
func (s Sharing) State(t time.Time) SharingState {
	switch {
	case !s.On:
		return SharingOff
	case t.Before(s.From):
		return SharingWaits
	}
	return SharingOn
}

func (p *Private) share(e MoodSharing) {
	s := p.Sharing[e.Space]
	if e.On && !s.On {
		s.From = e.At.Add(ShareDelay)
	}
	s.On = e.On
	p.Sharing[e.Space] = s
}

func (p *Private) given(e MoodWeekGiven) {
	s := p.Sharing[e.Space]
	if s.Given == nil {
		s.Given = map[Round]bool{}
	}
	s.Given[e.Round] = true
	p.Sharing[e.Space] = s
}

// DueMoods are the weeks to post at t: over, rested, not posted, and with a
// mood from after the consent began, oldest first. Nothing is due while the
// consent is off or waits.
func (p *Private) DueMoods(space wire.ID, t time.Time) []MoodWeek {
	s := p.Sharing[space]
	if s.State(t) != SharingOn {
		return nil
	}
	var due []MoodWeek
	r := MoodRound(t)
	for range weeksBack {
		r = r.Before()
		end := r.End(t.Location())
		if t.Before(end.Add(WeekRests)) || !end.After(s.From) || s.Given[r] {
			continue
		}
		if w := p.moodsOf(r, s.From); len(w.Hours) > 0 {
			due = append(due, w)
		}
	}
	slices.Reverse(due)
	return due
}

// moodsOf are the moods of a week that were said after from. Of two in one
// hour the later one counts.
func (p *Private) moodsOf(r Round, from time.Time) MoodWeek {
	monday := r.Monday(time.UTC)
	said := map[int]Slider{}
	for _, pulse := range p.Pulses {
		if since := pulse.At.Sub(monday); since < -48*time.Hour || since > 9*24*time.Hour {
			continue
		}
		if pulse.Mood.Said() && !pulse.At.Before(from) && MoodRound(pulse.At) == r {
			said[int(math.Floor(pulse.At.Sub(monday).Hours()))] = pulse.Mood
		}
	}
	w := MoodWeek{Round: r, Hours: slices.Sorted(maps.Keys(said))}
	for _, h := range w.Hours {
		w.Moods = append(w.Moods, said[h])
	}
	return w
}

// LikeAWeek is last week as it would look if it were shared: for a preview.
func (p *Private) LikeAWeek(t time.Time) MoodWeek {
	return p.moodsOf(MoodRound(t).Before(), time.Time{})
}
