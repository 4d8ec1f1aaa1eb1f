package relayhttp

import "pleach/wire"

// leave takes who asks out of a space. The store decides whether they are in
// it, so that a repeat after a lost answer succeeds.
func (s *Server) leave(c *call) error {
	space, err := c.id("space")
	if err != nil {
		return err
	}
	var out wire.Leave
	if err := c.decode(&out); err != nil {
		return err
	}
	if err := s.fits(out.Commit); err != nil {
		return err
	}
	if err := s.Store.Leave(c.r.Context(), c.session.Account, space, out, s.Limits); err != nil {
		return err
	}
	s.advanced(c, space) // to those who remain
	return c.done()
}
