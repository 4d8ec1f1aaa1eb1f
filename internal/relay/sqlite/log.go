package sqlite

import (
	"context"
	"errors"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
	"pleach/wire"
)

// Push implements relay.Store.
func (s *Store) Push(ctx context.Context, by wire.ID, b relay.Batch, l wire.Limits) (pos uint64, err error) {
	err = s.write(ctx, func(c *conn) error {
		pos, err = push(c, by, b, l)
		return err
	})
	if err != nil {
		return 0, err
	}
	return pos, nil
}

func push(c *conn, by wire.ID, b relay.Batch, l wire.Limits) (uint64, error) {
	sp, ch, err := spaceAndChain(c, by, b)
	if err != nil {
		return 0, err
	}
	fresh, err := ch.Admit(by, b, func(seq uint64) (wire.Hash, error) {
		hash, _, err := placed(c, b, seq)
		return hash, err
	})
	if err != nil {
		return 0, err
	}
	if len(fresh) == 0 {
		_, pos, err := placed(c, b, b.Entries[len(b.Entries)-1].Seq)
		return pos, err
	}
	err = sp.extend(c, by, b.Device, fresh, l)
	return sp.pos, err
}

// extend appends new entries to a chain and to the stream.
func (sp *space) extend(c *conn, by, device wire.ID, fresh []relay.Link, l wire.Limits) error {
	if err := sp.take(relay.Batch{Entries: fresh}.Size(), l); err != nil {
		return err
	}
	for _, e := range fresh {
		if err := sp.link(c, device, e); err != nil {
			return err
		}
	}
	for _, e := range fresh {
		if err := sp.erase(c, by, e.Erases); err != nil {
			return err
		}
	}
	last := fresh[len(fresh)-1]
	err := c.run(`INSERT INTO chains (space_id, device_id, account_id, seq, hash) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (space_id, device_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`, sp.id, device, by, last.Seq, last.Hash)
	if err != nil {
		return err
	}
	return sp.save(c)
}

// link adds one entry, its words apart.
func (sp *space) link(c *conn, device wire.ID, e relay.Link) error {
	if err := sp.add(c, wire.ItemEntry, e.Kept); err != nil {
		return err
	}
	if e.Erasable() {
		if err := putWords(c, sp.id, sp.pos, e.Wrap, e.Body); err != nil {
			return err
		}
	}
	return c.run(`INSERT INTO entries (space_id, device_id, seq, hash, pos) VALUES (?, ?, ?, ?, ?)`,
		sp.id, device, e.Seq, e.Hash, sp.pos)
}

func chain(c *conn, space, device wire.ID) (ch relay.Chain, err error) {
	_, err = c.one(func(r *sqlite3.Stmt) {
		ch = relay.Chain{Account: column16(r, 0), Seq: uint64(r.ColumnInt64(1)), Hash: column32(r, 2)}
	}, `SELECT account_id, seq, hash FROM chains WHERE space_id = ? AND device_id = ?`, space, device)
	return ch, err
}

// spaceAndChain is spaceOf and chain with one look: every push asks for both.
func spaceAndChain(c *conn, by wire.ID, b relay.Batch) (sp space, ch relay.Chain, err error) {
	sp.id = b.Space
	in := false
	found, err := c.one(func(r *sqlite3.Stmt) {
		sp.owner, sp.pos = column16(r, 0), uint64(r.ColumnInt64(1))
		sp.commits, sp.bytes = uint32(r.ColumnInt64(2)), r.ColumnInt64(3)
		in = r.ColumnType(4) != sqlite3.NULL
		if r.ColumnType(5) != sqlite3.NULL {
			ch = relay.Chain{Account: column16(r, 5), Seq: uint64(r.ColumnInt64(6)), Hash: column32(r, 7)}
		}
	}, `SELECT s.owner_id, s.pos, s.commits, s.bytes, m.since, c.account_id, c.seq, c.hash FROM spaces s
		LEFT JOIN members m ON m.space_id = s.space_id AND m.account_id = ?
		LEFT JOIN chains c ON c.space_id = s.space_id AND c.device_id = ?
		WHERE s.space_id = ?`, by, b.Device, b.Space)
	switch {
	case err != nil || !found:
		err = orMissing(err)
	case !in:
		err = relay.Refuse(wire.CodeForbidden, "")
	}
	return sp, ch, err
}

func placed(c *conn, b relay.Batch, seq uint64) (hash wire.Hash, pos uint64, err error) {
	_, err = c.one(func(r *sqlite3.Stmt) { hash, pos = column32(r, 0), uint64(r.ColumnInt64(1)) },
		`SELECT hash, pos FROM entries WHERE space_id = ? AND device_id = ? AND seq = ?`, b.Space, b.Device, seq)
	return hash, pos, err
}

// Pull implements relay.Store.
func (s *Store) Pull(ctx context.Context, id wire.ID, after uint64, most int) (page relay.Page, err error) {
	err = s.read(ctx, func(c *conn) error {
		sp, found, err := loadSpace(c, id)
		switch {
		case err != nil || !found:
			return orMissing(err)
		case after > sp.pos:
			return relay.Refuse(wire.CodeStaleCursor, "")
		}
		page, err = pull(c, sp, after, most)
		page.More = err == nil && page.Next < sp.pos
		return err
	})
	return page, err
}

func pull(c *conn, sp space, after uint64, most int) (relay.Page, error) {
	page := relay.Page{Next: after, Body: make([]byte, 0, sp.guess(after, most))}
	var broken error
	err := c.each(func(r *sqlite3.Stmt) bool {
		fits := false
		fits, broken = takeItem(&page, r, most)
		return fits && broken == nil
	}, `SELECT i.pos, i.kind, i.data, w.wrap, w.body FROM items i LEFT JOIN words w ON w.space_id = i.space_id AND w.pos = i.pos
		WHERE i.space_id = ? AND i.pos > ? ORDER BY i.pos`, sp.id, after)
	return page, errors.Join(err, broken)
}

// takeItem puts a row at the end of the page, straight from SQLite's memory. It
// reports whether there was room.
func takeItem(page *relay.Page, r *sqlite3.Stmt, most int) (bool, error) {
	start, pos := len(page.Body), uint64(r.ColumnInt64(0))
	body, err := wire.BeginItem(page.Body, wire.ItemKind(r.ColumnInt(1)), pos), error(nil)
	if r.ColumnType(3) == sqlite3.NULL {
		body = append(body, r.ColumnRawBlob(2)...)
	} else {
		body, err = relay.AppendWhole(body, r.ColumnRawBlob(2), r.ColumnRawBlob(3), r.ColumnRawBlob(4))
	}
	if err != nil || start > 0 && len(body) > most {
		return false, err
	}
	wire.EndItem(body[start:])
	page.Body, page.Next = body, pos
	return true, nil
}

// guess is about how many bytes a page needs: as much as is left, if items are
// as large as those so far.
func (sp space) guess(after uint64, most int) int {
	if sp.pos == 0 {
		return 0
	}
	mean := sp.bytes/int64(sp.pos) + int64(relay.ItemSize(0))
	return int(min(int64(sp.pos-after)*mean+1<<10, int64(most)))
}
