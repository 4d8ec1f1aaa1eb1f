package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"pleach/wire"
)

// ErrNoAnswer says that nothing came back, or nothing from a relay that speaks
// our protocol. The call may or may not have happened.
var ErrNoAnswer = errors.New("remote: no answer from the relay")

// ErrNotARelay is the ErrNoAnswer where something did come back, and no relay
// that this build knows says so: a captive portal's page, a proxy's error, a
// refusal with a code that nobody knows, half a body, or one without end.
var ErrNotARelay = fmt.Errorf("%w: what answered does not speak as one", ErrNoAnswer)

// MaxBody bounds an answer, in bytes: the largest pull and some room. Transports
// read no further.
const MaxBody = 16 << 20

// Client calls one relay. It is safe for concurrent use.
type Client struct {
	transport Transport
	mu        sync.Mutex
	token     string
}

// New returns a client that is not signed in.
func New(t Transport) *Client { return &Client{transport: t} }

// SetToken uses a session token that an earlier Login gave; "" forgets it.
func (c *Client) SetToken(token string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.token = token
}

// request builds a request with the headers that every call has.
func (c *Client) request(method, path, contentType string, body []byte) Request {
	h := map[string]string{wire.HeaderVersion: strconv.Itoa(wire.Version)}
	if contentType != "" {
		h["Content-Type"] = contentType
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token != "" {
		h["Authorization"] = "Bearer " + c.token
	}
	return Request{Method: method, Path: path, Header: h, Body: body}
}

// do sends a request and turns every status that is not 2xx into an error.
func (c *Client) do(ctx context.Context, r Request) (Response, error) {
	resp, err := c.transport.Do(ctx, r)
	if err != nil {
		return Response{}, fmt.Errorf("%w: %w", ErrNoAnswer, err)
	}
	if len(resp.Body) > MaxBody {
		return Response{}, fmt.Errorf("%w: more than %d bytes", ErrNotARelay, MaxBody)
	}
	return resp, StatusError(resp)
}

// json sends in as JSON, if there is one, and reads the answer into out.
func (c *Client) json(ctx context.Context, method, path string, in, out any) error {
	var body []byte
	var contentType string
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("remote: encode %s: %w", path, err)
		}
		body, contentType = b, "application/json"
	}
	resp, err := c.do(ctx, c.request(method, path, contentType, body))
	if err != nil || out == nil {
		return err
	}
	if err := json.Unmarshal(resp.Body, out); err != nil {
		return fmt.Errorf("%w: %s %s gave no JSON", ErrNotARelay, method, path)
	}
	return nil
}

// frames sends a binary body.
func (c *Client) frames(ctx context.Context, method, path string, body []byte) (Response, error) {
	contentType := ""
	if body != nil {
		contentType = wire.ContentFrames
	}
	return c.do(ctx, c.request(method, path, contentType, body))
}
