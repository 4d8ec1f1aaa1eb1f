package browser

import (
	"context"
	"io"
	"net/http"
	"strings"
	"syscall/js"
)

// Serve answers the page's requests with h, each in a goroutine of its own, and
// tells the page that it can begin. It returns when ctx ends.
//
// A handler that panics gives the page a 500 with words of our own; the worker
// goes on. What the handler panicked with is not shown or logged: it may hold
// what somebody wrote.
func Serve(ctx context.Context, h http.Handler) {
	handle := js.FuncOf(func(_ js.Value, args []js.Value) any {
		m := messageOf(args[0])
		go func() { post(m.answer(ctx, h)) }()
		return nil
	})
	defer handle.Release()
	js.Global().Set("pleachHandle", handle)
	Tell("ready")
	<-ctx.Done()
}

// Tell sends the page a message that is no answer: "changed" when something on
// view may have changed, "locked" when the keys are gone.
func Tell(what string) { post(map[string]any{"type": what}) }

// Origin is the scheme, host and port that this page came from.
func Origin() string { return js.Global().Get("location").Get("origin").String() }

func post(m map[string]any) { js.Global().Call("postMessage", m) }

// message is a request as the page posts it. The page has no other way in.
type message struct {
	id                int
	method, url, body string
	header            http.Header
}

func messageOf(v js.Value) message {
	m := message{
		id:     v.Get("id").Int(),
		method: v.Get("method").String(),
		url:    v.Get("url").String(),
		body:   bodyOf(v.Get("body")),
		header: http.Header{},
	}
	pairs := js.Global().Get("Object").Call("entries", v.Get("headers"))
	for i := range pairs.Length() {
		m.header.Set(pairs.Index(i).Index(0).String(), pairs.Index(i).Index(1).String())
	}
	return m
}

// bodyOf is a form as text, or a file as bytes.
func bodyOf(v js.Value) string {
	if v.Type() == js.TypeString {
		return v.String()
	}
	return string(bytesOf(v))
}

// whole is an answer's body as the page takes it: text, unless it is a file.
func (w *recorder) whole() any {
	if w.header.Get("Content-Type") == "application/octet-stream" {
		return arrayOf(w.body.Bytes())
	}
	return w.body.String()
}

// answer runs the handler and returns the message for the page.
func (m message) answer(ctx context.Context, h http.Handler) map[string]any {
	w := newRecorder()
	r, err := http.NewRequestWithContext(ctx, m.method, m.url, io.NopCloser(strings.NewReader(m.body)))
	if err != nil {
		w.fail(http.StatusBadRequest)
	} else {
		r.Header, r.ContentLength, r.RequestURI, r.Host = m.header, int64(len(m.body)), m.url, "pleach"
		serve(w, r, h)
	}
	headers := make(map[string]any, len(w.header))
	for name := range w.header {
		headers[strings.ToLower(name)] = w.header.Get(name)
	}
	return map[string]any{
		"type": "response", "id": m.id, "status": w.status, "headers": headers, "body": w.whole(),
	}
}
