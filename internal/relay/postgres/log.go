package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

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

// place is where an entry is stored.
type place struct {
	hash wire.Hash
	pos  uint64
}

func push(c *conn, by wire.ID, b relay.Batch, l wire.Limits) (uint64, error) {
	var ch relay.Chain
	stored := map[uint64]place{} // those of the batch that are here already
	sp, err := spaceOf(c, by, b.Space, chain(&ch, b.Space, b.Device), places(stored, b))
	if err != nil {
		return 0, err
	}
	fresh, err := ch.Admit(by, b, func(seq uint64) (wire.Hash, error) { return stored[seq].hash, nil })
	if err != nil {
		return 0, err
	}
	if len(fresh) == 0 {
		return stored[b.Entries[len(b.Entries)-1].Seq].pos, nil
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
		sp.link(c, device, e)
	}
	for _, e := range fresh {
		if err := sp.erase(c, by, e.Erases); err != nil {
			return err
		}
	}
	last := fresh[len(fresh)-1]
	c.run(`INSERT INTO chains (space_id, device_id, account_id, seq, hash) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (space_id, device_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
		sp.id, device, by, last.Seq, last.Hash)
	sp.save(c)
	return nil
}

// link adds one entry, its words apart.
func (sp *space) link(c *conn, device wire.ID, e relay.Link) {
	sp.add(c, wire.ItemEntry, e.Kept)
	if e.Erasable() {
		c.run(`INSERT INTO words (space_id, pos, wrap, body) VALUES ($1, $2, $3, $4)`, sp.id, sp.pos, nonNil(e.Wrap), nonNil(e.Body))
	}
	c.run(`INSERT INTO entries (space_id, device_id, seq, hash, pos) VALUES ($1, $2, $3, $4, $5)`,
		sp.id, device, e.Seq, e.Hash, sp.pos)
}

func nonNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// erase deletes the words of an entry of the same account.
func (sp *space) erase(c *conn, by wire.ID, target *wire.Erasure) error {
	if target == nil {
		return nil
	}
	var ch relay.Chain
	var pos uint64
	var size int64
	var found bool
	err := c.ask(chain(&ch, sp.id, target.Device), first(&found, []any{&pos, &size},
		`SELECT w.pos, octet_length(w.wrap) + octet_length(w.body)
		FROM entries e JOIN words w ON w.space_id = e.space_id AND w.pos = e.pos
		WHERE e.space_id = $1 AND e.device_id = $2 AND e.seq = $3 AND e.hash = $4`,
		sp.id, target.Device, target.Seq, target.Hash))
	if err == nil {
		err = ch.AdmitErasure(by)
	}
	if err != nil || !found {
		return err
	}
	sp.bytes -= size
	c.erased = append(c.erased, "words")
	c.run(`DELETE FROM words WHERE space_id = $1 AND pos = $2`, sp.id, pos)
	return nil
}

// chain is the query for what is known of a device's chain.
func chain(ch *relay.Chain, space, device wire.ID) query {
	var found bool
	return first(&found, []any{fixed(ch.Account[:]), &ch.Seq, fixed(ch.Hash[:])},
		`SELECT account_id, seq, hash FROM chains WHERE space_id = $1 AND device_id = $2`, space, device)
}

// places is the query for the entries of a batch that are stored.
func places(into map[uint64]place, b relay.Batch) query {
	return query{`SELECT seq, hash, pos FROM entries WHERE space_id = $1 AND device_id = $2 AND seq BETWEEN $3 AND $4`,
		[]any{b.Space, b.Device, b.Entries[0].Seq, b.Entries[len(b.Entries)-1].Seq}, func(r pgx.Rows) error {
			var seq uint64
			var p place
			err := r.Scan(&seq, fixed(p.hash[:]), &p.pos)
			into[seq] = p
			return err
		}}
}

// Pull implements relay.Store.
func (s *Store) Pull(ctx context.Context, id wire.ID, after uint64, most int) (page relay.Page, err error) {
	err = s.read(ctx, func(c *conn) error {
		p := pull{space: id, most: most, page: relay.Page{Next: after}}
		found, end := false, uint64(0)
		err := c.ask(first(&found, []any{&end}, `SELECT pos FROM spaces WHERE space_id = $1`, id), p.more())
		switch {
		case err != nil || !found:
			return orMissing(err)
		case after > end:
			return relay.Refuse(wire.CodeStaleCursor, "")
		}
		for was := after; !p.full && was < p.page.Next && p.page.Next < end; {
			was = p.page.Next
			if err := c.ask(p.more()); err != nil {
				return err
			}
		}
		page, page.More = p.page, p.page.Next < end
		return nil
	})
	return page, err
}

// pull fills a page from the items after its cursor.
type pull struct {
	space wire.ID
	most  int
	page  relay.Page
	items int
	full  bool
}

// more is the query for what may fit besides: how many items that is it
// guesses from those before, since rows that were sent and do not fit were sent
// for nothing.
func (p *pull) more() query {
	limit := 64
	if p.items > 0 {
		limit = min(1+(p.most-len(p.page.Body))*p.items/len(p.page.Body), 4096)
	}
	return query{`SELECT i.pos, i.kind, i.data, w.wrap, w.body
		FROM items i LEFT JOIN words w ON w.space_id = i.space_id AND w.pos = i.pos
		WHERE i.space_id = $1 AND i.pos > $2 ORDER BY i.pos LIMIT $3`, []any{p.space, p.page.Next, max(limit, 1)}, p.take}
}

// take puts a row into the page, until one does not fit.
func (p *pull) take(r pgx.Rows) (err error) {
	var it wire.Item
	var kind int16
	var data, wrap, body pgtype.DriverBytes
	if err := r.Scan(&it.Pos, &kind, &data, &wrap, &body); err != nil {
		return err
	}
	it.Kind, it.Data = wire.ItemKind(kind), data
	if wrap != nil {
		if it.Data, err = relay.Whole(data, wrap, body); err != nil {
			return err
		}
	}
	if len(p.page.Body) > 0 && len(p.page.Body)+relay.ItemSize(len(it.Data)) > p.most {
		p.full = true
		return errStop
	}
	p.page.Body, p.page.Next, p.items = wire.AppendItem(p.page.Body, it), it.Pos, p.items+1
	return nil
}
