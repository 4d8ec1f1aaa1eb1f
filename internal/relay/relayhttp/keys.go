package relayhttp

import "pleach/wire"

// newKeys takes what a new password or a new kit gives. The other devices have
// to sign in again, and their streams end.
func (s *Server) newKeys(c *call) error {
	var n wire.NewKeys
	if err := c.decode(&n); err != nil {
		return err
	}
	was, err := s.Store.Account(c.r.Context(), c.session.Account)
	if err != nil {
		return err
	}
	next, err := was.WithKeys(n, s.Origins)
	if err != nil {
		return err
	}
	if err := s.Store.SetKeys(c.r.Context(), was, next, c.session.Device); err != nil {
		return err
	}
	s.Hub.EndOthers(c.session.Account, c.session.Device)
	return c.done()
}

// closeAccount closes the account for good. Nobody is told: what a partner sees
// is the record with which the client left their space before.
func (s *Server) closeAccount(c *call) error {
	var n wire.CloseAccount
	if err := c.decode(&n); err != nil {
		return err
	}
	a, err := s.Store.Account(c.r.Context(), c.session.Account)
	if err != nil {
		return err
	}
	if err := a.Closing(n, s.Origins); err != nil {
		return err
	}
	if err := s.Store.CloseAccount(c.r.Context(), a.ID); err != nil {
		return err
	}
	s.Hub.EndOthers(a.ID, wire.ID{})
	return c.done()
}
