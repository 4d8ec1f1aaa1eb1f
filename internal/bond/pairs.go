package bond

import (
	"math"
	"time"

	"pleach/dyad"
)

// PairWindow is how many hours apart two people's answers may be to count as
// one moment at which both said how they were: less than from a morning to an
// afternoon.
const PairWindow = 3

// telling is one mood, so many hours after a beginning.
type telling struct{ t, mood float64 }

// told are one person's moods in order of time.
type told []telling

// twoTold puts the weeks that opened on one clock, which begins at start. Weeks
// of somebody who travelled may overlap by hours; then the earlier week counts.
func twoTold(weeks []OpenWeek) (a, b told, start time.Time) {
	if len(weeks) == 0 {
		return nil, nil, start
	}
	start = weeks[0].Round.Monday(time.UTC)
	for _, w := range weeks {
		monday := w.Round.Monday(time.UTC).Sub(start).Hours()
		a, b = a.with(w.A, monday), b.with(w.B, monday)
	}
	return a, b, start
}

func (all told) with(w MoodWeek, monday float64) told {
	for i, h := range w.Hours {
		if t := monday + float64(h); len(all) == 0 || t > all[len(all)-1].t {
			all = append(all, telling{t, float64(w.Moods[i])})
		}
	}
	return all
}

// pairs counts the moments at which both said how they were, each answer with
// its nearest within PairWindow, and says when the first and the last was.
func pairs(a, b told) (n int, first, last float64) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].t < b[0].t && !near(a, b):
			a = a[1:]
		case b[0].t < a[0].t && !near(b, a):
			b = b[1:]
		default:
			last = (a[0].t + b[0].t) / 2
			if n++; n == 1 {
				first = last
			}
			a, b = a[1:], b[1:]
		}
	}
	return n, first, last
}

// near reports whether the head of late belongs to the head of early, which is
// before it: near enough, and nearer than early's next.
func near(early, late told) bool {
	gap := late[0].t - early[0].t
	return gap <= PairWindow && (len(early) == 1 || math.Abs(late[0].t-early[1].t) >= gap)
}

// together is a row for each hour at which either said something, NaN for
// whoever did not.
func together(a, b told) dyad.Series {
	var s dyad.Series
	for len(a)+len(b) > 0 {
		t, x, y := math.Inf(1), math.NaN(), math.NaN()
		if len(a) > 0 {
			t = a[0].t
		}
		if len(b) > 0 {
			t = min(t, b[0].t)
		}
		if len(a) > 0 && a[0].t == t {
			x, a = a[0].mood, a[1:]
		}
		if len(b) > 0 && b[0].t == t {
			y, b = b[0].mood, b[1:]
		}
		s.T, s.A, s.B = append(s.T, t), append(s.A, x), append(s.B, y)
	}
	return s
}

// DailyMoods are two people's moods, the mean of each day of the weeks given in
// UTC, and NaN for days on which somebody said nothing. Neighbours are mixed in
// a little, so that a thread can be drawn.
func DailyMoods(weeks []OpenWeek) (a, b []float64) {
	if len(weeks) == 0 {
		return nil, nil
	}
	one, two, start := twoTold(weeks)
	days := int(weeks[len(weeks)-1].Round.End(time.UTC).Sub(start).Hours()) / 24
	return smoothDays(one, days), smoothDays(two, days)
}

// smoothDays weighs each mood by how near its day is, within a day or two.
func smoothDays(all told, days int) []float64 {
	sum, weight := make([]float64, days), make([]float64, days)
	for _, one := range all {
		at := int(math.Floor(one.t / 24))
		for day := max(at-2, 0); day <= min(at+2, days-1); day++ {
			far := float64(day) + .5 - one.t/24
			w := math.Exp(-far * far / 2)
			sum[day] += w * one.mood
			weight[day] += w
		}
	}
	for day := range sum {
		if sum[day] /= weight[day]; weight[day] < .5 {
			sum[day] = math.NaN()
		}
	}
	return sum
}

// Mean is the mean mood of the week, NaN when nothing was said.
func (w MoodWeek) Mean() float64 {
	sum := 0.0
	for _, m := range w.Moods {
		sum += float64(m)
	}
	return sum / float64(len(w.Moods))
}
