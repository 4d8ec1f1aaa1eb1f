package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"pleach/internal/relay"
	"pleach/wire"
)

// sights are what a node has seen of the spaces and invites of the accounts
// whose streams are open on it.
type sights struct {
	spaces  map[[2]wire.ID]sight // by account and space
	invites map[wire.ID]int      // how far each has come
}

// sight is what of a space can be news to its members. Not its size: that an
// answer waits in a gate is nobody's business.
type sight struct{ pos, commits int64 }

func newSights() sights {
	return sights{map[[2]wire.ID]sight{}, map[wire.ID]int{}}
}

// look compares the store with what was seen the last time, and says what is
// new to whom it concerns. Of an account that came since then, everything is.
func (n *node) look(ctx context.Context, on *pgx.Conn) error {
	accounts := n.hub.Accounts()
	now := newSights()
	c := newConn(ctx, on)
	if len(accounts) > 0 {
		of, err := spacesOfAll(c, accounts)
		if err != nil {
			return err
		}
		if err := n.lookAtSpaces(c, of, now); err != nil {
			return err
		}
		if err := n.lookAtInvites(c, of, now); err != nil {
			return err
		}
	}
	n.seen = now
	return nil
}

// spacesOfAll are the spaces of these accounts, each with those of the accounts
// that are in it.
func spacesOfAll(c *conn, accounts []wire.ID) (map[wire.ID][]wire.ID, error) {
	of := map[wire.ID][]wire.ID{}
	err := c.each(func(r pgx.Rows) error {
		var account, space wire.ID
		err := r.Scan(fixed(account[:]), fixed(space[:]))
		of[space] = append(of[space], account)
		return err
	}, `SELECT account_id, space_id FROM memberships WHERE account_id = ANY($1)`, array(accounts))
	return of, err
}

func (n *node) lookAtSpaces(c *conn, of map[wire.ID][]wire.ID, now sights) error {
	return c.each(func(r pgx.Rows) error {
		var space wire.ID
		var s sight
		if err := r.Scan(fixed(space[:]), &s.pos, &s.commits); err != nil {
			return err
		}
		for _, account := range of[space] {
			key := [2]wire.ID{account, space}
			if was, known := n.seen.spaces[key]; !known || was != s {
				n.hub.Hear(relay.News{What: wire.EventAdvanced, ID: space, Accounts: []wire.ID{account}})
			}
			now.spaces[key] = s
		}
		return nil
	}, `SELECT space_id, pos, commits FROM spaces WHERE space_id = ANY($1)`, array(keys(of)))
}

// lookAtInvites tells inviters how far their invites have come. Who joins is
// told by the space that is new to them.
func (n *node) lookAtInvites(c *conn, of map[wire.ID][]wire.ID, now sights) error {
	return c.each(func(r pgx.Rows) error {
		var id, inviter wire.ID
		var stage int
		if err := r.Scan(fixed(id[:]), fixed(inviter[:]), &stage); err != nil {
			return err
		}
		if n.seen.invites[id] != stage {
			n.hub.Hear(relay.News{What: wire.EventInvite, ID: id, Accounts: []wire.ID{inviter}})
		}
		now.invites[id] = stage
		return nil
	}, `SELECT invite_id, inviter_id, num_nonnulls(answer, approval, reveal) FROM invites WHERE space_id = ANY($1)`, array(keys(of)))
}

// array is ids as PostgreSQL's bytea[].
func array(ids []wire.ID) [][]byte {
	out := make([][]byte, len(ids))
	for i := range ids {
		out[i] = ids[i][:]
	}
	return out
}

func keys(of map[wire.ID][]wire.ID) []wire.ID {
	out := make([]wire.ID, 0, len(of))
	for id := range of {
		out = append(out, id)
	}
	return out
}
