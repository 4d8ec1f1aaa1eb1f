package host

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/relay/mem"
	"pleach/internal/remote"
	"pleach/internal/remote/nethttp"
	"pleach/internal/webclient/headers"
)

var update = flag.Bool("update", false, "write testdata/headers.txt again")

// answers are one of each kind that a host gives, with the token of somebody
// who is signed in where there is a TOKEN.
var answers = []string{
	"the shell:GET /",
	"any room's address:GET /settings Accept=text/html",
	"the head alone:HEAD /",
	"a script, packed:GET /a/app.x.js Accept-Encoding=br",
	"a script, plain:GET /a/app.x.js",
	"the service worker:GET /sw.js",
	"the neutral page:GET /kitchen",
	"the list of files:GET /integrity.txt",
	"nothing here:GET /favicon.ico",
	"not read but written:POST /unlock",
	"a page of the program's own:GET /demo",
	"an untidy address:GET //v1//info",
	"out of the folder:GET /../secret.txt",
	"a dot file:GET /.gitignore",
	"asking what may be asked:OPTIONS /",

	"what the relay is:GET /v1/info",
	"no such route:GET /v1/nothing",
	"the API's folder:GET /v1/",
	"another method:PATCH /v1/info",
	"asked from another origin:OPTIONS /v1/account Origin=https://elsewhere.example",
	"no session:GET /v1/account Pleach-Version=1",
	"a session that is none:GET /v1/account Pleach-Version=1 Authorization=Bearer+x",
	"no version:GET /v1/account",
	"no form of ours:POST /v1/login Pleach-Version=1 Content-Type=text/plain",
	"no JSON:POST /v1/login Pleach-Version=1 Content-Type=application/json",
	"an account:GET /v1/account Pleach-Version=1 Authorization=TOKEN",
	"no member:GET /v1/spaces/AAAAAAAAAAAAAAAAAAAAAA/commits Pleach-Version=1 Authorization=TOKEN",
	"no id:GET /v1/spaces/x/entries Pleach-Version=1 Authorization=TOKEN",
	"the stream:GET /v1/stream Pleach-Version=1 Authorization=TOKEN",
	"the end of a session:DELETE /v1/session Pleach-Version=1 Authorization=TOKEN",
	"asked too often:GET /v1/account Pleach-Version=1 Until=429",
}

// Every kind of answer, with all of its headers. What a browser is told to keep
// out of the app is in every one of them, and there is no cookie in any.
func TestTheHeadersOfEveryAnswer(t *testing.T) {
	origin, token := housed(t)
	got := bytes.NewBufferString(legend())
	for _, line := range answers {
		name, asked, _ := strings.Cut(line, ":")
		resp := ask(t, origin, strings.ReplaceAll(asked, "TOKEN", strings.ReplaceAll(token, " ", "+")))
		fmt.Fprintf(got, "\n%s: %s\n  %d\n", name, asked, resp.StatusCode)
		for _, field := range slices.Sorted(fields(resp.Header)) {
			fmt.Fprintln(got, " ", field)
		}
		mustHave(t, name, resp.Header)
	}
	const file = "testdata/headers.txt"
	if *update {
		if err := errors.Join(os.MkdirAll("testdata", 0o755), os.WriteFile(file, got.Bytes(), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got.Bytes()) {
		t.Errorf("other headers than in %s: if they are meant, go test ./internal/host -run Headers -update, and look at the difference.\n%s", file, got.Bytes())
	}
}

func mustHave(t *testing.T, name string, h http.Header) {
	t.Helper()
	for field, want := range map[string]string{
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp",
		"Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
	} {
		if got := h.Values(field); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %s is %q, want %q", name, field, got, want)
		}
	}
	policy := h.Values("Content-Security-Policy")
	if len(policy) != 1 || !strings.Contains(policy[0], "frame-ancestors 'none'") || strings.Contains(policy[0], "'unsafe-") {
		t.Errorf("%s: the policy is %q", name, policy)
	}
	for field := range h {
		if field == "Set-Cookie" || strings.HasPrefix(field, "Access-Control-") || field == "Server" || field == "X-Powered-By" {
			t.Errorf("%s: there is a header %s", name, field)
		}
	}
}

// housed is a host with a small client and a page, and the Authorization of
// somebody who signed up there.
func housed(t *testing.T) (origin, token string) {
	t.Helper()
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "a page") })
	h, err := Start(Config{
		Store: mem.New(), Listen: []string{"127.0.0.1:0"}, Pages: map[string]http.Handler{"/demo": page},
		Files: fstest.MapFS{
			"index.html": {Data: []byte("<!doctype html>")}, "sw.js": {Data: []byte("1")}, "kitchen.html": {Data: []byte("flour")},
			"a/app.x.js": {Data: []byte("12")}, "a/app.x.js.br": {Data: []byte("1")}, "integrity.txt": {Data: []byte("list")},
			".gitignore": {Data: []byte("*")},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	heard := &listener{Transport: nethttp.New(h.Origins()[0])}
	app, err := client.Open(t.Context(), client.Config{Storage: memstore.New(), Transport: heard, Origin: h.Origins()[0]})
	if err != nil {
		t.Fatal(err)
	}
	if err := app.SignUp(t.Context(), client.SignUp{Name: "Ada", Password: "a long enough password"}); err != nil {
		t.Fatal(err)
	}
	if err := app.Person().Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	return h.Origins()[0], heard.token
}

// listener notes the newest Authorization on its way.
type listener struct {
	remote.Transport
	mu    sync.Mutex
	token string
}

func (l *listener) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	l.mu.Lock()
	if token := r.Header["Authorization"]; token != "" {
		l.token = token
	}
	l.mu.Unlock()
	return l.Transport.Do(ctx, r)
}

// ask sends what a line says, untouched by a client's tidiness, and reads the
// head of the answer.
func ask(t *testing.T, origin, line string) *http.Response {
	t.Helper()
	parts := strings.Fields(line)
	r, err := http.NewRequestWithContext(t.Context(), parts[0], origin, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.URL.Opaque = "//" + r.URL.Host + parts[1]
	until := 0
	for _, field := range parts[2:] {
		name, value, _ := strings.Cut(field, "=")
		r.Header.Set(name, strings.ReplaceAll(value, "+", " "))
		if name == "Until" {
			fmt.Sscan(value, &until)
		}
	}
	var resp *http.Response
	for tries := 0; tries == 0 || tries < 5000 && resp.StatusCode != until && until != 0; tries++ {
		if resp, err = (&http.Transport{DisableCompression: true, DisableKeepAlives: true}).RoundTrip(r); err != nil {
			t.Fatal(err)
		}
		bufio.NewReader(resp.Body).Peek(1)
		resp.Body.Close()
	}
	return resp
}

// legend is what stands in every answer, and the two policies.
func legend() string {
	var b strings.Builder
	b.WriteString("In every answer:\n")
	h := http.Header{}
	headers.Secure(h)
	for _, name := range slices.Sorted(maps.Keys(h)) {
		if name != csp {
			fmt.Fprintf(&b, "  %s: %s\n", name, h.Get(name))
		}
	}
	fmt.Fprintf(&b, "\n%s, the app's:\n  %s\n%s, nothing:\n  %s\n", csp, headers.Policy, csp, headers.Nothing)
	return b.String()
}

const csp = "Content-Security-Policy"

// fields are the headers that are the same each time, without those of the
// legend.
func fields(h http.Header) func(func(string) bool) {
	always := http.Header{}
	headers.Secure(always)
	always.Del(csp)
	short := strings.NewReplacer(headers.Policy, "the app's", headers.Nothing, "nothing")
	return func(yield func(string) bool) {
		for name, values := range h {
			if name == "Date" || name == "Content-Length" || name == "Connection" || slices.Equal(values, always[name]) {
				continue
			}
			if !yield(name + ": " + short.Replace(strings.Join(values, " | "))) {
				return
			}
		}
	}
}
