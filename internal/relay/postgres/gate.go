package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

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
	var ch relay.Chain
	var gate relay.Gate
	queries := append(gateQueries(&gate, a.Space, a.Gate), chain(&ch, a.Space, a.Device))
	sp, err := spaceOf(c, by, a.Space, queries...)
	switch {
	case err != nil:
		return false, err
	case ch.Seq > 0 && ch.Account != by:
		return false, relay.Refuse(wire.CodeForbidden, "This device belongs to another member.")
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
	c.run(`INSERT INTO answers (space_id, gate_id, account_id, device_id, hash, data, strict, opened)
		VALUES ($1, $2, $3, $4, $5, $6, $7, false)`, sp.id, id, a.Account, a.Device, a.Hash, a.Data, a.Strict)
	opens := gate.Opens()
	if opens {
		sp.open(c, id, gate)
	}
	sp.save(c)
	return opens, nil
}

// open moves the answers into the stream.
func (sp *space) open(c *conn, id wire.ID, gate relay.Gate) {
	gate.Sort()
	for _, a := range gate.Answers {
		sp.add(c, wire.ItemAnswer, a.Data)
	}
	c.run(`UPDATE answers SET opened = true, data = NULL WHERE space_id = $1 AND gate_id = $2`, sp.id, id)
}

// gateQueries ask what is known of a gate.
func gateQueries(gate *relay.Gate, space, id wire.ID) []query {
	return []query{
		{`SELECT account_id FROM members WHERE space_id = $1 ORDER BY account_id`, []any{space}, func(r pgx.Rows) error {
			var member wire.ID
			err := r.Scan(fixed(member[:]))
			gate.Members = append(gate.Members, member)
			return err
		}},
		{`SELECT account_id, device_id, hash, data, strict, opened, key FROM answers WHERE space_id = $1 AND gate_id = $2`,
			[]any{space, id}, func(r pgx.Rows) error {
				var a relay.Sealed
				err := r.Scan(fixed(a.Account[:]), fixed(a.Device[:]), fixed(a.Hash[:]), &a.Data, &a.Strict, &a.Opened, fixed(a.Key[:]))
				gate.Answers = append(gate.Answers, a)
				return err
			}},
	}
}

// PutKey implements relay.Store.
func (s *Store) PutKey(ctx context.Context, by, id wire.ID, k wire.Key, l wire.Limits) error {
	return s.write(ctx, func(c *conn) error {
		var gate relay.Gate
		sp, err := spaceOf(c, by, id, gateQueries(&gate, id, k.Gate)...)
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
	c.run(`UPDATE answers SET key = $4 WHERE space_id = $1 AND gate_id = $2 AND account_id = $3`,
		sp.id, k.Gate, by, wire.HashBody(k.Wrap))
	sp.add(c, wire.ItemKey, data)
	sp.save(c)
	return nil
}
