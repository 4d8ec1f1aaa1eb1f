// Package remote is the client's side of the relay's API: typed calls over a
// Transport, which carries bytes. The browser carries them with fetch, native
// programs with net/http, tests by calling the handler.
//
// It holds no state but the session token, retries nothing and decides nothing.
package remote

import "context"

// Request is one HTTP request. Path starts with a slash and may have a query.
type Request struct {
	Method string
	Path   string
	Header map[string]string
	Body   []byte
}

// Response is its answer, read whole. Header names are in canonical form.
type Response struct {
	Status int
	Header map[string]string
	Body   []byte
}

// Transport carries requests to one relay.
type Transport interface {
	// Do returns an error only when there was no answer; an HTTP error status
	// is an answer.
	Do(ctx context.Context, r Request) (Response, error)
	// Stream sends the request and calls on for each server-sent event until
	// the stream or ctx ends, which it returns as an error. A status other
	// than 200 is returned as a *wire.Problem.
	Stream(ctx context.Context, r Request, on func(event, data string)) error
}
