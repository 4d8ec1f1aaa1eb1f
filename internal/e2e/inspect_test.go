package e2e

import (
	"strings"

	"pleach/internal/chromium"
)

// inspect looks at what any page must have for somebody who uses a keyboard, a
// screen reader or a small phone.
func (p *person) inspect() {
	p.t.Helper()
	found, err := chromium.Value[string](p.tab, inspection)
	p.must(err)
	if found != "" {
		p.t.Errorf("on the page %s:\n%s", p.value(`document.title + " " + location.pathname`), found)
	}
}

const inspection = `(() => {
const wrong = [];
const seen = (el) => el.getClientRects().length > 0;
const all = (s) => [...document.querySelectorAll(s)];
const name = (el) => (el.getAttribute("aria-label") || (el.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean)
	.map((id) => document.getElementById(id)?.textContent ?? "").join(" ") || [...(el.labels ?? [])].map((l) => l.textContent).join(" ")
	|| (el.matches("a, button, summary") ? el.textContent : "")).trim();
const show = (el) => el.outerHTML.slice(0, 120);

if (all("h1").length !== 1) wrong.push(all("h1").length + " headings h1");
if (!document.documentElement.lang) wrong.push("no language");
if (!document.title) wrong.push("no title");
if (all("main").length !== 1) wrong.push(all("main").length + " main parts");
const order = all("a[href], button, input, select, textarea, summary, [tabindex='0']").filter((el) => el.tabIndex >= 0);
if (!order[0]?.matches("[data-quick-exit]")) wrong.push("the quick exit is not the first thing to reach");
if (order[1]?.getAttribute("href") !== "#main") wrong.push("the skip link is not the second thing to reach");
if (all("[tabindex]").some((el) => el.tabIndex > 0)) wrong.push("an order of its own, by tabindex");
for (const el of order) if (seen(el) && el.type !== "hidden" && !name(el)) wrong.push("no name: " + show(el));
for (const el of all("svg, img")) if (seen(el) && !el.closest("[aria-hidden=true]") && !name(el)) wrong.push("a picture without words: " + show(el));
const ids = all("[id]").map((el) => el.id);
for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) wrong.push("twice the same id: " + id);
for (const el of all("[aria-describedby], [aria-labelledby]"))
	for (const id of [...(el.getAttribute("aria-describedby") ?? "").split(" "), ...(el.getAttribute("aria-labelledby") ?? "").split(" ")])
		if (id && !document.getElementById(id)) wrong.push("points to nothing: " + id);
const box = document.scrollingElement;
if (box.scrollWidth > innerWidth) wrong.push("it scrolls sideways: " + box.scrollWidth + " of " + innerWidth);
return wrong.join("\n");
})()`

// visits goes through every room, so that each is looked at.
func (p *person) visits(rooms ...string) {
	p.t.Helper()
	for _, room := range rooms {
		path, key, _ := strings.Cut(room, " ")
		p.goesTo(path)
		p.finds(key)
	}
}
