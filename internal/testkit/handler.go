package testkit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"pleach/internal/remote"
)

// HandlerTransport carries requests to a handler in the same process.
type HandlerTransport struct{ Handler http.Handler }

var _ remote.Transport = HandlerTransport{}

// Do calls the handler and reads its answer whole.
func (t HandlerTransport) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	req, err := request(ctx, r)
	if err != nil {
		return remote.Response{}, err
	}
	w := &recorder{header: http.Header{}, status: http.StatusOK}
	t.Handler.ServeHTTP(w, req)
	if err := ctx.Err(); err != nil {
		return remote.Response{}, err
	}
	return w.response(), nil
}

// Stream calls the handler in a goroutine of its own and reads events as they
// are flushed.
func (t HandlerTransport) Stream(ctx context.Context, r remote.Request, on func(event, data string)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := request(ctx, r)
	if err != nil {
		return err
	}
	body, events := io.Pipe()
	w := &recorder{header: http.Header{}, status: http.StatusOK, pipe: events}
	go func() {
		t.Handler.ServeHTTP(w, req)
		w.end()
	}()
	defer context.AfterFunc(ctx, func() { body.CloseWithError(ctx.Err()) })()
	return remote.ReadEvents(body, on)
}

func request(ctx context.Context, r remote.Request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, "http://relay.test"+r.Path, bytes.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	req.RemoteAddr, req.RequestURI = "192.0.2.1:1", r.Path
	return req, nil
}

// recorder is the answer as it is written. With a pipe, an answer of status 200
// goes there, and any other is kept whole and ends the stream as its error.
type recorder struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
	pipe   *io.PipeWriter
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if !w.wrote {
		w.status, w.wrote = status, true
	}
}

func (w *recorder) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	if w.streams() {
		return w.pipe.Write(b)
	}
	return w.body.Write(b)
}

// Flush has nothing to do: the pipe has no buffer.
func (w *recorder) Flush() {}

func (w *recorder) streams() bool { return w.pipe != nil && w.status == http.StatusOK }

func (w *recorder) end() {
	if w.streams() {
		w.pipe.Close()
		return
	}
	err := remote.StatusError(w.response())
	w.pipe.CloseWithError(errors.Join(err, fmt.Errorf("testkit: a stream with status %d", w.status)))
}

func (w *recorder) response() remote.Response {
	h := map[string]string{}
	for k := range w.header {
		h[k] = w.header.Get(k)
	}
	return remote.Response{Status: w.status, Header: h, Body: w.body.Bytes()}
}
