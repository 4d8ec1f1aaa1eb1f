package browser

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"syscall/js"

	"pleach/internal/remote"
)

// Fetch is remote.Transport over the browser's fetch, to this page's own
// origin. It sends no cookies, follows no redirects and caches nothing.
type Fetch struct{}

var _ remote.Transport = Fetch{}

// Do implements remote.Transport. When ctx ends the request is aborted.
func (Fetch) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	return exchange(ctx, r, func(answer js.Value) (remote.Response, error) {
		return readAll(ctx, answer)
	})
}

// Stream implements remote.Transport.
func (Fetch) Stream(ctx context.Context, r remote.Request, on func(event, data string)) error {
	_, err := exchange(ctx, r, func(answer js.Value) (remote.Response, error) {
		if answer.Get("status").Int() != 200 {
			return refusal(ctx, answer)
		}
		reader := answer.Get("body").Call("getReader")
		return remote.Response{}, remote.ReadEvents(&body{ctx: ctx, reader: reader}, on)
	})
	return err
}

// exchange fetches, and hands the answer to read while ctx can still abort it.
func exchange(ctx context.Context, r remote.Request, read func(js.Value) (remote.Response, error)) (remote.Response, error) {
	if err := ctx.Err(); err != nil {
		return remote.Response{}, err
	}
	abort := js.Global().Get("AbortController").New()
	stop := context.AfterFunc(ctx, func() { abort.Call("abort") })
	defer stop()
	answer, err := await(ctx, js.Global().Call("fetch", r.Path, options(r, abort.Get("signal"))))
	if err != nil {
		return remote.Response{}, fmt.Errorf("browser: %s: %w", r.Method, cause(ctx, err))
	}
	resp, err := read(answer)
	return resp, cause(ctx, err)
}

// cause prefers the context's own error to the browser's word for it.
func cause(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func options(r remote.Request, signal js.Value) map[string]any {
	headers := make(map[string]any, len(r.Header))
	for name, value := range r.Header {
		headers[name] = value
	}
	o := map[string]any{
		"method": r.Method, "headers": headers, "signal": signal,
		"cache": "no-store", "credentials": "omit", "redirect": "error", "referrerPolicy": "no-referrer",
	}
	if r.Body != nil {
		o["body"] = arrayOf(r.Body)
	}
	return o
}

func readAll(ctx context.Context, answer js.Value) (remote.Response, error) {
	var whole []byte
	if stream := answer.Get("body"); stream.Truthy() {
		reader := stream.Call("getReader")
		var err error
		whole, err = io.ReadAll(io.LimitReader(&body{ctx: ctx, reader: reader}, remote.MaxBody+1))
		if err != nil {
			return remote.Response{}, fmt.Errorf("browser: the answer broke off: %w", err)
		}
		if len(whole) > remote.MaxBody {
			reader.Call("cancel")
			return remote.Response{}, fmt.Errorf("browser: %w: more than %d bytes", remote.ErrNotARelay, remote.MaxBody)
		}
	}
	return remote.Response{
		Status: answer.Get("status").Int(),
		Header: headersOf(answer.Get("headers")),
		Body:   whole,
	}, nil
}

func headersOf(h js.Value) map[string]string {
	pairs := js.Global().Get("Array").Call("from", h)
	out := make(map[string]string, pairs.Length())
	for i := range pairs.Length() {
		pair := pairs.Index(i)
		out[http.CanonicalHeaderKey(pair.Index(0).String())] = pair.Index(1).String()
	}
	return out
}

func refusal(ctx context.Context, answer js.Value) (remote.Response, error) {
	r, err := readAll(ctx, answer)
	if err == nil {
		err = remote.StatusError(r)
	}
	if err == nil { // a 2xx that is not 200 carries no events
		err = fmt.Errorf("browser: %w: status %d where a stream was expected", remote.ErrNoAnswer, r.Status)
	}
	return remote.Response{}, err
}

// body reads a ReadableStream. Each chunk arrives in an event of its own, so
// reading never holds the event loop.
type body struct {
	ctx    context.Context
	reader js.Value
	rest   []byte
}

func (b *body) Read(p []byte) (int, error) {
	for len(b.rest) == 0 {
		chunk, err := await(b.ctx, b.reader.Call("read"))
		if err != nil {
			return 0, err
		}
		if chunk.Get("done").Bool() {
			return 0, io.EOF
		}
		b.rest = bytesOf(chunk.Get("value"))
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}
