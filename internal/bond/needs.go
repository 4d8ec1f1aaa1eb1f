package bond

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"pleach/dyad"
)

// Items are the sentences of one part of a reflection, by id; true for one that
// says the opposite.
type Items map[string]bool

// Level is how high a part stood in one week or month: the mean of what was
// said to its sentences, 0 to 100, with the opposite ones turned round.
type Level struct {
	From Date    // the first day
	Mean float64 // 0 to 100
	SD   float64 // between the answers; NaN for one answer
	N    int     // answers that it is made of
}

// Monday is the first day of the week of t, in t's zone.
func Monday(t time.Time) Date { return DateOf(t.AddDate(0, 0, -(int(t.Weekday())+6)%7)) }

// First is the first day of the month.
func First(t time.Time) Date { return DateOf(t.AddDate(0, 0, 1-t.Day())) }

// Levels are a part's levels over time, oldest first. Times are read in loc;
// by says to which stretch of time a moment belongs. Somebody who looks twice
// in one stretch has both looks counted. A stretch without an answer is not
// there.
func Levels(all []Reflected, items Items, loc *time.Location, by func(time.Time) Date) []Level {
	said := map[Date][]float64{}
	for _, r := range all {
		from := by(r.At.In(loc))
		said[from] = append(said[from], keyed(r, items)...)
	}
	var levels []Level
	for from, answers := range said {
		if len(answers) > 0 {
			mean, sd := moments(answers)
			levels = append(levels, Level{from, mean, sd, len(answers)})
		}
	}
	slices.SortFunc(levels, func(a, b Level) int { return cmp.Compare(a.From, b.From) })
	return levels
}

// keyed are the answers to some items, ascending, so that sums are the same
// every time.
func keyed(r Reflected, items Items) []float64 {
	var answers []float64
	for id, opposite := range items {
		if n, ok := r.Said[id]; ok && opposite {
			answers = append(answers, float64(100-n))
		} else if ok {
			answers = append(answers, float64(n))
		}
	}
	slices.Sort(answers)
	return answers
}

// moments are mean and standard deviation; the latter is NaN for one value.
func moments(v []float64) (mean, sd float64) {
	for _, x := range v {
		mean += x
	}
	mean /= float64(len(v))
	for _, x := range v {
		sd += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(sd / float64(len(v)-1)) // 0/0 is NaN
}

// Unsure is the half width of a range around each level's mean in which the
// level may lie: the standard error, from how much the answers within one
// stretch differ over all of them. With two sentences a week one week alone
// says too little about that. Without any pair of answers it is NaN.
func Unsure(levels []Level) func(Level) float64 {
	var sum float64
	var df int
	for _, l := range levels {
		if l.N > 1 {
			sum += l.SD * l.SD * float64(l.N-1)
			df += l.N - 1
		}
	}
	pooled := math.Sqrt(sum / float64(df)) // NaN without any
	return func(l Level) float64 { return pooled / math.Sqrt(float64(l.N)) }
}

// Over how many stretches consistency looks back, and how many of them it needs.
const (
	consistencyOver  = 8
	consistencyNeeds = 4
)

// Consistency is how much a part went up and down from one stretch to the next.
// It says nothing of whether it was high.
type Consistency struct {
	N    int     // stretches with an answer that it is made of
	Mean float64 // of their levels
	SD   float64 // between their levels
	// Lo and Hi are the range for SD that so few stretches leave open: nine in
	// ten such ranges hold the true one, if levels scatter evenly.
	Lo, Hi float64
}

// Enough reports whether anything can be said.
func (c Consistency) Enough() bool { return c.N >= consistencyNeeds }

// ConsistencyOf looks at the levels since a day, at most the last eight. Under
// four it holds their number alone.
func ConsistencyOf(levels []Level, since Date) Consistency {
	var means []float64
	for _, l := range levels {
		if l.From >= since {
			means = append(means, l.Mean)
		}
	}
	means = means[max(0, len(means)-consistencyOver):]
	c := Consistency{N: len(means)}
	if c.Enough() {
		c.Mean, c.SD = moments(means)
		q, df := chiSquared[c.N-1], float64(c.N-1)
		c.Lo, c.Hi = c.SD*math.Sqrt(df/q[1]), c.SD*math.Sqrt(df/q[0])
	}
	return c
}

// chiSquared are the 5 % and 95 % points of the distribution, by degrees of
// freedom.
var chiSquared = map[int][2]float64{
	3: {0.352, 7.815}, 4: {0.711, 9.488}, 5: {1.145, 11.070}, 6: {1.635, 12.592}, 7: {2.167, 14.067},
}

// Swing is a word for how much something went up and down.
type Swing int

// The swings.
const (
	Steady Swing = iota
	Moving
	Swinging
)

// SwingOf puts a standard deviation between levels into a word: on a line from
// 0 to 100, up to a tenth is steady, and over a fifth swings.
func SwingOf(sd float64) Swing {
	switch {
	case sd <= 10:
		return Steady
	case sd <= 20:
		return Moving
	}
	return Swinging
}

// Swing is the word for the middle, and whether the range leaves others open.
func (c Consistency) Swing() (s Swing, sure bool) {
	s = SwingOf(c.SD)
	return s, SwingOf(c.Lo) == s && SwingOf(c.Hi) == s
}

// alphaNeeds is how many complete reflections Alpha needs.
const alphaNeeds = 6

// Alpha is how far the sentences of a part rise and fall together over a
// person's own reflections: Cronbach's alpha over those in which all of them
// were answered. It comes without a range, since one's own reflections follow
// on each other. Under six of them, or when nothing moved, ok is false.
func Alpha(all []Reflected, items Items) (alpha float64, ok bool) {
	var rows [][]float64
	ids := slices.Sorted(maps.Keys(items))
	for _, r := range all {
		var row []float64
		for _, id := range ids {
			row = append(row, keyed(r, Items{id: items[id]})...)
		}
		if len(row) == len(ids) {
			rows = append(rows, row)
		}
	}
	if len(rows) < alphaNeeds {
		return 0, false
	}
	fit, err := dyad.Alpha(rows)
	if err != nil {
		return 0, false
	}
	return fit.Alpha.Estimate, true
}
