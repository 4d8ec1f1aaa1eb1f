package verify

import (
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"pleach/internal/webclient/manifest"
)

const policy = "default-src 'none'"

var client = map[string][]byte{"/": []byte("<!doctype html>shell"), "/sw.js": []byte("worker"), "/a/app.x.wasm": []byte("wasm")}

// honest serves the client as it is, with its list.
func honest() *http.ServeMux {
	mux := http.NewServeMux()
	for at, data := range client {
		mux.HandleFunc(strings.TrimSuffix(at, "/")+end(at), func(w http.ResponseWriter, _ *http.Request) { send(w, data) })
	}
	mux.HandleFunc(manifest.Address, func(w http.ResponseWriter, _ *http.Request) { w.Write(manifest.Of(policy, client).Text()) })
	return mux
}

func end(at string) string {
	if at == "/" {
		return "/{$}"
	}
	return ""
}

func send(w http.ResponseWriter, data []byte) {
	w.Header().Set("Content-Security-Policy", policy)
	w.Write(data)
}

// instead answers one address in another way.
func instead(at string, h http.HandlerFunc) http.Handler {
	rest := honest()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == at {
			h(w, r)
			return
		}
		rest.ServeHTTP(w, r)
	})
}

func check(t *testing.T, h http.Handler) Report {
	t.Helper()
	s := httptest.NewServer(h)
	defer s.Close()
	r, err := Check(t.Context(), Config{URL: s.URL, Want: manifest.Of(policy, client)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatAServerMayDoAndMayNot(t *testing.T) {
	for name, c := range map[string]struct {
		at   string
		do   http.HandlerFunc
		kind Kind // "" is fine
		what string
	}{
		"nothing": {at: "/nowhere"},
		"another place of its own": {at: "/sw.js", do: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/a/../a/app.x.wasm", http.StatusFound)
		}, kind: Differs, what: "it has 4 bytes"},
		"circles": {at: "/sw.js", do: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/sw.js", http.StatusFound)
		}, kind: Missing, what: "again and again"},
		"another port": {at: "/sw.js", do: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/sw.js", http.StatusFound)
		}, kind: Missing, what: "sends on to http://127.0.0.1:1, which was not followed"},
		"brotli": {at: "/sw.js", do: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			w.Header().Set("Content-Security-Policy", policy)
			b := brotli.NewWriter(w)
			b.Write(client["/sw.js"])
			b.Close()
		}},
		"a file without its end": {at: "/sw.js", do: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			w.Write([]byte("not at all"))
		}, kind: Missing, what: "cannot be read"},
		"a packing that nobody asked for": {at: "/sw.js", do: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "zstd")
			w.Write([]byte("x"))
		}, kind: Missing, what: `"zstd"`},
		"a small answer that unpacks without end": {at: "/sw.js", do: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Security-Policy", policy)
			zip := gzip.NewWriter(w)
			for range 64 {
				zip.Write(make([]byte, 1<<20))
			}
			zip.Close()
		}, kind: Differs, what: "it is longer than"},
		"a policy beside ours": {at: "/sw.js", do: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("Content-Security-Policy", "img-src 'none'") // only makes it stricter
			w.Header().Add("Content-Security-Policy", policy)
			w.Write(client["/sw.js"])
		}},
		"a cookie": {at: "/", do: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Set-Cookie", "id=1")
			send(w, client["/"])
		}, kind: Weaker, what: "Set-Cookie"},
		"somewhere else, a moment later": {at: "/", do: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Refresh", "0;url=//elsewhere.example")
			send(w, client["/"])
		}, kind: Weaker, what: "Refresh"},
		"no list": {at: manifest.Address, do: http.NotFound, kind: Missing, what: "publishes no list"},
		"a list that is none": {at: manifest.Address, do: func(w http.ResponseWriter, _ *http.Request) {
			w.Write([]byte("<!doctype html>"))
		}, kind: Missing, what: "publishes no list"},
		"a page in a page": {at: "/", do: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			send(w, []byte("<!doctype html><IFRAME\n src=//elsewhere.example>"))
		}, kind: Extra, what: `"//elsewhere.example"`},
	} {
		t.Run(name, func(t *testing.T) {
			r := check(t, instead(c.at, c.do))
			if c.kind == "" {
				if !r.OK() {
					t.Errorf("found %v", r.Findings)
				}
				return
			}
			for _, f := range r.Findings {
				if f.Kind == c.kind && f.Path == c.at && strings.Contains(f.What, c.what) {
					return
				}
			}
			t.Errorf("found %v, want %s at %s with %q", r.Findings, c.kind, c.at, c.what)
		})
	}
}

// A list that a server publishes leads nowhere but to that server, and what it
// lists without serving it is told.
func TestAServerThatDoesNotServeItsOwnList(t *testing.T) {
	longer := map[string][]byte{"/a/other.js": []byte("other")}
	for at, data := range client {
		longer[at] = data
	}
	r := check(t, instead(manifest.Address, func(w http.ResponseWriter, _ *http.Request) {
		w.Write(manifest.Of(policy, longer).Text())
	}))
	if r.OK() || r.Itself || !strings.Contains(r.String(), "It does not serve what its own list says") {
		t.Errorf("%s", r)
	}
}

func TestWhatIsNoServerIsNoDifference(t *testing.T) {
	for _, url := range []string{"", "pleach.example", "ftp://pleach.example", "https://ada:secret@pleach.example", "https://pleach.example/?x", "https://pleach.example/settings", "https://\x00"} {
		_, err := Check(t.Context(), Config{URL: url})
		if !errors.Is(err, ErrURL) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", url, err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Check(ended, Config{URL: "http://127.0.0.1:1"}); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}
