package chart

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A band stays in its box, whatever it says, and is open where nobody looked.
func TestABandStaysInItsBoxAndIsOpenWhereNobodyLooked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Stretch
		open := 0
		for n := range 12 {
			if rapid.Bool().Draw(t, "looked") {
				lo := rapid.Float64Range(0, 1).Draw(t, "lo")
				hi := rapid.Float64Range(lo, 1).Draw(t, "hi")
				if len(all) == 0 || float64(n)/11-all[len(all)-1].At > 1.5/11 {
					open++
				}
				all = append(all, Stretch{float64(n) / 11, lo, (lo + hi) / 2, hi})
			}
		}
		shapes := Band(all, 1.5/11, 320, 72)
		if len(shapes) != 2*open {
			t.Fatalf("%d shapes for %d runs", len(shapes), open)
		}
		for _, s := range shapes {
			inBox(t, s, Plan{Width: 320, Height: 72})
		}
		if !slices.Equal(shapes, Band(all, 1.5/11, 320, 72)) {
			t.Fatal("two drawings of one band differ")
		}
	})
}

// A circle leads through each station once, and stays in its box.
func TestACircleLeadsThroughEachStation(t *testing.T) {
	for n := 2; n <= 5; n++ {
		classes := slices.Repeat([]string{"arc"}, n)
		shapes, stations := Ring(200, classes)
		if len(stations) != n || len(shapes) != 2*n || stations[0] != (Station{"100", "22"}) {
			t.Errorf("%d stations: %v, %d shapes", n, stations, len(shapes))
		}
		rapid.Check(t, func(t *rapid.T) {
			for _, s := range shapes {
				inBox(t, s, Plan{Width: 200, Height: 200})
				if strings.Contains(s.D, "NaN") {
					t.Fatal(s.D)
				}
			}
		})
	}
}
