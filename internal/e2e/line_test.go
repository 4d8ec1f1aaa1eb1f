package e2e

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// line is the only way from one person's browser to anywhere, as its proxy. It
// can be cut, remembers every byte that was sent, and lets nothing through but
// to the server.
type line struct {
	*httptest.Server
	host string
	cut  atomic.Bool
	next http.Handler

	mu    sync.Mutex
	sent  bytes.Buffer
	taken []string // requests that the server answered with yes, as "PUT /v1/..."
	alien []string
}

func newLine(t *testing.T, host string) *line {
	l := &line{host: host}
	l.next = &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.Out.Host = r.In.Host },
		FlushInterval:  -1, // events pass at once
		ModifyResponse: l.answered,
		ErrorLog:       log.New(io.Discard, "", 0),
		ErrorHandler:   func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	l.Server = httptest.NewServer(l)
	t.Cleanup(func() { l.CloseClientConnections(); l.Close() })
	return l
}

// ServeHTTP passes one request on, or hangs up.
func (l *line) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if l.cut.Load() {
		panic(http.ErrAbortHandler)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	l.remember(r, body)
	if r.Host != l.host || r.Method == http.MethodConnect {
		http.Error(w, "nothing but the server is behind this line", http.StatusForbidden)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	l.next.ServeHTTP(w, r)
}

// answered notes what the server took.
func (l *line) answered(r *http.Response) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r.StatusCode < 300 {
		l.taken = append(l.taken, r.Request.Method+" "+r.Request.URL.Path)
	}
	return nil
}

// count is how many requests the server took whose line matches.
func (l *line) count(match *regexp.Regexp) (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, t := range l.taken {
		if match.MatchString(t) {
			n++
		}
	}
	return n
}

// chromiumsOwn are whom Chromium asks by itself, whatever page is open. They
// get no answer either. A page of ours that asked them would be a fault of its
// own (chromium.Browser.Faults).
var chromiumsOwn = []string{
	"accounts.google.com", "clients2.google.com", "update.googleapis.com", "content-autofill.googleapis.com",
	"optimizationguide-pa.googleapis.com", "passwordsleakcheck-pa.googleapis.com",
	"redirector.gvt1.com", // the dictionary, at the first key in a field
}

func (l *line) remember(r *http.Request, body []byte) {
	head, _ := httputil.DumpRequest(r, false)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent.WriteString(r.URL.String() + "\n")
	l.sent.Write(head)
	l.sent.Write(body)
	if r.Host != l.host && !slices.Contains(chromiumsOwn, r.URL.Hostname()) {
		l.alien = append(l.alien, r.Method+" "+r.URL.String())
	}
}

// all is everything that was sent.
func (l *line) all() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return bytes.Clone(l.sent.Bytes())
}

// strangers are the requests to anywhere else.
func (l *line) strangers() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.alien, "\n")
}

func (l *line) cuts() {
	l.cut.Store(true)
	l.CloseClientConnections()
}

func (l *line) mends() { l.cut.Store(false) }
