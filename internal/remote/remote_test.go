package remote_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"pleach/internal/relay/relayhttp"
	"pleach/internal/remote"
	"pleach/internal/testkit"
	"pleach/wire"
)

var ctx = context.Background()

// canned gives every request the same answer and keeps the requests.
type canned struct {
	resp remote.Response
	seen []remote.Request
}

func (c *canned) Do(_ context.Context, r remote.Request) (remote.Response, error) {
	c.seen = append(c.seen, r)
	return c.resp, nil
}

func (c *canned) Stream(_ context.Context, r remote.Request, _ func(string, string)) error {
	c.seen = append(c.seen, r)
	return io.EOF
}

// everyCall makes every call that a Client has.
func everyCall(c *remote.Client) {
	id := wire.ID{1}
	s := c.Space(id)
	c.Info(ctx)
	c.CreateAccount(ctx, wire.NewAccount{})
	c.Challenge(ctx, id)
	c.Login(ctx, wire.Login{})
	c.Account(ctx)
	c.NewKeys(ctx, wire.NewKeys{})
	c.CloseAccount(ctx, wire.CloseAccount{})
	c.Devices(ctx)
	c.PutNotice(ctx, id, nil)
	c.Notice(ctx, id, id)
	c.RevokeDevice(ctx, id)
	c.Logout(ctx)
	c.CreateSpace(ctx, wire.NewSpace{})
	s.Commits(ctx, 1)
	s.PutCommit(ctx, 1, nil)
	s.Push(ctx, nil)
	s.Pull(ctx, 1)
	s.PostAnswer(ctx, wire.Answer{})
	s.PostKey(ctx, wire.Key{})
	c.PutInvite(ctx, id, wire.NewInvite{})
	c.Invite(ctx, id)
	c.PutAnswer(ctx, id, nil)
	c.Approve(ctx, id, wire.Approve{})
	c.PutReveal(ctx, id, nil)
	c.DeleteInvite(ctx, id)
	c.Leave(ctx, id, wire.Leave{})
	c.Watch(ctx, nil)
}

// TestClientAndRelayHaveTheSameRoutes: each route of the relay is called, and
// each call has a route.
func TestClientAndRelayHaveTheSameRoutes(t *testing.T) {
	mux, want := http.NewServeMux(), map[string]bool{}
	for _, r := range relayhttp.Routes() {
		pattern := r.Method + " " + r.Pattern
		mux.Handle(pattern, http.NotFoundHandler())
		want[pattern] = true
	}
	c := &canned{resp: remote.Response{Status: 200, Body: []byte("{}")}}
	everyCall(remote.New(c))
	for _, call := range c.seen {
		req, err := http.NewRequest(call.Method, call.Path, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, pattern := mux.Handler(req)
		if !want[pattern] {
			t.Errorf("%s %s is no route of the relay, or is called twice", call.Method, call.Path)
		}
		delete(want, pattern)
	}
	for pattern := range want {
		t.Errorf("nothing calls %s", pattern)
	}
}

func TestEveryRequestNamesItsVersionAndItsSession(t *testing.T) {
	c := &canned{resp: remote.Response{Status: 200, Body: []byte("{}")}}
	client := remote.New(c)
	client.SetToken("secret")
	client.CreateSpace(ctx, wire.NewSpace{})
	client.Watch(ctx, nil)
	client.SetToken("")
	client.Info(ctx)
	for i, r := range c.seen {
		if r.Header[wire.HeaderVersion] != "1" {
			t.Errorf("%s %s names version %q", r.Method, r.Path, r.Header[wire.HeaderVersion])
		}
		if got := r.Header["Authorization"]; (got == "Bearer secret") != (i < 2) || strings.Contains(r.Path, "secret") {
			t.Errorf("%s %s is authorized by %q", r.Method, r.Path, got)
		}
	}
}

func TestRefusalsAreProblemsAndStrangersAreNobody(t *testing.T) {
	for name, c := range map[string]struct {
		resp    remote.Response
		problem wire.Code
	}{
		"a refusal":              {remote.Response{Status: 409, Body: []byte(`{"code":"fork","status":409,"title":"x"}`)}, wire.CodeFork},
		"a proxy's page":         {remote.Response{Status: 502, Body: []byte("<html>Bad Gateway</html>")}, ""},
		"a redirect":             {remote.Response{Status: 302}, ""},
		"JSON of somebody else":  {remote.Response{Status: 404, Body: []byte(`{"error":"not found"}`)}, ""},
		"a problem passed along": {remote.Response{Status: 502, Body: []byte(`{"code":"fork","status":409}`)}, ""},
		"a portal that says yes": {remote.Response{Status: 200, Body: []byte("<html>Log in</html>")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			client := remote.New(&canned{resp: c.resp})
			_, infoErr := client.Info(ctx)
			_, _, _, pullErr := client.Space(wire.ID{1}).Pull(ctx, 0)
			for _, err := range []error{infoErr, pullErr} {
				var p *wire.Problem
				switch isProblem := errors.As(err, &p); {
				case err == nil:
					t.Error("it is taken for an answer")
				case c.problem == "" && (isProblem || !errors.Is(err, remote.ErrNoAnswer)):
					t.Errorf("it is taken for a refusal: %v", err)
				case c.problem != "" && !errors.Is(err, &wire.Problem{Code: c.problem}):
					t.Errorf("the refusal is lost: %v", err)
				}
			}
		})
	}
}

func TestEventsAreRead(t *testing.T) {
	stream := ": here\n\nevent: advanced\ndata: one\n\nid: 7\nevent: invite\r\ndata: two\r\n\r\nevent: nothing\n\ndata: half"
	var got []string
	err := remote.ReadEvents(strings.NewReader(stream), func(event, data string) { got = append(got, event+" "+data) })
	if want := []string{"advanced one", "invite two"}; err != io.EOF || !slices.Equal(got, want) {
		t.Fatalf("read %q and %v", got, err)
	}
}

// TestAnEventWithoutEndIsNotAwaited: neither a line nor the sum of many lines
// grows without end.
func TestAnEventWithoutEndIsNotAwaited(t *testing.T) {
	for _, stream := range []string{strings.Repeat("x", 1<<20), strings.Repeat("data: more\n", 1<<16)} {
		err := remote.ReadEvents(strings.NewReader(stream), func(_, _ string) { t.Error("an event came out of it") })
		if !errors.Is(err, remote.ErrNotARelay) {
			t.Errorf("%d bytes end with %v", len(stream), err)
		}
	}
}

// TestWatchHearsThatASpaceAdvanced over the real relay, without a socket.
func TestWatchHearsThatASpaceAdvanced(t *testing.T) {
	w, err := testkit.NewWorld(1)
	if err != nil {
		t.Fatal(err)
	}
	ada, noor, space, err := w.Couple(ctx)
	if err != nil {
		t.Fatal(err)
	}
	news, watched := make(chan wire.ID, 8), make(chan error, 1)
	watching, stop := context.WithCancel(ctx)
	go func() {
		watched <- noor.Client.Watch(watching, func(event string, id wire.ID) {
			if event == wire.EventAdvanced {
				news <- id
			}
		})
	}()
	if first := <-news; first != space {
		t.Fatalf("the stream begins with %v", first)
	}
	r, err := ada.Open(ctx, space)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Append(ctx, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	if err := r.Sync(ctx); err != nil {
		t.Fatal(err)
	}
	if id := <-news; id != space {
		t.Fatalf("news of %v", id)
	}
	stop()
	if err := <-watched; err == nil {
		t.Fatal("Watch ended without an error")
	}

	noor.Client.SetToken("of nobody")
	err = noor.Client.Watch(ctx, nil)
	if !errors.Is(err, &wire.Problem{Code: wire.CodeUnauthorized}) {
		t.Fatalf("Watch without a session gives %v", err)
	}
}

func TestLogoutForgetsTheTokenOnlyWhenItWorked(t *testing.T) {
	c := &canned{resp: remote.Response{Status: 503, Body: []byte("down")}}
	client := remote.New(c)
	client.SetToken("secret")
	if err := client.Logout(ctx); err == nil {
		t.Fatal("Logout without an answer succeeds")
	}
	c.resp = remote.Response{Status: 204}
	if err := client.Logout(ctx); err != nil {
		t.Fatal(err)
	}
	client.Info(ctx)
	last := len(c.seen) - 1
	if c.seen[last-1].Header["Authorization"] == "" || c.seen[last].Header["Authorization"] != "" {
		t.Fatal("the token was forgotten too early or too late")
	}
}

func FuzzReadEvents(f *testing.F) {
	f.Add("event: advanced\ndata: x\n\n")
	f.Fuzz(func(t *testing.T, s string) {
		err := remote.ReadEvents(strings.NewReader(s), func(_, data string) {
			if data == "" || strings.Contains(data, "\n") {
				t.Fatalf("data %q", data)
			}
		})
		if err != io.EOF && (!errors.Is(err, remote.ErrNotARelay) || len(s) < 1<<16) {
			t.Fatal(err)
		}
	})
}
