package webclient

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"pleach/internal/webclient/headers"
)

// files are a small web client, as the build would write it.
var files = fstest.MapFS{
	"index.html":                {Data: []byte("<!doctype html>shell")},
	"native.html":               {Data: []byte("<!doctype html>native")},
	"a/native.abc.js":           {Data: []byte("worker, natively")},
	"a/app.abc.wasm":            {Data: []byte("plain wasm")},
	"a/app.abc.wasm.br":         {Data: []byte("small")},
	"sw.js":                     {Data: []byte("worker")},
	"kitchen.html":              {Data: []byte("flour")},
	"manifest.webmanifest":      {Data: []byte("{}")},
	".gitignore":                {Data: []byte("*")},
	"secret.key":                {Data: []byte("never")},
	"manifest.webmanifest.orig": {Data: []byte("never")},
}

func get(t *testing.T, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	Handler(Config{Files: files}).ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const html = "text/html,application/xhtml+xml"

func TestWhatAnswersWhat(t *testing.T) {
	for _, c := range []struct {
		path, accept string
		status       int
		want         string
	}{
		{"/", html, 200, "<!doctype html>shell"},
		{"/checkin", html, 200, "<!doctype html>shell"},
		{"/checkin/2026-48/talk", html, 200, "<!doctype html>shell"},
		{"/checkin", "*/*", 404, ""},
		{"/a/app.abc.wasm", "*/*", 200, "plain wasm"},
		{"/a/app.old.wasm", html, 404, ""},
		{"/sw.js", "*/*", 200, "worker"},
		{"/kitchen", html, 200, "flour"},
		{"/v1/info", html, 404, ""},
		{"/.gitignore", html, 404, ""},
		{"/secret.key", html, 404, ""},
		{"/manifest.webmanifest.orig", html, 404, ""},
		{"/a/app.abc.wasm.br", html, 404, ""},
		{"/a/../secret.key", html, 404, ""},
		{"/index.html", html, 404, ""},
		{"/native.html", html, 404, ""},
		{"/a/native.abc.js", html, 404, ""},
	} {
		r := get(t, c.path, "Accept", c.accept)
		if got := body(t, r); r.StatusCode != c.status || c.status == 200 && got != c.want {
			t.Errorf("GET %s (Accept %s) = %d %q, want %d %q", c.path, c.accept, r.StatusCode, got, c.status, c.want)
		}
	}
}

// Natively every page is the other shell, and there is no service worker to
// stand between the page and the program.
func TestWhatAnswersNatively(t *testing.T) {
	native := Handler(Config{Files: files, Native: true})
	for path, want := range map[string]string{
		"/": "200 <!doctype html>native", "/checkin": "200 <!doctype html>native", "/kitchen": "200 flour", "/a/native.abc.js": "200 worker, natively",
		"/a/app.abc.wasm": "200 plain wasm", "/sw.js": "404", "/index.html": "404", "/native.html": "404",
	} {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Accept", html)
		w := httptest.NewRecorder()
		native.ServeHTTP(w, r)
		if got := fmt.Sprint(w.Code, " ", w.Body); !strings.HasPrefix(got, want) {
			t.Errorf("GET %s = %s, want %s", path, got, want)
		}
		if w.Header().Get("Content-Security-Policy") != headers.Policy {
			t.Errorf("GET %s has another policy", path)
		}
	}
}

func TestBrotliIsServedToThoseWhoTakeIt(t *testing.T) {
	for accept, small := range map[string]bool{
		"gzip, deflate, br": true, "br;q=0.5": true, "br; q=1.0, gzip": true,
		"gzip": false, "": false, "br;q=0": false, "brotli": false, "gzip, br; q=0.0": false,
	} {
		r := get(t, "/a/app.abc.wasm", "Accept-Encoding", accept)
		encoded := r.Header.Get("Content-Encoding") == "br"
		if encoded != small || (body(t, r) == "small") != small {
			t.Errorf("Accept-Encoding %q: brotli %t, want %t", accept, encoded, small)
		}
		if r.Header.Get("Vary") != "Accept-Encoding" || r.Header.Get("Content-Type") != "application/wasm" {
			t.Errorf("Accept-Encoding %q: headers %v", accept, r.Header)
		}
	}
}

func TestNamedByContentMeansKeptForever(t *testing.T) {
	if got := get(t, "/a/app.abc.wasm").Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("hashed file: %q", got)
	}
	for _, path := range []string{"/", "/sw.js", "/kitchen", "/manifest.webmanifest"} {
		if got := get(t, path, "Accept", html).Header.Get("Cache-Control"); got != "no-cache" {
			t.Errorf("%s: Cache-Control %q, want no-cache", path, got)
		}
	}
}

func TestEveryAnswerIsLockedDown(t *testing.T) {
	for _, path := range []string{"/", "/sw.js", "/kitchen", "/nothing.png"} {
		h := get(t, path, "Accept", html).Header
		for name, want := range map[string]string{
			"Content-Security-Policy": headers.Policy, "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp",
			"Cross-Origin-Resource-Policy": "same-origin", "X-Content-Type-Options": "nosniff",
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s = %q, want %q", path, name, h.Get(name), want)
			}
		}
		if h.Get("Set-Cookie") != "" {
			t.Errorf("%s sets a cookie", path)
		}
	}
}

func TestTheClientIsOnlyRead(t *testing.T) {
	r := httptest.NewRequest("POST", "/", strings.NewReader("x"))
	w := httptest.NewRecorder()
	Handler(Config{Files: files}).ServeHTTP(w, r)
	if w.Code != 405 || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST / = %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestABinaryWithoutItsClientSaysSo(t *testing.T) {
	w := httptest.NewRecorder()
	Handler(Config{Files: fstest.MapFS{}}).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != 501 || !strings.Contains(w.Body.String(), "make build") {
		t.Errorf("got %d %q", w.Code, w.Body.String())
	}
}

// The neutral page must look like nothing of ours, to whoever looks over a
// shoulder or into the tab bar.
func TestTheNeutralPageHasNoTrace(t *testing.T) {
	for _, name := range []string{"kitchen.html", "kitchen.css", "kitchen.svg"} {
		data, err := os.ReadFile("../screens/static/neutral/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if m := regexp.MustCompile(`(?i)pleach|partner|couple|unlock|<script`).Find(data); m != nil {
			t.Errorf("%s says %q", name, m)
		}
	}
}
