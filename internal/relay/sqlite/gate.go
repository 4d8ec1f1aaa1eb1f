package sqlite

import (
	"context"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
	"pleach/wire"
)

// PutAnswer implements relay.Store.
func (s *Store) PutAnswer(ctx context.Context, by wire.ID, a wire.Answer, l wire.Limits) (opened bool, err error) {
	err = s.write(ctx, func(c *conn) error {
		opened, err = putAnswer(c, by, a, l)
		return err
	})
	return opened && err == nil, err
}

func putAnswer(c *conn, by wire.ID, a wire.Answer, l wire.Limits) (bool, error) {
	sp, err := spaceOf(c, by, a.Space)
	if err != nil {
		return false, err
	}
	ch, err := chain(c, a.Space, a.Device)
	switch {
	case err != nil:
		return false, err
	case ch.Seq > 0 && ch.Account != by:
		return false, relay.Refuse(wire.CodeForbidden, "This device belongs to another member.")
	}
	gate, err := loadGate(c, a.Space, a.Gate)
	if err != nil {
		return false, err
	}
	answer := relay.NewSealed(by, a, a.Append(nil))
	if fresh, err := gate.Admit(answer); err != nil || !fresh {
		return false, err
	}
	gate.Answers = append(gate.Answers, answer)
	return sp.answer(c, a.Gate, gate, answer, l)
}

// answer keeps one more answer, and opens the gate if it was the last.
func (sp *space) answer(c *conn, id wire.ID, gate relay.Gate, a relay.Sealed, l wire.Limits) (bool, error) {
	if err := sp.take(int64(len(a.Data)), l); err != nil {
		return false, err
	}
	err := c.run(`INSERT INTO answers (space_id, gate_id, account_id, device_id, hash, data, strict, opened)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0)`, sp.id, id, a.Account, a.Device, a.Hash, a.Data, a.Strict)
	if err != nil {
		return false, err
	}
	if !gate.Opens() {
		return false, sp.save(c)
	}
	return true, sp.open(c, id, gate)
}

// open moves the answers into the stream.
func (sp *space) open(c *conn, id wire.ID, gate relay.Gate) error {
	gate.Sort()
	for _, a := range gate.Answers {
		if err := sp.add(c, wire.ItemAnswer, a.Data); err != nil {
			return err
		}
	}
	err := c.run(`UPDATE answers SET opened = 1, data = NULL WHERE space_id = ? AND gate_id = ?`, sp.id, id)
	if err != nil {
		return err
	}
	return sp.save(c)
}

func loadGate(c *conn, space, id wire.ID) (gate relay.Gate, err error) {
	if gate.Members, err = members(c, space); err != nil {
		return gate, err
	}
	err = c.each(func(r *sqlite3.Stmt) bool {
		gate.Answers = append(gate.Answers, relay.Sealed{
			Account: column16(r, 0), Device: column16(r, 1), Hash: column32(r, 2), Data: columnBlob(r, 3),
			Strict: r.ColumnBool(4), Opened: r.ColumnBool(5), Key: column32(r, 6),
		})
		return true
	}, `SELECT account_id, device_id, hash, data, strict, opened, key FROM answers WHERE space_id = ? AND gate_id = ?`, space, id)
	return gate, err
}

// PutKey implements relay.Store.
func (s *Store) PutKey(ctx context.Context, by, id wire.ID, k wire.Key, l wire.Limits) error {
	return s.write(ctx, func(c *conn) error {
		sp, err := spaceOf(c, by, id)
		if err != nil {
			return err
		}
		gate, err := loadGate(c, id, k.Gate)
		if err != nil {
			return err
		}
		if fresh, err := gate.Of(by).AdmitKey(k); err != nil || !fresh {
			return err
		}
		return sp.release(c, by, k, l)
	})
}

// release puts a key into the stream and remembers that it is there.
func (sp *space) release(c *conn, by wire.ID, k wire.Key, l wire.Limits) error {
	data := k.Append(nil)
	if err := sp.take(int64(len(data)), l); err != nil {
		return err
	}
	err := c.run(`UPDATE answers SET key = ? WHERE space_id = ? AND gate_id = ? AND account_id = ?`,
		wire.HashBody(k.Wrap), sp.id, k.Gate, by)
	if err != nil {
		return err
	}
	if err := sp.add(c, wire.ItemKey, data); err != nil {
		return err
	}
	return sp.save(c)
}
