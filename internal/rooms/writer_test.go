package rooms_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
	"pleach/internal/remote/nethttp"
	"pleach/internal/rooms"
	"pleach/internal/screens/screenstest"
	search "pleach/internal/testkit/canary"
)

// writer is somebody who writes a bird into whatever can be written in.
type writer struct {
	*browser
	name    string
	store   *memstore.Store
	filled  map[string]bool // names of fields
	birds   int
	secrets []string // that have no bird in them: the password, the kit's words
}

func (w *watched) someone(name string) *writer {
	p := &writer{name: name, store: memstore.New(), filled: map[string]bool{}}
	p.browser = w.browserWith(client.Config{Storage: p.store, Transport: nethttp.New("http://" + w.tap.Addr().String())}, content.English())
	return p
}

func (p *writer) word(where string) string {
	p.birds++
	return fmt.Sprintf("%s %s-%d in %s", bird, p.name, p.birds, where)
}

// register is signUp with a bird for a name.
func (p *writer) register() {
	p.open("/").click("Begin").send("/signup", "name", p.word("name"), "password", password)
	p.filled["name"] = true
	kit := p.kitWords()
	p.secrets = append(p.secrets, password, strings.Join(kit, " "), strings.Join(kit, "\n"), strings.Join(kit[:3], " "))
	p.click("I have put it somewhere safe").send("/signup/test", "do", "later").sync()
}

// ends are forms that end something which the rest of the story needs, by how
// their addresses begin.
var ends = []string{"/exit", "/lock", "/unlock", "/kit", "/signup", "/pair", "/join/", "/back/", "/resource/", "/settings/"}

func isEnd(action string) bool {
	return action != "/settings/name" && slices.ContainsFunc(ends, func(e string) bool { return strings.HasPrefix(action, e) })
}

// writesEverywhere goes to every room, fills in every form there, and presses
// each of its buttons.
func (p *writer) writesEverywhere(ids map[string]string) {
	p.t.Helper()
	for _, pattern := range slices.Sorted(slices.Values(rooms.Patterns())) {
		method, path, _ := strings.Cut(strings.TrimSuffix(pattern, "{$}"), " ")
		if method != http.MethodGet || path == "/kit/file" || path == "/settings/takeout/file" {
			continue
		}
		path = filled(path, ids)
		for n := range 12 { // some pages get a form more with each word
			p.pressesAll(path, n)
		}
	}
}

// pressesAll sends one form of a page by each of its buttons. What was sent may
// have changed the page, so it is opened anew each time.
func (p *writer) pressesAll(path string, n int) {
	p.t.Helper()
	for button := 0; ; button++ {
		forms := p.formsAt(path)
		if n >= len(forms) || button > 0 && button >= len(forms[n].buttons()) {
			return
		}
		p.fillsIn(path, forms[n], button)
	}
}

// formsAt are a page's forms, those first in which something may be written.
func (p *writer) formsAt(path string) []*node {
	forms := p.open(path).page.find("form", func(f *node) bool {
		return strings.EqualFold(f.attr["method"], "post") && !isEnd(f.attr["action"])
	})
	slices.SortStableFunc(forms, func(a, b *node) int {
		return min(len(b.find("", (*node).writable)), 1) - min(len(a.find("", (*node).writable)), 1)
	})
	return forms
}

// fillsIn keeps the form as a draft first, if it is one that is kept, and then
// sends it by one of its buttons.
func (p *writer) fillsIn(path string, form *node, button int) {
	p.t.Helper()
	sent := url.Values{}
	for name, value := range form.fields() {
		sent.Set(name, value)
	}
	for _, e := range form.find("", isField) {
		name := e.attr["name"]
		switch {
		case e.writable():
			sent.Set(name, p.word(path+" "+name))
			p.filled[name] = true
		case e.attr["type"] == "radio" && sent.Get(name) == "":
			sent.Set(name, e.attr["value"])
		case e.attr["type"] == "range":
			sent.Set(name, "40")
		}
	}
	if key := form.attr["data-draft"]; key != "" {
		p.ask(http.MethodPost, "/draft/"+url.PathEscape(key), sent)
	}
	if buttons := form.buttons(); len(buttons) > 0 {
		sent.Set(buttons[button].attr["name"], buttons[button].attr["value"])
	}
	action := form.attr["action"]
	if action == "" {
		action = path
	}
	p.follow(http.MethodPost, action, sent)
	for _, again := range p.page.forms(action) { // a preview of what the other will see
		if b := again.find("button", func(b *node) bool { return slices.Contains(yes, b.attr["value"]) }); len(b) > 0 && p.status == http.StatusOK {
			p.send(action, "do", b[0].attr["value"])
			break
		}
	}
	if p.Person() == nil {
		p.t.Fatalf("sending %s on %s locks the app: put it on the list of what ends something", action, path)
	}
}

// yes are what buttons say that go through with something.
var yes = []string{"give", "agree", "share"}

// shares writes something, shares it, and returns its name.
func (p *writer) shares() string {
	p.t.Helper()
	page := p.writes(p.word("/open/write text"), "comfort")
	p.open(page + "/share").send(page + "/share").sync()
	return strings.TrimPrefix(page, "/open/written/")
}

// writable reports whether words may be written into a field.
func (n *node) writable() bool {
	kind := n.attr["type"]
	return n.tag == "textarea" || n.tag == "input" && slices.Contains([]string{"", "text", "search"}, kind)
}

// buttons are those that say which they are.
func (n *node) buttons() []*node {
	return n.find("button", func(b *node) bool { return b.has("name") })
}

// elsewhere are fields that take no words of one's own.
var elsewhere = regexp.MustCompile(`^(kit|word-\d+|link|code)$`) // the kit is looked for by itself; a code is a host's or another device's

// hasFilledEveryField compares with every page in every state that the gallery
// knows: a new field that this story does not fill in fails here.
func (p *writer) hasFilledEveryField() {
	p.t.Helper()
	fields := map[string]string{}
	for _, page := range screenstest.Pages(content.English(), nil) {
		var html bytes.Buffer
		must(p.t, page.Component.Render(ctx, &html))
		root, err := parsePage(html.String())
		must(p.t, err)
		for _, e := range root.find("", func(e *node) bool { return isField(e) && e.writable() }) {
			fields[e.attr["name"]] = page.Name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !p.filled[name] && !elsewhere.MatchString(name) {
			p.t.Errorf("the field %q (%s) was not filled in", name, fields[name])
		}
	}
}

// wasKept makes sure that a word of each field was taken in by one of the two:
// words that were refused prove nothing.
func (p *writer) wasKept(other *writer) {
	p.t.Helper()
	var kept []byte
	for _, who := range []*writer{p, other} {
		for _, journal := range []any{who.Person().Private(), who.Person().Shared()} {
			text, err := json.Marshal(journal)
			must(p.t, err)
			kept = append(kept, text...)
		}
	}
	for name := range p.filled {
		if !regexp.MustCompile(nest + `[^-]*-\d+ in [^" ]* ?` + name + `"`).Match(kept) {
			p.t.Errorf("no word of the field %q was kept", name)
		}
	}
}

// device takes in what a device keeps.
func (p *writer) device(places search.Places) {
	p.t.Helper()
	names, err := p.store.Names(ctx, "")
	must(p.t, err)
	for _, name := range names {
		places[p.name+"'s device, "+name], err = p.store.Get(ctx, name)
		must(p.t, err)
	}
}
