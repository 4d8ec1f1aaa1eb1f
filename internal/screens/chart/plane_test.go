package chart

import (
	"testing"

	"pgregory.net/rapid"
)

// Whatever the path, it stays on its plane, and each leg begins where the one
// before it ended.
func TestAPathStaysOnItsPlane(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.Float64Range(0, 1)
		var path []Spot
		for range rapid.IntRange(0, 26).Draw(t, "weeks") {
			path = append(path, Spot{unit.Draw(t, "x"), unit.Draw(t, "y"), unit.Draw(t, "dx"), unit.Draw(t, "dy")})
		}
		shapes := PlanePath(path, 320)
		if len(shapes) != len(path) {
			t.Fatalf("%d shapes for %d weeks", len(shapes), len(path))
		}
		for i, s := range shapes {
			if s.Class == "trail" {
				inBox(t, s, Plan{Width: 320, Height: 320})
			} else if at := numbers.FindAllString(s.D, 2); at[0] != decimal(plane{320}.at(path[i-1]).x) || at[1] != decimal(plane{320}.at(path[i-1]).y) {
				t.Fatalf("leg %d begins at %v", i, at)
			}
		}
	})
}

// A blot and a bridge turn the same way: otherwise they would cancel out where
// they overlap.
func TestTheTrailHasNoHoles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.Float64Range(.2, .8)
		a, b := Spot{unit.Draw(t, "x"), unit.Draw(t, "y"), .1, .05}, Spot{unit.Draw(t, "u"), unit.Draw(t, "v"), .05, .1}
		p := plane{100}
		var d pen
		p.bridge(&d, a, b, p.at(a), p.at(b))
		var ring []point
		at := numbers.FindAllString(d.String(), -1)
		for i := 0; i+1 < len(at); i += 2 {
			ring = append(ring, point{parsed(t, at[i]), parsed(t, at[i+1])})
		}
		if len(ring) > 0 && turn(ring) < 0 {
			t.Fatalf("a bridge from %v to %v turns the other way", a, b)
		}
	})
}
