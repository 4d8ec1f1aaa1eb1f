package relayhttp_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pleach/internal/relay"
	"pleach/internal/relay/relayhttp"
	"pleach/wire"
)

// row says what a route answers to each: "in", or the code of the refusal. The
// owner made the space and the invite, and the partner came in by it. Either
// may have left: was is the owner who has, and former the partner who has; the space's invites went with them.
type row struct {
	owner, partner, was, former, stranger, revoked, expired, nobody string

	ask func(*world, *member) any // makes a valid request's body for whoever asks
}

var (
	signedIn = row{owner: "in", partner: "in", was: "in", former: "in", stranger: "in", revoked: "unauthorized", expired: "unauthorized", nobody: "unauthorized"}
	anybody  = row{owner: "in", partner: "in", was: "in", former: "in", stranger: "in", revoked: "in", expired: "in", nobody: "in"}
	members  = row{owner: "in", partner: "in", was: "forbidden", former: "forbidden", stranger: "forbidden", revoked: "unauthorized", expired: "unauthorized", nobody: "unauthorized"}
	inviter  = row{owner: "in", partner: "forbidden", was: "not_found", former: "not_found", stranger: "forbidden", revoked: "unauthorized", expired: "unauthorized", nobody: "unauthorized"}
	joiner   = row{owner: "forbidden", partner: "in", was: "not_found", former: "not_found", stranger: "forbidden", revoked: "unauthorized", expired: "unauthorized", nobody: "unauthorized"}
	reader   = row{owner: "in", partner: "in", was: "not_found", former: "not_found", stranger: "invite_used", revoked: "unauthorized", expired: "unauthorized", nobody: "unauthorized"}
	answerer = row{owner: "forbidden", partner: "in", was: "not_found", former: "not_found", stranger: "invite_used", revoked: "unauthorized", expired: "unauthorized", nobody: "unauthorized"}
)

// nothing is a route of devices that were removed, and none of these was.
var nothing = row{owner: "not_found", partner: "not_found", stranger: "not_found", revoked: "not_found", expired: "not_found", nobody: "not_found", was: "not_found", former: "not_found"}

func (r row) with(ask func(*world, *member) any) row {
	r.ask = ask
	return r
}

// matrix has a row for every route. A route without one fails the test.
var matrix = map[string]row{
	"GET /v1/info":      anybody,
	"POST /v1/accounts": anybody.with(func(w *world, _ *member) any { return w.Person().SignUp(origin, "") }),
	"POST /v1/login/challenge": anybody.with(func(w *world, m *member) any {
		return wire.ChallengeRequest{Account: m.ID}
	}),
	"POST /v1/login": anybody.with(func(w *world, m *member) any {
		return m.Login(origin, w.ID(), w.challenge(m), false)
	}),
	"DELETE /v1/session":          signedIn,
	"GET /v1/account":             signedIn,
	"PUT /v1/account/keys":        signedIn.with(func(w *world, m *member) any { return m.NewKeys(origin, w.Person(), false) }),
	"POST /v1/account/close":      signedIn.with(func(_ *world, m *member) any { return m.Close(origin) }),
	"GET /v1/devices":             signedIn,
	"DELETE /v1/devices/{device}": signedIn,
	"PUT /v1/devices/{device}/notice": signedIn.with(func(w *world, _ *member) any {
		return wire.Notice{Data: w.Bytes(64)}
	}),
	"GET /v1/notices/{account}/{device}": nothing,
	"GET /v1/stream":                     signedIn,
	"POST /v1/spaces": signedIn.with(func(w *world, _ *member) any {
		return wire.NewSpace{Space: w.ID(), Commit: w.Bytes(50)}
	}),
	"GET /v1/spaces/{space}/commits": members,
	"PUT /v1/spaces/{space}/commits/{n}": members.with(func(w *world, _ *member) any {
		return wire.PutCommit{Commit: w.Bytes(50)}
	}),
	"POST /v1/spaces/{space}/leave": members.with(func(w *world, _ *member) any {
		return wire.Leave{N: 2, Commit: w.Bytes(50)}
	}),
	"GET /v1/spaces/{space}/entries": members,
	"POST /v1/spaces/{space}/entries": members.with(func(w *world, m *member) any {
		return frames(w.Chain(w.couple, m.Device).Next(1, 100))
	}),
	"PUT /v1/spaces/{space}/gates/{gate}": members.with(func(w *world, m *member) any {
		return w.Answer(w.couple, gate, m.Device, false).Append(nil)
	}),
	"PUT /v1/spaces/{space}/gates/{gate}/key": members.with(func(w *world, m *member) any {
		for _, p := range []*member{w.ada, w.noor} {
			w.ok(w.ask(p, "PUT", w.inCouple("/gates/"+gate.String()), w.Answer(w.couple, gate, p.Device, true).Append(nil)))
		}
		return wire.Key{Gate: gate, Device: m.Device, Wrap: w.Bytes(wire.WrapSize)}.Append(nil)
	}),
	"PUT /v1/invites/{invite}": members.with(func(w *world, _ *member) any {
		return wire.NewInvite{Space: w.couple, Expires: w.now.Add(24 * time.Hour), Offer: w.Bytes(40)}
	}),
	"GET /v1/invites/{invite}":    reader,
	"DELETE /v1/invites/{invite}": inviter,
	"PUT /v1/invites/{invite}/answer": answerer.with(func(w *world, _ *member) any {
		return wire.Sealed{Data: w.answer}
	}),
	"PUT /v1/invites/{invite}/approval": inviter.with(func(w *world, _ *member) any { return w.approve }),
	"PUT /v1/invites/{invite}/reveal": joiner.with(func(w *world, _ *member) any {
		return wire.Sealed{Data: w.reveal}
	}),
}

var gate = wire.ID{1, 2, 3}

func TestWhoMayDoWhat(t *testing.T) {
	for _, route := range relayhttp.Routes() {
		name := route.Method + " " + route.Pattern
		row, ok := matrix[name]
		if !ok {
			t.Errorf("%s has no row in the matrix; say who may use it", name)
			continue
		}
		for who, want := range map[string]string{
			"owner": row.owner, "partner": row.partner, "was": row.was, "former": row.former, "stranger": row.stranger,
			"revoked": row.revoked, "expired": row.expired, "nobody": row.nobody,
		} {
			t.Run(name+" by "+who, func(t *testing.T) {
				w := newWorld(t)
				if got := w.outcome(w.attempt(route, row, who)); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			})
		}
	}
	if len(matrix) != len(relayhttp.Routes()) {
		t.Errorf("the matrix has %d rows for %d routes", len(matrix), len(relayhttp.Routes()))
	}
}

// attempt sends a valid request as one of the eight.
func (w *world) attempt(route relayhttp.Route, row row, who string) *httptest.ResponseRecorder {
	m := map[string]*member{"partner": w.noor, "former": w.noor, "stranger": w.stranger}[who]
	if m == nil {
		m = w.ada
	}
	var body any
	if row.ask != nil {
		body = row.ask(w, m)
	}
	path := w.fill(route, m)
	switch who {
	case "revoked":
		w.ok(w.ask(&member{token: w.signIn(m, m.other)}, "DELETE", "/v1/devices/"+m.Device.String(), nil))
		if route.Pattern == "/v1/login" {
			body = m.Login(origin, w.ID(), w.challenge(m), false)
		}
	case "was", "former":
		w.ok(w.ask(m, "POST", w.inCouple("/leave"), wire.Leave{N: 2, Commit: []byte("without " + who)}))
	case "expired":
		w.now = w.now.Add(relay.SessionLife)
		if route.Pattern == "/v1/login" {
			body = row.ask(w, m)
		}
	case "nobody":
		m = nil
	}
	return w.untilFlushed(w.request(m, route.Method, path, body))
}

// fill puts the world's ids into a pattern.
func (w *world) fill(route relayhttp.Route, m *member) string {
	invite := w.invite
	if route.Method == "PUT" && strings.HasSuffix(route.Pattern, "{invite}") {
		invite = w.ID()
	}
	return strings.NewReplacer("{space}", w.couple.String(), "{gate}", gate.String(), "{n}", "2",
		"{device}", m.other.String(), "{account}", m.ID.String(), "{invite}", invite.String()).Replace(route.Pattern)
}

// untilFlushed serves a request, and ends it once an answer was flushed, which
// only streams do.
func (w *world) untilFlushed(r *http.Request) *httptest.ResponseRecorder {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	rec := &flushed{ResponseRecorder: httptest.NewRecorder(), then: cancel}
	w.server.ServeHTTP(rec, r.WithContext(ctx))
	return rec.ResponseRecorder
}

type flushed struct {
	*httptest.ResponseRecorder
	then func()
}

func (f *flushed) Flush() {
	f.ResponseRecorder.Flush()
	f.then()
}

// An invite that nobody has answered may be read by whoever knows its id; that
// is what makes it an invite.
func TestAnOpenInviteIsForWhoeverKnowsIt(t *testing.T) {
	w := newWorld(t)
	at := "/v1/invites/" + w.ID().String()
	w.ok(w.ask(w.ada, "PUT", at, wire.NewInvite{Space: w.couple, Expires: w.now.Add(time.Hour), Offer: []byte("sealed")}))
	var inv wire.Invite
	w.read(w.ask(w.stranger, "GET", at, nil), &inv)
	if string(inv.Offer) != "sealed" || inv.Answer != nil {
		t.Errorf("got %+v", inv)
	}
	w.refused(w.ask(nil, "GET", at, nil), wire.CodeUnauthorized)
	w.ok(w.ask(w.stranger, "PUT", at+"/answer", wire.Sealed{Data: []byte("me")}))
	w.refused(w.ask(w.noor, "GET", at, nil), wire.CodeInviteUsed)
}

// Locked and closed accounts are told so by every route that needs a session,
// and a login tells only who has signed rightly.
func TestLockedAndClosedAccounts(t *testing.T) {
	for status, code := range map[relay.Status]wire.Code{
		relay.Locked: wire.CodeAccountLocked, relay.Closed: wire.CodeAccountClosed,
	} {
		w := newWorld(t)
		if err := w.store.SetStatus(t.Context(), w.ada.ID, status); err != nil {
			t.Fatal(err)
		}
		for _, route := range relayhttp.Routes() {
			if route.Who != relayhttp.Anyone {
				w.refused(w.ask(w.ada, route.Method, w.fill(route, w.ada), nil), code)
			}
		}
		w.refused(w.ask(nil, "POST", "/v1/login", w.ada.Login(origin, w.ID(), w.challenge(w.ada), false)), code)
		w.refused(w.ask(nil, "POST", "/v1/login", w.noor.Login(origin, w.ID(), w.challenge(w.ada), false)), wire.CodeLoginRefused)
	}
}
