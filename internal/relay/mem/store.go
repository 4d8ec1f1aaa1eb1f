package mem

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

var errClosed = errors.New("mem: the store is closed")

// Store is a relay.Store in memory.
type Store struct {
	mu       sync.Mutex
	closed   bool
	accounts map[wire.ID]*account
	spaces   map[wire.ID]*space
	invites  map[wire.ID]relay.Invite
}

type account struct {
	relay.Account
	devices map[wire.ID]*device
}

type device struct {
	since   time.Time
	revoked bool
	notice  []byte
	token   relay.TokenHash // zero when signed out
	expires time.Time
}

// New returns an empty store.
func New() *Store {
	return &Store{
		accounts: map[wire.ID]*account{},
		spaces:   map[wire.ID]*space{},
		invites:  map[wire.ID]relay.Invite{},
	}
}

// begin locks the store and returns how to unlock it. The methods below are
// whole transactions because they check first and change last.
func (s *Store) begin(ctx context.Context) (func(), error) {
	s.mu.Lock()
	err := ctx.Err()
	if s.closed {
		err = errClosed
	}
	if err != nil {
		s.mu.Unlock()
		return nil, err
	}
	return s.mu.Unlock, nil
}

// Close implements relay.Store.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

// CreateAccount implements relay.Store.
func (s *Store) CreateAccount(ctx context.Context, a relay.Account) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	if have, ok := s.accounts[a.ID]; ok {
		if have.SameAs(a) {
			return nil
		}
		return relay.Refuse(wire.CodeExists, "")
	}
	s.accounts[a.ID] = &account{Account: a, devices: map[wire.ID]*device{}}
	return nil
}

// Account implements relay.Store.
func (s *Store) Account(ctx context.Context, id wire.ID) (relay.Account, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return relay.Account{}, err
	}
	defer end()
	if a, ok := s.accounts[id]; ok {
		return a.Account, nil
	}
	return relay.Account{}, relay.Refuse(wire.CodeNotFound, "")
}

// SetStatus implements relay.Store.
func (s *Store) SetStatus(ctx context.Context, id wire.ID, status relay.Status) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	a, ok := s.accounts[id]
	switch {
	case !ok:
		return relay.Refuse(wire.CodeNotFound, "")
	case a.Status == relay.Closed && status != relay.Closed:
		return relay.Refuse(wire.CodeAccountClosed, "")
	}
	a.Status = status
	return nil
}

// OpenSession implements relay.Store.
func (s *Store) OpenSession(ctx context.Context, n relay.Session, l wire.Limits, now time.Time) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	a, ok := s.accounts[n.Account]
	if !ok {
		return relay.Refuse(wire.CodeNotFound, "")
	}
	d, ok := a.devices[n.Device]
	if ok && d.revoked {
		return relay.Refuse(wire.CodeUnauthorized, "This device was removed from the account.")
	}
	if !ok {
		if err := a.makeRoom(l, now); err != nil {
			return err
		}
		d = &device{since: now}
		a.devices[n.Device] = d
	}
	d.token, d.expires = n.Token, n.Expires
	return nil
}

// makeRoom removes the oldest device without a live session when the account
// has as many as it may.
func (a *account) makeRoom(l wire.Limits, now time.Time) error {
	var idle wire.ID
	count := 0
	for id, d := range a.devices {
		if d.revoked {
			continue
		}
		count++
		if !d.live(now) && (idle.IsZero() || older(id, d, idle, a.devices[idle])) {
			idle = id
		}
	}
	switch {
	case count < l.Devices:
		return nil
	case idle.IsZero():
		return relay.Refuse(wire.CodeQuota, "This account has as many devices as it may.")
	}
	delete(a.devices, idle)
	return nil
}

func older(id wire.ID, d *device, than wire.ID, b *device) bool {
	if !d.since.Equal(b.since) {
		return d.since.Before(b.since)
	}
	return bytes.Compare(id[:], than[:]) < 0
}

func (d *device) live(now time.Time) bool {
	return d.token != relay.TokenHash{} && now.Before(d.expires)
}

// Session implements relay.Store.
func (s *Store) Session(ctx context.Context, id wire.ID, token relay.TokenHash, now time.Time) (relay.Session, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return relay.Session{}, err
	}
	defer end()
	if a, ok := s.accounts[id]; ok {
		for dev, d := range a.devices {
			if d.token == token && d.live(now) {
				return relay.Session{Account: id, Device: dev, Token: token, Expires: d.expires, Status: a.Status}, nil
			}
		}
	}
	return relay.Session{}, relay.Refuse(wire.CodeUnauthorized, "")
}

// ExtendSession implements relay.Store.
func (s *Store) ExtendSession(ctx context.Context, old relay.Session, expires time.Time) error {
	return s.eachSession(ctx, old, func(d *device) { d.expires = expires })
}

// EndSession implements relay.Store.
func (s *Store) EndSession(ctx context.Context, old relay.Session) error {
	return s.eachSession(ctx, old, func(d *device) { d.token = relay.TokenHash{} })
}

func (s *Store) eachSession(ctx context.Context, old relay.Session, change func(*device)) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	if a, ok := s.accounts[old.Account]; ok {
		if d, ok := a.devices[old.Device]; ok && d.token == old.Token {
			change(d)
		}
	}
	return nil
}

// Devices implements relay.Store.
func (s *Store) Devices(ctx context.Context, id wire.ID) ([]relay.Device, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	a, ok := s.accounts[id]
	if !ok {
		return nil, nil
	}
	var out []relay.Device
	for dev, d := range a.devices {
		if !d.revoked {
			out = append(out, relay.Device{ID: dev, Since: d.since, Used: d.expires.Add(-relay.SessionLife)})
		}
	}
	slices.SortFunc(out, func(a, b relay.Device) int {
		return cmp.Or(a.Since.Compare(b.Since), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return out, nil
}

// RevokeDevice implements relay.Store.
func (s *Store) RevokeDevice(ctx context.Context, id, dev wire.ID, now time.Time) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	if a, ok := s.accounts[id]; ok {
		if d, ok := a.devices[dev]; ok {
			d.revoked, d.token = true, relay.TokenHash{}
			return nil
		}
	}
	return relay.Refuse(wire.CodeNotFound, "")
}

// Sweep implements relay.Store.
func (s *Store) Sweep(ctx context.Context, now time.Time) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	for id, inv := range s.invites {
		if !now.Before(inv.Expires.Add(relay.InviteGrace)) {
			delete(s.invites, id)
		}
	}
	for _, a := range s.accounts {
		for _, d := range a.devices {
			if !d.live(now) {
				d.token = relay.TokenHash{}
			}
		}
	}
	return nil
}
