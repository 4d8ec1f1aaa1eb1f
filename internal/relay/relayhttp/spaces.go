package relayhttp

import (
	"context"
	"strconv"

	"pleach/internal/relay"
	"pleach/wire"
)

// advanced tells the members of a space that it has moved. The change is
// committed by now, so this happens even if whoever asked has gone.
func (s *Server) advanced(c *call, space wire.ID) {
	members, err := s.Store.Members(context.WithoutCancel(c.r.Context()), space)
	if err == nil {
		s.Hub.Publish(members, relay.Notice{Event: wire.EventAdvanced, ID: space})
	}
}

func (s *Server) createSpace(c *call) error {
	var n wire.NewSpace
	if err := c.decode(&n); err != nil {
		return err
	}
	if n.Space.IsZero() || len(n.Commit) == 0 {
		return relay.Refuse(wire.CodeMalformed, "A space has an id and its first commit.")
	}
	if err := s.fits(n.Commit); err != nil {
		return err
	}
	if err := s.Store.CreateSpace(c.r.Context(), c.session.Account, n, s.Limits, c.now); err != nil {
		return err
	}
	s.advanced(c, n.Space)
	return c.done()
}

// fits refuses sealed data over the limit of one entry.
func (s *Server) fits(data ...[]byte) error {
	for _, b := range data {
		if len(b) > s.Limits.Entry {
			return relay.Refuse(wire.CodeTooLarge, "")
		}
	}
	return nil
}

func (s *Server) commits(c *call) error {
	space, err := c.id("space")
	if err != nil {
		return err
	}
	from, err := c.queryNumber("from", 32)
	if err != nil {
		return err
	}
	commits, err := s.Store.Commits(c.r.Context(), space, uint32(from), s.Limits.Pull)
	if err != nil {
		return err
	}
	if commits == nil {
		commits = [][]byte{}
	}
	return c.json(wire.Commits{Commits: commits})
}

func (s *Server) putCommit(c *call) error {
	space, err := c.id("space")
	if err != nil {
		return err
	}
	n, err := number(c.r.PathValue("n"), 32)
	if err != nil {
		return err
	}
	var p wire.PutCommit
	if err := c.decode(&p); err != nil {
		return err
	}
	if len(p.Commit) == 0 {
		return relay.Refuse(wire.CodeMalformed, "A commit has data.")
	}
	if err := s.fits(p.Commit); err != nil {
		return err
	}
	if err := s.Store.PutCommit(c.r.Context(), c.session.Account, space, uint32(n), p.Commit, s.Limits); err != nil {
		return err
	}
	s.advanced(c, space)
	return c.done()
}

func (s *Server) push(c *call) error {
	space, err := c.id("space")
	if err != nil {
		return err
	}
	b, err := relay.ReadBatch(c.body, s.Limits)
	if err != nil {
		return err
	}
	if b.Space != space {
		return relay.Refuse(wire.CodeMalformed, "The entries are of another space than the address.")
	}
	pos, err := s.Store.Push(c.r.Context(), c.session.Account, b, s.Limits)
	if err != nil {
		return err
	}
	s.advanced(c, space)
	return c.json(wire.Pushed{Pos: pos})
}

func (s *Server) pull(c *call) error {
	space, err := c.id("space")
	if err != nil {
		return err
	}
	after, err := c.queryNumber("after", 63)
	if err != nil {
		return err
	}
	page, err := s.Store.Pull(c.r.Context(), space, after, s.Limits.Pull)
	if err != nil {
		return err
	}
	defer page.Release()
	more := "0"
	if page.More {
		more = "1"
	}
	c.w.Header().Set(wire.HeaderNext, strconv.FormatUint(page.Next, 10))
	c.w.Header().Set(wire.HeaderMore, more)
	return c.bytes(200, typeFrames, page.Body)
}
