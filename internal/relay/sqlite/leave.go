package sqlite

import (
	"context"
	"slices"

	"pleach/internal/relay"
	"pleach/wire"
)

// Leave implements relay.Store.
func (s *Store) Leave(ctx context.Context, by, id wire.ID, out wire.Leave, l wire.Limits) error {
	return s.write(ctx, func(c *conn) error {
		sp, found, err := loadSpace(c, id)
		if err != nil || !found {
			return orMissing(err)
		}
		in, err := members(c, id)
		switch {
		case err != nil:
			return err
		case !slices.Contains(in, by):
			stored, err := commit(c, id, out.N)
			if err != nil {
				return err
			}
			return relay.SameLeave(stored, out)
		}
		if err := relay.AdmitLeave(len(in), out); err != nil {
			return err
		}
		if len(in) == 1 {
			return dropSpace(c, id)
		}
		if err := sp.lastCommit(c, out, l); err != nil {
			return err
		}
		return takeOut(c, by, id)
	})
}

// lastCommit appends the commit of who leaves.
func (sp *space) lastCommit(c *conn, out wire.Leave, l wire.Limits) error {
	fresh, err := sp.admitCommit(c, out.N, out.Commit)
	if err != nil || !fresh {
		return err
	}
	return sp.append(c, out.Commit, l)
}

// takeOut takes an account out of a space in which others are left.
func takeOut(c *conn, by, id wire.ID) error {
	c.erased = true
	if err := c.run(`DELETE FROM answers WHERE space_id = ? AND account_id = ? AND opened = 0`, id, by); err != nil {
		return err
	}
	if err := c.run(`DELETE FROM invites WHERE space_id = ?`, id); err != nil {
		return err
	}
	return c.run(`DELETE FROM members WHERE space_id = ? AND account_id = ?`, id, by)
}

// rowsOfSpaces are the tables that have rows of a space, those first that refer
// to others.
var rowsOfSpaces = []string{"words", "entries", "items", "chains", "commits", "answers", "invites", "members", "spaces"}

// dropSpace deletes a space with everything in it.
func dropSpace(c *conn, id wire.ID) error {
	c.erased = true
	for _, table := range rowsOfSpaces {
		if err := c.run(`DELETE FROM `+table+` WHERE space_id = ?`, id); err != nil {
			return err
		}
	}
	return nil
}
