package native

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pleach/internal/client"
	"pleach/internal/client/filestore"
	"pleach/internal/host"
	"pleach/internal/relay/mem"
	"pleach/internal/remote/nethttp"
)

// files are what a build leaves, as small as can be.
var files = fstest.MapFS{
	"native.html":          {Data: []byte("<!doctype html>the shell")},
	"a/native.abc.js":      {Data: []byte("the worker")},
	"manifest.webmanifest": {Data: []byte("{}")},
	"kitchen.html":         {Data: []byte("flour")},
	"sw.js":                {Data: []byte("between the two")},
}

// relay is a server to be a client of.
func relay(t *testing.T) string {
	t.Helper()
	h, err := host.Start(host.Config{Store: mem.New(), Listen: []string{"127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h.Origins()[0]
}

func store(t *testing.T, dir string) *filestore.Store {
	t.Helper()
	s, err := filestore.Open(filestore.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// start is “pleach open” on a folder.
func start(t *testing.T, origin string, storage client.Storage) *Server {
	t.Helper()
	s, err := Start(t.Context(), Config{
		Storage: storage, Transport: nethttp.New(origin), Origin: origin, Files: files, Linger: time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// opened is the program of somebody new, and the browser that came in first.
func opened(t *testing.T) (*Server, *browser) {
	t.Helper()
	s := start(t, relay(t), store(t, t.TempDir()))
	return s, comeIn(t, s)
}

// browser asks as a browser does, keeps the cookie, and follows nothing.
type browser struct {
	t       *testing.T
	server  *Server
	cookies []*http.Cookie
}

func newBrowser(t *testing.T, s *Server) *browser { return &browser{t: t, server: s} }

func comeIn(t *testing.T, s *Server) *browser {
	t.Helper()
	b := newBrowser(t, s)
	if r := b.get(s.Address()); r.StatusCode != http.StatusSeeOther {
		t.Fatalf("coming in: %d %s", r.StatusCode, body(r))
	}
	return b
}

// send sends one request, with headers in pairs. "Host" is one of them.
func (b *browser) send(ctx context.Context, method, address, form string, headers ...string) *http.Response {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = "http://" + b.server.host + address
	}
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	r.Host = r.Header.Get("Host")
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { resp.Body.Close() })
	b.cookies = append(b.cookies, resp.Cookies()...)
	return resp
}

const html = "text/html,application/xhtml+xml"

// get is an address that was typed.
func (b *browser) get(address string) *http.Response {
	b.t.Helper()
	return b.send(b.t.Context(), "GET", address, "", "Accept", html, "Sec-Fetch-Site", "none")
}

// own are the headers of what the page's own script sends.
func (b *browser) own() []string {
	return []string{fromPage, "1", "Origin", "http://" + b.server.host, "Sec-Fetch-Site", "same-origin",
		"Content-Type", "application/x-www-form-urlencoded"}
}

// posts sends a form as the page's script does, and gives the status that the
// script is told, and the answer.
func (b *browser) posts(path string, pairs ...string) (status, location, page string) {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	r := b.send(b.t.Context(), "POST", path, form.Encode(), b.own()...)
	return r.Header.Get("Pleach-Status"), r.Header.Get("Location"), body(r)
}

func (b *browser) asks(path string) (status, page string) {
	b.t.Helper()
	r := b.send(b.t.Context(), "GET", path, "", b.own()...)
	return r.Header.Get("Pleach-Status"), body(r)
}

func body(r *http.Response) string {
	data, _ := io.ReadAll(r.Body)
	return string(data)
}

const password = "seven quiet canaries"

// signsUp makes an account, and ends on Today.
func (b *browser) signsUp(name string) {
	b.t.Helper()
	if status, to, page := b.posts("/signup", "name", name, "password", password); status != "303" || to != "/signup/kit" {
		b.t.Fatalf("signing up: %s to %q\n%s", status, to, page)
	}
}

// stream is a page's news.
type stream struct {
	t     *testing.T
	end   func()
	lines *bufio.Scanner
}

func (b *browser) listens() *stream {
	b.t.Helper()
	ctx, end := context.WithCancel(b.t.Context())
	r := b.send(ctx, "GET", newsPath, "", "Sec-Fetch-Site", "same-origin", "Accept", "text/event-stream")
	if r.Header.Get("Content-Type") != "text/event-stream" {
		b.t.Fatalf("no news: %d %s", r.StatusCode, body(r))
	}
	return &stream{b.t, end, bufio.NewScanner(r.Body)}
}

// hears waits for a word; others may come before.
func (s *stream) hears(what string) {
	s.t.Helper()
	for s.lines.Scan() {
		if s.lines.Text() == "event: "+what {
			return
		}
	}
	s.t.Fatalf("the stream ended before it said %q: %v", what, s.lines.Err())
}

// eventually waits until something is so; it fails when that takes forever.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}
