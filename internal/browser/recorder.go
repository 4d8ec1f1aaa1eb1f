package browser

import (
	"bytes"
	"net/http"
)

// recorder is a ResponseWriter that keeps an answer whole, because the page
// takes it in one message.
type recorder struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
}

func newRecorder() *recorder { return &recorder{header: http.Header{}, status: http.StatusOK} }

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

// serve runs the handler. A panic replaces whatever it had written.
func serve(w *recorder, r *http.Request, h http.Handler) {
	defer func() {
		if recover() != nil {
			w.fail(http.StatusInternalServerError)
		}
	}()
	h.ServeHTTP(w, r)
}

const failed = `<main><h1 tabindex="-1">Something went wrong here</h1>` +
	`<p>What you saved is still on this device. Go back and try again, or load the page anew.</p>` +
	`<p><a href="/">Back to the beginning</a></p></main>`

// fail makes the answer an error page that needs nothing else to work.
func (w *recorder) fail(status int) {
	w.header, w.status, w.wrote = http.Header{}, status, true
	w.header.Set("Pleach-Title", "Something%20went%20wrong")
	w.body.Reset()
	w.body.WriteString(failed)
}
