package bond

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// life is how two people's moods go, in half days: what stays of a mood, what
// each takes over from the other, how far the same things move both, and what
// only looks like being moved together.
type life struct {
	stays, takes float64 // takes: B from A
	tied         float64
	noise        float64 // share of what is said that is not the mood
	day, trend   float64 // in standard deviations, shared by both
	misses       float64
}

// lives makes weeks of two people's moods, about eight and about twenty o'clock.
func (l life) lives(weeks int, seed uint64) []OpenWeek {
	r := rand.New(rand.NewPCG(seed, 1))
	stir := math.Sqrt(1 - l.stays*l.stays)
	var a, b float64
	var open []OpenWeek
	for week := range weeks {
		w := OpenWeek{Round: MoodRound(now.AddDate(0, 0, 7*week))}
		w.A.Round, w.B.Round = w.Round, w.Round
		for half := range 14 {
			x, y := r.NormFloat64(), r.NormFloat64()
			y = l.tied*x + math.Sqrt(1-l.tied*l.tied)*y
			a, b = l.stays*a+stir*x, l.stays*b+l.takes*a+stir*y
			cycle := l.day*math.Cos(math.Pi*float64(half)) + l.trend*(float64(week)/float64(weeks)-.5)
			hour := 8 + 12*half
			w.A.say(r, hour, a+cycle, l)
			w.B.say(r, hour, b+cycle, l)
		}
		open = append(open, w)
	}
	return open
}

func (w *MoodWeek) say(r *rand.Rand, hour int, mood float64, l life) {
	hour += r.IntN(3)
	said := 55 + 14*(math.Sqrt(1-l.noise)*mood+math.Sqrt(l.noise)*r.NormFloat64())
	if r.Float64() >= l.misses {
		w.Hours, w.Moods = append(w.Hours, hour), append(w.Moods, Slider(math.Round(min(max(said, 0), 100))))
	}
}

// Couples with whom nothing is: their days, their weeks and a slow change go
// together, and a third of what they say is not their mood. Hardly any of them
// may be told that something is.
func TestChanceIsSeldomTakenForMore(t *testing.T) {
	told := map[MoodKind]int{}
	for seed := range 40 {
		told[Moods(life{stays: .5, misses: .2, noise: .3, day: .6, trend: 1.5}.lives(8, uint64(seed))).Kind]++
	}
	if told[MoodsNothing] < 37 {
		t.Errorf("of 40 couples with nothing between their moods: %v", told)
	}
}

func TestMoodsThatMoveTogetherAreSeen(t *testing.T) {
	told, held := map[MoodKind]int{}, 0
	const couples, tied = 10, .6
	for seed := range couples {
		a := Moods(life{stays: .5, misses: .2, noise: .3, tied: tied}.lives(14, uint64(seed)))
		told[a.Kind]++
		if a.Link.Lo < tied && tied < a.Link.Hi {
			held++
		}
	}
	if told[MoodsTogether] < 9 || held < 8 {
		t.Errorf("of %d couples whose moods are tied: %v; %d intervals hold how far", couples, told, held)
	}
}

// When B takes over from A, the answer has both ways beside each other, and the
// larger is the right one.
func TestAMoodThatFollowsIsSeen(t *testing.T) {
	told := map[MoodKind]int{}
	for seed := range 5 {
		a := Moods(life{stays: .5, misses: .1, takes: .5, noise: .1}.lives(26, uint64(seed)))
		told[a.Kind]++
		if a.Kind == MoodsFollow && !(a.AB.Est > a.BA.Est && a.AB.Lo > 0 && a.BA.Lo < a.BA.Hi) {
			t.Errorf("both ways are %+v and %+v", a.AB, a.BA)
		}
	}
	if told[MoodsFollow] < 4 {
		t.Errorf("of five couples in which one follows the other: %v", told)
	}
}

// Four weeks and 42 moments are needed, and then there is an answer.
func TestThreeWeeksAreNotEnough(t *testing.T) {
	l := life{stays: .5, tied: .9}
	three := Moods(l.lives(3, 1))
	days, pairs := three.Missing()
	if three.Kind != MoodsEarly || days != 7 || pairs != 0 || three.Link != (Range{}) {
		t.Errorf("after three weeks: %+v, %d days and %d pairs missing", three, days, pairs)
	}
	seldom := Moods(life{stays: .5, misses: .6}.lives(5, 1))
	if _, pairs := seldom.Missing(); seldom.Kind != MoodsEarly || pairs == 0 {
		t.Errorf("with %d pairs: %+v", seldom.Pairs, seldom)
	}
	if five := Moods(l.lives(5, 1)); five.Kind == MoodsEarly || five.Days != 35 {
		t.Errorf("after five weeks: %+v", five)
	}
}

// Whoever is called A: the same is said, with the two exchanged.
func TestTheEnginesAnswerHasNoSides(t *testing.T) {
	for seed := range 4 {
		weeks := life{stays: .5, tied: .4, takes: .2, misses: .2}.lives(9, uint64(seed))
		swapped := make([]OpenWeek, len(weeks))
		for i, w := range weeks {
			swapped[i] = OpenWeek{w.Round, w.B, w.A}
		}
		a, b := Moods(weeks), Moods(swapped)
		if a.AB, a.BA = a.BA, a.AB; a != b {
			t.Errorf("one way round %+v, the other %+v", a, b)
		}
	}
}

// People who only answer at two hours of the day, always say the same, or say
// one of two things, get an answer, if only that there is none.
func TestOddHabitsGetAnAnswer(t *testing.T) {
	odd := func(mood func(i int) (a, b int)) []OpenWeek {
		var open []OpenWeek
		for week := range 8 {
			w := OpenWeek{Round: MoodRound(now.AddDate(0, 0, 7*week))}
			for half := range 14 {
				a, b := mood(14*week + half)
				w.A.Hours, w.A.Moods = append(w.A.Hours, 8+12*half), append(w.A.Moods, Slider(a))
				w.B.Hours, w.B.Moods = append(w.B.Hours, 8+12*half), append(w.B.Moods, Slider(b))
			}
			open = append(open, w)
		}
		return open
	}
	for name, c := range map[string]struct {
		mood func(i int) (a, b int)
		want []MoodKind
	}{
		"always the same":   {func(int) (int, int) { return 50, 50 }, []MoodKind{MoodsEarly}},
		"one always":        {func(i int) (int, int) { return 50, i * 37 % 101 }, []MoodKind{MoodsEarly}},
		"the same moods":    {func(i int) (int, int) { return i * 37 % 101, i * 37 % 101 }, []MoodKind{MoodsEarly, MoodsTogether, MoodsFollow}},
		"opposite moods":    {func(i int) (int, int) { return i * 37 % 101, 100 - i*37%101 }, []MoodKind{MoodsEarly, MoodsNothing}},
		"all or nothing":    {func(i int) (int, int) { return 100 * (i % 2), 100 * (i % 3 / 2) }, []MoodKind{MoodsEarly, MoodsNothing}},
		"two hours, no tie": {func(i int) (int, int) { return i * i * 31 % 101, i * i * i * 17 % 97 }, []MoodKind{MoodsNothing, MoodsTogether}},
	} {
		got := Moods(odd(c.mood))
		if !slices.Contains(c.want, got.Kind) {
			t.Errorf("%s: %+v, want one of %v", name, got, c.want)
		}
		if r := got.Link; math.IsNaN(r.Est + r.Lo + r.Hi + got.AB.Lo + got.AB.Hi + got.BA.Lo + got.BA.Hi) {
			t.Errorf("%s: an answer with holes: %+v", name, got)
		}
	}
}

// A year of two moods a day, of both, of which each leaves out a few: on Ada's
// device, when she looks at the map and another week has opened.
func BenchmarkMoodsOfAYear(b *testing.B) {
	open := life{stays: .45, misses: .1, tied: .4, noise: .3}.lives(52, 1)
	b.ReportAllocs()
	for b.Loop() {
		Moods(open)
	}
}

// A year of two moods a day of one's own.
func BenchmarkRhythmOfAYear(b *testing.B) {
	pulses := year()
	for b.Loop() {
		RhythmOf(pulses, now)
	}
}

func year() []Pulse {
	r := rand.New(rand.NewPCG(1, 2))
	var all []Pulse
	mood := 0.0
	for half := range 730 {
		mood = .5*mood + r.NormFloat64()
		at := now.AddDate(-1, 0, 1).Add(time.Duration(12*half)*time.Hour + time.Duration(r.IntN(150))*time.Minute)
		all = append(all, Pulse{At: at, Mood: Slider(55 + 10*mood), With: []With{Together, Apart, WithUnsaid}[r.IntN(3)]})
	}
	return all
}
