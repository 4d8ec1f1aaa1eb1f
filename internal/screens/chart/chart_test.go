package chart

import (
	"errors"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
	"rsc.io/qr"
)

var numbers = regexp.MustCompile(`-?[0-9]+(?:\.[0-9])?`)

// Whatever its measures, a drawing stays in its box, and each crossing has one
// stem in front, in turn.
func TestStemsStayInTheirBoxAndTakeTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Plan{Width: rapid.Float64Range(60, 400).Draw(t, "width"), Height: rapid.Float64Range(300, 900).Draw(t, "height"),
			Crossings: rapid.IntRange(1, 6).Draw(t, "crossings")}
		p.Stem, p.Soil = p.Width/18, p.Height/5
		var front []string
		shapes := Pleach(p)
		for i, s := range shapes {
			inBox(t, s, p)
			if s.Class == "halo" {
				front = append(front, shapes[i+1].Class)
			}
		}
		if len(front) != p.Crossings || repeats(front) {
			t.Fatalf("in front: %v", front)
		}
	})
}

func repeats(front []string) bool { return len(slices.Compact(slices.Clone(front))) != len(front) }

func inBox(t *rapid.T, s Shape, p Plan) {
	for i, n := range numbers.FindAllString(s.D, -1) {
		v := parsed(t, n)
		limit := p.Width
		if i%2 == 1 {
			limit = p.Height
		}
		if v < -.1 || v > limit+.1 {
			t.Fatalf("%s reaches %v of %v: %s", s.Class, v, limit, s.D)
		}
	}
}

func parsed(t *rapid.T, number string) float64 {
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestADrawingIsTheSameEveryTime(t *testing.T) {
	p := Plan{Width: 90, Height: 300, Crossings: 4, Stem: 5, Soil: 50}
	if !slices.Equal(Pleach(p), Pleach(p)) {
		t.Error("two drawings of one plan differ")
	}
}

// Threads stay in their box whatever the values are, also where days are
// missing, and the second has its halo under it.
func TestThreadsStayInTheirBox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(rapid.Float64Range(0, 100), rapid.Just(math.NaN()))
		one := rapid.SliceOfN(value, 0, 90).Draw(t, "one")
		two := rapid.SliceOfN(value, 0, 90).Draw(t, "two")
		shapes := Threads(one, two, 640, 200)
		for i, s := range shapes {
			inBox(t, s, Plan{Width: 640, Height: 200})
			if s.Class == "halo" && (shapes[i+1].Class != "stem-two" || shapes[i+1].D != s.D) {
				t.Fatalf("a halo without its thread: %v", shapes)
			}
		}
		if said := slices.ContainsFunc(append(one, two...), func(v float64) bool { return !math.IsNaN(v) }); said != (len(shapes) > 0) {
			t.Fatalf("%d shapes of %v and %v", len(shapes), one, two)
		}
	})
}

func TestAThreadGoesOnOverAShortGapAndBreaksOverALongOne(t *testing.T) {
	gap := func(n int) int {
		line := append([]float64{40}, slices.Repeat([]float64{math.NaN()}, n)...)
		return strings.Count(Threads(append(line, 60), nil, 100, 100)[0].D, "M")
	}
	if gap(3) != 1 || gap(4) != 2 {
		t.Errorf("three days without a word make %d parts, four %d", gap(3), gap(4))
	}
}

// The path of a QR code covers exactly the modules that are black.
func TestQRDrawsEveryModule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 80, 200).Draw(t, "text")
		d, side, err := QR(text)
		if err != nil {
			t.Fatal(err)
		}
		code, err := qr.Encode(text, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		drawn := painted(t, d)
		for y := range side {
			for x := range side {
				if drawn[[2]int{x, y}] != code.Black(x, y) {
					t.Fatalf("module %d,%d of %q", x, y, text)
				}
			}
		}
	})
}

// painted reads runs such as "M3 4h2v1h-2z".
func painted(t *rapid.T, d string) map[[2]int]bool {
	out := map[[2]int]bool{}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(d, -1) {
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		n, _ := strconv.Atoi(m[3])
		if m[3] != m[4] {
			t.Fatalf("a run does not close: %s", m[0])
		}
		for i := range n {
			out[[2]int{x + i, y}] = true
		}
	}
	return out
}

func TestATextThatIsTooLongForACodeIsRefused(t *testing.T) {
	if _, _, err := QR(strings.Repeat("a", 4000)); !errors.Is(err, ErrTooLong) {
		t.Errorf("got %v, want ErrTooLong", err)
	}
}
