package chart

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func growth(t *rapid.T) Growth {
	return Growth{Seed: rapid.Uint64().Draw(t, "seed"), Slot: rapid.IntRange(1, 2).Draw(t, "slot"), Alone: rapid.IntRange(0, 4).Draw(t, "alone") == 0,
		Roots: rapid.IntRange(0, 4000).Draw(t, "roots"), Weft: rapid.IntRange(0, 900).Draw(t, "weft"), Leaves: rapid.IntRange(0, 300).Draw(t, "leaves")}
}

// TestWhatHasGrownStays: with more of anything, every bough leaf, every root
// and every crossing is still there, in its place, and no wood is thinner.
func TestWhatHasGrownStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		young := growth(t)
		old := young
		old.Roots += rapid.IntRange(0, 500).Draw(t, "more roots")
		old.Weft += rapid.IntRange(0, 300).Draw(t, "more weft")
		old.Leaves += rapid.IntRange(0, 60).Draw(t, "more leaves")
		a, topA, _ := Pleached(young)
		b, topB, _ := Pleached(old)
		if topB > topA || len(b) < len(a) {
			t.Fatalf("from %d shapes up to %v to %d up to %v", len(a), topA, len(b), topB)
		}
		crown := 6 // leaves at the tips, which move up
		kept := slices.DeleteFunc(slices.Clone(a), func(s Shape) bool {
			return s.Class == "bough" || s.Class == "vine" || s.Class == "halo" || strings.Contains(s.D, "L")
		})
		missing := 0
		for _, s := range kept {
			if !slices.ContainsFunc(b, func(o Shape) bool { return o.Class == s.Class && o.D == s.D && parsedWidth(t, o) >= parsedWidth(t, s) }) {
				missing++
			}
		}
		if missing > crown+2 {
			t.Fatalf("%d shapes are gone", missing)
		}
	})
}

func parsedWidth(t *rapid.T, s Shape) float64 {
	if s.Width == "" {
		return 0
	}
	return parsed(t, s.Width)
}

func TestThePleachStaysInItsBoxAndRootsOnTheirSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := growth(t)
		shapes, top, high := Pleached(g)
		for _, s := range shapes {
			at := numbers.FindAllString(s.D, -1)
			for i := 0; i+1 < len(at); i += 2 {
				x, y := parsed(t, at[i]), parsed(t, at[i+1])
				if x < 0 || x > hedgeWidth || y < top || y > top+high {
					t.Fatalf("%s reaches %v, %v", s.Class, x, y)
				}
				if root := s.Class[:min(len(s.Class), 8)]; !g.Alone && (root == "root-one" && x > hedgeMiddle || root == "root-two" && x < hedgeMiddle) {
					t.Fatalf("%s crosses the middle", s.Class)
				}
			}
		}
	})
}

// The roots of the other are always the same: nothing of theirs is known.
func TestTheOthersRootsAreAlwaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		veiled := func(g Growth) (all []Shape) {
			g.Slot, g.Alone = 1, false
			shapes, _, _ := Pleached(g)
			for _, s := range shapes {
				if s.Class == "root-two veiled" {
					all = append(all, s)
				}
			}
			return all
		}
		if a, b := veiled(growth(t)), veiled(growth(t)); len(a) < 5 || !slices.Equal(a, b) {
			t.Fatalf("%d and %d veiled roots differ", len(a), len(b))
		}
	})
}
