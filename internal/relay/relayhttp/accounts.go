package relayhttp

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"errors"

	"pleach/internal/relay"
	"pleach/wire"
)

func (s *Server) info(c *call) error {
	return c.json(wire.Info{Version: wire.Version, Origin: s.Origins[0], Signup: s.Signup, Limits: s.Limits})
}

func (s *Server) signUp(c *call) error {
	var n wire.NewAccount
	if err := c.decode(&n); err != nil {
		return err
	}
	if !s.welcomes(n.Code) {
		return relay.Refuse(wire.CodeSignupClosed, "")
	}
	a, err := relay.NewAccount(n, s.Origins, c.now)
	if err != nil {
		return err
	}
	if err := s.Store.CreateAccount(c.r.Context(), a); err != nil {
		return err
	}
	return c.done()
}

// welcomes compares the code in constant time, whatever its length.
func (s *Server) welcomes(code string) bool {
	if s.Signup != SignupCode {
		return s.Signup == SignupOpen
	}
	got, want := sha256.Sum256([]byte(code)), sha256.Sum256([]byte(s.Code))
	return subtle.ConstantTimeCompare(got[:], want[:]) == 1
}

func (s *Server) challenge(c *call) error {
	var q wire.ChallengeRequest
	if err := c.decode(&q); err != nil {
		return err
	}
	ch, err := s.challenges.Issue(q.Account, c.now)
	if err != nil {
		return err
	}
	return c.json(ch)
}

func (s *Server) login(c *call) error {
	var l wire.Login
	if err := c.decode(&l); err != nil {
		return err
	}
	if l.Device.IsZero() {
		return relay.Refuse(wire.CodeMalformed, "A login names its device.")
	}
	if err := s.verify(c, l); err != nil {
		return err
	}
	token, err := relay.NewToken(l.Account, s.Rand)
	if err != nil {
		return err
	}
	session := relay.Session{Account: l.Account, Device: l.Device, Token: token.Hash(), Expires: c.now.Add(relay.SessionLife)}
	if err := s.Store.OpenSession(c.r.Context(), session, s.Limits, c.now); err != nil {
		return err
	}
	return c.json(wire.Session{Token: token.String(), Expires: session.Expires})
}

// nobody stands in for accounts that do not exist, so that a login for one
// takes the same steps as any other. No signature verifies under it, because
// verify never asks whether one did.
var nobody = func() relay.Account {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	return relay.Account{Login: key, Rescue: key}
}()

// verify refuses a login in the same way whatever is wrong with it; only who
// has signed rightly learns that the account is locked or closed.
func (s *Server) verify(c *call, l wire.Login) error {
	a, err := s.Store.Account(c.r.Context(), l.Account)
	known := err == nil
	switch {
	case errors.Is(err, &wire.Problem{Code: wire.CodeNotFound}):
		a = nobody
	case err != nil:
		return err
	}
	if signed := a.Signed(l, s.Origins); !signed || !known || !s.challenges.Valid(l, c.now) {
		return relay.Refuse(wire.CodeLoginRefused, "")
	}
	if err := s.challenges.Use(c.r.Context(), l, c.now); err != nil {
		return err
	}
	return a.Status.Refusal()
}

func (s *Server) logout(c *call) error {
	if err := s.Store.EndSession(c.r.Context(), c.session); err != nil {
		return err
	}
	s.Hub.End(c.session.Account, c.session.Device)
	return c.done()
}

func (s *Server) account(c *call) error {
	a, err := s.Store.Account(c.r.Context(), c.session.Account)
	if err != nil {
		return err
	}
	return c.json(wire.Account{Account: a.ID, Wraps: a.Wraps})
}

func (s *Server) devices(c *call) error {
	devices, err := s.Store.Devices(c.r.Context(), c.session.Account)
	if err != nil {
		return err
	}
	out := make([]wire.Device, 0, len(devices))
	for _, d := range devices {
		out = append(out, wire.Device{Device: d.ID, Since: d.Since, Used: d.Used.UTC().Format("2006-01"), Current: d.ID == c.session.Device})
	}
	return c.json(out)
}

func (s *Server) revokeDevice(c *call) error {
	device, err := c.id("device")
	if err != nil {
		return err
	}
	if err := s.Store.RevokeDevice(c.r.Context(), c.session.Account, device, c.now); err != nil {
		return err
	}
	s.Hub.End(c.session.Account, device)
	return c.done()
}
