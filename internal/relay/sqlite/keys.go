package sqlite

import (
	"context"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
	"pleach/wire"
)

// SetKeys implements relay.Store.
func (s *Store) SetKeys(ctx context.Context, was, next relay.Account, but wire.ID) error {
	return s.write(ctx, func(c *conn) error {
		have, found, err := account(c, was.ID)
		switch {
		case err != nil || !found:
			return orMissing(err)
		case !have.SameAs(was) && !have.SameAs(next):
			return relay.Refuse(wire.CodeLoginRefused, "")
		}
		c.erased = true // the old wraps, from the log too
		err = c.run(`UPDATE accounts SET login = ?, rescue = ?, wrap_password = ?, wrap_words = ?, wrap_before = ? WHERE account_id = ?`,
			next.Login, next.Rescue, next.Wraps.Password, next.Wraps.Words, next.Wraps.Before, was.ID)
		if err != nil {
			return err
		}
		return c.run(`UPDATE devices SET token = NULL WHERE account_id = ? AND device_id <> ?`, was.ID, but)
	})
}

// CloseAccount implements relay.Store.
func (s *Store) CloseAccount(ctx context.Context, id wire.ID) error {
	return s.write(ctx, func(c *conn) error {
		if _, found, err := account(c, id); err != nil || !found {
			return orMissing(err)
		}
		c.erased = true
		for _, sql := range []string{
			`DELETE FROM answers WHERE account_id = ? AND opened = 0`,
			`DELETE FROM invites WHERE inviter_id = ?`,
			`DELETE FROM devices WHERE account_id = ?`,
		} {
			if err := c.run(sql, id); err != nil {
				return err
			}
		}
		if err := quitAll(c, id); err != nil {
			return err
		}
		return c.run(`UPDATE accounts SET status = ?, wrap_password = x'', wrap_words = x'', wrap_before = x'' WHERE account_id = ?`,
			int(relay.Closed), id)
	})
}

// quitAll takes an account out of all its spaces, and those away in which
// nobody is left.
func quitAll(c *conn, id wire.ID) error {
	var spaces []wire.ID
	err := c.each(func(r *sqlite3.Stmt) bool {
		spaces = append(spaces, column16(r, 0))
		return true
	}, `SELECT space_id FROM members WHERE account_id = ?`, id)
	if err != nil {
		return err
	}
	for _, space := range spaces {
		if err := quit(c, id, space); err != nil {
			return err
		}
	}
	return nil
}

func quit(c *conn, account, space wire.ID) error {
	n, err := c.count(`SELECT count(*) FROM members WHERE space_id = ?`, space)
	if err != nil {
		return err
	}
	if n == 1 {
		return dropSpace(c, space)
	}
	return takeOut(c, account, space)
}

// PutNotice implements relay.Store.
func (s *Store) PutNotice(ctx context.Context, id, device wire.ID, notice []byte) error {
	return s.write(ctx, func(c *conn) error {
		err := c.run(`UPDATE devices SET notice = ? WHERE account_id = ? AND device_id = ?`, notice, id, device)
		if err == nil && c.Changes() == 0 {
			err = relay.Refuse(wire.CodeNotFound, "")
		}
		return err
	})
}

// Notice implements relay.Store.
func (s *Store) Notice(ctx context.Context, id, device wire.ID) (notice []byte, err error) {
	err = s.read(ctx, func(c *conn) error {
		found, err := c.one(func(r *sqlite3.Stmt) { notice = columnBlob(r, 0) },
			`SELECT notice FROM devices WHERE account_id = ? AND device_id = ? AND revoked IS NOT NULL AND notice IS NOT NULL`, id, device)
		if err == nil && !found {
			err = relay.Refuse(wire.CodeNotFound, "")
		}
		return err
	})
	return notice, err
}
