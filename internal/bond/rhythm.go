package bond

import (
	"math"
	"time"
)

// RhythmDays is from how many days with a mood on a person's own rhythm is
// worked out. It needs nobody's consent: it is theirs alone.
const RhythmDays = 14

// DayParts are the parts of a day: morning from 5, afternoon from 12, evening
// from 18 and night from 23.
const DayParts = 4

// Rhythm is what a person's own moods say about them.
type Rhythm struct {
	Days  int // with a mood
	Moods int

	// Field is the mean mood by part of the day and weekday, Sunday first as in
	// package time, or NaN where fewer than two moods were said.
	Field [DayParts][7]float64

	// The rest comes from one model in which everything else is taken into
	// account. A nil Range is what could not be told.
	Lasts    *Range // after how many hours half of an unusual mood is gone
	Evening  *Range // evenings against mornings, in steps of the slider
	Weekend  *Range // weekends against other days
	Together *Range // together against apart
	Months   *Range // change in thirty days
}

// Missing is how many days with a mood are still to come.
func (r Rhythm) Missing() int { return max(RhythmDays-r.Days, 0) }

// rhythmSpan is how far back a rhythm reads: people change.
const rhythmSpan = 365 * 24 * time.Hour

// RhythmOf works out a person's rhythm from their own pulses of the last year,
// in the zone in which they were written.
func RhythmOf(pulses []Pulse, now time.Time) Rhythm {
	said := recentMoods(pulses, now)
	var r Rhythm
	r.Moods, r.Days = len(said), daysIn(said)
	if r.Missing() > 0 {
		return r
	}
	r.Field = fieldOf(said)
	r.fit(said)
	return r
}

func daysIn(pulses []Pulse) int {
	days := map[Date]bool{}
	for _, p := range pulses {
		days[DateOf(p.At)] = true
	}
	return len(days)
}

// partOf is the part of the day: 0 is morning and 3 night.
func partOf(at time.Time) int {
	switch h := at.Hour(); {
	case h >= 5 && h < 12:
		return 0
	case h >= 12 && h < 18:
		return 1
	case h >= 18 && h < 23:
		return 2
	}
	return 3
}

func fieldOf(pulses []Pulse) (field [DayParts][7]float64) {
	var n [DayParts][7]int
	for _, p := range pulses {
		part, day := partOf(p.At), p.At.Weekday()
		field[part][day] += float64(p.Mood)
		n[part][day]++
	}
	for part := range field {
		for day := range field[part] {
			if field[part][day] /= float64(n[part][day]); n[part][day] < 2 {
				field[part][day] = math.NaN()
			}
		}
	}
	return field
}
