package relayhttp_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/relayhttp"
	"pleach/wire"
)

// A log says which route answered what, and nothing of whom or about what.
func TestTheLogNamesNobody(t *testing.T) {
	w := newWorld(t)
	for _, route := range relayhttp.Routes() {
		w.untilFlushed(w.request(w.ada, route.Method, w.fill(route, w.ada), []byte("canary")))
		w.untilFlushed(w.request(nil, route.Method, w.fill(route, w.ada)+"?after=canary", nil))
	}
	r := w.request(w.noor, "GET", "/v1/account", nil) // ada has signed out on the way
	r.RemoteAddr = "203.0.113.7:4711"
	r.Header.Set("User-Agent", "canary")
	w.ok(w.recorded(r))

	log := w.log.String()
	if !strings.Contains(log, `route="GET /v1/account" status=200`) {
		t.Errorf("the log lacks what it should have:\n%s", log)
	}
	secrets := []string{"canary", "203.0.113.7", w.ada.token, w.noor.token}
	for _, id := range []wire.ID{w.ada.ID, w.ada.Device, w.ada.other, w.noor.ID, w.noor.Device, w.couple, w.invite, gate} {
		secrets = append(secrets, id.String(), base64.StdEncoding.EncodeToString(id[:]))
	}
	for _, secret := range secrets {
		if strings.Contains(log, secret) {
			t.Errorf("the log has %q in it", secret)
		}
	}
}

func (w *world) recorded(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, r)
	return rec
}

// A store that has nothing behind it panics at the first call; whoever asked
// gets a problem, the next who asks is served, and the log has the reason.
func TestAPanicEndsAlone(t *testing.T) {
	w := newWorld(t)
	good := w.store
	w.serve(func(c *relayhttp.Config) { c.Store = struct{ relay.Store }{} })
	w.refused(w.ask(w.ada, "GET", "/v1/account", nil), wire.CodeInternal)
	w.ok(w.ask(nil, "GET", "/v1/info", nil))
	if !strings.Contains(w.log.String(), "panic") {
		t.Error("the log has no word of it")
	}
	w.serve(func(c *relayhttp.Config) { c.Store = good })
	w.ok(w.ask(w.ada, "GET", "/v1/account", nil))
}

func TestSigningUp(t *testing.T) {
	for name, c := range map[string]struct {
		signup, code, given string
		want                string
	}{
		"open":          {signup: relayhttp.SignupOpen, want: "in"},
		"right code":    {code: "leaf", given: "leaf", want: "in"},
		"wrong code":    {code: "leaf", given: "lea", want: "signup_closed"},
		"no code":       {code: "leaf", want: "signup_closed"},
		"closed":        {signup: relayhttp.SignupClosed, code: "leaf", given: "leaf", want: "signup_closed"},
		"nothing given": {want: "signup_closed"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.serve(func(conf *relayhttp.Config) { conf.Signup, conf.Code = c.signup, c.code })
			got := w.outcome(w.ask(nil, "POST", "/v1/accounts", w.Person().SignUp(origin, c.given)))
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// A body that says how large it is is refused unread; one that does not say is
// read as far as it may be.
func TestATooLargeBodyIsNotRead(t *testing.T) {
	w := newWorld(t)
	for _, announced := range []int64{1 << 40, -1} {
		body := &counted{left: 1 << 30}
		r := w.request(w.ada, "POST", w.inCouple("/entries"), []byte{})
		r.Body, r.ContentLength = io.NopCloser(body), announced
		w.refused(w.recorded(r), wire.CodeTooLarge)
		if limit := wire.DefaultLimits().Batch; announced > 0 && body.read > 0 || body.read > 2*limit {
			t.Errorf("announced %d: %d bytes were read", announced, body.read)
		}
	}
}

type counted struct{ left, read int }

func (c *counted) Read(p []byte) (int, error) {
	n := min(len(p), c.left)
	if n == 0 {
		return 0, io.EOF
	}
	c.left, c.read = c.left-n, c.read+n
	return n, nil
}

// Strangers cannot make the relay read their bodies.
func TestRightsComeBeforeBodies(t *testing.T) {
	w := newWorld(t)
	body := &counted{left: 1 << 20}
	r := w.request(w.stranger, "POST", w.inCouple("/entries"), []byte{})
	r.Body, r.ContentLength = io.NopCloser(body), 1<<20
	w.refused(w.recorded(r), wire.CodeForbidden)
	if body.read != 0 {
		t.Errorf("%d bytes were read", body.read)
	}
}

// A challenge is the same for an account that is there and one that is not.
func TestChallengesTellNothing(t *testing.T) {
	w := newWorld(t)
	known := w.ask(nil, "POST", "/v1/login/challenge", wire.ChallengeRequest{Account: w.ada.ID})
	unknown := w.ask(nil, "POST", "/v1/login/challenge", wire.ChallengeRequest{Account: w.ID()})
	if known.Code != unknown.Code || known.Body.Len() != unknown.Body.Len() {
		t.Errorf("%d %s and %d %s", known.Code, known.Body, unknown.Code, unknown.Body)
	}
}

func TestGuessingIsMetered(t *testing.T) {
	w := newWorld(t)
	w.serve(func(c *relayhttp.Config) { c.PerAddress = relay.Rate{PerSecond: 1, Burst: 2} })
	guess := &member{token: relay.Token(w.Bytes(48)).String()}
	w.refused(w.ask(guess, "GET", "/v1/account", nil), wire.CodeUnauthorized)
	w.refused(w.ask(guess, "GET", "/v1/account", nil), wire.CodeUnauthorized)
	w.refused(w.ask(guess, "GET", "/v1/account", nil), wire.CodeRate)
	w.ok(w.ask(w.ada, "GET", "/v1/account", nil)) // who is signed in is not held up
}

// Whatever is sent, the answer is a success or a whole problem, and never the
// relay's own fault.
func FuzzRequest(f *testing.F) {
	w := newWorld(f)
	for i, route := range relayhttp.Routes() {
		f.Add(uint8(i), "", []byte(`{"commit":"b25l","data":"bWU="}`))
		if row := matrix[route.Method+" "+route.Pattern]; row.ask != nil && !strings.HasSuffix(route.Pattern, "/key") {
			body, err := json.Marshal(row.ask(w, w.ada))
			if err != nil {
				f.Fatal(err)
			}
			f.Add(uint8(i), "from=1", body)
		}
	}
	f.Add(uint8(12), "", frames(w.Chain(w.couple, w.ada.Device).Next(2, 50)))
	f.Fuzz(func(t *testing.T, n uint8, query string, body []byte) {
		w := newWorld(t)
		route := relayhttp.Routes()[int(n)%len(relayhttp.Routes())]
		for _, media := range []string{"application/json", wire.ContentFrames} {
			r := w.request(w.ada, route.Method, w.fill(route, w.ada), nil)
			r.URL.RawQuery = query
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			r.Header.Set("Content-Type", media)
			if got := w.outcome(w.untilFlushed(r)); got == string(wire.CodeInternal) {
				t.Errorf("%s %s: %s", route.Method, route.Pattern, w.log)
			}
		}
	})
}
