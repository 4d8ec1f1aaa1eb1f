package e2e

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"pleach/internal/chromium"
	"pleach/internal/content"
)

// person is somebody in front of a browser of their own.
type person struct {
	t        *testing.T
	name     string
	password string
	server   *server
	line     *line
	browser  *chromium.Browser
	tab      *chromium.Tab

	kit     string            // the recovery kit's text
	words   []string          // the kit's twelve
	secrets map[string]string // what nobody else may find anywhere: where it was written -> text
}

// newPerson gives somebody a browser that was never used, and a phone's screen.
func newPerson(t *testing.T, name string, s *server) *person {
	t.Helper()
	p := &person{t: t, name: name, password: "seven quiet " + rand.Text(), server: s, secrets: map[string]string{}}
	p.line = newLine(t, s.addr)
	p.secrets["password"] = p.password
	p.launch()
	t.Cleanup(p.leaves)
	return p
}

func (p *person) launch() {
	p.t.Helper()
	var err error
	p.browser, err = chromium.Launch(chromium.Options{Proxy: p.line.Listener.Addr().String(), Origin: p.server.origin})
	p.must(err)
	p.tab = p.newTab()
}

func (p *person) newTab() *chromium.Tab {
	p.t.Helper()
	tab, err := p.browser.Tab()
	p.must(err)
	p.must(tab.Size(360, 740))
	return tab
}

// leaves closes the browser, and says what it found wrong with our pages.
func (p *person) leaves() {
	for _, f := range p.browser.Faults() {
		p.t.Errorf("%s's browser: %s", p.name, f)
	}
	if strange := p.line.strangers(); strange != "" {
		p.t.Errorf("%s's browser asked somebody else: %s", p.name, strange)
	}
	if err := p.browser.Close(); err != nil {
		p.t.Logf("closing %s's browser: %v", p.name, err)
	}
}

func (p *person) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
}

// secret makes up words that are found nowhere else.
func (p *person) secret(where string) string {
	text := p.name + " on " + where + " " + rand.Text()
	p.secrets[where] = text
	return text
}

// say is what the app says under a key.
func say(key string, pairs ...string) string { return content.English().Text.Say(key, pairs...) }

// quote finds the words of a key in a script.
func quote(key string, pairs ...string) string { return chromium.Quote(flat(say(key, pairs...))) }

// flat is text as a page shows it, without line breaks.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// finder finds what is pressed by its words: the visible link, button or choice
// that says them. Words for screen readers and small print do not count.
const finder = `((words) => {
	const plain = (el) => { const c = el.cloneNode(true); c.querySelectorAll(".unseen, small, .small, span + span").forEach((x) => x.remove());
		return c.textContent.replace(/\s+/g, " ").trim(); };
	return [...document.querySelectorAll("a, button, label.key, summary")].find((el) =>
		el.getClientRects().length && !el.disabled && [plain(el), plain(el.querySelector("strong") ?? el)].includes(words)); })`

// presses presses what says the words of a key.
func (p *person) presses(key string, pairs ...string) {
	p.t.Helper()
	button := finder + "(" + quote(key, pairs...) + ")"
	p.must(p.tab.Wait(button))
	p.must(p.tab.Run(button + ".click()"))
}

// reads waits until the words of a key are on view.
func (p *person) reads(key string, pairs ...string) {
	p.t.Helper()
	p.sees(say(key, pairs...))
}

// sees waits until a text is on view.
func (p *person) sees(text string) {
	p.t.Helper()
	p.must(p.tab.Wait(`document.getElementById("app").innerText.replace(/\s+/g, " ").includes(` + chromium.Quote(flat(text)) + ")"))
}

// holds waits until a text is on the page, be it folded away.
func (p *person) holds(text string) {
	p.t.Helper()
	p.must(p.tab.Wait(`document.getElementById("app").textContent.replace(/\s+/g, " ").includes(` + chromium.Quote(flat(text)) + ")"))
}

// finds waits for a page by the words of its heading, and looks at how it is
// made.
func (p *person) finds(key string, pairs ...string) {
	p.t.Helper()
	p.must(p.tab.Wait(`document.querySelector("h1").textContent.trim() === ` + quote(key, pairs...)))
	p.inspect()
}

// seesNothingOf checks that a text is nowhere in the page now, shown or not.
func (p *person) seesNothingOf(text string) {
	p.t.Helper()
	there, err := chromium.Value[bool](p.tab, "document.documentElement.outerHTML.includes("+chromium.Quote(text)+")")
	p.must(err)
	if there {
		p.t.Errorf("%s can find %q on the page\n%s", p.name, text, p.tab.Page())
	}
}

// value is what an expression is on the page, once it is anything.
func (p *person) value(expression string) string {
	p.t.Helper()
	p.must(p.tab.Wait(expression))
	v, err := chromium.Value[string](p.tab, expression)
	p.must(err)
	return v
}

func (p *person) writes(id, text string) {
	p.t.Helper()
	p.must(p.tab.Write("#"+id, text))
}

// waits until an expression is true.
func (p *person) waits(format string, args ...any) {
	p.t.Helper()
	p.must(p.tab.Wait(fmt.Sprintf(format, args...)))
}

func (p *person) opens(path string) {
	p.t.Helper()
	p.must(p.tab.Open(p.server.origin + path))
}

// goesTo follows a link to a path, as one on the page would be followed, and
// waits until another page is on view.
func (p *person) goesTo(path string) {
	p.t.Helper()
	p.must(p.tab.Run(`document.querySelector("h1").dataset.before = ""`))
	p.must(p.tab.Run(`{ const a = document.createElement("a"); a.href = ` + chromium.Quote(path) + `; document.body.append(a); a.click(); a.remove(); }`))
	p.waits(`[location.pathname, location.pathname + location.search].includes(%q) && document.querySelector("h1:not([data-before])")`, path)
}

// unlocks gives the password to a locked device.
func (p *person) unlocks() {
	p.t.Helper()
	p.finds("unlock.title")
	p.writes("password", p.password)
	p.presses("unlock.go")
	p.waits(`!document.getElementById("password")`)
}
