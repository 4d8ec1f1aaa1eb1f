// Package webclient serves the web client: the shell, its scripts and styles,
// and the WebAssembly that answers the rest inside the browser. The files are
// made by internal/webclient/build and embedded.
//
// It knows nothing of who asks: no cookie, no session, no log. The relay's API
// is elsewhere, under /v1/.
//
// Left out on purpose: gzip (every browser that runs the client takes brotli;
// others get the plain file) and any page made on the server.
package webclient

import (
	"embed"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"

	"pleach/internal/webclient/headers"
	"pleach/internal/webclient/manifest"
)

//go:embed all:dist
var embedded embed.FS

// Config says what to serve. The zero value serves the embedded files.
type Config struct {
	// Files is a folder as the build writes it. Default: the embedded one.
	Files fs.FS
	// Native serves the shell whose requests a program on this machine answers,
	// and no service worker: there must be nothing between the two.
	Native bool
}

// Handler serves the web client. Any path that is not a file is answered with
// the shell when the client accepts HTML, so that every screen's address can be
// loaded anew. Paths under /v1/ are never answered with the shell.
func Handler(cfg Config) http.Handler {
	if cfg.Files == nil {
		cfg.Files, _ = fs.Sub(embedded, "dist")
	}
	if cfg.Native {
		return handler{files: cfg.Files, shell: nativeShell, hidden: []string{shell, nativeShell, "sw.js"}}
	}
	return handler{files: cfg.Files, shell: shell, hidden: []string{shell, nativeShell, "a/native."}}
}

// Manifest is the list of the embedded files, as the build made it. Errors:
// ErrUnbuilt.
func Manifest() (manifest.Manifest, error) {
	text, err := embedded.ReadFile("dist/" + manifest.Name)
	if err != nil {
		return manifest.Manifest{}, ErrUnbuilt
	}
	return manifest.Parse(text)
}

// ErrUnbuilt says that this binary has no web client in it.
var ErrUnbuilt = errors.New("this pleach was built without its web client")

type handler struct {
	files  fs.FS
	shell  string
	hidden []string // how the names begin of files without an address of their own
}

func (h handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	headers.Secure(w.Header())
	w.Header().Set("Content-Security-Policy", headers.Policy)
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "The web client is only read.", http.StatusMethodNotAllowed)
		return
	}
	if _, err := fs.Stat(h.files, h.shell); err != nil {
		unbuilt(w)
		return
	}
	name := h.file(r)
	if name == "" {
		http.Error(w, "There is nothing here.", http.StatusNotFound)
		return
	}
	h.serve(w, r, name)
}

const (
	shell       = "index.html"
	nativeShell = "native.html"
)

// file is the name of the file that answers a request, or "".
func (h handler) file(r *http.Request) string {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	switch {
	case name == "kitchen":
		return "kitchen.html"
	case h.servable(name):
		return name
	case strings.HasPrefix(name, "v1/") || path.Ext(name) != "":
		return ""
	case name == "" || strings.Contains(r.Header.Get("Accept"), "text/html"):
		return h.shell
	}
	return ""
}

// servable reports whether a name is a file that has an address of its own. A
// shell does not: it is what every other address shows.
func (h handler) servable(name string) bool {
	hidden := slices.ContainsFunc(h.hidden, func(beginning string) bool { return strings.HasPrefix(name, beginning) })
	if hidden || types[path.Ext(name)] == "" {
		return false
	}
	info, err := fs.Stat(h.files, name)
	return err == nil && info.Mode().IsRegular()
}

func (h handler) serve(w http.ResponseWriter, r *http.Request, name string) {
	header := w.Header()
	header.Set("Content-Type", types[path.Ext(name)])
	header.Set("Vary", "Accept-Encoding")
	header.Set("Cache-Control", caching(name))
	f, err := h.open(header, r, name)
	if err != nil {
		http.Error(w, "This file cannot be read.", http.StatusInternalServerError)
		return
	}
	defer f.Close()
	if r.Method == http.MethodGet {
		io.Copy(w, f) // the client going away is no error of ours
	}
}

// open prefers the compressed twin, when there is one and the client takes it.
func (h handler) open(header http.Header, r *http.Request, name string) (fs.File, error) {
	if takesBrotli(r) {
		if f, err := h.files.Open(name + ".br"); err == nil {
			header.Set("Content-Encoding", "br")
			return sized(header, f)
		}
	}
	f, err := h.files.Open(name)
	if err != nil {
		return nil, err
	}
	return sized(header, f)
}

// caching: files under /a/ have their content's hash in their name and never
// change; everything else is asked for again each time.
func caching(name string) string {
	if strings.HasPrefix(name, "a/") {
		return "public, max-age=31536000, immutable"
	}
	return "no-cache"
}

func unbuilt(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNotImplemented)
	io.WriteString(w, `<!doctype html><html lang="en"><title>No web client here</title>`+
		`<h1>No web client here</h1><p>This binary was built without its web client. `+
		`Run <code>make build</code> and start it again.</p>`)
}
