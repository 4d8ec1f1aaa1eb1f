package access

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
	"pleach/internal/demo"
	"pleach/internal/host"
	"pleach/internal/relay/mem"
	"pleach/internal/remote/nethttp"
	"pleach/internal/rooms"
	"pleach/internal/screens"
)

// The rooms of somebody who has lived in them for twelve weeks: real pages with
// real words, as many and as long as they come. They fit on a phone, too.
func TestNobodyStumblesInALivedInRoom(t *testing.T) {
	needChromium(t)
	scripts := map[string][]byte{"axe.js": axe(t)}
	mux, head := files(scripts)
	house := adasRooms(t, head)
	mux.Handle("/", house)
	g := open(t, mux, walk(t, house))
	g.each(t, func(t *testing.T) {
		g.stumblesNowhere(t)
		g.fits(t)
	})
}

// adasRooms are those of Ada of the sample couple, on a device that she has just
// signed in on.
func adasRooms(t *testing.T, head screens.Head) http.Handler {
	t.Helper()
	ctx, now := context.Background(), time.Date(2026, 11, 24, 19, 0, 0, 0, time.UTC)
	var clock demo.Clock
	h, err := host.Start(host.Config{Store: mem.New(), Clock: clock.Now, Listen: []string{"127.0.0.1:0", "127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	ada, noor := h.Origins()[0], h.Origins()[1]
	couple, err := demo.Make(ctx, demo.Config{Ada: ada, Noor: noor, Now: now, Clock: &clock, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	app, err := client.Open(ctx, client.Config{Storage: memstore.New(), Keeper: &memstore.Keeper{}, Transport: nethttp.New(ada), Origin: ada, Now: func() time.Time { return now }})
	if err == nil {
		err = app.SignIn(ctx, couple.Ada.Code(), demo.Password, "A browser")
	}
	if err == nil {
		err = app.Person().Sync(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	house := rooms.New(rooms.Config{App: app, Library: content.English(), Zone: time.UTC, Head: head})
	house.ServeHTTP(httptest.NewRecorder(), beginTalk())
	return house
}

// beginTalk talks about last week's check-in once more.
func beginTalk() *http.Request {
	form := url.Values{"round": {"weekly:2026-W47"}, "form": {"short"}, "mode": {"two"}}
	r := httptest.NewRequest("POST", "/talk", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// closed are the rooms that show no page to somebody who is one of a couple.
var closed = map[string]string{
	"/signup":   "sends on: there is an account on this device",
	"/unlock":   "sends on: it is unlocked",
	"/kit":      "sends on: it is open",
	"/kit/file": "is a file",

	"/settings/takeout/file": "is a file",
	"/settings/takeout/made": "sends on: no file was made",

	"/add":           "sends on: there is an account on this device",
	"/pair":          "sends on: there is a partner",
	"/pair/compare":  "belongs to an invitation under way",
	"/pair/{invite}": "belongs to an invitation under way",
	"/join":          "sends on: there is a partner",
	"/join/wait":     "belongs to an invitation under way",
}

var (
	aRoom = regexp.MustCompile(`\{"GET (/[^"]*)"`)
	aLink = regexp.MustCompile(`href="(/[^"#]*)"`)
)

// How many pages of one room are looked at: of those with an id in their
// address, and of those with a choice.
const (
	ofAnID    = 2
	ofAChoice = 3
)

// walk goes through every link, as a person does, and returns the pages that it
// came to: of every room one, and of those with an id or a choice a few. A room
// that it never comes to is an error, unless it is known to be closed.
func walk(t *testing.T, house http.Handler) (pages []string) {
	t.Helper()
	mux, todo := http.NewServeMux(), []string{"/"}
	seen := map[string]int{}
	for _, room := range everyRoom(t) {
		mux.Handle(room, http.NotFoundHandler())
		seen[room] = 0
		todo = append(todo, room)
	}
	for known := map[string]bool{}; len(todo) > 0; todo = todo[1:] {
		page := todo[0]
		r := httptest.NewRequest("GET", page, nil)
		_, room := mux.Handler(r)
		if known[page] || strings.Contains(page, "{") || !wanted(seen[room], page) {
			continue
		}
		known[page] = true
		if html, ok := visit(house, r); ok {
			seen[room]++
			pages = append(pages, page)
			todo = append(todo, linksOf(html)...)
		}
	}
	for room, n := range seen {
		if why, shut := closed[room]; (n == 0) != shut {
			t.Errorf("%s was seen %d times, and %q: mend the table of closed rooms, or what leads there", room, n, why)
		}
	}
	return pages
}

// wanted reports whether one more page of a room is looked at.
func wanted(seen int, page string) bool {
	if strings.Contains(page, "=") {
		return seen < ofAChoice
	}
	return seen < ofAnID
}

// everyRoom are the patterns of the rooms' own table.
func everyRoom(t *testing.T) (patterns []string) {
	t.Helper()
	table, err := os.ReadFile("../rooms/routes.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range aRoom.FindAllStringSubmatch(string(table), -1) {
		patterns = append(patterns, m[1])
	}
	if len(patterns) < 50 {
		t.Fatalf("only %d rooms were found in the table", len(patterns))
	}
	return patterns
}

// visit asks for a page; what sends on, fails or is no page is none.
func visit(house http.Handler, r *http.Request) (page string, ok bool) {
	w := httptest.NewRecorder()
	house.ServeHTTP(w, r)
	return w.Body.String(), w.Code == http.StatusOK && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html")
}

func linksOf(page string) (links []string) {
	for _, m := range aLink.FindAllStringSubmatch(page, -1) {
		links = append(links, html.UnescapeString(m[1]))
	}
	return links
}
