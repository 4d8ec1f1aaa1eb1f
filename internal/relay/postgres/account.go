package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"pleach/internal/relay"
	"pleach/wire"
)

// CreateAccount implements relay.Store.
func (s *Store) CreateAccount(ctx context.Context, a relay.Account) error {
	return s.write(ctx, func(c *conn) error {
		have, found, err := account(c, a.ID, "")
		switch {
		case err != nil:
			return err
		case found && have.SameAs(a):
			return nil
		case found:
			return relay.Refuse(wire.CodeExists, "")
		}
		c.run(`INSERT INTO accounts
			(account_id, kdf, login, rescue, wrap_password, wrap_words, wrap_before, status, since)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			a.ID, int16(a.KDF), a.Login, a.Rescue, a.Wraps.Password, a.Wraps.Words, a.Wraps.Before, int16(a.Status), a.Since)
		return nil
	})
}

// forUpdate locks the rows that a query gives until the change ends.
const forUpdate = " FOR UPDATE"

func account(c *conn, id wire.ID, lock string) (a relay.Account, found bool, err error) {
	var kdf, status int16
	found, err = c.one([]any{&kdf, &a.Login, &a.Rescue, &a.Wraps.Password, &a.Wraps.Words, &a.Wraps.Before, &status, moment{&a.Since}},
		`SELECT kdf, login, rescue, wrap_password, wrap_words, wrap_before, status, since
		FROM accounts WHERE account_id = $1`+lock, id)
	a.ID, a.KDF, a.Status = id, byte(kdf), relay.Status(status)
	return a, found, err
}

// lockAccount reads an account that must be there, and keeps other changes of
// it away.
func lockAccount(c *conn, id wire.ID) (relay.Account, error) {
	a, found, err := account(c, id, forUpdate)
	if err == nil && !found {
		err = relay.Refuse(wire.CodeNotFound, "")
	}
	return a, err
}

func orMissing(err error) error {
	if err != nil {
		return err
	}
	return relay.Refuse(wire.CodeNotFound, "")
}

// Account implements relay.Store.
func (s *Store) Account(ctx context.Context, id wire.ID) (a relay.Account, err error) {
	err = s.look(ctx, func(c *conn) error {
		have, found, err := account(c, id, "")
		if err != nil || !found {
			return orMissing(err)
		}
		a = have
		return nil
	})
	return a, err
}

// SetStatus implements relay.Store.
func (s *Store) SetStatus(ctx context.Context, id wire.ID, status relay.Status) error {
	return s.write(ctx, func(c *conn) error {
		a, err := lockAccount(c, id)
		switch {
		case err != nil:
			return err
		case a.Status == relay.Closed && status != relay.Closed:
			return relay.Refuse(wire.CodeAccountClosed, "")
		}
		c.run(`UPDATE accounts SET status = $2 WHERE account_id = $1`, id, int16(status))
		return nil
	})
}

// OpenSession implements relay.Store.
func (s *Store) OpenSession(ctx context.Context, n relay.Session, l wire.Limits, now time.Time) error {
	return s.write(ctx, func(c *conn) error {
		if _, err := lockAccount(c, n.Account); err != nil {
			return err
		}
		revoked := false
		found, err := c.one([]any{&revoked},
			`SELECT revoked IS NOT NULL FROM devices WHERE account_id = $1 AND device_id = $2`, n.Account, n.Device)
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
		c.run(`INSERT INTO devices (account_id, device_id, since, token, expires) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (account_id, device_id) DO UPDATE SET token = excluded.token, expires = excluded.expires`,
			n.Account, n.Device, now, n.Token, n.Expires)
		return nil
	})
}

// makeRoom removes the oldest device without a live session when the account
// has as many as it may.
func makeRoom(c *conn, account wire.ID, l wire.Limits, now time.Time) error {
	n := 0
	_, err := c.one([]any{&n}, `SELECT count(*) FROM devices WHERE account_id = $1 AND revoked IS NULL`, account)
	if err != nil || n < l.Devices {
		return err
	}
	var idle wire.ID
	found, err := c.one([]any{fixed(idle[:])}, `SELECT device_id FROM devices
		WHERE account_id = $1 AND revoked IS NULL AND (token IS NULL OR expires <= $2)
		ORDER BY since, device_id LIMIT 1`, account, now)
	if err == nil && !found {
		err = relay.Refuse(wire.CodeQuota, "This account has as many devices as it may.")
	}
	c.run(`DELETE FROM devices WHERE account_id = $1 AND device_id = $2`, account, idle)
	return err
}

// Session implements relay.Store.
func (s *Store) Session(ctx context.Context, id wire.ID, token relay.TokenHash, now time.Time) (relay.Session, error) {
	out := relay.Session{Account: id, Token: token}
	err := s.look(ctx, func(c *conn) error {
		var status int16
		found, err := c.one([]any{fixed(out.Device[:]), moment{&out.Expires}, &status},
			`SELECT d.device_id, d.expires, a.status FROM devices d JOIN accounts a ON a.account_id = d.account_id
			WHERE d.account_id = $1 AND d.token = $2 AND d.expires > $3`, id, token, now)
		if err == nil && !found {
			err = relay.Refuse(wire.CodeUnauthorized, "")
		}
		out.Status = relay.Status(status)
		return err
	})
	return out, err
}

// ExtendSession implements relay.Store.
func (s *Store) ExtendSession(ctx context.Context, old relay.Session, expires time.Time) error {
	return s.write(ctx, func(c *conn) error {
		c.run(`UPDATE devices SET expires = $3 WHERE account_id = $1 AND token = $2`, old.Account, old.Token, expires)
		return nil
	})
}

// EndSession implements relay.Store.
func (s *Store) EndSession(ctx context.Context, old relay.Session) error {
	return s.write(ctx, func(c *conn) error {
		c.run(`UPDATE devices SET token = NULL WHERE account_id = $1 AND token = $2`, old.Account, old.Token)
		return nil
	})
}

// Devices implements relay.Store.
func (s *Store) Devices(ctx context.Context, id wire.ID) (out []relay.Device, err error) {
	err = s.look(ctx, func(c *conn) error {
		out = nil
		return c.each(func(r pgx.Rows) error {
			var d relay.Device
			err := r.Scan(fixed(d.ID[:]), moment{&d.Since}, moment{&d.Used})
			d.Used = d.Used.Add(-relay.SessionLife)
			out = append(out, d)
			return err
		}, `SELECT device_id, since, expires FROM devices WHERE account_id = $1 AND revoked IS NULL ORDER BY since, device_id`, id)
	})
	return out, err
}

// RevokeDevice implements relay.Store.
func (s *Store) RevokeDevice(ctx context.Context, id, device wire.ID, now time.Time) error {
	return s.write(ctx, func(c *conn) error {
		n, err := c.affected(`UPDATE devices SET revoked = coalesce(revoked, $3), token = NULL
			WHERE account_id = $1 AND device_id = $2`, id, device, now)
		if err == nil && n == 0 {
			err = relay.Refuse(wire.CodeNotFound, "")
		}
		return err
	})
}

// Sweep implements relay.Store. Of all changes it alone is everywhere at once.
func (s *Store) Sweep(ctx context.Context, now time.Time) error {
	return s.write(ctx, func(c *conn) error {
		late := now.Add(-relay.InviteGrace)
		c.run(`DELETE FROM invites WHERE expires <= $1`, late)
		c.run(`DELETE FROM invite_places WHERE expires <= $1`, late)
		c.run(`DELETE FROM used_challenges WHERE expires <= $1`, now)
		c.run(`UPDATE devices SET token = NULL WHERE token IS NOT NULL AND expires <= $1`, now)
		return nil
	})
}
