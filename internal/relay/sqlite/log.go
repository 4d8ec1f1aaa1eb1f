package sqlite

import (
	"context"

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
