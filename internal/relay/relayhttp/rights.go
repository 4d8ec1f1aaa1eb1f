package relayhttp

import (
	"context"
	"slices"
	"strings"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

// signedIn finds the session of the request's bearer token. Errors:
// CodeUnauthorized, CodeAccountLocked, CodeAccountClosed.
func (s *Server) signedIn(c *call) error {
	text, ok := strings.CutPrefix(c.r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return relay.Refuse(wire.CodeUnauthorized, "")
	}
	token, err := relay.ParseToken(text)
	if err != nil {
		return err
	}
	c.holder = holder{token.Account(), token.Hash()}
	c.session, err = s.sessionOf(c.r.Context(), c.holder, c.now)
	return err
}

// holder is what is known of a bearer token once it is read.
type holder struct {
	account wire.ID
	hash    relay.TokenHash
}

func (s *Server) sessionOf(ctx context.Context, h holder, now time.Time) (relay.Session, error) {
	session, err := s.Store.Session(ctx, h.account, h.hash, now)
	if err != nil {
		return session, err
	}
	if err := session.Status.Refusal(); err != nil {
		return session, err
	}
	if session.Stale(now) {
		// That it cannot be written now is no reason to refuse to read.
		_ = s.Store.ExtendSession(ctx, session, now.Add(relay.SessionLife))
	}
	return session, nil
}

// mayUse checks the route's Who for a request with a session.
func (s *Server) mayUse(c *call) error {
	switch c.route.Who {
	case Account:
		return nil
	case Member:
		return s.isMember(c)
	case Inviter, Joiner, Reader:
		return s.mayUseInvite(c)
	}
	return relay.Refuse(wire.CodeForbidden, "")
}

func (s *Server) isMember(c *call) error {
	space, err := c.id("space")
	if err != nil {
		return err
	}
	members, err := s.Store.Members(c.r.Context(), space)
	if err != nil {
		return err
	}
	if !slices.Contains(members, c.session.Account) {
		return relay.Refuse(wire.CodeForbidden, "")
	}
	return nil
}

func (s *Server) mayUseInvite(c *call) error {
	id, err := c.id("invite")
	if err != nil {
		return err
	}
	inv, err := s.Store.Invite(c.r.Context(), id)
	if err != nil {
		return err
	}
	by := c.session.Account
	switch {
	case c.route.Who == Reader:
		return inv.Read(by, c.now)
	case c.route.Who == Inviter && by == inv.Inviter, c.route.Who == Joiner && by == inv.Joiner:
		return nil
	}
	return relay.Refuse(wire.CodeForbidden, "This invite is somebody else's to change.")
}
