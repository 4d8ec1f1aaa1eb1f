package rooms_test

import (
	"net/http"
	"strings"
	"testing"

	"pleach/internal/bond"
	"pleach/internal/bond/bondtest"
	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
	"pleach/internal/remote/nethttp"
	"pleach/internal/rooms"
	"pleach/internal/testkit/partner"
	"pleach/wire"
)

// harmed is Ada, and a client of Noor's that was changed.
func harmed(t *testing.T) (*browser, *partner.Client) {
	t.Helper()
	w := newWorld(t)
	line := partner.Listen(nethttp.New(w.origin))
	ada := w.browser()
	noor := w.browserWith(client.Config{Storage: memstore.New(), Transport: line}, content.English())
	ada.signUp("Ada")
	noor.signUp("Noor")
	meet(ada, noor)
	changed, err := partner.New(ctx, noor.Person(), line)
	must(t, err)
	return ada, changed
}

// TestNothingThatAPartnerWritesBreaksAPage: after each attack every page of Ada's
// opens, the pages of all that Noor wrote among them, and her words are on them.
func TestNothingThatAPartnerWritesBreaksAPage(t *testing.T) {
	ada, changed := harmed(t)
	p := ada.Person()
	must(t, p.Appreciate(ctx, "the soup", false))
	must(t, p.Aspire(ctx, "a garden"))
	id, err := p.Write(ctx, bond.Disclosure{How: "listen", Text: "the dark stairs"})
	must(t, err)
	_, err = p.Disclose(ctx, id)
	must(t, err)
	ada.sync()
	scene := bondtest.NewScene(p.Self(), changed.Self(), p.SharedID(), ada.now)
	scene.Opened, scene.Garden, scene.Thanks = id, p.Shared().Grow.Aspirations[0].ID, p.Shared().Appreciations[0].ID
	for _, a := range bondtest.Attacks() {
		t.Run(a.Name, func(t *testing.T) {
			ada.t = t
			must(t, changed.Write(ctx, a.Payloads(scene)...))
			must(t, changed.WriteBefore(ctx, a.Payloads(scene)...))
			ada.sync()
			for _, path := range []string{"/", "/checkin", "/open", "/grow", "/grow/back", "/agreements", "/history", "/map", "/map/pleach", "/settings"} {
				ada.stands(path)
			}
			ada.says("/history", "the soup", "a garden")
			ada.says("/open/item/"+id.String(), "the dark stairs")
		})
	}
	ada.t = t
	for _, pattern := range rooms.Patterns() {
		if method, path, _ := strings.Cut(strings.TrimSuffix(pattern, "{$}"), " "); method == http.MethodGet {
			ada.stands(filled(path, map[string]string{"round": scene.Round.String(), "item": scene.Wish.String()}))
		}
	}
	ada.standsOnEverything(p.Shared())
}

// stands fails unless a page opens, or says that there is none.
func (b *browser) stands(path string) {
	b.t.Helper()
	if w := b.ask("GET", path, nil); w.Code >= 500 || strings.Contains(w.Body.String(), "<script>alert") {
		b.t.Errorf("%s gives %d: %.300s", path, w.Code, w.Body)
	}
}

// says fails unless a page has the words. Not every letter that somebody may write
// is one that our own reader of pages takes.
func (b *browser) says(path string, words ...string) {
	b.t.Helper()
	body := b.ask("GET", path, nil).Body.String()
	for _, w := range words {
		if !strings.Contains(body, w) {
			b.t.Errorf("%s does not say %q", path, w)
		}
	}
}

// standsOnEverything opens the page of each thing that has one.
func (b *browser) standsOnEverything(s *bond.Shared) {
	b.t.Helper()
	pages := map[string]bool{}
	add := func(under string, id wire.ID) { pages[under+id.String()] = true }
	for _, talk := range s.Talks {
		add("/talk/", talk.ID)
	}
	for _, d := range s.OpenUp.Disclosures {
		add("/open/item/", d.ID)
	}
	for _, a := range s.Grow.Aspirations {
		add("/grow/thing/", a.ID)
	}
	for _, x := range s.Grow.Experiments {
		add("/grow/thing/", x.ID)
	}
	for _, n := range s.Grow.Plans {
		add("/grow/thing/", n.ID)
	}
	if len(pages) < 50 {
		b.t.Errorf("only %d pages to open", len(pages))
	}
	for path := range pages {
		b.stands(path)
	}
}
