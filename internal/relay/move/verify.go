package move

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"pleach/internal/relay"
	"pleach/wire"
)

// pull is how many bytes of a stream are read at once.
const pull = 4 << 20

// verify reads both stores from end to end, and the new one once more as a
// device would.
func verify(ctx context.Context, from, to relay.Movable, r *Report) error {
	for _, t := range relay.Tables {
		n, err := same(ctx, from, to, t)
		if err != nil {
			return err
		}
		switch t.Name {
		case "accounts":
			r.Accounts = n
		case "spaces":
			r.Spaces = n
		case "entries":
			r.Entries = n
		}
	}
	return eachSpace(ctx, to, func(space wire.ID) error { return follow(ctx, to, space) })
}

// same compares a table row by row, and counts.
func same(ctx context.Context, from, to relay.Movable, t relay.Table) (n int, err error) {
	var after relay.Row
	for {
		was, err := from.Rows(ctx, t, after, page)
		if err != nil {
			return n, err
		}
		is, err := to.Rows(ctx, t, after, page)
		if err != nil {
			return n, err
		}
		if !slices.EqualFunc(was, is, equal) {
			return n, fmt.Errorf("%w: rows of the table %s differ", ErrDiffers, t.Name)
		}
		if n += len(was); len(was) == 0 {
			return n, nil
		}
		after = t.KeyOf(was[len(was)-1])
	}
}

func equal(a, b relay.Row) bool {
	return slices.EqualFunc(a, b, func(a, b any) bool {
		x, isBytes := a.([]byte)
		y, areBytes := b.([]byte)
		if isBytes || areBytes {
			return isBytes && areBytes && bytes.Equal(x, y)
		}
		return a == b
	})
}

func eachSpace(ctx context.Context, s relay.Movable, do func(wire.ID) error) error {
	var after relay.Row
	for {
		rows, err := s.Rows(ctx, tableOf("spaces"), after, page)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			if err := do(wire.ID(row[0].([]byte))); err != nil {
				return err
			}
			after = tableOf("spaces").KeyOf(row)
		}
	}
}

func tableOf(name string) relay.Table {
	return relay.Tables[slices.IndexFunc(relay.Tables, func(t relay.Table) bool { return t.Name == name })]
}

// follow pulls a space's stream and follows each chain in it, entry by entry,
// by its hashes: it must end in the head that the store has.
func follow(ctx context.Context, s relay.Movable, space wire.ID) error {
	ends := map[wire.ID]relay.Chain{}
	for after, more := uint64(0), true; more; {
		page, err := s.Pull(ctx, space, after, pull)
		if err != nil {
			return err
		}
		items, err := wire.ParseItems(page.Body)
		if err != nil {
			return err
		}
		for _, it := range items {
			if it.Kind != wire.ItemEntry {
				continue
			}
			if err := link(ends, it.Data); err != nil {
				return err
			}
		}
		after, more = page.Next, page.More
	}
	return heads(ctx, s, space, ends)
}

func link(ends map[wire.ID]relay.Chain, data []byte) error {
	e, err := wire.ParseEntry(data)
	if err != nil {
		return err
	}
	h := e.Header
	if end := ends[h.Device]; h.Seq != end.Seq+1 || h.Prev != end.Hash {
		return fmt.Errorf("%w: a chain is broken", ErrDiffers)
	}
	ends[h.Device] = relay.Chain{Seq: h.Seq, Hash: e.Hash()}
	return nil
}

// heads compares where chains end with what the store says of them.
func heads(ctx context.Context, s relay.Movable, space wire.ID, ends map[wire.ID]relay.Chain) error {
	t := tableOf("chains")
	first := relay.Row{space[:], []byte{}} // before every device of the space
	for after := first; ; {
		rows, err := s.Rows(ctx, t, after, page)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if !bytes.Equal(row[0].([]byte), space[:]) {
				rows = nil
				break
			}
			device, seq, hash := wire.ID(row[1].([]byte)), row[3].(int64), wire.Hash(row[4].([]byte))
			if end := ends[device]; end.Seq != uint64(seq) || end.Hash != hash {
				return fmt.Errorf("%w: a chain does not end in its head", ErrDiffers)
			}
			delete(ends, device)
			after = t.KeyOf(row)
		}
		if len(rows) == 0 {
			break
		}
	}
	if len(ends) > 0 {
		return fmt.Errorf("%w: a chain has no head", ErrDiffers)
	}
	return nil
}
