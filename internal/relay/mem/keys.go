package mem

import (
	"context"

	"pleach/internal/relay"
	"pleach/wire"
)

// SetKeys implements relay.Store.
func (s *Store) SetKeys(ctx context.Context, was, next relay.Account, but wire.ID) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	a, ok := s.accounts[was.ID]
	switch {
	case !ok:
		return relay.Refuse(wire.CodeNotFound, "")
	case !a.SameAs(was) && !a.SameAs(next):
		return relay.Refuse(wire.CodeLoginRefused, "")
	}
	a.Login, a.Rescue, a.Wraps = next.Login, next.Rescue, next.Wraps
	for id, d := range a.devices {
		if id != but {
			d.token = relay.TokenHash{}
		}
	}
	return nil
}

// CloseAccount implements relay.Store.
func (s *Store) CloseAccount(ctx context.Context, id wire.ID) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	a, ok := s.accounts[id]
	if !ok {
		return relay.Refuse(wire.CodeNotFound, "")
	}
	for _, space := range s.spacesOf(id) {
		s.takeOut(id, space)
	}
	for inv, i := range s.invites {
		if i.Inviter == id {
			delete(s.invites, inv)
		}
	}
	a.Status, a.Wraps, a.devices = relay.Closed, wire.Wraps{}, map[wire.ID]*device{}
	return nil
}

// PutNotice implements relay.Store.
func (s *Store) PutNotice(ctx context.Context, id, dev wire.ID, notice []byte) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	if a, ok := s.accounts[id]; ok {
		if d, ok := a.devices[dev]; ok {
			d.notice = notice
			return nil
		}
	}
	return relay.Refuse(wire.CodeNotFound, "")
}

// Notice implements relay.Store.
func (s *Store) Notice(ctx context.Context, id, dev wire.ID) ([]byte, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	if a, ok := s.accounts[id]; ok {
		if d, ok := a.devices[dev]; ok && d.revoked && d.notice != nil {
			return d.notice, nil
		}
	}
	return nil, relay.Refuse(wire.CodeNotFound, "")
}
