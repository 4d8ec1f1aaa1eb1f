package postgres

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
			return dropSpace(c, id, by)
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
	c.erased = append(c.erased, "answers", "invites")
	c.run(`DELETE FROM answers WHERE space_id = $1 AND account_id = $2 AND NOT opened`, id, by)
	if err := dropInvites(c, id); err != nil {
		return err
	}
	c.run(`DELETE FROM members WHERE space_id = $1 AND account_id = $2`, id, by)
	c.run(`DELETE FROM memberships WHERE account_id = $1 AND space_id = $2`, by, id)
	return nil
}

// dropInvites deletes the invites into a space.
func dropInvites(c *conn, id wire.ID) error {
	invites, err := ids(c, `SELECT invite_id FROM invites WHERE space_id = $1`, id)
	if err != nil {
		return err
	}
	for _, inv := range invites {
		dropInvite(c, id, inv)
	}
	return nil
}

func dropInvite(c *conn, space, id wire.ID) {
	c.run(`DELETE FROM invites WHERE space_id = $1 AND invite_id = $2`, space, id)
	c.run(`DELETE FROM invite_places WHERE invite_id = $1`, id)
}

// rowsOfSpaces delete what tables have of a space, those first that refer to
// others.
var rowsOfSpaces = [][2]string{
	{"words", `DELETE FROM words WHERE space_id = $1`},
	{"entries", `DELETE FROM entries WHERE space_id = $1`},
	{"items", `DELETE FROM items WHERE space_id = $1`},
	{"chains", `DELETE FROM chains WHERE space_id = $1`},
	{"commits", `DELETE FROM commits WHERE space_id = $1`},
	{"answers", `DELETE FROM answers WHERE space_id = $1`},
	{"members", `DELETE FROM members WHERE space_id = $1`},
	{"spaces", `DELETE FROM spaces WHERE space_id = $1`},
}

// dropSpace deletes a space with everything in it, when last is the only member.
func dropSpace(c *conn, id, last wire.ID) error {
	if err := dropInvites(c, id); err != nil {
		return err
	}
	c.erased = append(c.erased, "invites")
	for _, rows := range rowsOfSpaces {
		c.erased = append(c.erased, rows[0])
		c.run(rows[1], id)
	}
	c.run(`DELETE FROM memberships WHERE account_id = $1 AND space_id = $2`, last, id)
	return nil
}
