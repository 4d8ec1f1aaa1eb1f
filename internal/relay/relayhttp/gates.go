package relayhttp

import (
	"pleach/internal/relay"
	"pleach/wire"
)

// putAnswer answers in the same way whether the gate opened or not; only the
// notifier learns it.
func (s *Server) putAnswer(c *call) error {
	a, err := wire.ParseAnswer(c.body)
	if err != nil {
		return relay.Unreadable(err)
	}
	if err := c.inAddress(a.Space, a.Gate); err != nil {
		return err
	}
	if err := s.fits(a.Body); err != nil {
		return err
	}
	opened, err := s.Store.PutAnswer(c.r.Context(), c.session.Account, a, s.Limits)
	if err != nil {
		return err
	}
	if opened {
		s.advanced(c, a.Space)
	}
	return c.done()
}

func (s *Server) putKey(c *call) error {
	k, err := wire.ParseKey(c.body)
	if err != nil {
		return relay.Unreadable(err)
	}
	space, err := c.id("space")
	if err != nil {
		return err
	}
	if err := c.inAddress(space, k.Gate); err != nil {
		return err
	}
	if err := s.Store.PutKey(c.r.Context(), c.session.Account, space, k, s.Limits); err != nil {
		return err
	}
	s.advanced(c, space)
	return c.done()
}

// inAddress refuses a body for another space or gate than the path names.
func (c *call) inAddress(space, gate wire.ID) error {
	inSpace, err := c.id("space")
	if err != nil {
		return err
	}
	inGate, err := c.id("gate")
	if err != nil {
		return err
	}
	if inSpace != space || inGate != gate {
		return relay.Refuse(wire.CodeMalformed, "The body is for another space or gate than the address.")
	}
	return nil
}
