package relayhttp

import (
	"pleach/internal/relay"
	"pleach/wire"
)

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

func (s *Server) putNotice(c *call) error {
	var n wire.Notice
	if err := c.decode(&n); err != nil {
		return err
	}
	device, err := c.id("device")
	if err != nil {
		return err
	}
	if len(n.Data) == 0 || len(n.Data) > relay.MaxNotice {
		return relay.Refuse(wire.CodeMalformed, "A notice has 1 to 4096 bytes.")
	}
	if err := s.Store.PutNotice(c.r.Context(), c.session.Account, device, n.Data); err != nil {
		return err
	}
	return c.done()
}

// notice is for a device that has no session any more. Both ids are random, so
// nobody else comes upon them.
func (s *Server) notice(c *call) error {
	account, err := c.id("account")
	if err != nil {
		return err
	}
	device, err := c.id("device")
	if err != nil {
		return err
	}
	data, err := s.Store.Notice(c.r.Context(), account, device)
	if err != nil {
		return err
	}
	return c.json(wire.Notice{Data: data})
}
