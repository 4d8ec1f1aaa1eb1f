package relayhttp

import (
	"context"
	"net/http"
	"sync"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

const (
	// writeTime is how long one write to a stream may take before the client
	// counts as gone.
	writeTime = 30 * time.Second
	// lastTime is how long a write may still take when the stream must end.
	lastTime = time.Second
	// maxChecks is how many streams at a time look whether their session is
	// still there. The others of the same moment wait in line.
	maxChecks = 8
)

// stream sends server-sent events until the client goes or its session ends. It
// begins with one event for every space, so that nothing is missed between the
// client's last pull and now.
func (s *Server) stream(c *call) error {
	st := &stream{server: s, holder: c.holder, writing: true}
	var err error
	if st.sub, err = s.Hub.Subscribe(c.session.Account, c.session.Device, st.woken); err != nil {
		return err
	}
	// The device may have been removed between admission and subscription.
	spaces, err := s.stillIn(c)
	if err != nil {
		st.sub.Close()
		return err
	}
	first := []byte(": here\n\n")
	for _, id := range spaces {
		first = appendNotice(first, relay.Notice{Event: wire.EventAdvanced, ID: id})
	}
	s.open.Add(1)
	c.status = http.StatusOK
	c.w.Header().Set("Content-Type", "text/event-stream")
	c.w.Header().Set("X-Accel-Buffering", "no")
	st.begin(c, first)
	return nil
}

func (s *Server) stillIn(c *call) ([]wire.ID, error) {
	if err := s.signedIn(c); err != nil {
		return nil, err
	}
	return s.Store.Spaces(c.r.Context(), c.session.Account)
}

// stream is one open stream. While it is quiet it has no buffer and no
// goroutine that writes: it is what the hub and a timer call.
type stream struct {
	server *Server
	holder holder
	sub    *relay.Subscription

	mu      sync.Mutex
	to      line        // set before the first write, under mu like all below
	beat    *time.Timer // for check
	due     bool        // there may be notices, or the end
	quiet   bool        // it is time for a heartbeat
	writing bool        // a goroutine is at write
	over    bool        // nothing is written any more
}

// begin writes the first events on the connection itself where it can be had,
// and through the handler otherwise, which then waits for the end.
func (st *stream) begin(c *call, first []byte) {
	if taken := c.takeOver(); taken != nil {
		st.start(taken, append(head(c.w.Header()), first...))
		go st.watch(taken)
		return
	}
	held := hold(c)
	st.start(held, first)
	select {
	case <-c.r.Context().Done():
		st.sub.Close()
	case <-held.over:
	}
	<-held.over
}

func (st *stream) start(to line, first []byte) {
	st.mu.Lock()
	st.to = to
	st.beat = time.AfterFunc(st.server.Heartbeat, st.check)
	st.mu.Unlock()
	if st.to.send(first) != nil {
		st.finish()
		return
	}
	go st.write()
}

// watch waits until the client goes. It has nothing to say on a connection that
// is a stream, so whatever it says ends the stream, too.
func (st *stream) watch(t *taken) {
	_, _ = t.conn.Read(t.byte[:])
	st.sub.Close()
}

// woken is called by the hub, and must not wait.
func (st *stream) woken(ended bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.due = true
	if ended && st.writing && !st.over && st.to != nil {
		go st.to.hurry()
	}
	st.wakeWriter()
}

func (st *stream) wakeWriter() {
	if !st.writing {
		st.writing = true
		go st.write()
	}
}

// check is the heartbeat. The stream ends here when its session has ended
// without a word to the hub, or its account was locked.
func (st *stream) check() {
	defer st.survive(st.sub.Close)
	s := st.server
	s.checks <- struct{}{}
	defer func() { <-s.checks }()
	ctx, cancel := context.WithTimeout(context.Background(), writeTime)
	defer cancel()
	if _, err := s.sessionOf(ctx, st.holder, s.Clock()); err != nil {
		st.sub.Close()
		return
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if !st.over {
		st.quiet = true
		st.beat.Reset(s.Heartbeat)
		st.wakeWriter()
	}
}

// write says what there is to say, and returns. There is one at a time.
func (st *stream) write() {
	defer st.survive(st.finish)
	for {
		quiet, more := st.next()
		if !more {
			return
		}
		notices, ended := st.sub.Take()
		var out []byte
		if quiet {
			out = append(out, ": still here\n\n"...)
		}
		for _, n := range notices {
			out = appendNotice(out, n)
		}
		if ended || len(out) > 0 && st.to.send(out) != nil {
			st.finish()
			return
		}
	}
}

// next takes what the writer is to do; when that is nothing, it may go.
func (st *stream) next() (quiet, more bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	quiet, more = st.quiet, st.quiet || st.due
	st.quiet, st.due, st.writing = false, false, more
	return quiet, more
}

// finish gives everything back. Only the writer calls it, once, and stays the
// last writer.
func (st *stream) finish() {
	st.mu.Lock()
	st.over = true
	st.beat.Stop()
	st.mu.Unlock()
	st.sub.Close()
	st.to.close()
	st.server.open.Add(-1)
}

// survive has a panic end this stream alone, as in a request.
func (st *stream) survive(end func()) {
	if v := recover(); v != nil {
		st.server.panicked(v, "GET /v1/stream")
		end()
	}
}

// Drain waits until every stream has ended, or ctx has. Close the hub before.
func (s *Server) Drain(ctx context.Context) {
	for s.open.Load() > 0 && ctx.Err() == nil {
		time.Sleep(5 * time.Millisecond)
	}
}

func appendNotice(b []byte, n relay.Notice) []byte {
	b = append(b, "event: "...)
	b = append(b, n.Event...)
	b = append(b, "\ndata: "...)
	b = append(b, n.ID.String()...)
	return append(b, "\n\n"...)
}
