package study

import (
	"slices"
	"strings"
	"testing"
)

func TestDaysAreOrderedAndDatesAreDays(t *testing.T) {
	src := Source{Path: file(t, "id,d,a,b\nx,2026-03-30,5,6\nx,2026-03-28,1,2\ny,2026-03-28,4,3\nx,,1,1\n")}
	d, err := src.diary(Columns{Couple: "id", Time: "d", A: "a", B: "b"})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Time, []float64{0, 2, 0}) || !slices.Equal(d.A, []float64{1, 5, 4}) || !slices.Equal(d.rows, []int{1, 0, 2}) {
		t.Errorf("the diary is %+v", d)
	}
	for text, want := range map[string]string{
		"id,d,a,b\nx,1,5,6\nx,1.5,4,3\n":                               "day 1.5 is not a whole number",
		"id,d,a,b\nx,1,5,6\ny,1,4,3\nx,1,2,2\n":                        "rows 1 and 3 of couple x have the same day",
		"id,d,a,b\nx,2026-03-01T08:00Z,5,6\nx,2026-03-02T08:00Z,3,3\n": "times of day",
	} {
		_, err := Source{Path: file(t, text)}.diary(Columns{Couple: "id", Time: "d", A: "a", B: "b"})
		if err == nil || !strings.Contains(err.Error(), want) || !IsBadInput(err) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
