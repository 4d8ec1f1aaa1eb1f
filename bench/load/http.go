package load

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
)

// Conn is one connection that stays open and asks one thing at a time. It
// writes a request in one piece and reads the answer with net/http's parser;
// a whole net/http client would cost the machine more than the servers do.
type Conn struct {
	conn net.Conn
	in   *bufio.Reader
	out  []byte
}

// Dial connects to a host:port.
func Dial(addr string) (*Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &Conn{conn: conn, in: bufio.NewReaderSize(conn, 32<<10)}, nil
}

// Header is what stands between the request line and the length of the body.
type Header []byte

// NewHeader joins names and values, and adds the host.
func NewHeader(host string, pairs ...string) Header {
	h := []byte("Host: " + host + "\r\n")
	for i := 0; i+1 < len(pairs); i += 2 {
		h = append(h, pairs[i]+": "+pairs[i+1]+"\r\n"...)
	}
	return h
}

// Ask sends a request and reads the whole answer. The body of the answer goes
// to read, or nowhere when read is nil. A status over 299 is an error.
func (c *Conn) Ask(method, path string, h Header, body []byte, read func(*http.Response) error) error {
	resp, err := c.begin(method, path, h, body)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if read != nil {
		return read(resp)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// Hold begins a GET whose answer has no end, and reads it away until the
// connection is closed. Nothing else can be asked on it any more.
func (c *Conn) Hold(path string, h Header) error {
	resp, err := c.begin(http.MethodGet, path, h, nil)
	if err != nil {
		return err
	}
	go func() { _, _ = io.Copy(io.Discard, resp.Body) }()
	return nil
}

// begin sends a request and reads the head of the answer.
func (c *Conn) begin(method, path string, h Header, body []byte) (*http.Response, error) {
	c.out = append(c.out[:0], method...)
	c.out = append(append(append(c.out, ' '), path...), " HTTP/1.1\r\n"...)
	c.out = append(c.out, h...)
	if method != http.MethodGet {
		c.out = append(c.out, "Content-Length: "...)
		c.out = append(strconv.AppendInt(c.out, int64(len(body)), 10), "\r\n"...)
	}
	c.out = append(append(c.out, "\r\n"...), body...)
	if _, err := c.conn.Write(c.out); err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(c.in, nil)
	if err != nil || resp.StatusCode <= 299 {
		return resp, err
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 200))
	return nil, fmt.Errorf("%s: status %d: %s", method, resp.StatusCode, said)
}

// Close ends the connection.
func (c *Conn) Close() { _ = c.conn.Close() }
