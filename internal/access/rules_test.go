package access

import (
	"testing"

	"pleach/internal/chromium"
	"pleach/internal/content"
)

// ask is a function that runs axe-core and tells each violation in one line:
// the rule, what it wants, and the first places.
const ask = `(async (options) => (await axe.run(document, {resultTypes: ["violations"], ...options})).violations.map((v) =>
	v.id + " (" + v.help + "), " + v.nodes.length + " times: " + v.nodes.slice(0, 4).map((n) =>
		n.html.slice(0, 160) + " " + (n.any[0]?.message ?? n.all[0]?.message ?? "")).join(" | ")))`

// rules are all of WCAG 2.2 AA, good practice, and our own 7:1 for text.
const rules = `{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	rules: {"target-size": {enabled: true}, "color-contrast-enhanced": {enabled: true}}}`

// looks are the rules that another theme and another width can break.
const looks = `{runOnly: {type: "rule", values: ["color-contrast", "color-contrast-enhanced", "link-in-text-block",
	"target-size", "scrollable-region-focusable", "region", "skip-link"]}}`

// views are a phone in daylight, and a desk at night with the same page.
var views = []struct {
	theme string
	width int64
	rules string
}{{"light", 360, rules}, {"dark", 1280, looks}}

func TestNobodyStumblesOverAPage(t *testing.T) {
	needChromium(t)
	g := show(t, content.English(), nil, map[string][]byte{"axe.js": axe(t)})
	g.each(t, g.stumblesNowhere)
}

// stumblesNowhere looks at the page on view by day and by night.
func (g *gallery) stumblesNowhere(t *testing.T) {
	for _, v := range views {
		for _, wrong := range g.stumbles(t, v.theme, v.width, v.rules) {
			t.Errorf("%s: %s", v.theme, wrong)
		}
	}
}

// stumbles is what axe-core finds wrong with the page on view.
func (g *gallery) stumbles(t *testing.T, theme string, width int64, rules string) []string {
	t.Helper()
	if err := g.Size(width, 800); err != nil {
		t.Fatal(err)
	}
	if err := g.Prefer(map[string]string{"prefers-color-scheme": theme, "prefers-reduced-motion": "reduce"}); err != nil {
		t.Fatal(err)
	}
	found, err := chromium.Value[[]string](g.Tab, ask+"("+rules+")")
	if err != nil {
		t.Fatal(err, g.Page())
	}
	return found
}

// The rules find what they are for: a page that breaks three of them.
func TestAxeFindsWhatItIsFor(t *testing.T) {
	needChromium(t)
	g := show(t, content.English(), nil, map[string][]byte{"axe.js": axe(t)})
	if err := g.Open(g.origin + "/today"); err != nil {
		t.Fatal(err)
	}
	spoil := `document.querySelector("main").insertAdjacentHTML("beforeend",
		"<img src='data:,'><input name=x><p style='color: #aaa; background: #fff'>faint</p>")`
	if err := g.Run(spoil); err != nil {
		t.Fatal(err)
	}
	if found := g.stumbles(t, "light", 360, rules); len(found) < 3 {
		t.Errorf("axe-core found only %q", found)
	}
}
