package sqlite

import (
	"context"
	"time"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
	"pleach/wire"
)

// CreateAccount implements relay.Store.
func (s *Store) CreateAccount(ctx context.Context, a relay.Account) error {
	return s.write(ctx, func(c *conn) error {
		have, found, err := account(c, a.ID)
		switch {
		case err != nil:
			return err
		case found && have.SameAs(a):
			return nil
		case found:
			return relay.Refuse(wire.CodeExists, "")
		}
		return c.run(`INSERT INTO accounts
			(account_id, kdf, login, rescue, wrap_password, wrap_words, status, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			a.ID, int(a.KDF), a.Login, a.Rescue, a.Wraps.Password, a.Wraps.Words, int(a.Status), a.Since)
	})
}

func account(c *conn, id wire.ID) (a relay.Account, found bool, err error) {
	a.ID = id
	found, err = c.one(func(r *sqlite3.Stmt) {
		a.KDF, a.Status, a.Since = byte(r.ColumnInt(0)), relay.Status(r.ColumnInt(5)), columnTime(r, 6)
		a.Login, a.Rescue = columnBlob(r, 1), columnBlob(r, 2)
		a.Wraps = wire.Wraps{Password: columnBlob(r, 3), Words: columnBlob(r, 4), Before: columnBlob(r, 7)}
	}, `SELECT kdf, login, rescue, wrap_password, wrap_words, status, since, wrap_before FROM accounts WHERE account_id = ?`, id)
	return a, found, err
}

// Account implements relay.Store.
func (s *Store) Account(ctx context.Context, id wire.ID) (a relay.Account, err error) {
	err = s.read(ctx, func(c *conn) error {
		have, found, err := account(c, id)
		if err == nil && !found {
			err = relay.Refuse(wire.CodeNotFound, "")
		}
		a = have
		return err
	})
	return a, err
}

// SetStatus implements relay.Store.
func (s *Store) SetStatus(ctx context.Context, id wire.ID, status relay.Status) error {
	return s.write(ctx, func(c *conn) error {
		a, found, err := account(c, id)
		switch {
		case err != nil:
			return err
		case !found:
			return relay.Refuse(wire.CodeNotFound, "")
		case a.Status == relay.Closed && status != relay.Closed:
			return relay.Refuse(wire.CodeAccountClosed, "")
		}
		return c.run(`UPDATE accounts SET status = ? WHERE account_id = ?`, int(status), id)
	})
}

// OpenSession implements relay.Store.
func (s *Store) OpenSession(ctx context.Context, n relay.Session, l wire.Limits, now time.Time) error {
	return s.write(ctx, func(c *conn) error {
		if _, found, err := account(c, n.Account); err != nil || !found {
			return orMissing(err)
		}
		revoked := false
		found, err := c.one(func(r *sqlite3.Stmt) { revoked = r.ColumnBool(0) },
			`SELECT revoked IS NOT NULL FROM devices WHERE account_id = ? AND device_id = ?`, n.Account, n.Device)
		switch {
		case err != nil:
			return err
		case revoked:
			return relay.Refuse(wire.CodeUnauthorized, "This device was removed from the account.")
		case !found:
			if err := makeRoom(c, n.Account, l, now); err != nil {
				return err
			}
		}
		return c.run(`INSERT INTO devices (account_id, device_id, since, token, expires) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (account_id, device_id) DO UPDATE SET token = excluded.token, expires = excluded.expires`,
			n.Account, n.Device, now, n.Token, n.Expires)
	})
}

func orMissing(err error) error {
	if err != nil {
		return err
	}
	return relay.Refuse(wire.CodeNotFound, "")
}

// makeRoom removes the oldest device without a live session when the account
// has as many as it may.
func makeRoom(c *conn, account wire.ID, l wire.Limits, now time.Time) error {
	n, err := c.count(`SELECT count(*) FROM devices WHERE account_id = ? AND revoked IS NULL`, account)
	if err != nil || n < int64(l.Devices) {
		return err
	}
	err = c.run(`DELETE FROM devices WHERE account_id = ?1 AND device_id = (
		SELECT device_id FROM devices WHERE account_id = ?1 AND revoked IS NULL AND (token IS NULL OR expires <= ?2)
		ORDER BY since, device_id LIMIT 1)`, account, now)
	if err == nil && c.Changes() == 0 {
		err = relay.Refuse(wire.CodeQuota, "This account has as many devices as it may.")
	}
	return err
}

// Session implements relay.Store.
func (s *Store) Session(ctx context.Context, id wire.ID, token relay.TokenHash, now time.Time) (relay.Session, error) {
	out := relay.Session{Account: id, Token: token}
	err := s.look(ctx, func(c *conn) error {
		found, err := c.one(func(r *sqlite3.Stmt) {
			out.Device, out.Expires, out.Status = column16(r, 0), columnTime(r, 1), relay.Status(r.ColumnInt(2))
		}, `SELECT device_id, expires, status FROM devices JOIN accounts USING (account_id)
			WHERE account_id = ? AND token = ? AND expires > ?`, id, token, now)
		if err == nil && !found {
			err = relay.Refuse(wire.CodeUnauthorized, "")
		}
		return err
	})
	return out, err
}

// ExtendSession implements relay.Store.
func (s *Store) ExtendSession(ctx context.Context, old relay.Session, expires time.Time) error {
	return s.write(ctx, func(c *conn) error {
		return c.run(`UPDATE devices SET expires = ? WHERE account_id = ? AND token = ?`, expires, old.Account, old.Token)
	})
}

// EndSession implements relay.Store.
func (s *Store) EndSession(ctx context.Context, old relay.Session) error {
	return s.write(ctx, func(c *conn) error {
		return c.run(`UPDATE devices SET token = NULL WHERE account_id = ? AND token = ?`, old.Account, old.Token)
	})
}

// Devices implements relay.Store.
func (s *Store) Devices(ctx context.Context, id wire.ID) (out []relay.Device, err error) {
	err = s.read(ctx, func(c *conn) error {
		return c.each(func(r *sqlite3.Stmt) bool {
			out = append(out, relay.Device{ID: column16(r, 0), Since: columnTime(r, 1), Used: columnTime(r, 2).Add(-relay.SessionLife)})
			return true
		}, `SELECT device_id, since, expires FROM devices WHERE account_id = ? AND revoked IS NULL ORDER BY since, device_id`, id)
	})
	return out, err
}

// RevokeDevice implements relay.Store.
func (s *Store) RevokeDevice(ctx context.Context, id, device wire.ID, now time.Time) error {
	return s.write(ctx, func(c *conn) error {
		err := c.run(`UPDATE devices SET revoked = coalesce(revoked, ?), token = NULL WHERE account_id = ? AND device_id = ?`,
			now, id, device)
		if err == nil && c.Changes() == 0 {
			err = relay.Refuse(wire.CodeNotFound, "")
		}
		return err
	})
}

// Sweep implements relay.Store.
func (s *Store) Sweep(ctx context.Context, now time.Time) error {
	return s.write(ctx, func(c *conn) error {
		if err := c.run(`DELETE FROM invites WHERE expires <= ?`, now.Add(-relay.InviteGrace)); err != nil {
			return err
		}
		return c.run(`UPDATE devices SET token = NULL WHERE token IS NOT NULL AND expires <= ?`, now)
	})
}
