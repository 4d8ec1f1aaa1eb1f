package bond

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestALookAtOnesOwnSafety(t *testing.T) {
	for _, c := range []struct {
		yes  []int
		want Concern
	}{
		{nil, NoConcern},
		{[]int{1}, SomeConcern},
		{[]int{2}, SomeConcern},
		{[]int{2, 1}, SomeConcern},
		{[]int{2, 2}, StrongConcern},
		{[]int{3}, StrongConcern},
		{[]int{1, 3}, StrongConcern},
	} {
		if got := Look(c.yes); got != c.want {
			t.Errorf("Look(%v) = %d, want %d", c.yes, got, c.want)
		}
	}
}

func TestOneMoreYesNeverLessensAConcern(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		yes := rapid.SliceOfN(rapid.IntRange(1, 3), 0, 8).Draw(t, "yes")
		more := append(slices.Clone(yes), rapid.IntRange(1, 3).Draw(t, "one more"))
		if Look(more) < Look(yes) {
			t.Fatalf("Look(%v) < Look(%v)", more, yes)
		}
	})
}
