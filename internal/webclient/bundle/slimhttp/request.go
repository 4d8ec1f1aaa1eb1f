package http

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
)

// Request is what the page asks for. PostForm is there after ParseForm.
type Request struct {
	Method        string
	URL           *url.URL
	Header        Header
	Body          io.ReadCloser
	ContentLength int64
	Host          string
	RequestURI    string
	PostForm      url.Values

	ctx  context.Context
	wild map[string]string
}

// NewRequestWithContext is a request for an address, with a body or nil.
func NewRequestWithContext(ctx context.Context, method, address string, body io.Reader) (*Request, error) {
	if method == "" {
		method = MethodGet
	}
	if !token(method) {
		return nil, errors.New("net/http: this is no method: " + method)
	}
	if ctx == nil {
		return nil, errors.New("net/http: nil Context")
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	r := &Request{Method: method, URL: u, Header: Header{}, Host: u.Host, ctx: ctx}
	if body != nil {
		r.Body = io.NopCloser(body)
	}
	return r, nil
}

// Context is the request's.
func (r *Request) Context() context.Context { return r.ctx }

// PathValue is what stands in the path where the pattern has {name}.
func (r *Request) PathValue(name string) string { return r.wild[name] }

// ParseForm fills PostForm from the body, and tells what is wrong with it or
// with the query.
func (r *Request) ParseForm() error {
	var err error
	if r.PostForm == nil {
		r.PostForm = url.Values{}
		if r.Method == MethodPost || r.Method == "PUT" || r.Method == "PATCH" {
			err = r.parseBody()
		}
	}
	if _, e := url.ParseQuery(r.URL.RawQuery); err == nil {
		err = e
	}
	return err
}

// tooLong is the length at which a form is refused.
const tooLong = 10<<20 + 1

func (r *Request) parseBody() error {
	if r.Body == nil {
		return errors.New("missing form body")
	}
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if strings.ToLower(strings.TrimSpace(kind)) != "application/x-www-form-urlencoded" {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, tooLong))
	if err != nil {
		return err
	}
	if len(body) == tooLong {
		return errors.New("http: POST too large")
	}
	r.PostForm, err = url.ParseQuery(string(body))
	return err
}

// FormValue is a form's field, or one of the query; empty when there is none.
func (r *Request) FormValue(name string) string {
	if err := r.ParseForm(); err == nil && r.PostForm.Has(name) {
		return r.PostForm.Get(name)
	}
	return r.URL.Query().Get(name)
}

// WithContext is a copy of the request with another context.
func (r *Request) WithContext(ctx context.Context) *Request {
	other := *r
	other.ctx = ctx
	return &other
}
