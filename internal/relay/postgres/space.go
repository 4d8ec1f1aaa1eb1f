package postgres

import (
	"bytes"
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"pleach/internal/relay"
	"pleach/wire"
)

// space is the row of a space, as a change sees it. Who has loaded it holds the
// lock on the space's stream until the change ends.
type space struct {
	id      wire.ID
	owner   wire.ID
	pos     uint64
	commits uint32
	bytes   int64
}

// locked is the query that reads a space's row and locks it.
func (sp *space) locked(found *bool) query {
	return first(found, []any{fixed(sp.owner[:]), &sp.pos, &sp.commits, &sp.bytes},
		`SELECT owner_id, pos, commits, bytes FROM spaces WHERE space_id = $1 FOR UPDATE`, sp.id)
}

func loadSpace(c *conn, id wire.ID) (sp *space, found bool, err error) {
	sp = &space{id: id}
	err = c.ask(sp.locked(&found))
	return sp, found, err
}

// spaceOf is loadSpace for an account that must be in it. What else a change
// wants to know of the space it asks in the same go, after the lock.
func spaceOf(c *conn, by, id wire.ID, more ...query) (*space, error) {
	sp := &space{id: id}
	var found, in bool
	queries := append([]query{sp.locked(&found), isMember(&in, id, by)}, more...)
	switch err := c.ask(queries...); {
	case err != nil || !found:
		return sp, orMissing(err)
	case !in:
		return sp, relay.Refuse(wire.CodeForbidden, "")
	}
	return sp, nil
}

func isMember(in *bool, space, account wire.ID) query {
	return first(in, []any{nil}, `SELECT 1 FROM members WHERE space_id = $1 AND account_id = $2`, space, account)
}

// take counts n more bytes, or refuses them.
func (sp *space) take(n int64, l wire.Limits) error {
	if sp.bytes+n > l.Space {
		return relay.Refuse(wire.CodeQuota, "This space holds as much as it may.")
	}
	sp.bytes += n
	return nil
}

// add puts an item at the next position.
func (sp *space) add(c *conn, kind wire.ItemKind, data []byte) {
	sp.pos++
	c.run(`INSERT INTO items (space_id, pos, kind, data) VALUES ($1, $2, $3, $4)`, sp.id, sp.pos, int16(kind), data)
}

// save writes the row back.
func (sp *space) save(c *conn) {
	c.run(`UPDATE spaces SET pos = $2, commits = $3, bytes = $4 WHERE space_id = $1`, sp.id, sp.pos, sp.commits, sp.bytes)
}

// takeTurn makes changes that count what an account has go one after another.
func takeTurn(c *conn, account wire.ID) {
	c.run(`INSERT INTO turns (account_id) VALUES ($1) ON CONFLICT (account_id) DO UPDATE SET account_id = excluded.account_id`, account)
}

// CreateSpace implements relay.Store.
func (s *Store) CreateSpace(ctx context.Context, by wire.ID, n wire.NewSpace, l wire.Limits, now time.Time) error {
	return s.write(ctx, func(c *conn) error {
		if have, found, err := loadSpace(c, n.Space); err != nil || found {
			return sameSpace(c, have, by, n, err)
		}
		if err := roomForSpace(c, by, l, "This account has as many spaces as it may."); err != nil {
			return err
		}
		c.run(`INSERT INTO spaces (space_id, owner_id, pos, commits, bytes) VALUES ($1, $2, 0, 1, $3)`,
			n.Space, by, len(n.Commit))
		putCommit(c, n.Space, 0, n.Commit)
		addMember(c, n.Space, by, now)
		return nil
	})
}

// sameSpace accepts the repeat of a creation.
func sameSpace(c *conn, have *space, by wire.ID, n wire.NewSpace, err error) error {
	if err != nil {
		return err
	}
	start, err := commit(c, n.Space, 0)
	if err == nil && (have.owner != by || !bytes.Equal(start, n.Commit)) {
		err = relay.Refuse(wire.CodeExists, "")
	}
	return err
}

func roomForSpace(c *conn, account wire.ID, l wire.Limits, detail string) error {
	takeTurn(c, account)
	n := 0
	_, err := c.one([]any{&n}, `SELECT count(*) FROM memberships WHERE account_id = $1`, account)
	if err == nil && n >= l.Spaces {
		err = relay.Refuse(wire.CodeQuota, detail)
	}
	return err
}

func addMember(c *conn, space, account wire.ID, now time.Time) {
	c.run(`INSERT INTO members (space_id, account_id, since) VALUES ($1, $2, $3)`, space, account, now)
	c.run(`INSERT INTO memberships (account_id, space_id) VALUES ($1, $2)`, account, space)
}

// Members implements relay.Store.
func (s *Store) Members(ctx context.Context, id wire.ID) (out []wire.ID, err error) {
	err = s.look(ctx, func(c *conn) error {
		out, err = members(c, id)
		if err == nil && len(out) == 0 {
			err = relay.Refuse(wire.CodeNotFound, "")
		}
		return err
	})
	return out, err
}

func members(c *conn, id wire.ID) ([]wire.ID, error) {
	return ids(c, `SELECT account_id FROM members WHERE space_id = $1 ORDER BY account_id`, id)
}

// Spaces implements relay.Store.
func (s *Store) Spaces(ctx context.Context, account wire.ID) (out []wire.ID, err error) {
	err = s.look(ctx, func(c *conn) error {
		out, err = spacesOf(c, account)
		return err
	})
	return out, err
}

// Commits implements relay.Store.
func (s *Store) Commits(ctx context.Context, id wire.ID, n uint32, most int) (out [][]byte, err error) {
	err = s.read(ctx, func(c *conn) error {
		out = nil
		found, size := false, 0
		err := c.ask(first(&found, []any{nil}, `SELECT 1 FROM spaces WHERE space_id = $1`, id),
			query{`SELECT data FROM commits WHERE space_id = $1 AND n >= $2 ORDER BY n`, []any{id, n}, func(r pgx.Rows) error {
				var data []byte
				if err := r.Scan(&data); err != nil {
					return err
				}
				if size += len(data); size > most && len(out) > 0 {
					return errStop
				}
				out = append(out, data)
				return nil
			}})
		if err != nil || !found {
			return orMissing(err)
		}
		return nil
	})
	return out, err
}

// PutCommit implements relay.Store.
func (s *Store) PutCommit(ctx context.Context, by, id wire.ID, n uint32, data []byte, l wire.Limits) error {
	return s.write(ctx, func(c *conn) error {
		sp, err := spaceOf(c, by, id)
		if err != nil {
			return err
		}
		fresh, err := sp.admitCommit(c, n, data)
		if err != nil || !fresh {
			return err
		}
		return sp.append(c, data, l)
	})
}

func (sp *space) admitCommit(c *conn, n uint32, data []byte) (bool, error) {
	return relay.AdmitCommit(sp.commits, n, data, func(n uint32) ([]byte, error) { return commit(c, sp.id, n) })
}

// append adds the next commit and saves the space.
func (sp *space) append(c *conn, data []byte, l wire.Limits) error {
	if err := sp.take(int64(len(data)), l); err != nil {
		return err
	}
	putCommit(c, sp.id, sp.commits, data)
	sp.commits++
	sp.save(c)
	return nil
}

func putCommit(c *conn, space wire.ID, n uint32, data []byte) {
	c.run(`INSERT INTO commits (space_id, n, data) VALUES ($1, $2, $3)`, space, n, data)
}

func commit(c *conn, space wire.ID, n uint32) (data []byte, err error) {
	_, err = c.one([]any{&data}, `SELECT data FROM commits WHERE space_id = $1 AND n = $2`, space, n)
	return data, err
}
