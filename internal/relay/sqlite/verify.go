package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"pleach/wire"
)

// ErrDamaged says that what is stored is not what was acknowledged. What comes
// with it names table and number, and no id.
var ErrDamaged = errors.New("sqlite: the store is damaged")

// Checked counts what Verify looked at.
type Checked struct {
	Accounts, Spaces, Commits, Items, Chains, Entries int64
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrDamaged}, args...)...)
}

// Verify reads everything and holds it against itself: the file's own structure;
// positions and commits without a gap; every entry by its hash, linked to the
// one before it, up to the head that the relay knows. It changes nothing. What
// it cannot know: that the whole store is as of an earlier day. The devices
// know, and send again what is missing. Error: ErrDamaged.
func (s *Store) Verify(ctx context.Context) (got Checked, err error) {
	err = s.read(ctx, func(c *conn) error {
		if err := sound(c); err != nil {
			return err
		}
		if err := got.count(c); err != nil {
			return err
		}
		for _, check := range []func(*conn) error{streams, commits, chains} {
			if err := errors.Join(ctx.Err(), check(c)); err != nil {
				return err
			}
		}
		return nil
	})
	return got, err
}

// sound asks SQLite about pages, indexes and references.
func sound(c *conn) error {
	said := ""
	_, err := c.one(func(r *sqlite3.Stmt) { said = r.ColumnText(0) }, "PRAGMA integrity_check(1)")
	switch {
	case err != nil:
		return unreadable(err)
	case said != "ok":
		return damaged("SQLite says: %s", said)
	}
	dangling, err := c.one(func(r *sqlite3.Stmt) { said = r.ColumnText(0) }, "PRAGMA foreign_key_check")
	if err == nil && dangling {
		err = damaged("a row of %s belongs to nothing", said)
	}
	return err
}

// unreadable names what SQLite says of a file that is none of its own.
func unreadable(err error) error {
	if errors.Is(err, sqlite3.CORRUPT) || errors.Is(err, sqlite3.NOTADB) {
		return damaged("SQLite cannot read it (%v)", err)
	}
	return err
}

func (got *Checked) count(c *conn) (err error) {
	_, err = c.one(func(r *sqlite3.Stmt) {
		for i, n := range []*int64{&got.Accounts, &got.Spaces, &got.Commits, &got.Items, &got.Chains, &got.Entries} {
			*n = r.ColumnInt64(i)
		}
	}, `SELECT (SELECT count(*) FROM accounts), (SELECT count(*) FROM spaces), (SELECT count(*) FROM commits),
		(SELECT count(*) FROM items), (SELECT count(*) FROM chains), (SELECT count(*) FROM entries)`)
	return err
}

// streams looks for positions that are missing.
func streams(c *conn) error {
	return none(c, "the stream of a space has a gap", `SELECT 1 FROM spaces s LEFT JOIN
		(SELECT space_id, count(*) AS n, min(pos) AS first, max(pos) AS last FROM items GROUP BY space_id) i USING (space_id)
		WHERE coalesce(n, 0) <> s.pos OR coalesce(first, 1) <> 1 OR coalesce(last, 0) <> s.pos`)
}

func commits(c *conn) error {
	return none(c, "a commit of a space is missing", `SELECT 1 FROM spaces s LEFT JOIN
		(SELECT space_id, count(*) AS n, max(n) AS last FROM commits GROUP BY space_id) c USING (space_id)
		WHERE coalesce(c.n, 0) <> s.commits OR coalesce(last, -1) <> s.commits - 1`)
}

// none refuses as soon as a query finds something.
func none(c *conn, what, sql string) error {
	found, err := c.one(func(*sqlite3.Stmt) {}, sql)
	if err == nil && found {
		err = damaged("%s", what)
	}
	return err
}

// chains walks along every chain, and looks at where it must end.
func chains(c *conn) error {
	var at link
	var broken error
	err := c.each(func(r *sqlite3.Stmt) bool {
		broken = at.next(r)
		return broken == nil
	}, `SELECT e.space_id, e.device_id, e.seq, e.hash, e.pos, i.data, w.body, c.seq, c.hash
		FROM entries e LEFT JOIN items i ON i.space_id = e.space_id AND i.pos = e.pos
		LEFT JOIN words w ON w.space_id = e.space_id AND w.pos = e.pos
		LEFT JOIN chains c ON c.space_id = e.space_id AND c.device_id = e.device_id
		ORDER BY e.space_id, e.device_id, e.seq`)
	if err = errors.Join(err, broken); err != nil {
		return err
	}
	if err := at.end(); err != nil {
		return err
	}
	return none(c, "a chain has lost its entries", `SELECT 1 FROM chains c WHERE NOT EXISTS
		(SELECT 1 FROM entries e WHERE e.space_id = c.space_id AND e.device_id = c.device_id)`)
}

// link is where a walk along the chains is: at one entry of one chain, which
// must end at head.
type link struct {
	space, device wire.ID
	seq, pos      uint64
	hash          wire.Hash
	last          uint64
	head          wire.Hash
}

// end is the error of a chain that stops before or beyond its head.
func (l link) end() error {
	if l.seq != l.last || l.hash != l.head {
		return damaged("a chain ends with entry %d and its head is %d", l.seq, l.last)
	}
	return nil
}

// next moves on to the entry in a row.
func (l *link) next(r *sqlite3.Stmt) error {
	n := link{space: column16(r, 0), device: column16(r, 1), seq: uint64(r.ColumnInt64(2)), hash: column32(r, 3),
		pos: uint64(r.ColumnInt64(4)), last: uint64(r.ColumnInt64(7)), head: column32(r, 8)}
	if n.space != l.space || n.device != l.device {
		if err := l.end(); err != nil {
			return err
		}
		*l = link{space: n.space, device: n.device}
	}
	e, err := wire.ParseEntry(r.ColumnRawBlob(5))
	h := e.Header
	switch {
	case err != nil:
		return damaged("entry %d of a chain cannot be read", n.seq)
	case h.Space != n.space || h.Device != n.device || h.Seq != n.seq:
		return damaged("entry %d of a chain is somewhere else", n.seq)
	case n.seq != l.seq+1 || h.Prev != l.hash || n.pos <= l.pos:
		return damaged("entry %d of a chain does not follow the one before it", n.seq)
	case e.Hash() != n.hash:
		return damaged("entry %d of a chain is not the one that was stored", n.seq)
	case r.ColumnType(6) != sqlite3.NULL && wire.HashBody(r.ColumnRawBlob(6)) != e.Erased:
		return damaged("the words of entry %d of a chain are not those that were stored", n.seq)
	}
	*l = n
	return nil
}
