// Package nethttp is the Transport of native programs, over net/http. The web
// client has the browser's fetch and must not link this.
//
// Absent on purpose: retries, redirects and cookies. A redirect is an answer
// that is not a relay's.
package nethttp

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"pleach/internal/remote"
)

// Transport calls the relay at one origin. Make it with New.
type Transport struct {
	origin string
	client *http.Client
}

// New returns a transport to an origin such as "https://pleach.example". It follows
// no redirects and waits at most half a minute for an answer to begin.
func New(origin string) Transport {
	base := http.DefaultTransport.(*http.Transport).Clone()
	base.ResponseHeaderTimeout = 30 * time.Second
	return Transport{origin: origin, client: &http.Client{
		Transport:     base,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

var _ remote.Transport = Transport{}

// Do sends one request and reads its answer whole.
func (t Transport) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	resp, err := t.send(ctx, r)
	if err != nil {
		return remote.Response{}, err
	}
	defer resp.Body.Close()
	return read(resp)
}

// Stream reads server-sent events until the stream ends.
func (t Transport) Stream(ctx context.Context, r remote.Request, on func(event, data string)) error {
	resp, err := t.send(ctx, r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusOK {
		return remote.ReadEvents(resp.Body, on)
	}
	answer, err := read(resp)
	if err == nil {
		err = remote.StatusError(answer)
	}
	if err == nil {
		err = fmt.Errorf("%w: a stream with status %d", remote.ErrNotARelay, answer.Status)
	}
	return err
}

func (t Transport) send(ctx context.Context, r remote.Request) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, t.origin+r.Path, bytes.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	return t.client.Do(req)
}

func read(resp *http.Response) (remote.Response, error) {
	body, err := io.ReadAll(io.LimitReader(resp.Body, remote.MaxBody+1))
	if err != nil {
		return remote.Response{}, err
	}
	if len(body) > remote.MaxBody {
		return remote.Response{}, fmt.Errorf("%w: more than %d bytes", remote.ErrNotARelay, remote.MaxBody)
	}
	h := make(map[string]string, len(resp.Header))
	for k := range resp.Header {
		h[k] = resp.Header.Get(k)
	}
	return remote.Response{Status: resp.StatusCode, Header: h, Body: body}, nil
}
