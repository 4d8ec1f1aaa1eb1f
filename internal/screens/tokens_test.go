package screens_test

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pleach/internal/screens"
)

func css(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, name := range screens.StylesheetOrder {
		b, err := screens.Stylesheets.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	return all.String()
}

func TestStylesheetsAreOrdered(t *testing.T) {
	names, err := fs.Glob(screens.Stylesheets, "static/css/*.css")
	if err != nil || len(names) != len(screens.StylesheetOrder) {
		t.Errorf("%d files, %d in the order: %v", len(names), len(screens.StylesheetOrder), err)
	}
}

// Right-to-left comes for free when nothing says left or right.
func TestStylesheetsUseLogicalProperties(t *testing.T) {
	physical := regexp.MustCompile(`(?m)[{;\s](?:margin|padding|border)-(?:left|right|top|bottom)\s*:|[{;\s](?:left|right|top|bottom|width|height|max-width|min-height)\s*:|text-align:\s*(?:left|right)`)
	for _, hit := range physical.FindAllString(css(t), -1) {
		if !strings.Contains(hit, "width:") { // of a media query
			t.Errorf("a physical property: %q", hit)
		}
	}
}

func TestEveryTokenThatIsUsedIsThere(t *testing.T) {
	sheet := css(t)
	for _, m := range regexp.MustCompile(`var\((--[a-z0-9-]+)`).FindAllStringSubmatch(sheet, -1) {
		if !strings.Contains(sheet, m[1]+":") {
			t.Errorf("%s is used and never set", m[1])
		}
	}
}

// Text is read on its ground at 7:1, marks and edges are seen at 3:1, in both
// themes.
func TestContrast(t *testing.T) {
	colours := tokens(t)
	text := map[string][]string{
		"ink":       {"paper", "sheet", "sunk", "leaf-tint", "one-tint", "two-tint", "alarm-tint"},
		"soft":      {"paper", "sheet", "sunk"},
		"leaf":      {"paper", "sheet", "leaf-tint"},
		"leaf-deep": {"paper", "sheet"},
		"bark":      {"paper", "sheet"},
		"alarm":     {"paper", "alarm-tint"},
		"on-leaf":   {"leaf", "leaf-deep"},
	}
	marks := map[string][]string{
		"edge": {"paper", "sheet", "one-tint", "two-tint"},
		"one":  {"paper", "sheet", "one-tint"},
		"two":  {"paper", "sheet", "two-tint"},
		"leaf": {"paper", "sheet"},
	}
	for theme := range 2 {
		check(t, colours, theme, text, 7)
		check(t, colours, theme, marks, 3)
	}
}

// The two people differ in lightness, not only in hue.
func TestThePeopleDifferInLightness(t *testing.T) {
	colours := tokens(t)
	for theme := range 2 {
		if c := contrast(colours["one"][theme], colours["two"][theme]); c < 1.35 {
			t.Errorf("theme %d: the two are %.2f:1 apart", theme, c)
		}
	}
}

func check(t *testing.T, colours map[string][2]string, theme int, pairs map[string][]string, least float64) {
	t.Helper()
	for front, grounds := range pairs {
		for _, ground := range grounds {
			if c := contrast(colours[front][theme], colours[ground][theme]); c < least {
				t.Errorf("theme %d: %s on %s is %.2f:1, want %.0f:1", theme, front, ground, c, least)
			}
		}
	}
}

// tokens are the colours, light and dark, as the first rule sets them.
func tokens(t *testing.T) map[string][2]string {
	t.Helper()
	out := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);`).FindAllStringSubmatch(css(t), -1) {
		if _, again := out[m[1]]; !again {
			out[m[1]] = [2]string{m[2], m[3]}
		}
	}
	if len(out) < 15 {
		t.Fatalf("only %d colours found", len(out))
	}
	return out
}

// contrast is the ratio of WCAG 2.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(hex string) float64 {
	hex = strings.TrimPrefix(hex, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			return math.NaN()
		}
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
