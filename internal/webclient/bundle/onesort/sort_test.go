package slices

import (
	"cmp"
	"math/bits"
	std "slices"
	"testing"

	"pgregory.net/rapid"
)

// entry has a key to sort by and a place to tell equals apart.
type entry struct{ key, place int }

func byKey(a, b entry) int { return cmp.Compare(a.key, b.key) }

func entries(t *rapid.T) []entry {
	var all []entry
	for i, key := range rapid.SliceOfN(rapid.IntRange(0, 30), 0, 200).Draw(t, "keys") {
		all = append(all, entry{key, i})
	}
	return all
}

func TestTheOneSortOrdersAsTheStandardOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := entries(t)
		want := std.Clone(all)
		std.SortStableFunc(want, byKey)

		stable, other := std.Clone(all), std.Clone(all)
		stableCmpFunc(stable, len(stable), byKey)
		pdqsortCmpFunc(other, 0, len(other), bits.Len(uint(len(other))), byKey)
		if !std.Equal(stable, want) || !std.Equal(other, want) {
			t.Fatalf("%v\n%v, want\n%v", stable, other, want)
		}
	})
}

func TestASortThatPanicsLosesNothing(t *testing.T) {
	all := []entry{{3, 0}, {1, 1}, {2, 2}}
	defer func() {
		if recover() == nil || !std.Equal(all, []entry{{3, 0}, {1, 1}, {2, 2}}) {
			t.Errorf("after the panic there is %v", all)
		}
	}()
	stableCmpFunc(all, len(all), func(a, b entry) int { panic("cannot compare") })
}

func FuzzTheOneSort(f *testing.F) {
	f.Add([]byte("a seed with equals"))
	f.Fuzz(func(t *testing.T, data []byte) {
		want := std.Clone(data)
		std.Sort(want)
		stableCmpFunc(data, len(data), cmp.Compare[byte])
		if !std.Equal(data, want) {
			t.Errorf("%v, want %v", data, want)
		}
	})
}
