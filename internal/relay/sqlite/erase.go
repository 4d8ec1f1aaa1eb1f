package sqlite

import (
	"github.com/ncruces/go-sqlite3"

	"pleach/wire"
)

// putWords keeps what can be erased of an entry in a row of its own.
func putWords(c *conn, space wire.ID, pos uint64, wrap, body []byte) error {
	return c.run(`INSERT INTO words (space_id, pos, wrap, body) VALUES (?, ?, ?, ?)`, space, pos, nonNil(wrap), nonNil(body))
}

func nonNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// erase deletes the words of an entry of the same account. The pages that they
// were in are overwritten (PRAGMA secure_delete), and the writer empties the
// write-ahead log, which has them too, when it next comes up for air.
func (sp *space) erase(c *conn, by wire.ID, target *wire.Erasure) error {
	if target == nil {
		return nil
	}
	ch, err := chain(c, sp.id, target.Device)
	if err == nil {
		err = ch.AdmitErasure(by)
	}
	if err != nil {
		return err
	}
	pos, size := uint64(0), int64(0)
	found, err := c.one(func(r *sqlite3.Stmt) { pos, size = uint64(r.ColumnInt64(0)), r.ColumnInt64(1) },
		`SELECT w.pos, length(w.wrap) + length(w.body) FROM entries e JOIN words w ON w.space_id = e.space_id AND w.pos = e.pos
		WHERE e.space_id = ? AND e.device_id = ? AND e.seq = ? AND e.hash = ?`, sp.id, target.Device, target.Seq, target.Hash)
	if err != nil || !found {
		return err
	}
	sp.bytes -= size
	c.erased = true
	return c.run(`DELETE FROM words WHERE space_id = ? AND pos = ?`, sp.id, pos)
}
