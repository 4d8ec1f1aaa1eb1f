package lies

import (
	"bytes"
	"context"
	"sync"

	"pleach/internal/remote"
)

// Server is a relay that lies while it is told to. Its people are named by those
// who make ways to it. It is safe for concurrent use.
type Server struct {
	// Elsewhere is another relay with a history of its own, for the attacks that
	// show somebody another one.
	Elsewhere remote.Transport

	moved remote.Transport // the honest relay of everybody, instead of their own

	mu    sync.Mutex
	lie   *Attack
	tell  Lie
	told  int
	calls int
	sent  bytes.Buffer
	seen  *knowledge
}

// NewServer is honest until Begin.
func NewServer() *Server { return &Server{seen: newKnowledge()} }

// Way is one person's way to the server, with the honest relay under it.
func (s *Server) Way(who string, honest remote.Transport) remote.Transport {
	return &way{server: s, who: who, honest: honest}
}

// Begin starts to lie to whom the attack is on.
func (s *Server) Begin(a Attack) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lie, s.told, s.calls, s.tell = &a, 0, 0, nil
	if a.Lie != nil {
		s.tell = a.Lie()
	}
}

// End makes the server honest, and says how often it has lied and in how many
// calls of the one whom it lied to.
func (s *Server) End() (told, calls int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lie, s.tell = nil, nil
	return s.told, s.calls
}

// Move puts another relay in the place of everybody's.
func (s *Server) Move(to remote.Transport) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.moved = to
}

func (s *Server) honest(own remote.Transport) remote.Transport {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.moved != nil {
		return s.moved
	}
	return own
}

// Sent is every request so far, path and body, of everybody.
func (s *Server) Sent() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.sent.Bytes())
}

// lieTo is what to tell somebody now, or nil for the truth.
func (s *Server) lieTo(who string) (*Attack, Lie) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lie == nil || s.lie.Victim() != who {
		return nil, nil
	}
	s.calls++
	return s.lie, s.tell
}

func (s *Server) hasLied() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told++
}

// know reads or adds to what the server has seen.
func (s *Server) know(with func(*knowledge)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	with(s.seen)
}

type way struct {
	server *Server
	who    string
	honest remote.Transport
}

// Do answers truly, or not.
func (w *way) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	s := w.server
	s.know(func(k *knowledge) {
		s.sent.WriteString(r.Method + " " + r.Path + "\n")
		s.sent.Write(r.Body)
		k.request(w.who, r)
	})
	c := &Call{Who: w.who, Request: r, Server: s, ctx: ctx, honest: s.honest(w.honest)}
	_, lie := s.lieTo(w.who)
	if lie == nil {
		return c.Ask(r)
	}
	resp, told, err := lie(c)
	if told {
		s.hasLied()
	}
	return resp, err
}

// Stream passes on what the relay says, after what the attack says.
func (w *way) Stream(ctx context.Context, r remote.Request, on func(event, data string)) error {
	if a, _ := w.server.lieTo(w.who); a != nil && a.News != nil {
		a.News(ctx, func(event, data string) {
			w.server.hasLied()
			on(event, data)
		})
	}
	return w.server.honest(w.honest).Stream(ctx, r, on)
}

// Call is one request on its way, to be answered.
type Call struct {
	Who     string
	Request remote.Request
	Server  *Server

	ctx    context.Context
	honest remote.Transport
}

// Ask is what the honest relay answers to a request of this person's. The server
// learns from it.
func (c *Call) Ask(r remote.Request) (remote.Response, error) {
	resp, err := c.honest.Do(c.ctx, r)
	if err == nil {
		c.Server.know(func(k *knowledge) { k.response(c.Who, r, resp) })
	}
	return resp, err
}

// Elsewhere is what the other relay answers.
func (c *Call) Elsewhere(r remote.Request) (remote.Response, error) {
	return c.Server.Elsewhere.Do(c.ctx, r)
}
