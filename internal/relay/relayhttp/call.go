package relayhttp

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

// call is one request on its way through a route, and what is known of it.
type call struct {
	w       http.ResponseWriter
	r       *http.Request
	route   Route
	now     time.Time // the one time of this request
	holder  holder    // of the session
	session relay.Session
	body    []byte

	status int       // of the answer
	code   wire.Code // of the refusal
}

// readBody reads the body that the route takes, and no more of it than allowed.
func (c *call) readBody(l wire.Limits) error {
	if c.route.media == "" {
		return nil
	}
	if media, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type")); err != nil || media != c.route.media {
		p := relay.Refuse(wire.CodeMalformed, "This address takes a body of type "+c.route.media+".")
		p.Status = http.StatusUnsupportedMediaType
		return p
	}
	most := int64(c.route.most(l))
	if c.r.ContentLength > most {
		return c.tooLarge()
	}
	var err error
	c.body, err = readAll(http.MaxBytesReader(c.w, c.r.Body, most), c.r.ContentLength)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return c.tooLarge()
	case err != nil:
		return relay.Refuse(wire.CodeMalformed, "The body ended early.")
	}
	return nil
}

func (c *call) tooLarge() error {
	c.w.Header().Set("Connection", "close")
	return relay.Refuse(wire.CodeTooLarge, "The body is larger than this server takes.")
}

// readAll reads into a buffer of the announced size, if one was announced.
func readAll(r io.Reader, announced int64) ([]byte, error) {
	var b bytes.Buffer
	if announced > 0 {
		b.Grow(int(announced) + bytes.MinRead)
	}
	_, err := b.ReadFrom(r)
	return b.Bytes(), err
}

// decode reads the JSON body into v: one value, nothing that v does not know.
func (c *call) decode(v any) error {
	d := json.NewDecoder(bytes.NewReader(c.body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return relay.Refuse(wire.CodeMalformed, "The JSON in it is not what this address takes.")
	}
	if _, err := d.Token(); err != io.EOF {
		return relay.Refuse(wire.CodeMalformed, "There is more than one JSON value in it.")
	}
	return nil
}

// id reads an id from the path.
func (c *call) id(name string) (wire.ID, error) {
	id, err := wire.ParseID(c.r.PathValue(name))
	if err != nil {
		return id, relay.Refuse(wire.CodeMalformed, "An id in the address is not 22 base64url characters.")
	}
	return id, nil
}

// number reads a whole number of so many bits, in its only form.
func number(s string, bits int) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, bits)
	if err != nil || strconv.FormatUint(n, 10) != s {
		return 0, relay.Refuse(wire.CodeMalformed, "A number in the address is not a whole number in its range.")
	}
	return n, nil
}

// queryNumber is number for a query field; absent means 0.
func (c *call) queryNumber(name string, bits int) (uint64, error) {
	if s := c.r.URL.Query().Get(name); s != "" {
		return number(s, bits)
	}
	return 0, nil
}

// done answers that it was done, with nothing more to say.
func (c *call) done() error {
	c.status = http.StatusNoContent
	c.w.WriteHeader(c.status)
	return nil
}

// json answers with v.
func (c *call) json(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.bytes(http.StatusOK, typeJSON, b)
}

// bytes answers with a body. The client having gone is nobody's fault.
func (c *call) bytes(status int, media string, b []byte) error {
	c.status = status
	c.w.Header().Set("Content-Type", media)
	c.w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	c.w.WriteHeader(status)
	_, _ = c.w.Write(b)
	return nil
}

// refuse answers with the problem in err; what is not a problem becomes
// CodeInternal. Why the relay itself failed is in the log only.
func (s *Server) refuse(c *call, err error) {
	var p *wire.Problem
	if !errors.As(err, &p) {
		p = relay.Refuse(wire.CodeInternal, "")
	}
	if (p.Code == wire.CodeInternal || p.Code == wire.CodeFull) && c.r.Context().Err() == nil {
		s.Log.Error("failed", "route", c.route.Method+" "+c.route.Pattern, "err", err)
	}
	c.code = p.Code
	if c.status != 0 {
		return // an answer has begun; there is no taking it back
	}
	switch p.Status {
	case http.StatusUnauthorized:
		c.w.Header().Set("WWW-Authenticate", "Bearer")
	case http.StatusTooManyRequests:
		if c.w.Header().Get("Retry-After") == "" {
			c.w.Header().Set("Retry-After", "5")
		}
	}
	b, err := json.Marshal(p)
	if err != nil {
		b = nil
	}
	_ = c.bytes(p.Status, "application/problem+json", b)
}
