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
	sp, err := spaceOf(c, by, b.Space)
	if err != nil {
		return 0, err
	}
	ch, err := chain(c, b.Space, b.Device)
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
		page, err = pull(c, id, after, most)
		page.More = err == nil && page.Next < sp.pos
		return err
	})
	return page, err
}

func pull(c *conn, id wire.ID, after uint64, most int) (relay.Page, error) {
	page := relay.Page{Next: after}
	var broken error
	err := c.each(func(r *sqlite3.Stmt) bool {
		data := r.ColumnRawBlob(2)
		if r.ColumnType(3) != sqlite3.NULL {
			if data, broken = relay.Whole(data, r.ColumnRawBlob(3), r.ColumnRawBlob(4)); broken != nil {
				return false
			}
		}
		if len(page.Body) > 0 && len(page.Body)+relay.ItemSize(len(data)) > most {
			return false
		}
		it := wire.Item{Pos: uint64(r.ColumnInt64(0)), Kind: wire.ItemKind(r.ColumnInt(1)), Data: data}
		page.Body, page.Next = wire.AppendItem(page.Body, it), it.Pos
		return true
	}, `SELECT i.pos, i.kind, i.data, w.wrap, w.body FROM items i LEFT JOIN words w ON w.space_id = i.space_id AND w.pos = i.pos
		WHERE i.space_id = ? AND i.pos > ? ORDER BY i.pos`, id, after)
	return page, errors.Join(err, broken)
}
