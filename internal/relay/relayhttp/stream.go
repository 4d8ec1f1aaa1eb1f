package relayhttp

import (
	"net/http"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

// writeTime is how long one write to a stream may take before the client
// counts as gone.
const writeTime = 30 * time.Second

// stream sends server-sent events until the client goes or its session ends. It
// begins with one event for every space, so that nothing is missed between the
// client's last pull and now.
func (s *Server) stream(c *call) error {
	sub, err := s.Hub.Subscribe(c.session.Account, c.session.Device)
	if err != nil {
		return err
	}
	defer sub.Close()
	// The device may have been removed between admission and subscription.
	if err := s.signedIn(c); err != nil {
		return err
	}
	spaces, err := s.Store.Spaces(c.r.Context(), c.session.Account)
	if err != nil {
		return err
	}
	if err := c.beginStream(spaces); err != nil {
		return nil
	}
	return s.pump(c, sub)
}

func (c *call) beginStream(spaces []wire.ID) error {
	c.status = http.StatusOK
	c.w.Header().Set("Content-Type", "text/event-stream")
	c.w.Header().Set("X-Accel-Buffering", "no")
	c.w.WriteHeader(c.status)
	first := []byte(": here\n\n")
	for _, id := range spaces {
		first = appendNotice(first, relay.Notice{Event: wire.EventAdvanced, ID: id})
	}
	return c.send(first)
}

// pump carries notices until something ends; none of the endings is an error.
func (s *Server) pump(c *call, sub *relay.Subscription) error {
	beat := time.NewTicker(s.Heartbeat)
	defer beat.Stop()
	for {
		var out []byte
		select {
		case <-c.r.Context().Done():
			return nil
		case <-sub.Ended:
			return nil
		case <-sub.Wake:
			for _, n := range sub.Take() {
				out = appendNotice(out, n)
			}
		case <-beat.C:
			c.now = s.Clock()
			if s.signedIn(c) != nil {
				return nil
			}
			out = []byte(": still here\n\n")
		}
		if c.send(out) != nil {
			return nil
		}
	}
}

// send writes and flushes, whatever write timeout the server has.
func (c *call) send(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	rc := http.NewResponseController(c.w)
	_ = rc.SetWriteDeadline(time.Now().Add(writeTime)) // not all writers have one
	if _, err := c.w.Write(b); err != nil {
		return err
	}
	return rc.Flush()
}

func appendNotice(b []byte, n relay.Notice) []byte {
	b = append(b, "event: "...)
	b = append(b, n.Event...)
	b = append(b, "\ndata: "...)
	b = append(b, n.ID.String()...)
	return append(b, "\n\n"...)
}
