package seal

import (
	"slices"
	"testing"
)

func TestTheWordsToCompareAreAPartOfTheList(t *testing.T) {
	list := calm()
	if len(list) != 1<<10 || !slices.IsSorted(list) {
		t.Fatalf("%d words, sorted: %v", len(list), slices.IsSorted(list))
	}
	for i, w := range list {
		if !isWord(w) || i > 0 && list[i-1] == w {
			t.Errorf("%q is not on the list, or twice", w)
		}
	}
}
