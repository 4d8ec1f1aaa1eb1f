package e2e

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"pleach/internal/chromium"
)

// The main jobs by Tab, arrows, Space and Enter alone: a pulse, the check-in,
// something written to open up, and the way out by three Shifts.
func TestTheMainJobsByKeyboardAlone(t *testing.T) {
	ada := newcomer(t)
	ada.namesEverything()
	pulse := ada.secret("a pulse by keyboard")
	ada.tabsTo(`#mood`)
	ada.keys(kb.ArrowRight, kb.ArrowRight)
	ada.tabsTo(`[name="with"]`)
	ada.keys(" ")
	ada.tabsTo(`form.pulse summary`)
	ada.keys(kb.Enter)
	ada.tabsTo(`#note`)
	ada.keys(pulse)
	ada.tabsTo(`form.pulse .primary`)
	ada.keys(kb.Enter)
	ada.reads("saved.title")
	ada.sees(pulse)

	ada.tabsTo(`nav a[href="/checkin"]`)
	ada.keys(kb.Enter)
	ada.isCalled("The weekly check-in")
	ada.namesEverything()
	ada.tabsTo(`#rounds a`)
	ada.keys(kb.Enter)
	ada.finds("prepare.alone.title")
	ada.namesEverything()
	ada.tabsTo(`#said-went-well`)
	ada.keys(ada.secret("a check-in by keyboard"))
	ada.tabsTo(`[name="do"][value="post"]`)
	ada.keys(kb.Enter)
	ada.finds("kept.alone.title")

	ada.tabsTo(`nav a[href="/open"]`)
	ada.keys(kb.Enter)
	ada.finds("openup.title")
	ada.namesEverything()
	ada.tabsTo(`a[href="/open/write"]`)
	ada.keys(kb.Enter)
	ada.finds("writing.title")
	written := ada.secret("a page by keyboard")
	ada.tabsTo(`#text`)
	ada.keys(written)
	ada.tabsTo(`main form .primary`)
	ada.keys(kb.Enter)
	ada.finds("written.title")
	ada.sees(written)

	ada.keys(kb.Shift, kb.Shift, kb.Shift)
	ada.waits(`location.pathname === "/kitchen" && document.querySelector("h1")`)
	ada.seesNothingOf("Pleach")
}

// keys presses keys one after the other, and text letter by letter.
func (p *person) keys(all ...string) {
	p.t.Helper()
	for _, k := range all {
		p.must(p.tab.Keys(k))
	}
}

// reach is how many things a page may hold before the one that somebody wants.
const reach = 90

// tabsTo presses Tab until what a selector finds has the focus, and looks
// whether somebody who cannot use a mouse sees where they are on the way: each
// stop has an edge around it, and no bar covers it.
func (p *person) tabsTo(selector string) {
	p.t.Helper()
	p.waits("document.querySelector(%s)", chromium.Quote(selector))
	for range reach {
		p.keys(kb.Tab)
		lost, err := chromium.Value[string](p.tab, whereFocusIs)
		p.must(err)
		if lost != "" {
			p.t.Errorf("%s loses sight of where they are: %s", p.name, lost)
		}
		there, err := chromium.Value[bool](p.tab, "document.activeElement.matches("+chromium.Quote(selector)+")")
		p.must(err)
		if there {
			return
		}
	}
	p.t.Fatalf("%s never comes to %s by Tab\n%s", p.name, selector, p.tab.Page())
}

// whereFocusIs is what is wrong with how the focus is seen, or "".
const whereFocusIs = `(() => {
	const el = document.activeElement;
	if (el === document.body) return "";
	const show = el.outerHTML.slice(0, 140), r = el.getBoundingClientRect();
	if (getComputedStyle(el).outlineStyle === "none") return "no edge: " + show;
	const at = document.elementFromPoint(r.left + r.width / 2, Math.min(Math.max(r.top + Math.min(r.height, innerHeight) / 2, 0), innerHeight - 1));
	const same = at && (el.contains(at) || at.contains(el) || [...(el.labels ?? [])].some((l) => l.contains(at)));
	return same ? "" : "covered by " + (at?.outerHTML.slice(0, 80) ?? "nothing, out of view") + ": " + show;
})()`

// namesEverything asks Chromium's own accessibility tree, which a screen reader
// reads: whatever takes the focus says what it is.
func (p *person) namesEverything() {
	p.t.Helper()
	stops, err := p.tab.Stops()
	p.must(err)
	if len(stops) < 8 {
		p.t.Errorf("a screen reader finds only %v", stops)
	}
	for _, s := range stops {
		if s.Name == "" && s.Role != "main" { // main takes the focus from the skip link, and begins with its heading
			p.t.Errorf("a %s without a name on %s", s.Role, p.value("location.pathname"))
		}
	}
}
