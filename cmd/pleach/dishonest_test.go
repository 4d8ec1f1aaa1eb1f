package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/testscript"

	"pleach/internal/webclient"
	"pleach/internal/webclient/headers"
	"pleach/internal/webclient/manifest"
)

// dishonest starts a server at $BAD. It stands before $URL and changes what the
// script says; "gzip" changes nothing but how it is packed.
func dishonest(ts *testscript.TestScript, _ bool, args []string) {
	honest, err := url.Parse(ts.Getenv("URL"))
	ts.Check(err)
	lie, ok := lies[args[0]]
	if !ok {
		ts.Fatalf("nobody knows how to lie like %q", args[0])
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(honest)
			r.Out.Header.Del("Accept-Encoding") // so that the bytes are plain
		},
		ModifyResponse: lie,
	}
	var handler http.Handler = proxy
	if args[0] == "older" {
		handler = older()
	}
	server := httptest.NewServer(handler)
	ts.Defer(server.Close)
	ts.Setenv("BAD", server.URL)
}

// lies are what can be done to one answer.
var lies = map[string]func(*http.Response) error{
	"older": nil,
	"byte": at("/a/app.", func(_ *http.Response, body []byte) []byte {
		body[len(body)/2] ^= 1
		return body
	}),
	"missing": at("/a/style.", func(r *http.Response, _ []byte) []byte {
		r.StatusCode = http.StatusNotFound
		return nil
	}),
	"script": at("/", func(_ *http.Response, body []byte) []byte {
		return bytes.Replace(body, []byte("</head>"), []byte(`<script src="/a/more.js"></script></head>`), 1)
	}),
	"inline": at("/settings", func(_ *http.Response, body []byte) []byte {
		return bytes.Replace(body, []byte("</head>"), []byte(`<script>fetch("//elsewhere.example")</script></head>`), 1)
	}),
	"away": at("/a/worker.", func(r *http.Response, _ []byte) []byte {
		r.StatusCode = http.StatusFound
		r.Header.Set("Location", "http://elsewhere.example/a/worker.js")
		return nil
	}),
	"loose": at("/a/shim.", func(r *http.Response, body []byte) []byte {
		r.Header.Set("Content-Security-Policy", "default-src * 'unsafe-inline'")
		return body
	}),
	"gzip": at("/", func(r *http.Response, body []byte) []byte {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, _ = w.Write(body)
		_ = w.Close()
		r.Header.Set("Content-Encoding", "gzip")
		return out.Bytes()
	}),
}

// at changes answers for one address, or for those that begin like it.
func at(path string, change func(*http.Response, []byte) []byte) func(*http.Response) error {
	return func(r *http.Response) error {
		asked := r.Request.URL.Path
		if asked != path && (path == "/" || !strings.HasPrefix(asked, path)) {
			return nil
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		body = change(r, body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		r.Header.Set("Content-Length", strconv.Itoa(len(body)))
		return nil
	}
}

// older is a whole client of another version, with the right list of it.
func older() http.Handler {
	served := map[string][]byte{"/": []byte("<!doctype html>an old shell"), "/sw.js": []byte("old"), "/kitchen": []byte("flour"), "/a/app.old.wasm": []byte("old")}
	list := manifest.Of(headers.Policy, served).Text()
	return webclient.Handler(webclient.Config{Files: fstest.MapFS{
		"index.html": {Data: served["/"]}, "sw.js": {Data: served["/sw.js"]}, "kitchen.html": {Data: served["/kitchen"]},
		"a/app.old.wasm": {Data: served["/a/app.old.wasm"]}, manifest.Name: {Data: list},
	}})
}
