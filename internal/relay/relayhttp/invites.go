package relayhttp

import (
	"pleach/internal/relay"
	"pleach/wire"
)

// moved tells the two whom it concerns that an invite has moved.
func (s *Server) moved(inv relay.Invite) {
	s.Hub.Publish([]wire.ID{inv.Inviter, inv.Joiner}, relay.Notice{Event: wire.EventInvite, ID: inv.ID})
}

func (s *Server) putInvite(c *call) error {
	id, err := c.id("invite")
	if err != nil {
		return err
	}
	var n wire.NewInvite
	if err := c.decode(&n); err != nil {
		return err
	}
	if err := s.fits(n.Offer); err != nil {
		return err
	}
	inv, err := relay.NewInvite(id, c.session.Account, n, s.Limits, c.now)
	if err != nil {
		return err
	}
	if err := s.Store.PutInvite(c.r.Context(), inv, s.Limits, c.now); err != nil {
		return err
	}
	return c.done()
}

func (s *Server) getInvite(c *call) error {
	id, err := c.id("invite")
	if err != nil {
		return err
	}
	inv, err := s.Store.Invite(c.r.Context(), id)
	if err != nil {
		return err
	}
	if err := inv.Read(c.session.Account, c.now); err != nil {
		return err
	}
	return c.json(inv.Wire())
}

func (s *Server) deleteInvite(c *call) error {
	id, err := c.id("invite")
	if err != nil {
		return err
	}
	inv, err := s.Store.Invite(c.r.Context(), id)
	if err != nil {
		return err
	}
	if err := s.Store.DeleteInvite(c.r.Context(), id, c.session.Account); err != nil {
		return err
	}
	s.moved(inv)
	return c.done()
}

// sealed reads the path's invite and the body's data.
func (s *Server) sealed(c *call) (wire.ID, []byte, error) {
	id, err := c.id("invite")
	if err != nil {
		return id, nil, err
	}
	var b wire.Sealed
	if err := c.decode(&b); err != nil {
		return id, nil, err
	}
	return id, b.Data, s.fits(b.Data)
}

func (s *Server) answerInvite(c *call) error {
	id, data, err := s.sealed(c)
	if err != nil {
		return err
	}
	inv, err := s.Store.AnswerInvite(c.r.Context(), id, c.session.Account, data, c.now)
	if err != nil {
		return err
	}
	s.moved(inv)
	return c.done()
}

func (s *Server) revealInvite(c *call) error {
	id, data, err := s.sealed(c)
	if err != nil {
		return err
	}
	inv, err := s.Store.RevealInvite(c.r.Context(), id, c.session.Account, data, c.now)
	if err != nil {
		return err
	}
	s.moved(inv)
	return c.done()
}

func (s *Server) approveInvite(c *call) error {
	id, err := c.id("invite")
	if err != nil {
		return err
	}
	var a wire.Approve
	if err := c.decode(&a); err != nil {
		return err
	}
	if len(a.Commit) == 0 {
		return relay.Refuse(wire.CodeMalformed, "An approval comes with a commit.")
	}
	if err := s.fits(a.Approval, a.Commit); err != nil {
		return err
	}
	inv, err := s.Store.ApproveInvite(c.r.Context(), id, c.session.Account, a, s.Limits, c.now)
	if err != nil {
		return err
	}
	s.moved(inv)
	s.advanced(c, inv.Space)
	return c.done()
}
