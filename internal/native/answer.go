package native

import (
	"bytes"
	"net/http"
	"strconv"

	"pleach/internal/client"
)

// maxBody bounds a form, in bytes. The longest that a page takes is far below.
const maxBody = 4 << 20

// bound is how much a request may carry: a form, or a file that somebody brings.
func bound(r *http.Request) int64 {
	if r.Header.Get("Content-Type") == "application/octet-stream" {
		return client.MaxFile + 1
	}
	return maxBody
}

// answer lets the rooms answer a request of the page's script. The status
// travels in a header of a 200: a script is not shown a redirect otherwise.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, bound(r))
	whole := &recorder{header: w.Header().Clone(), status: http.StatusOK}
	if !whole.record(s.rooms, r) {
		whole = &recorder{header: w.Header().Clone(), status: http.StatusInternalServerError}
		whole.header.Set("Content-Type", "text/html; charset=utf-8")
		whole.body.WriteString(brokenPage)
	}
	if s.app.Person() != nil {
		s.opened.Store(true)
	}
	whole.header.Set("Pleach-Status", strconv.Itoa(whole.status))
	clear(w.Header())
	for name, values := range whole.header {
		w.Header()[name] = values
	}
	_, _ = w.Write(whole.body.Bytes()) // a page that has gone away is no error
}

const brokenPage = `<main><h1 tabindex="-1">Something went wrong here</h1>
<p>What you saved is still on this device. Go back and try again, or load the page anew.</p>
<p><a href="/">Back to the beginning</a></p></main>
`

// recorder keeps an answer whole, so that one that breaks off shows no half.
type recorder struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
}

// record runs a handler and reports whether it came to its end. What it panicked
// with is not shown or logged: it may hold what somebody wrote.
func (w *recorder) record(h http.Handler, r *http.Request) (whole bool) {
	defer func() { _ = recover() }()
	h.ServeHTTP(w, r)
	return true
}

// Header implements http.ResponseWriter.
func (w *recorder) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter: the first status counts.
func (w *recorder) WriteHeader(status int) {
	if !w.wrote {
		w.status, w.wrote = status, true
	}
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(b []byte) (int, error) {
	w.wrote = true
	return w.body.Write(b)
}
