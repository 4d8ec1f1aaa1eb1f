package rooms_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
	"pleach/internal/host"
	"pleach/internal/relay/mem"
	"pleach/internal/remote/nethttp"
	"pleach/internal/rooms"
)

var ctx = context.Background()

// evening is when most stories begin: a Tuesday.
var evening = time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)

const password = "a long enough password"

// world is a relay on loopback.
type world struct {
	t      testing.TB
	origin string
}

func newWorld(t testing.TB) *world { return worldOf(t, host.Config{}) }

func worldOf(t testing.TB, cfg host.Config) *world {
	t.Helper()
	cfg.Store, cfg.Listen = mem.New(), []string{"127.0.0.1:0"}
	h, err := host.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return &world{t, h.Origins()[0]}
}

// browser is somebody's browser: it asks the rooms for pages, and fills in and
// sends the forms that are on them.
type browser struct {
	*client.App
	t       testing.TB
	storage client.Storage
	now     time.Time
	rooms   http.Handler
	news    chan struct{} // something on view may have changed

	status int
	url    string // of the page on view
	html   string
	page   *node
}

func (w *world) browser() *browser {
	return w.browserWith(client.Config{Storage: memstore.New(), Keeper: new(memstore.Keeper)}, content.English())
}

func (w *world) browserWith(cfg client.Config, library *content.Library) *browser {
	w.t.Helper()
	b := &browser{t: w.t, storage: cfg.Storage, now: evening, news: make(chan struct{}, 1)}
	cfg.Origin, cfg.Now, cfg.Changed = w.origin, func() time.Time { return b.now }, b.changed
	if cfg.Transport == nil {
		cfg.Transport = nethttp.New(w.origin)
	}
	app, err := client.Open(ctx, cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	b.App = app
	b.rooms = rooms.New(rooms.Config{App: app, Library: library, Zone: time.UTC})
	return b
}

func (b *browser) changed() {
	select {
	case b.news <- struct{}{}:
	default:
	}
}

// ask sends one request and returns the answer, whatever it is.
func (b *browser) ask(method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Pleach-Shim", "1")
	w := httptest.NewRecorder()
	b.rooms.ServeHTTP(w, r)
	return w
}

// open goes to a page and follows where it sends on.
func (b *browser) open(path string) *browser {
	b.t.Helper()
	b.follow("GET", path, nil)
	return b
}

func (b *browser) follow(method, path string, form url.Values) {
	b.t.Helper()
	for range 6 {
		w := b.ask(method, path, form)
		if w.Code != http.StatusSeeOther {
			b.see(path, w)
			return
		}
		method, path, form = "GET", w.Header().Get("Location"), nil
	}
	b.t.Fatalf("%s goes in circles", path)
}

func (b *browser) see(path string, w *httptest.ResponseRecorder) {
	b.t.Helper()
	page, err := parsePage(w.Body.String())
	if err != nil {
		b.t.Fatalf("%s is not a page: %v\n%s", path, err, w.Body)
	}
	b.status, b.url, b.html, b.page = w.Code, path, w.Body.String(), page
}

// send fills in the form that goes to an address, presses the button that
// pairs names as "name", "value", and follows. Every name must be on offer.
func (b *browser) send(action string, pairs ...string) *browser {
	b.t.Helper()
	forms := b.page.forms(action)
	i := slices.IndexFunc(forms, func(f *node) bool { return offersAll(f, pairs) })
	if i < 0 {
		b.t.Fatalf("%s has no form to %s with %q:\n%s", b.url, action, pairs, b.page.words())
	}
	form := url.Values{}
	for name, value := range forms[i].fields() {
		form.Set(name, value)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	b.follow("POST", action, form)
	return b
}

func offersAll(form *node, pairs []string) bool {
	for i := 0; i+1 < len(pairs); i += 2 {
		if !form.offers(pairs[i], pairs[i+1]) {
			return false
		}
	}
	return true
}

// click follows the link with these words.
func (b *browser) click(words string) *browser {
	b.t.Helper()
	links := b.page.find("a", func(a *node) bool { return strings.Contains(a.words(), words) })
	if len(links) == 0 {
		b.t.Fatalf("%s has no link %q:\n%s", b.url, words, b.page.words())
	}
	return b.open(links[0].attr["href"])
}

// reads fails unless all these words are on the page.
func (b *browser) reads(words ...string) *browser {
	b.t.Helper()
	text := b.page.words()
	for _, w := range words {
		if !strings.Contains(text, w) {
			b.t.Errorf("%s (%d) does not say %q. It says: %s", b.url, b.status, w, text)
		}
	}
	return b
}

// lacks fails when any of these words is anywhere in the page.
func (b *browser) lacks(words ...string) *browser {
	b.t.Helper()
	for _, w := range words {
		if strings.Contains(b.html, w) {
			b.t.Errorf("%s says %q", b.url, w)
		}
	}
	return b
}

// holds fails unless a field of the page has this value.
func (b *browser) holds(name, value string) *browser {
	b.t.Helper()
	for _, f := range b.page.find("form", nil) {
		if got, ok := f.fields()[name]; ok {
			if got != value {
				b.t.Errorf("%s: the field %q holds %q, want %q", b.url, name, got, value)
			}
			return b
		}
	}
	b.t.Errorf("%s has no field %q", b.url, name)
	return b
}

// at fails unless the browser has come to an address.
func (b *browser) at(path string) *browser {
	b.t.Helper()
	if here, _, _ := strings.Cut(b.url, "?"); here != path {
		b.t.Fatalf("at %s, want %s: %s", b.url, path, b.page.words())
	}
	return b
}

// sync exchanges everything with the relay, as the live loop does.
func (b *browser) sync() *browser {
	b.t.Helper()
	if err := b.Person().Sync(ctx); err != nil {
		b.t.Fatal(err)
	}
	return b
}

// until opens a page again at each news until it says something.
func (b *browser) until(path, words string) *browser {
	b.t.Helper()
	for !strings.Contains(b.open(path).page.words(), words) {
		select {
		case <-b.news:
		case <-b.t.Context().Done():
			b.t.Fatal("the test has ended")
		case <-time.After(10 * time.Second):
			b.t.Fatalf("%s never says %q: %s", path, words, b.page.words())
		}
	}
	return b
}
