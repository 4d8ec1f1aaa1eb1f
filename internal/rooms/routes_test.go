package rooms_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pleach/internal/bond"
	"pleach/internal/rooms"
)

// canary is in everything that the couple of these tests wrote.
const canary = "canary-in-the-hedge"

// lived is a couple with something in every room, and the names of what is
// there, by the wildcards of the routes.
func lived(t *testing.T) (ada, noor *browser, ids map[string]string) {
	t.Helper()
	ada, noor = couple(t)
	return ada, noor, live(t, ada, noor)
}

// live is what the two do.
func live(t *testing.T, ada, noor *browser) (ids map[string]string) {
	t.Helper()
	ada.open("/").send("/pulse", "mood", "50", "note", canary)
	ada.open("/appreciation").send("/appreciation", "do", "keep", "text", canary)
	noor.open("/appreciation").send("/appreciation", "do", "preview", "text", canary).send("/appreciation", "do", "give")
	bothAnswer(ada, noor)
	ada.open(week).send("/talk", "form", "short", "mode", "two")
	must(t, ada.Person().Agree(ctx, bond.Agreement{If: canary, Then: canary, Start: "2026-11-24", Review: "2026-12-01", Expires: "2026-12-24"}))
	must(t, ada.Person().Experiment(ctx, canary, 14))
	ada.ask("POST", "/draft/appreciation", url.Values{"text": {canary}})
	must(t, ada.Person().KeepResource(ctx, bond.Inside, canary))
	must(t, ada.Person().KeepPattern(ctx, bond.PatternKept{Pattern: "own", Now: canary}))
	must(t, ada.Person().DrawCycle(ctx, bond.Cycle{Theirs: "loud", Mine: "joke", Words: canary}))
	must(t, ada.Person().Wish(ctx, "trust", canary))
	noor.sync()
	ada.sync()
	p := ada.Person()
	return map[string]string{
		"key": "pulse", "round": "weekly:2026-W48", "pulse": p.Private().Pulses[0].ID.String(),
		"talk":      p.Shared().Talks[bond.RoundAt("weekly", evening)].ID.String(),
		"agreement": p.Shared().Agreements[0].ID.String(),
		"invite":    p.Private().Ring.Invites[0].Invite.String(),
		"thing":     p.Shared().Grow.Experiments[0].ID.String(),
		"device":    p.KnownDevices()[0].ID.String(),
		"scale":     "needs", "exercise": "push", "pattern": "own", "week": "cycle:2026-W48",
		"resource": p.Private().Ground.Resources[0].ID.String(),
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// asking is one request of a route.
type asking struct {
	method, path string
	form         url.Values
}

// askings are requests of every route: with names that are there, with names
// that are not, with nothing in the form and with nonsense.
func askings(ids map[string]string) []asking {
	var all []asking
	for _, pattern := range slices.Sorted(slices.Values(rooms.Patterns())) {
		method, path, _ := strings.Cut(strings.TrimSuffix(pattern, "{$}"), " ")
		for _, path := range []string{filled(path, ids), filled(path, nil)} {
			if method == http.MethodGet {
				all = append(all, asking{method, path, nil})
				continue
			}
			for _, form := range forms() {
				all = append(all, asking{method, path, form})
			}
		}
	}
	return all
}

func filled(path string, ids map[string]string) string {
	for name, rest, ok := wildcard(path); ok; name, rest, ok = wildcard(path) {
		id, known := ids[name]
		if !known {
			id = "nowhere"
		}
		path = rest[0] + id + rest[1]
	}
	return path
}

func wildcard(path string) (name string, rest [2]string, ok bool) {
	before, after, ok := strings.Cut(path, "{")
	name, after, closed := strings.Cut(after, "}")
	return name, [2]string{before, after}, ok && closed
}

// forms are none, and a few that fit or nearly fit some room.
func forms() []url.Values {
	return []url.Values{
		{},
		{"do": {"next"}, "kept": {"yes"}, "mood": {"101"}, "minutes": {"1e9"}, "round": {"weekly:2026-W99"}},
		{"do": {"post"}, "said-went-well": {"x"}, "text": {"x"}, "name": {"Ada"}, "link": {"x"}, "kit": {"x"}, "fragment": {"x"}},
		{"do": {strings.Repeat("é", 3000)}, "mood": {"-1"}, "with": {"\x00"}, "word-99": {"x"}, "password": {strings.Repeat("p", 20)}},
	}
}

// last are the requests that end a session or an account: they come at the end.
func last(a, b asking) int {
	rank := func(a asking) int {
		return max(slices.Index([]string{"/exit", "/lock", "/settings/signout"}, a.path)+1, 0)
	}
	return rank(a) - rank(b)
}

func TestEveryRouteAnswersWhoeverAsks(t *testing.T) {
	ada, _, ids := lived(t)
	all := askings(ids)
	slices.SortStableFunc(all, last)
	for _, a := range all {
		if ada.Person() == nil && ada.HasAccount() {
			must(t, ada.Unlock(ctx, password))
		}
		ada.answers(a)
	}
}

func TestALockedDeviceSaysNothing(t *testing.T) {
	ada, _, ids := lived(t)
	ada.Lock()
	for _, a := range askings(ids) {
		if a.path == "/unlock" && a.form.Has("password") {
			continue // stretching a wrong password is slow, and told elsewhere
		}
		w := ada.answers(a)
		for _, word := range []string{canary, "Ada", "Noor", "the soup"} {
			if strings.Contains(w.html, word) {
				t.Errorf("%s %s tells somebody at a locked device %q", a.method, a.path, word)
			}
		}
		if ada.Person() != nil {
			t.Fatalf("%s %s unlocks", a.method, a.path)
		}
	}
}

func TestANewcomerFindsNoRoomsBehindTheDoor(t *testing.T) {
	nobody := newWorld(t).browser()
	for _, a := range askings(nil) {
		nobody.answers(a)
		if nobody.HasAccount() {
			t.Fatalf("%s %s makes an account", a.method, a.path)
		}
	}
}

// answers asks and fails on a panic, an error of the program, or an answer that
// is neither a page nor on the way to one.
func (b *browser) answers(a asking) *browser {
	b.t.Helper()
	w := b.ask(a.method, a.path, a.form)
	b.html = w.Body.String()
	switch w.Code {
	case http.StatusOK, http.StatusUnprocessableEntity, http.StatusNotFound:
		if kind := w.Header().Get("Content-Type"); strings.HasPrefix(kind, "text/plain") || kind == "application/octet-stream" {
			break
		}
		b.see(a.path, w)
		if len(b.page.find("h1", nil)) != 1 || strings.Contains(b.page.words(), text("problem.internal.title")) {
			b.t.Errorf("%s %s %v: %s", a.method, a.path, a.form, b.page.words())
		}
	case http.StatusSeeOther, http.StatusNoContent:
	default:
		b.t.Errorf("%s %s %v: status %d", a.method, a.path, a.form, w.Code)
	}
	return b
}

func TestLookingChangesNothing(t *testing.T) {
	ada, _, ids := lived(t)
	ada.sync()
	before := ada.standing()
	for _, a := range askings(ids) {
		if a.method == http.MethodGet {
			ada.answers(a)
		}
	}
	ada.answers(asking{"GET", "/?saved=" + ids["pulse"], nil})
	if after := ada.standing(); after != before {
		t.Errorf("before %+v, after looking at every page %+v", before, after)
	}
}

// standing counts what is there, and what a look must not add to.
type standing struct {
	pulses, kept, rounds, invites, devices int
	shown, given, talks, agreements        int
	step, pending, records, ground         int
}

func (b *browser) standing() standing {
	p, s := b.Person().Private(), b.Person().Shared()
	names, err := b.storage.Names(ctx, "")
	must(b.t, err)
	return standing{
		len(p.Pulses), len(p.Kept), len(p.Rounds), len(p.Ring.Invites), len(p.Devices),
		len(s.Shown), len(s.Appreciations), len(s.Talks), len(s.Agreements),
		s.Talks[bond.RoundAt("weekly", evening)].Step, b.Person().Pending(), len(names),
		len(p.Ground.Reflections) + len(p.Ground.Wishes) + len(p.Ground.Resources) + len(p.Ground.Patterns) + len(p.Ground.Cycles) + len(p.Ground.Grounded),
	}
}

func TestEveryLinkAndFormLeadsSomewhere(t *testing.T) {
	mux := http.NewServeMux()
	for _, pattern := range rooms.Patterns() {
		mux.HandleFunc(pattern, func(http.ResponseWriter, *http.Request) {})
	}
	leads := func(from, method, to string) {
		path, _, _ := strings.Cut(to, "#")
		r, err := http.NewRequest(method, path, nil)
		must(t, err)
		if _, pattern := mux.Handler(r); path != "" && pattern == "" {
			t.Errorf("%s leads to %s %s, where nothing is", from, method, to)
		}
	}
	for path, page := range everyPage(t) {
		for _, a := range page.page.find("a", nil) {
			leads(path, "GET", a.attr["href"])
		}
		for _, f := range page.page.find("form", nil) {
			leads(path, "POST", f.attr["action"])
		}
	}
}
