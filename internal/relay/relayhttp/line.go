package relayhttp

import (
	"bytes"
	"net"
	"net/http"
	"sync"
	"time"
)

// line is where the events of one stream go.
type line interface {
	// send writes, whatever write timeout the server has. One call at a time.
	send([]byte) error
	// hurry has a send that is under way end soon.
	hurry()
	// close ends the answer. Nothing is sent after it.
	close()
}

// taken is a connection that the stream has for itself: net/http keeps two
// buffers, the request and a goroutine with a large stack for each that it
// serves, and a quiet stream needs none of them.
type taken struct {
	conn net.Conn
	byte [1]byte
}

// takeOver is nil where a connection cannot be had: it carries other requests,
// too, as in HTTP/2, or is none, as in a test.
func (c *call) takeOver() *taken {
	conn, _, err := http.NewResponseController(c.w).Hijack()
	if err != nil {
		return nil
	}
	return &taken{conn: conn}
}

// head is the beginning of an answer that ends with its connection.
func head(h http.Header) []byte {
	var b bytes.Buffer
	b.WriteString("HTTP/1.1 200 OK\r\n")
	h.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	h.Set("Connection", "close")
	_ = h.Write(&b) // a buffer takes everything
	b.WriteString("\r\n")
	return b.Bytes()
}

func (t *taken) send(b []byte) error {
	if err := t.conn.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
		return err
	}
	_, err := t.conn.Write(b)
	return err
}

func (t *taken) hurry() { _ = t.conn.SetWriteDeadline(time.Now().Add(lastTime)) }

func (t *taken) close() { _ = t.conn.Close() }

// held is an answer of net/http. Its handler waits until over is closed, and
// nothing may touch the answer after that.
type held struct {
	w    http.ResponseWriter
	rc   *http.ResponseController
	over chan struct{}

	mu     sync.Mutex
	closed bool
}

func hold(c *call) *held {
	return &held{w: c.w, rc: http.NewResponseController(c.w), over: make(chan struct{})}
}

func (h *held) send(b []byte) error {
	h.allow(writeTime)
	if _, err := h.w.Write(b); err != nil {
		return err
	}
	return h.rc.Flush()
}

func (h *held) hurry() { h.allow(lastTime) }

func (h *held) allow(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		_ = h.rc.SetWriteDeadline(time.Now().Add(d)) // not all writers have one
	}
}

func (h *held) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.over)
	}
}
