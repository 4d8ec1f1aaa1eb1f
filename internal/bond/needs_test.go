package bond

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var warmth = Items{"nurturance-1": false, "nurturance-2": false}

func week(n int, said map[string]int) Reflected {
	return Reflected{Scale: "needs", At: time.Date(2026, 9, 7, 20, 0, 0, 0, time.UTC).AddDate(0, 0, 7*n), Said: said}
}

func warm(n, one, two int) Reflected {
	return week(n, map[string]int{"nurturance-1": one, "nurturance-2": two, "trust-1": 3})
}

func TestALevelIsTheMeanOfWhatWasSaid(t *testing.T) {
	all := []Reflected{warm(0, 60, 80), week(1, map[string]int{"nurturance-2": 30}), week(2, map[string]int{"trust-1": 50}), warm(3, 10, 20), warm(3, 30, 40)}
	got := Levels(all, warmth, time.UTC, Monday)
	want := []Level{{"2026-09-07", 70, math.Sqrt(200), 2}, {"2026-09-14", 30, math.NaN(), 1}, {"2026-09-28", 25, math.Sqrt(500. / 3), 4}}
	if len(got) != len(want) {
		t.Fatalf("%v, want %v: a week that says nothing of this is not there", got, want)
	}
	for i := range want {
		same := got[i].SD == want[i].SD || math.IsNaN(got[i].SD) && math.IsNaN(want[i].SD)
		if got[i].From != want[i].From || got[i].Mean != want[i].Mean || got[i].N != want[i].N || !same {
			t.Errorf("%v, want %v", got[i], want[i])
		}
	}
}

func TestAReversedSentenceIsTurnedRound(t *testing.T) {
	all := []Reflected{week(0, map[string]int{"room-1": 80, "room-2": 10})}
	if got := Levels(all, Items{"room-1": false, "room-2": true}, time.UTC, First); got[0].Mean != 85 || got[0].From != "2026-09-01" {
		t.Errorf("%v, want 85 in September", got)
	}
}

func TestTheWeekIsTheReaders(t *testing.T) {
	late := Reflected{At: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC), Said: map[string]int{"nurturance-1": 1}} // a Monday
	if got := Levels([]Reflected{late}, warmth, time.FixedZone("", -5*3600), Monday)[0].From; got != "2026-11-16" {
		t.Errorf("it counts for the week of %s", got)
	}
}

func TestUnderFourWeeksNothingIsSaidOfConsistency(t *testing.T) {
	var all []Reflected
	for n := range 12 {
		c := ConsistencyOf(Levels(all, warmth, time.UTC, Monday), "2026-09-07")
		if c.N != min(n, 8) || c.Enough() != (n >= 4) || !c.Enough() && (c.Mean != 0 || c.SD != 0) {
			t.Errorf("after %d weeks: %+v", n, c)
		}
		all = append(all, warm(n, 40+20*(n%2), 40+20*(n%2)))
	}
	c := ConsistencyOf(Levels(all, warmth, time.UTC, Monday), "2026-09-07")
	if swing, sure := c.Swing(); c.Mean != 50 || math.Abs(c.SD-10.69) > .01 || swing != Moving || sure {
		t.Errorf("%+v: %v, %v", c, swing, sure)
	}
	if c.Lo >= c.SD || c.Hi <= c.SD {
		t.Errorf("the range %v to %v does not hold %v", c.Lo, c.Hi, c.SD)
	}
}

func TestLongAgoIsNotNow(t *testing.T) {
	all := []Reflected{warm(0, 0, 0), warm(1, 100, 100), warm(20, 50, 50), warm(21, 50, 50), warm(22, 50, 50), warm(23, 50, 50)}
	c := ConsistencyOf(Levels(all, warmth, time.UTC, Monday), Monday(all[2].At))
	if swing, sure := c.Swing(); c.N != 4 || swing != Steady || !sure {
		t.Errorf("%+v: %v, %v", c, swing, sure)
	}
}

// The range is honest: of made-up couples of weeks whose true scatter is known,
// nine in ten ranges hold it.
func TestTheRangeHoldsTheTruthNineTimesInTen(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, weeks := range []int{4, 6, 8} {
		held := 0
		for range 4000 {
			var levels []Level
			for n := range weeks {
				levels = append(levels, Level{From: Monday(warm(n, 0, 0).At), Mean: 50 + 12*r.NormFloat64(), N: 2})
			}
			if c := ConsistencyOf(levels, ""); c.Lo <= 12 && 12 <= c.Hi {
				held++
			}
		}
		if held < 3520 || held > 3680 {
			t.Errorf("with %d weeks %d of 4000 ranges hold the truth, want 3600", weeks, held)
		}
	}
}

func TestAnswersThatPullApartMakeALevelUnsure(t *testing.T) {
	near := Levels([]Reflected{warm(0, 49, 51), warm(1, 48, 52)}, warmth, time.UTC, Monday)
	far := Levels([]Reflected{warm(0, 10, 90), warm(1, 20, 80)}, warmth, time.UTC, Monday)
	if a, b := Unsure(near)(near[0]), Unsure(far)(far[0]); a >= b || a <= 0 {
		t.Errorf("%v and %v", a, b)
	}
	one := Levels([]Reflected{week(0, map[string]int{"nurturance-1": 5})}, warmth, time.UTC, Monday)
	if u := Unsure(one)(one[0]); !math.IsNaN(u) {
		t.Errorf("one answer is sure to %v", u)
	}
}

func TestSentencesThatMoveTogether(t *testing.T) {
	var one, apart []Reflected
	for n, v := range []int{10, 60, 30, 90, 50, 70} {
		one = append(one, warm(n, v, v))
		apart = append(apart, warm(n, v, (v*37)%100))
	}
	if alpha, ok := Alpha(one, warmth); !ok || math.Abs(alpha-1) > 1e-9 {
		t.Errorf("the same sentence twice: %v, %v", alpha, ok)
	}
	if alpha, ok := Alpha(apart, warmth); !ok || alpha > .5 {
		t.Errorf("two that go their own way: %v, %v", alpha, ok)
	}
	if _, ok := Alpha(one[:5], warmth); ok {
		t.Error("five reflections are too few")
	}
}

// What is computed stays where answers are, whatever was said.
func TestLevelsStayOnTheLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Reflected
		for n := range rapid.IntRange(0, 12).Draw(t, "weeks") {
			all = append(all, warm(n, rapid.IntRange(0, 100).Draw(t, "one"), rapid.IntRange(0, 100).Draw(t, "two")))
		}
		levels := Levels(all, warmth, time.UTC, Monday)
		for _, l := range levels {
			if l.Mean < 0 || l.Mean > 100 || l.N != 2 {
				t.Fatalf("%+v", l)
			}
		}
		if c := ConsistencyOf(levels, ""); c.Enough() && !(c.Lo <= c.SD && c.SD <= c.Hi) {
			t.Fatalf("%+v", c)
		}
	})
}
