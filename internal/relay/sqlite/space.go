package sqlite

import (
	"bytes"
	"context"
	"time"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
	"pleach/wire"
)

// space is the row of a space, as a change sees it.
type space struct {
	id      wire.ID
	owner   wire.ID
	pos     uint64
	commits uint32
	bytes   int64
}

// loadSpace reads a space's row, the lock on its stream.
func loadSpace(c *conn, id wire.ID) (sp space, found bool, err error) {
	sp.id = id
	found, err = c.one(func(r *sqlite3.Stmt) {
		sp.owner, sp.pos = column16(r, 0), uint64(r.ColumnInt64(1))
		sp.commits, sp.bytes = uint32(r.ColumnInt64(2)), r.ColumnInt64(3)
	}, `SELECT owner_id, pos, commits, bytes FROM spaces WHERE space_id = ?`, id)
	return sp, found, err
}

// spaceOf is loadSpace for an account that must be in it.
func spaceOf(c *conn, by, id wire.ID) (space, error) {
	sp, found, err := loadSpace(c, id)
	if err != nil || !found {
		return sp, orMissing(err)
	}
	in, err := isMember(c, id, by)
	if err == nil && !in {
		err = relay.Refuse(wire.CodeForbidden, "")
	}
	return sp, err
}

func isMember(c *conn, space, account wire.ID) (bool, error) {
	return c.one(func(*sqlite3.Stmt) {}, `SELECT 1 FROM members WHERE space_id = ? AND account_id = ?`, space, account)
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
func (sp *space) add(c *conn, kind wire.ItemKind, data []byte) error {
	sp.pos++
	return c.run(`INSERT INTO items (space_id, pos, kind, data) VALUES (?, ?, ?, ?)`, sp.id, sp.pos, int(kind), data)
}

// save writes the row back.
func (sp *space) save(c *conn) error {
	return c.run(`UPDATE spaces SET pos = ?, commits = ?, bytes = ? WHERE space_id = ?`,
		sp.pos, int64(sp.commits), sp.bytes, sp.id)
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
		err := c.run(`INSERT INTO spaces (space_id, owner_id, pos, commits, bytes) VALUES (?, ?, 0, 1, ?)`,
			n.Space, by, len(n.Commit))
		if err != nil {
			return err
		}
		if err := putCommit(c, n.Space, 0, n.Commit); err != nil {
			return err
		}
		return addMember(c, n.Space, by, now)
	})
}

// sameSpace accepts the repeat of a creation.
func sameSpace(c *conn, have space, by wire.ID, n wire.NewSpace, err error) error {
	if err != nil {
		return err
	}
	first, err := commit(c, n.Space, 0)
	if err == nil && (have.owner != by || !bytes.Equal(first, n.Commit)) {
		err = relay.Refuse(wire.CodeExists, "")
	}
	return err
}

func roomForSpace(c *conn, account wire.ID, l wire.Limits, detail string) error {
	n, err := c.count(`SELECT count(*) FROM members WHERE account_id = ?`, account)
	if err == nil && n >= int64(l.Spaces) {
		err = relay.Refuse(wire.CodeQuota, detail)
	}
	return err
}

func addMember(c *conn, space, account wire.ID, now time.Time) error {
	return c.run(`INSERT INTO members (space_id, account_id, since) VALUES (?, ?, ?)`, space, account, now)
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
	return ids(c, `SELECT account_id FROM members WHERE space_id = ? ORDER BY account_id`, id)
}

func ids(c *conn, sql string, of wire.ID) (out []wire.ID, err error) {
	err = c.each(func(r *sqlite3.Stmt) bool {
		out = append(out, column16(r, 0))
		return true
	}, sql, of)
	return out, err
}

// Spaces implements relay.Store.
func (s *Store) Spaces(ctx context.Context, account wire.ID) (out []wire.ID, err error) {
	err = s.look(ctx, func(c *conn) error {
		out, err = ids(c, `SELECT space_id FROM members WHERE account_id = ? ORDER BY space_id`, account)
		return err
	})
	return out, err
}

// Commits implements relay.Store.
func (s *Store) Commits(ctx context.Context, id wire.ID, n uint32, most int) (out [][]byte, err error) {
	err = s.read(ctx, func(c *conn) error {
		if _, found, err := loadSpace(c, id); err != nil || !found {
			return orMissing(err)
		}
		size := 0
		return c.each(func(r *sqlite3.Stmt) bool {
			raw := r.ColumnRawBlob(0)
			if size += len(raw); size > most && len(out) > 0 {
				return false
			}
			out = append(out, bytes.Clone(raw))
			return true
		}, `SELECT data FROM commits WHERE space_id = ? AND n >= ? ORDER BY n`, id, int64(n))
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
	if err := putCommit(c, sp.id, sp.commits, data); err != nil {
		return err
	}
	sp.commits++
	return sp.save(c)
}

func putCommit(c *conn, space wire.ID, n uint32, data []byte) error {
	return c.run(`INSERT INTO commits (space_id, n, data) VALUES (?, ?, ?)`, space, int64(n), data)
}

func commit(c *conn, space wire.ID, n uint32) (data []byte, err error) {
	_, err = c.one(func(r *sqlite3.Stmt) { data = columnBlob(r, 0) },
		`SELECT data FROM commits WHERE space_id = ? AND n = ?`, space, int64(n))
	return data, err
}
