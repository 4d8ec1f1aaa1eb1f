package demo

import (
	"math"
	"math/rand/v2"
	"time"

	"pleach/internal/bond"
)

// person is how one of the two tends to be, on sliders of 0 to 100.
type person struct {
	mood, energy, closeness, room float64 // where each slider rests
	inertia                       float64 // how much of a half day's mood stays
	evening                       float64 // how much better evenings are
	misses                        float64 // share of pulses that are left out
}

var (
	adaTends  = person{mood: 62, energy: 55, closeness: 60, room: 48, inertia: .45, evening: 6, misses: .18}
	noorTends = person{mood: 66, energy: 60, closeness: 64, room: 60, inertia: .40, evening: -3, misses: .26}
)

// half is one half of a day in both lives.
type half struct {
	at       time.Time
	together bool
	ada      *bond.Pulse // nil when it was left out
	noor     *bond.Pulse
}

// What moves a mood within half a day, in steps of the slider, and how much of
// that moves both.
const (
	stir = 9.
	tied = .6 // correlation
)

// moods makes up weeks of half days that end at the given time: two moods that
// carry over and are moved, half a day at a time, partly by the same things. The
// same seed gives the same weeks.
func moods(seed uint64, weeks int, end time.Time) []half {
	r := rand.New(rand.NewPCG(seed, 0x706c65616368))
	var halves []half
	var a, n float64 // deviations of the two moods
	day := time.Date(end.Year(), end.Month(), end.Day(), 0, 0, 0, 0, end.Location()).AddDate(0, 0, -7*weeks)
	for ; day.Before(end); day = day.AddDate(0, 0, 1) {
		for _, hour := range []int{8, 21} {
			together := hour == 21 && r.Float64() < .8 || weekend(day) && r.Float64() < .7
			mine, theirs := r.NormFloat64(), r.NormFloat64()
			a = adaTends.inertia*a + stir*mine
			n = noorTends.inertia*n + stir*(tied*mine+math.Sqrt(1-tied*tied)*theirs)
			at := day.Add(time.Duration(hour)*time.Hour + time.Duration(r.IntN(80))*time.Minute)
			if !at.Before(end) {
				break
			}
			halves = append(halves, half{
				at: at, together: together,
				ada:  adaTends.pulse(r, a, hour, together, day),
				noor: noorTends.pulse(r, n, hour, together, day),
			})
		}
	}
	return halves
}

func weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

func (p person) pulse(r *rand.Rand, dev float64, hour int, together bool, day time.Time) *bond.Pulse {
	lift, close, room := 0.0, -4.0, 6.0
	if hour > 12 {
		lift = p.evening
	}
	if weekend(day) {
		lift += 5
	}
	with := bond.Apart
	if together {
		with, close, room = bond.Together, 8, -7
	}
	out := &bond.Pulse{
		Mood:      slider(p.mood + dev + lift),
		Energy:    slider(p.energy + .6*dev - lift/2 + r.NormFloat64()*8),
		Closeness: slider(p.closeness + .4*dev + close + r.NormFloat64()*7),
		Room:      slider(p.room + room + r.NormFloat64()*8),
		With:      with,
	}
	if r.Float64() < p.misses {
		return nil
	}
	return out
}

func slider(x float64) bond.Slider { return bond.Slider(math.Round(min(max(x, 2), 98))) }
