package bond

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func weekOf(hours []int, moods []Slider) MoodWeek {
	return MoodWeek{Round: Round{"moods", 2026, 48}, Hours: hours, Moods: moods}
}

func TestAnswersOfOneMomentAreAPair(t *testing.T) {
	a, b, start := twoTold([]OpenWeek{{Round{"moods", 2026, 48},
		weekOf([]int{8, 21, 32, 34, 60}, []Slider{1, 2, 3, 4, 5}),
		weekOf([]int{10, 15, 35, 63, 64}, []Slider{11, 12, 13, 14, 15})}})
	if n, first, last := pairs(a, b); n != 3 || first != 9 || last != 61.5 {
		t.Errorf("%d pairs from %v to %v", n, first, last)
	}
	if start != (Round{"moods", 2026, 48}).Monday(start.Location()) {
		t.Errorf("the clock begins at %v", start)
	}
}

// Whatever two people said and when: every answer is in exactly one row, rows
// follow each other in time, and whoever is called A makes no difference.
func TestEveryAnswerIsKeptOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) MoodWeek {
			hours := rapid.SliceOfNDistinct(rapid.IntRange(0, 167), 1, 40, rapid.ID[int]).Draw(t, name)
			slices.Sort(hours)
			moods := make([]Slider, len(hours))
			for i := range moods {
				moods[i] = Slider(i)
			}
			return weekOf(hours, moods)
		}
		one, two := draw("a"), draw("b")
		a, b, _ := twoTold([]OpenWeek{{one.Round, one, two}})
		s := together(a, b)
		var as, bs []Slider
		for i, at := range s.T {
			if i > 0 && at <= s.T[i-1] {
				t.Fatalf("the rows go back: %v", s.T)
			}
			if !math.IsNaN(s.A[i]) {
				as = append(as, Slider(s.A[i]))
			}
			if !math.IsNaN(s.B[i]) {
				bs = append(bs, Slider(s.B[i]))
			}
		}
		if !slices.Equal(as, one.Moods) || !slices.Equal(bs, two.Moods) {
			t.Fatalf("answers got lost: %v of %v, %v of %v", as, one.Moods, bs, two.Moods)
		}
		n, first, last := pairs(a, b)
		m, f, l := pairs(b, a)
		if n != m || first != f || last != l || n > min(len(a), len(b)) {
			t.Fatalf("%d pairs from %v to %v one way, %d from %v to %v the other", n, first, last, m, f, l)
		}
	})
}

func TestNothingOpenIsNothing(t *testing.T) {
	if a := Moods(nil); a.Kind != MoodsEarly || a.Pairs != 0 {
		t.Errorf("of nothing the answer is %+v", a)
	}
	if one, two := DailyMoods(nil); one != nil || two != nil {
		t.Error("there are days in nothing")
	}
}
