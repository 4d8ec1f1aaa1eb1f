package bond

import (
	"cmp"
	"math"
	"slices"
	"time"

	"pleach/dyad"
)

// recentMoods are the pulses of the last year in which a mood was said, in the
// order of the clocks on the wall where they were written, and each time once.
func recentMoods(pulses []Pulse, now time.Time) []Pulse {
	var said []Pulse
	for _, p := range pulses {
		if p.Mood.Said() && now.Sub(p.At) < rhythmSpan && !p.At.After(now) {
			said = append(said, p)
		}
	}
	slices.SortStableFunc(said, func(a, b Pulse) int { return cmp.Compare(wall(a.At), wall(b.At)) })
	return slices.CompactFunc(said, func(a, b Pulse) bool { return wall(a.At) == wall(b.At) })
}

// wall counts hours by the clock on the wall, from a midnight on.
func wall(at time.Time) float64 {
	_, offset := at.Zone()
	return float64(at.Unix()+int64(offset)) / 3600
}

// fit asks the engine. What it cannot tell stays nil.
func (r *Rhythm) fit(said []Pulse) {
	t, y := make([]float64, len(said)), make([]float64, len(said))
	first := 24 * math.Floor(wall(said[0].At)/24)
	for i, p := range said {
		t[i], y[i] = wall(p.At)-first, float64(p.Mood)
	}
	f, err := dyad.FitRhythm(t, y, dyad.RhythmOptions{Covariates: circumstances(said)})
	if err != nil || f.Status != dyad.Converged && f.Status != dyad.Boundary {
		return
	}
	r.Lasts = rangeOf(f.Fit, "half.life")
	r.Evening = eveningOf(f, said)
	r.Weekend = rangeOf(f.Fit, "effect.weekend")
	r.Together = rangeOf(f.Fit, "effect.together")
	r.Months = rangeOf(f.Fit, "slope.30days")
}

// rangeOf is a parameter with its interval, or nil where either cannot be said.
func rangeOf(f dyad.Fit, name string) *Range {
	p, ok := f.Param(name)
	if !ok || !(p.Lo <= p.Estimate && p.Estimate <= p.Hi) {
		return nil
	}
	return &Range{p.Estimate, p.Lo, p.Hi}
}

// leastOfEach is how many answers there are to be of either kind before the two
// are compared.
const leastOfEach = 5

// eveningOf compares the person's own usual evening with their usual morning.
// On a wave of one day, with a peak and a trough, the difference between hours m
// and e is 2 sin(π(e-m)/24) times its height at the hour (m+e)/2 + 6: so it has
// that one's interval.
func eveningOf(f *dyad.RhythmFit, said []Pulse) *Range {
	m, mornings := usual(said, 0)
	e, evenings := usual(said, 2)
	if min(mornings, evenings) < leastOfEach {
		return nil
	}
	c := f.Curve([]float64{(m+e)/2 + 6})
	if len(c) == 0 {
		return nil
	}
	times := 2 * math.Sin(math.Pi*(e-m)/24)
	return &Range{times * c[0].Value, times * c[0].Lo, times * c[0].Hi}
}

// usual is the mean hour of what was said in a part of the day, and how often.
func usual(said []Pulse, part int) (hour float64, n int) {
	for _, p := range said {
		if partOf(p.At) == part {
			hour += math.Mod(wall(p.At), 24)
			n++
		}
	}
	return hour / float64(n), n
}

// circumstances are what a mood may depend on: weekends, and being together.
// Where that was left open it counts as the mean of the rest.
func circumstances(said []Pulse) (all []dyad.Covariate) {
	weekend, together := make([]float64, len(said)), make([]float64, len(said))
	free, near, far := 0, 0, 0
	for i, p := range said {
		if d := p.At.Weekday(); d == time.Saturday || d == time.Sunday {
			weekend[i] = 1
			free++
		}
		switch p.With {
		case Together:
			together[i] = 1
			near++
		case Apart:
			far++
		}
	}
	if min(free, len(said)-free) >= leastOfEach {
		all = append(all, dyad.Covariate{Name: "weekend", Values: weekend})
	}
	if min(near, far) < leastOfEach {
		return all
	}
	for i, p := range said {
		if p.With == WithUnsaid {
			together[i] = float64(near) / float64(near+far)
		}
	}
	return append(all, dyad.Covariate{Name: "together", Values: together})
}
