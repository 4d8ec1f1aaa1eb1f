package relayhttp_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/relay/relayhttp"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

const origin = "https://pleach.example"

// world is a relay in memory, with Ada and Noor who share a space, and somebody
// who does not know them.
type world struct {
	testing.TB
	*relaytest.World
	server *relayhttp.Server
	store  relay.Store
	hub    *relay.Hub
	log    *bytes.Buffer
	now    time.Time
	http2  bool // streams come over it

	ada, noor, stranger *member
	couple              wire.ID // the space of ada and noor
	alone               wire.ID // a space of the stranger
	invite              wire.ID // by which noor joined
	answer, reveal      []byte  // of that invite
	approve             wire.Approve
}

// member is somebody who is signed in.
type member struct {
	*relaytest.Person
	token string
	chain *relaytest.Chain // in their shared, or only, space
	other wire.ID          // a second device
}

// config is what tests run on, unless they change it.
func config(w *world) relayhttp.Config {
	return relayhttp.Config{
		Store: w.store, Hub: w.hub, Origins: []string{origin, "http://localhost:8080"}, Signup: relayhttp.SignupOpen,
		PerAccount: relayhttp.Unlimited, PerAddress: relayhttp.Unlimited,
		Clock: func() time.Time { return w.now },
		Log:   slog.New(slog.NewTextHandler(w.log, nil)),
	}
}

func newWorld(t testing.TB, change ...func(*relayhttp.Config)) *world {
	w := &world{TB: t, World: relaytest.NewWorld(4), store: mem.New(), hub: relay.NewHub(), log: &bytes.Buffer{}, now: relaytest.Start}
	w.serve(change...)
	w.ada, w.noor, w.stranger = w.member(), w.member(), w.member()
	w.couple, w.alone, w.invite = w.ID(), w.ID(), w.ID()
	w.pair()
	w.ok(w.ask(w.stranger, "POST", "/v1/spaces", wire.NewSpace{Space: w.alone, Commit: w.Bytes(50)}))
	for _, m := range []*member{w.ada, w.noor} {
		m.chain = w.Chain(w.couple, m.Device)
	}
	w.stranger.chain = w.Chain(w.alone, w.stranger.Device)
	return w
}

func (w *world) serve(change ...func(*relayhttp.Config)) {
	w.Helper()
	c := config(w)
	for _, f := range change {
		f(&c)
	}
	var err error
	if w.server, err = relayhttp.New(c); err != nil {
		w.Fatal(err)
	}
}

// member signs somebody up, and in on two devices.
func (w *world) member() *member {
	w.Helper()
	m := &member{Person: w.Person(), other: w.ID()}
	w.ok(w.ask(nil, "POST", "/v1/accounts", m.SignUp(origin, "")))
	w.signIn(m, m.other)
	m.token = w.signIn(m, m.Device)
	return m
}

func (w *world) challenge(m *member) (ch wire.Challenge) {
	w.Helper()
	w.read(w.ask(nil, "POST", "/v1/login/challenge", wire.ChallengeRequest{Account: m.ID}), &ch)
	return ch
}

func (w *world) signIn(m *member, device wire.ID) string {
	w.Helper()
	var s wire.Session
	w.read(w.ask(nil, "POST", "/v1/login", m.Login(origin, device, w.challenge(m), false)), &s)
	return s.Token
}

// pair makes the couple's space and lets Noor in.
func (w *world) pair() {
	w.Helper()
	w.answer, w.reveal = w.Bytes(40), w.Bytes(40)
	w.approve = wire.Approve{Approval: w.Bytes(40), N: 1, Commit: w.Bytes(50)}
	w.ok(w.ask(w.ada, "POST", "/v1/spaces", wire.NewSpace{Space: w.couple, Commit: w.Bytes(50)}))
	at := "/v1/invites/" + w.invite.String()
	w.ok(w.ask(w.ada, "PUT", at, wire.NewInvite{Space: w.couple, Expires: w.now.Add(time.Hour), Offer: w.Bytes(40)}))
	w.ok(w.ask(w.noor, "PUT", at+"/answer", wire.Sealed{Data: w.answer}))
	w.ok(w.ask(w.ada, "PUT", at+"/approval", w.approve))
	w.ok(w.ask(w.noor, "PUT", at+"/reveal", wire.Sealed{Data: w.reveal}))
}

// ask sends a request: v is nil, bytes for a body of frames, or else JSON.
func (w *world) ask(m *member, method, path string, v any) *httptest.ResponseRecorder {
	w.Helper()
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, w.request(m, method, path, v))
	return rec
}

func (w *world) request(m *member, method, path string, v any) *http.Request {
	w.Helper()
	body, media := []byte(nil), "application/json"
	switch v := v.(type) {
	case nil:
	case []byte:
		body, media = v, wire.ContentFrames
	default:
		var err error
		if body, err = json.Marshal(v); err != nil {
			w.Fatal(err)
		}
	}
	r := httptest.NewRequestWithContext(w.Context(), method, path, bytes.NewReader(body))
	r.Header.Set(wire.HeaderVersion, "1")
	if v != nil {
		r.Header.Set("Content-Type", media)
	}
	if m != nil {
		r.Header.Set("Authorization", "Bearer "+m.token)
	}
	return r
}

func (w *world) ok(rec *httptest.ResponseRecorder) {
	w.Helper()
	if rec.Code >= 300 {
		w.Fatalf("status %d: %s", rec.Code, rec.Body)
	}
}

func (w *world) read(rec *httptest.ResponseRecorder, v any) {
	w.Helper()
	w.ok(rec)
	if err := json.Unmarshal(rec.Body.Bytes(), v); err != nil {
		w.Fatal(err)
	}
}

// outcome is "in", or the code of the refusal, which must be a whole problem.
func (w *world) outcome(rec *httptest.ResponseRecorder) string {
	w.Helper()
	if rec.Code < 300 {
		return "in"
	}
	var p wire.Problem
	if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil {
		w.Fatalf("status %d with %q", rec.Code, rec.Body)
	}
	if rec.Header().Get("Content-Type") != "application/problem+json" || p.Status != rec.Code || p.Title == "" || p.Kept == "" || p.Todo == "" {
		w.Errorf("not a whole problem: %s %s", rec.Header().Get("Content-Type"), rec.Body)
	}
	return string(p.Code)
}

func (w *world) refused(rec *httptest.ResponseRecorder, code wire.Code) {
	w.Helper()
	if got := w.outcome(rec); got != string(code) {
		w.Fatalf("got %s, want %s: %s", got, code, rec.Body)
	}
}

func (w *world) inCouple(path string) string { return "/v1/spaces/" + w.couple.String() + path }

func frames(entries []wire.Entry) []byte { return wire.AppendBatch(nil, entries) }
