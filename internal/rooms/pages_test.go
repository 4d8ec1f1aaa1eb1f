package rooms_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
)

// seen is a page that somebody came across.
type seen struct {
	page *node
	html string
}

// everyPage goes through the whole story of the two and keeps each page that
// either comes across, by what it is.
func everyPage(t *testing.T) map[string]seen {
	t.Helper()
	w := newWorld(t)
	return w.album(w.browser(), w.browser())
}

// album is the pages of the story that ada and noor live through.
func (w *world) album(ada, noor *browser) map[string]seen {
	w.t.Helper()
	pages := map[string]seen{}
	keep := func(name string, b *browser) *browser {
		b.t.Helper()
		for pages[name].page != nil {
			name += ", later"
		}
		pages[name] = seen{b.page, b.html}
		return b
	}
	at := func(b *browser, path string) *browser { return keep(path, b.open(path)) }
	post := func(b *browser, name, path string, pairs ...string) *browser {
		form := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		b.follow("POST", path, form)
		return keep(name, b)
	}
	album{at, post}.door(ada, "Ada")
	album{at, post}.alone(ada)
	album{at, post}.door(noor, "Noor")
	album{at, post}.pairing(ada, noor)
	album{at, post}.together(ada, noor)
	return pages
}

// album takes pages: by their address, or by what somebody sent.
type album struct {
	at   func(b *browser, path string) *browser
	post func(b *browser, name, path string, pairs ...string) *browser
}

func (a album) door(b *browser, name string) {
	a.at(b, "/")
	a.at(b, "/join")
	a.at(b, "/signup")
	a.post(b, "sign up, weak", "/signup", "name", name, "password", "short")
	a.at(b, "/kit")
	a.at(b, "/kit?forgot=1")
	a.at(b, "/add")
	a.post(b, "code, wrong", "/add", "code", "x", "password", password)
	a.post(b, "code, brought", "/arrive", "fragment", "add.x")
	a.post(b, "kit, wrong", "/kit", "kit", "x", "password", password)
	a.post(b, "sign up", "/signup", "name", name, "password", password)
	a.at(b, "/signup/test")
	a.post(b, "kit test, wrong", "/signup/test", "word-1", "x", "word-2", "x", "word-3", "x")
	b.sync()
}

func (a album) alone(b *browser) {
	a.at(b, "/")
	a.post(b, "pulse, empty", "/pulse")
	a.post(b, "pulse, saved", "/pulse", "mood", "50", "energy", "3", "closeness", "30", "room", "97", "with", "apart", "note", "…")
	a.at(b, "/?undone")
	a.at(b, "/appreciation")
	a.post(b, "appreciation, empty", "/appreciation", "do", "keep")
	a.post(b, "appreciation, kept", "/appreciation", "do", "keep", "text", "…")
	a.at(b, "/checkin")
	a.at(b, week)
	a.post(b, "answers alone", week, "do", "post", "said-arriving", "50")
	a.at(b, week)
	for _, path := range []string{"/map", "/grow/new", "/grow/add?kind=plan", "/grow/draw", "/agreements", "/history?page=1", "/settings", "/settings/kit", "/settings/signout", "/safe", "/nowhere", "/pair"} {
		a.at(b, path)
	}
	a.ground(b)
	b.open("/safe").send("/lock")
	a.at(b, "/checkin")
	a.post(b, "unlock, wrong", "/unlock", "password", "not the password")
	a.post(b, "unlock", "/unlock", "password", password)
}

// ground goes through the room that is one's own.
func (a album) ground(b *browser) {
	for _, path := range []string{"/ground", "/ground/exercises", "/ground/exercise/long-breath", "/ground/exercise/long-breath?step=4",
		"/reflect/needs", "/reflected/needs", "/wish", "/resources", "/patterns", "/pattern/pleasing", "/cycle", "/cycle/draw"} {
		a.at(b, path)
	}
	a.post(b, "exercise, done", "/ground/exercise/long-breath")
	for _, scale := range []string{"needs", "closeness", "attachment", "noticing"} {
		a.post(b, scale+", empty", "/reflect/"+scale)
	}
	a.post(b, "needs, kept", "/reflect/needs", "said-trust-1", "80", "said-trust-2", "70")
	a.post(b, "noticing, kept", "/reflect/noticing", "said-fixing-1", "100")
	a.post(b, "attachment, kept", "/reflect/attachment", "said-reaching-1", "100")
	a.post(b, "wish, empty", "/wish", "do", "keep")
	a.post(b, "wish, kept", "/wish", "do", "keep", "need", "trust", "text", "…")
	a.post(b, "resource, empty", "/resources", "side", "inside")
	a.post(b, "resource", "/resources", "side", "outside", "text-outside", "…")
	a.post(b, "pattern, empty", "/pattern/pleasing")
	a.post(b, "pattern", "/pattern/pleasing", "now", "…", "new", "…")
	a.post(b, "circle, half", "/cycle/draw", "mine", "reach")
	a.post(b, "circle", "/cycle/draw", "mine", "reach", "theirs", "withdraw", "inside", "alone", "words", "…")
	a.at(b, "/ground")
}

func (a album) pairing(ada, noor *browser) {
	a.post(ada, "invite, here", "/pair", "where", "here")
	a.post(ada, "invite, withdrawn", ada.url, "do", "withdraw")
	a.post(ada, "invite, afar", "/pair", "where", "afar")
	link := ada.page.find("input", func(e *node) bool { return e.attr["id"] == "invite-link" })[0].attr["value"]
	a.at(ada, "/")
	a.at(noor, "/join")
	a.post(noor, "join, unreadable", "/join", "link", "x")
	a.post(noor, "offer", "/join", "link", link)
	a.post(noor, "join, waiting", "/join/answer")
	a.at(ada.sync(), "/")
	a.at(ada, "/pair")
	a.post(ada, "connected", ada.url, "do", "approve")
	for range 2 {
		noor.sync()
		ada.sync()
	}
	a.at(noor.sync(), "/pair/compare")
	a.at(noor, "/settings")
	a.post(noor, "compared", "/pair/compare", "do", "same")
}

func (a album) together(ada, noor *browser) {
	a.post(ada, "pulse, saved for two", "/pulse", "mood", "60", "note", "…")
	show := strings.Replace(ada.url, "/?saved=", "/pulse/", 1) + "/show"
	a.at(ada, show)
	a.post(ada, "pulse, shown", show)
	a.at(ada, "/appreciation")
	a.post(ada, "appreciation, preview", "/appreciation", "do", "preview", "text", "…")
	a.post(ada, "appreciation, given", "/appreciation", "do", "give", "text", "…")
	a.at(ada, "/checkin/weekly:2026-W47")
	a.at(ada, "/wish")
	a.post(ada, "wish, preview", "/wish", "do", "preview", "need", "nurturance", "text", "…")
	a.post(ada, "wish, told", "/wish", "do", "give", "need", "nurturance", "text", "…")
	a.post(noor, "noor's circle", "/cycle/draw", "mine", "withdraw", "theirs", "reach")
	for _, b := range []*browser{ada, noor} {
		a.at(b, "/cycle/lay")
		a.post(b, "circle, laid", "/cycle/lay")
		b.sync()
	}
	a.at(ada.sync(), "/cycle")
	a.at(noor.sync(), "/cycle/side/cycle:2026-W48")
	a.at(noor, "/")
	a.post(ada, "wish, taken back", "/back/"+ada.Person().Shared().OpenUp.Wishes[0].ID.String())
	a.at(ada, "/reflected/needs")
	ada.now, noor.now = ada.now.AddDate(0, 0, 7), noor.now.AddDate(0, 0, 7)
	const next = "/checkin/weekly:2026-W49"
	a.at(ada, next)
	a.post(ada, "answers, empty", next, "do", "post")
	for _, b := range []*browser{ada, noor} {
		a.post(b, "answers, posted", next, "do", "post", "said-arriving", "50", "said-appreciate", "…", "said-attention", "…", "form", "long")
		b.sync()
	}
	a.at(ada.sync(), "/checkin")
	a.at(ada, next)
	a.post(ada, "talk, 1", "/talk", "round", "weekly:2026-W49", "form", "long", "mode", "one")
	for _, n := range []string{"2", "3", "4", "5", "6", "7"} {
		a.post(ada, "talk, "+n, ada.url, "do", "next")
	}
	talk := ada.url
	a.post(ada, "agreement, wrong", talk+"/agreement", "do", "agree", "if", "…")
	a.post(ada, "talk, 8", talk+"/agreement", "do", "agree", "if", "…", "then", "…", "start", "2026-12-01", "review", "2026-12-01", "expires", "2026-12-24")
	a.post(ada, "talk, ended", talk, "do", "next")
	ada.sync()
	noor.sync()
	for _, path := range []string{"/", "/agreements", "/history", "/settings", "/pair/connected", "/checkin"} {
		a.at(noor, path)
	}
	a.growing(ada, noor)
	a.moods(ada, noor)
}

// growing takes the two through what they begin, choose and end together.
func (a album) growing(ada, noor *browser) {
	for _, kind := range []string{"aspiration", "plan", "experiment"} {
		a.at(ada, "/grow/add?kind="+kind)
		a.post(ada, kind+", empty", "/grow/add", "kind", kind, "do", "preview")
		a.post(ada, kind+", preview", "/grow/add", "kind", kind, "do", "preview", "text", "…")
		a.post(ada, kind+", given", "/grow/add", "kind", kind, "do", "give", "text", "…")
	}
	a.at(ada, "/grow/draw")
	a.post(ada, "ideas, none", "/grow/new", "do", "post")
	for _, b := range []*browser{ada, noor} {
		a.at(b, "/grow/new")
		a.post(b, "ideas, chosen", "/grow/new", "do", "post", "like-home-1", "yes", "like-home-2", "yes")
		b.sync()
	}
	a.at(ada.sync(), "/grow/new")
	a.post(ada, "idea, planned", "/grow/plan", "card", "home-1")
	a.at(ada, "/grow")
	a.at(ada, "/grow/agreement")
	a.post(ada, "agreement, previewed", "/grow/agreement", "do", "agree", "if", "…", "then", "…", "start", "2026-12-01", "review", "2026-12-15", "expires", "2027-01-12")
	for _, x := range ada.Person().Shared().Grow.Experiments {
		a.at(ada, "/grow/thing/"+x.ID.String())
		a.post(ada, "thing, ended", "/grow/thing/"+x.ID.String(), "outcome", "done", "words", "…")
	}
	a.at(ada, "/grow/back")
	a.at(ada, "/grow/back?of=month")
	a.at(ada, "/history")
}

// moods takes the map through all that it says.
func (a album) moods(ada, noor *browser) {
	for _, b := range []*browser{ada, noor} {
		b.now = evening.AddDate(0, 0, 14)
		a.at(b, "/map")
		a.at(b, "/map/mood")
		a.post(b, "mood, shared", "/map/mood", "do", "on")
		a.at(b, "/map/mood")
		b.now = b.now.AddDate(0, 0, 2)
		a.at(b, "/map")
	}
	mood := seededNormal(1)
	for _, days := range []int{14, 40} {
		for _, b := range []*browser{ada, noor} {
			b.lives(days, func(float64) float64 { return 50 + 15*mood() })
		}
		exchanged(ada, noor)
		a.at(ada, "/map")
		a.at(noor, "/map/mood")
		a.at(noor, "/settings")
	}
}

func TestEveryPageKeepsItsPromises(t *testing.T) {
	for name, s := range everyPage(t) {
		for _, complaint := range complaints(s.page) {
			t.Errorf("%s %s", name, complaint)
		}
		if strings.Contains(s.html, "[") && strings.Contains(s.page.words(), "[") {
			t.Errorf("%s has a key without words: %s", name, s.page.words())
		}
	}
}

// complaints are the rules that a page breaks.
func complaints(page *node) (all []string) {
	if n := len(page.find("h1", nil)); n != 1 {
		all = append(all, "does not have one first heading")
	}
	if first := page.find("", focusable); len(first) == 0 || !first[0].has("data-quick-exit") {
		all = append(all, "does not begin with the quick exit")
	}
	ids := map[string]bool{}
	for _, e := range page.find("", nil) {
		if id := e.attr["id"]; id != "" && ids[id] {
			all = append(all, "has two elements with the id "+id)
		}
		ids[e.attr["id"]] = true
		all = append(all, inline(e)...)
		if isInput(e) && !labelled(page, e) {
			all = append(all, "has a field without a label: "+e.attr["name"])
		}
	}
	for _, e := range page.find("", nil) {
		for _, to := range []string{"for", "aria-describedby", "aria-labelledby", "aria-controls"} {
			for id := range strings.FieldsSeq(e.attr[to]) {
				if !ids[id] {
					all = append(all, "has "+to+" of nothing: "+id)
				}
			}
		}
	}
	return all
}

func focusable(e *node) bool {
	switch e.tag {
	case "a":
		return e.has("href")
	case "button", "select", "textarea", "summary":
		return true
	case "input":
		return e.attr["type"] != "hidden"
	}
	return e.has("tabindex") && e.attr["tabindex"] != "-1"
}

func isInput(e *node) bool {
	return e.tag == "textarea" || e.tag == "select" || e.tag == "input" && e.attr["type"] != "hidden"
}

func labelled(page, e *node) bool {
	if e.inside(func(a *node) bool { return a.tag == "label" && a.words() != "" }) || e.attr["aria-label"] != "" {
		return true
	}
	return len(page.find("label", func(l *node) bool { return l.attr["for"] == e.attr["id"] && l.words() != "" })) == 1
}

func inline(e *node) (all []string) {
	if e.tag == "style" || e.tag == "script" && !e.has("src") {
		all = append(all, "has an inline "+e.tag)
	}
	for name := range e.attr {
		if name == "style" || strings.HasPrefix(name, "on") {
			all = append(all, "has an inline "+name)
		}
	}
	return all
}

func TestABrowserWithoutTheShimGetsTheSamePageAsADocument(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	for _, path := range []string{"/", "/checkin", week, "/history", "/appreciation", "/settings", "/safe", "/pair", "/nowhere"} {
		fragment := ada.open(path).html
		w := httptest.NewRecorder()
		ada.rooms.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		whole := w.Body.String()
		if !strings.HasPrefix(whole, "<!doctype html>") || !strings.Contains(whole, fragment) {
			t.Errorf("%s without the shim is not the page in a document", path)
		}
		page, err := parsePage(whole)
		must(t, err)
		for _, complaint := range complaints(page) {
			t.Errorf("%s, as a document, %s", path, complaint)
		}
		title, err := url.PathUnescape(w.Header().Get("Pleach-Title"))
		must(t, err)
		if titles := page.find("title", nil); len(titles) != 1 || titles[0].words() != title {
			t.Errorf("%s: the header says %q, the document %q", path, title, titles[0].words())
		}
		if w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be cached", path)
		}
	}
}

// TestScreensHoldNoTextOfTheirOwn lives the whole story in a language in which
// no word is written in plain Latin letters: what still is comes from a screen,
// or is a name that somebody chose.
func TestScreensHoldNoTextOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	library := foreign(content.English())
	ada := w.browserWith(client.Config{Storage: memstore.New()}, library)
	noor := w.browserWith(client.Config{Storage: memstore.New()}, library)
	for name, s := range w.album(ada, noor) {
		for e := range s.page.all() {
			for _, word := range latin(visible(e)) {
				t.Errorf("%s says %q", name, word)
			}
		}
	}
}

// visible are the words of a node that a reader may read or hear, without names
// and without what is the same in every language.
func visible(e *node) string {
	if e.inside(func(a *node) bool { return a.attr["translate"] == "no" || a.tag == "bdi" }) {
		return ""
	}
	return strings.Join([]string{e.text, e.attr["aria-label"], e.attr["title"], e.attr["placeholder"], e.attr["alt"], e.attr["data-busy"]}, " ")
}

// latin are the words of two plain letters and more, but for the two names.
func latin(s string) (words []string) {
	plain := func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }
	for _, w := range strings.FieldsFunc(s, plain) {
		if len(w) > 1 && w != "Ada" && w != "Noor" {
			words = append(words, w)
		}
	}
	return words
}
