package rooms_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
	"pleach/internal/rooms"
	"pleach/internal/screens/screenstest"
	"pleach/wire"
)

// wordy is a form that takes words: how they are sent, to a page that shows
// them or, when they are too long, has them still in this field.
type wordy struct {
	route, field string
	send         func(b *browser, words string)
}

// wordies are all of them.
func wordies(talk string) []wordy {
	to := func(route, page, field string, pairs ...string) wordy {
		action, _, _ := strings.Cut(page, "?")
		return wordy{route, field, func(b *browser, words string) {
			b.open(page).send(action, append([]string{field, words}, pairs...)...)
		}}
	}
	return []wordy{
		{"POST /pulse", "note", func(b *browser, words string) { b.open("/").send("/pulse", "note", words) }},
		to("POST /appreciation", "/appreciation", "text", "do", "preview"),
		{"POST /checkin/{round}", "said-went-well", func(b *browser, words string) {
			const next = "/checkin/weekly:2026-W49"
			if b.open(next).send(next, "do", "keep", "said-went-well", words); b.status == 200 {
				b.open(next)
			}
		}},
		{"POST /talk/{talk}/agreement", "if", func(b *browser, words string) {
			if b.open(talk).send(talk+"/agreement", "do", "agree", "if", words, "then", "x"); b.status == 200 {
				b.send(talk, "do", "back").open("/agreements")
			}
		}},
		to("POST /grow/agreement", "/grow/agreement", "then", "do", "agree", "if", "x"),
		{"POST /open/addcard", "text", func(b *browser, words string) {
			if b.open("/open/addcard").send("/open/addcard", "depth", "1", "text", words); b.status == 200 {
				cards := b.Person().Private().Cards
				b.open("/open/write?card=" + cards[len(cards)-1].ID.String())
			}
		}},
		to("POST /open/write", "/open/write", "text", "how", "listen"),
		to("POST /wish", "/wish", "text", "need", "trust", "do", "preview"),
		to("POST /resources", "/resources", "text-inside", "side", "inside"),
		to("POST /pattern/{pattern}", "/pattern/pleasing", "now"),
		to("POST /cycle/draw", "/cycle/draw", "words", "theirs", "loud", "mine", "joke"),
		to("POST /grow/add", "/grow/add?kind=aspiration", "text", "do", "preview"),
		{"POST /grow/thing/{thing}", "words", func(b *browser, words string) {
			thing := "/grow/thing/" + b.aspiration().String()
			b.open(thing).send(thing, "words", words, "outcome", "done")
		}},
	}
}

// aspiration is one that has not ended.
func (b *browser) aspiration() wire.ID {
	b.t.Helper()
	all := b.Person().Shared().Grow.Aspirations
	if n := len(all); n > 0 && all[n-1].Ended == nil {
		return all[n-1].ID
	}
	must(b.t, b.Person().Aspire(ctx, "a table with one more chair"))
	return b.aspiration()
}

// atAgreement is Ada of a couple, in a talk that has come to its agreement.
func atAgreement(t *testing.T, storage client.Storage) (ada *browser, talk string) {
	t.Helper()
	w := newWorld(t)
	ada, noor := w.browserWith(client.Config{Storage: storage}, content.English()).signUp("Ada"), w.browser().signUp("Noor")
	meet(ada, noor)
	bothAnswer(ada, noor)
	ada.open(week).send("/talk", "form", "short", "mode", "two")
	for range 4 {
		ada.press("next")
	}
	return ada, ada.url
}

// on is the same browser in a test within a test.
func (b *browser) on(t *testing.T) *browser {
	same := *b
	same.t = t
	return &same
}

// TestEveryFormTakesWordsInAnyScriptAndLength: markup, emoji, right to left,
// 20,000 characters. What is too long comes back whole, and nothing is kept of
// it.
func TestEveryFormTakesWordsInAnyScriptAndLength(t *testing.T) {
	ada, talk := atAgreement(t, memstore.New())
	for _, form := range wordies(talk) {
		t.Run(form.route, func(t *testing.T) {
			ada := ada.on(t)
			for name, words := range hostile {
				if form.field == "note" && len(words) > bond.MaxNote {
					continue // a line
				}
				form.send(ada, words)
				ada.faithful(name, strings.Join(strings.Fields(words), " "))
			}
			long := strings.Repeat("語", 30_000)
			form.send(ada, long)
			ada.reads(text("problem.text_long.title")).holds(form.field, long)
		})
	}
}

// TestAFullDeviceLosesNoWordsOfAnyForm: what cannot be kept is still there, and
// goes through when there is room again.
func TestAFullDeviceLosesNoWordsOfAnyForm(t *testing.T) {
	storage := &cramped{Storage: memstore.New()}
	ada, talk := atAgreement(t, storage)
	ada.aspiration()
	for _, form := range wordies(talk) {
		t.Run(form.route, func(t *testing.T) {
			ada := ada.on(t)
			storage.full = true
			form.send(ada, "rain on the roof")
			if ada.status == http.StatusOK { // a preview
				ada.send(strings.Split(ada.url, "?")[0], "do", "give")
			}
			ada.reads(text("problem.storage_full.title")).holds(form.field, "rain on the roof")
			storage.full = false
		})
	}
}

// TestTheTableOfFormsIsWhole: a form with a place for words, on any page of the
// gallery, is in the table above.
func TestTheTableOfFormsIsWhole(t *testing.T) {
	mux, known := http.NewServeMux(), map[string]bool{}
	for _, pattern := range rooms.Patterns() {
		mux.HandleFunc(pattern, func(http.ResponseWriter, *http.Request) {})
	}
	for _, form := range wordies("") {
		known[form.route] = false
	}
	for _, p := range screenstest.Pages(content.English(), func(s string) string { return s }) {
		var html bytes.Buffer
		must(t, p.Component.Render(ctx, &html))
		page, err := parsePage(html.String())
		must(t, err)
		for _, form := range page.find("form", func(f *node) bool { return len(f.find("textarea", nil)) > 0 }) {
			r, err := http.NewRequest("POST", form.attr["action"], nil)
			must(t, err)
			_, route := mux.Handler(r)
			if route == "POST /kit" || route == "POST /join" || route == "POST /add" {
				continue // what is pasted there is no text of one's own
			}
			if _, ok := known[route]; !ok {
				t.Errorf("%s has words for %q, which is not in the table", p.Name, form.attr["action"])
			}
			known[route] = true
		}
	}
	for route, seen := range known {
		if !seen && route != "POST /pulse" { // a line
			t.Errorf("no page of the gallery has a form for %s", route)
		}
	}
}
