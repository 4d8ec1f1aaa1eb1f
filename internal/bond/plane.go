package bond

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// The plane: how much togetherness there was, and how much room for oneself,
// week by week. It is one person's own path, from their private space alone.
//
// Two sources speak of both axes. Pulses say it for a moment: a day counts
// once, with the mean of its pulses, and a week is the mean of its days, with
// the standard error that days within a week leave (their scatter is pooled over
// all weeks, since few days say little about it). The monthly reflection looks
// back over four weeks: its level is the mean of its sentences, the opposite
// ones turned round, and its standard error comes from how much they differ.
// It is one look, so each of the four weeks that it speaks of gets a quarter of
// its weight.
//
// Where a week has both, they are weighed by the inverse of their variances.
// When they differ by more than their errors explain, the error is widened by
// as much (the Birge ratio): the two ask in different words, and disagreement
// is uncertainty. A week without pulses is there only if the reflection was
// made in it.

// How far back the plane looks, and what it needs.
const (
	PlaneWeeks  = 26
	PlaneNeeds  = 3 // weeks
	planeDays   = 2 // days with a pulse that make a week
	planeRecent = 4 // weeks that count as now
	looksBack   = 4 // weeks that a reflection speaks of
)

// Estimate is a value from 0 to 100 with its standard error.
type Estimate struct{ Mean, SE float64 }

// Range is where the value lies, nine times out of ten, within 0 to 100.
func (e Estimate) Range() (lo, hi float64) {
	return max(e.Mean-1.645*e.SE, 0), min(e.Mean+1.645*e.SE, 100)
}

// Place is one week on the plane.
type Place struct {
	From           Date // Monday
	Together, Room Estimate
}

// Plane is a person's own path.
type Plane struct {
	Path  []Place // oldest first; empty while there is not enough to tell
	Weeks int     // that were found
	Days  int     // with pulses, and
	Looks int     // reflections that it is made of
	Now   *Place  // the mean of the newest weeks
}

// Missing is how many more weeks are needed.
func (p Plane) Missing() int { return max(PlaneNeeds-p.Weeks, 0) }

// PlaneItems are the sentences of both axes of the reflection on closeness.
type PlaneItems struct{ Together, Room Items }

// PlaneOf works out a path. Times are read in the zone of now.
func PlaneOf(pulses []Pulse, looks []Reflected, items PlaneItems, now time.Time) Plane {
	since := now.AddDate(0, 0, -7*(PlaneWeeks-1))
	since = Monday(since).In(now.Location())
	together, days := pulseWeeks(pulses, since, func(p Pulse) Slider { return p.Closeness })
	room, roomDays := pulseWeeks(pulses, since, func(p Pulse) Slider { return p.Room })
	looks = slices.DeleteFunc(slices.Clone(looks), func(r Reflected) bool { return r.At.Before(since) })
	a := joined(together, lookWeeks(looks, items.Together, now.Location()))
	b := joined(room, lookWeeks(looks, items.Room, now.Location()))
	p := Plane{Days: max(days, roomDays), Looks: len(looks)}
	var path []Place
	for week, t := range a {
		if r, ok := b[week]; ok && week >= DateOf(since) {
			path = append(path, Place{week, t, r})
		}
	}
	slices.SortFunc(path, func(x, y Place) int { return cmp.Compare(x.From, y.From) })
	if p.Weeks = len(path); p.Weeks >= PlaneNeeds {
		p.Path, p.Now = path, recent(path)
	}
	return p
}

// weekly is what one source says of a week.
type weekly struct {
	Estimate
	own bool // it says enough for the week to be on the path
}

// pulseWeeks are the weeks of one slider, and on how many days it was moved.
func pulseWeeks(pulses []Pulse, since time.Time, of func(Pulse) Slider) (map[Date]weekly, int) {
	byDay := map[Date][]float64{}
	for _, p := range pulses {
		if s := of(p); s.Said() && !p.At.Before(since) {
			day := DateOf(p.At.In(since.Location()))
			byDay[day] = append(byDay[day], float64(s))
		}
	}
	byWeek := map[Date][]float64{}
	for day, said := range byDay {
		mean, _ := moments(said)
		week := Monday(day.In(time.UTC))
		byWeek[week] = append(byWeek[week], mean)
	}
	var levels []Level
	for week, days := range byWeek {
		slices.Sort(days) // so that sums are the same every time
		mean, sd := moments(days)
		levels = append(levels, Level{week, mean, sd, len(days)})
	}
	slices.SortFunc(levels, func(a, b Level) int { return cmp.Compare(a.From, b.From) })
	unsure, out := Unsure(levels), map[Date]weekly{}
	for _, l := range levels {
		if se := unsure(l); !math.IsNaN(se) {
			out[l.From] = weekly{Estimate{l.Mean, max(se, leastSE)}, l.N >= planeDays}
		}
	}
	return out, len(byDay)
}

// leastSE is the smallest error that is believed: a slider is not moved more
// exactly than that.
const leastSE = 1.5

// lookWeeks are the weeks that reflections speak of. Where two speak of one
// week the newer counts.
func lookWeeks(looks []Reflected, items Items, loc *time.Location) map[Date]weekly {
	out := map[Date]weekly{}
	levels := Levels(looks, items, loc, Monday)
	unsure := Unsure(levels)
	for _, l := range levels {
		se := unsure(l)
		if math.IsNaN(se) {
			continue
		}
		part := Estimate{l.Mean, max(se, leastSE) * math.Sqrt(looksBack)}
		for n := range looksBack {
			week := DateOf(l.From.In(time.UTC).AddDate(0, 0, -7*n))
			own := n == 0 || out[week].own
			out[week] = weekly{part, own}
		}
	}
	return out
}

// joined weighs what two sources say of each week.
func joined(pulses, looks map[Date]weekly) map[Date]Estimate {
	out := map[Date]Estimate{}
	for week, p := range pulses {
		if l, ok := looks[week]; ok && (p.own || l.own) {
			out[week] = both(p.Estimate, l.Estimate)
		} else if p.own {
			out[week] = p.Estimate
		}
	}
	for week, l := range looks {
		if _, ok := pulses[week]; !ok && l.own {
			out[week] = l.Estimate
		}
	}
	return out
}

func both(a, b Estimate) Estimate {
	wa, wb := 1/(a.SE*a.SE), 1/(b.SE*b.SE)
	apart := (a.Mean - b.Mean) * (a.Mean - b.Mean) / (a.SE*a.SE + b.SE*b.SE)
	return Estimate{(wa*a.Mean + wb*b.Mean) / (wa + wb), math.Sqrt(max(apart, 1) / (wa + wb))}
}

// recent is the mean of the newest weeks of a path, with its error.
func recent(path []Place) *Place {
	path = path[max(0, len(path)-planeRecent):]
	now := Place{From: path[0].From}
	n := float64(len(path))
	for _, p := range path {
		now.Together.Mean += p.Together.Mean / n
		now.Room.Mean += p.Room.Mean / n
		now.Together.SE += p.Together.SE * p.Together.SE / (n * n)
		now.Room.SE += p.Room.SE * p.Room.SE / (n * n)
	}
	now.Together.SE, now.Room.SE = math.Sqrt(now.Together.SE), math.Sqrt(now.Room.SE)
	return &now
}

// Side of the middle: 1 above, -1 below, 0 when it may be either.
func (e Estimate) Side() int {
	lo, hi := e.Range()
	switch {
	case lo > 50:
		return 1
	case hi < 50:
		return -1
	}
	return 0
}

// Fits reports whether a place may lie in a region of the plane.
func (p Place) Fits(together, room bool) bool {
	fits := func(e Estimate, much bool) bool {
		side := e.Side()
		return side == 0 || (side > 0) == much
	}
	return fits(p.Together, together) && fits(p.Room, room)
}
