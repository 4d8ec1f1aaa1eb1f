package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"pleach/internal/relay"
	"pleach/wire"
)

// SetKeys implements relay.Store.
func (s *Store) SetKeys(ctx context.Context, was, next relay.Account, but wire.ID) error {
	return s.write(ctx, func(c *conn) error {
		have, err := lockAccount(c, was.ID)
		switch {
		case err != nil:
			return err
		case !have.SameAs(was) && !have.SameAs(next):
			return relay.Refuse(wire.CodeLoginRefused, "")
		}
		c.erased = append(c.erased, "accounts") // the old wraps
		c.run(`UPDATE accounts SET login = $2, rescue = $3, wrap_password = $4, wrap_words = $5, wrap_before = $6
			WHERE account_id = $1`, was.ID, next.Login, next.Rescue, next.Wraps.Password, next.Wraps.Words, next.Wraps.Before)
		c.run(`UPDATE devices SET token = NULL WHERE account_id = $1 AND device_id <> $2`, was.ID, but)
		return nil
	})
}

// CloseAccount implements relay.Store.
func (s *Store) CloseAccount(ctx context.Context, id wire.ID) error {
	return s.write(ctx, func(c *conn) error {
		if _, err := lockAccount(c, id); err != nil {
			return err
		}
		takeTurn(c, id)
		spaces, err := spacesOf(c, id)
		if err != nil {
			return err
		}
		for _, space := range spaces {
			if err := quit(c, id, space); err != nil {
				return err
			}
		}
		c.erased = append(c.erased, "accounts", "devices")
		c.run(`DELETE FROM devices WHERE account_id = $1`, id)
		c.run(`UPDATE accounts SET status = $2, wrap_password = '', wrap_words = '', wrap_before = '' WHERE account_id = $1`,
			id, int16(relay.Closed))
		return nil
	})
}

// quit takes an account out of a space, and the space away when nobody is left
// in it.
func quit(c *conn, account, id wire.ID) error {
	if _, found, err := loadSpace(c, id); err != nil || !found {
		return err
	}
	in, err := members(c, id)
	switch {
	case err != nil:
		return err
	case len(in) == 1:
		return dropSpace(c, id, account)
	}
	return takeOut(c, account, id)
}

// PutNotice implements relay.Store.
func (s *Store) PutNotice(ctx context.Context, id, device wire.ID, notice []byte) error {
	return s.write(ctx, func(c *conn) error {
		n, err := c.affected(`UPDATE devices SET notice = $3 WHERE account_id = $1 AND device_id = $2`, id, device, notice)
		if err == nil && n == 0 {
			err = relay.Refuse(wire.CodeNotFound, "")
		}
		return err
	})
}

// Notice implements relay.Store.
func (s *Store) Notice(ctx context.Context, id, device wire.ID) (notice []byte, err error) {
	err = s.look(ctx, func(c *conn) error {
		found, err := c.one([]any{&notice}, `SELECT notice FROM devices
			WHERE account_id = $1 AND device_id = $2 AND revoked IS NOT NULL AND notice IS NOT NULL`, id, device)
		if err == nil && !found {
			err = relay.Refuse(wire.CodeNotFound, "")
		}
		return err
	})
	return notice, err
}

// spacesOf are the spaces of an account, in ascending order.
func spacesOf(c *conn, account wire.ID) ([]wire.ID, error) {
	return ids(c, `SELECT space_id FROM memberships WHERE account_id = $1 ORDER BY space_id`, account)
}

func ids(c *conn, sql string, of wire.ID) (out []wire.ID, err error) {
	err = c.each(func(r pgx.Rows) error {
		var id wire.ID
		err := r.Scan(fixed(id[:]))
		out = append(out, id)
		return err
	}, sql, of)
	return out, err
}
