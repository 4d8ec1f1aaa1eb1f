package sqlite

import (
	"context"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
	"pleach/wire"
)

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

// pull reads items and words side by side, each in the order of its own key. A
// join would search the words anew for every item, which takes twice as long.
func pull(c *conn, sp space, after uint64, most int) (page relay.Page, err error) {
	words, err := c.prepared(`SELECT pos, wrap, body FROM words WHERE space_id = ? AND pos > ? ORDER BY pos`, []any{sp.id, after})
	if err != nil {
		return page, err
	}
	p := puller{page: relay.NewPage(sp.guess(after, most)), most: most, words: words, more: words.Step()}
	p.page.Next = after
	err = c.each(p.take, `SELECT pos, kind, data FROM items WHERE space_id = ? AND pos > ? ORDER BY pos`, sp.id, after)
	for _, e := range []error{p.broken, words.Err(), words.Reset()} {
		if err == nil {
			err = e
		}
	}
	return p.page, err
}

// puller is a page that is being filled.
type puller struct {
	page   relay.Page
	most   int
	words  *sqlite3.Stmt
	more   bool // words stands on a row
	broken error
}

// take puts a row of items at the end of the page, straight from SQLite's memory.
// It reports whether there was room.
func (p *puller) take(item *sqlite3.Stmt) bool {
	pos := uint64(item.ColumnInt64(0))
	kept, wrap, body := item.ColumnRawBlob(2), []byte(nil), []byte(nil)
	size, whole := len(kept), p.wordsOf(pos)
	if whole {
		wrap, body = p.words.ColumnRawBlob(1), p.words.ColumnRawBlob(2)
		size = relay.WholeSize(kept, wrap, body)
	}
	start := len(p.page.Body)
	if start > 0 && start+relay.ItemSize(size) > p.most {
		return false
	}
	b := wire.BeginItem(p.page.Body, wire.ItemKind(item.ColumnInt(1)), pos)
	if whole {
		b, p.broken = relay.AppendWhole(b, kept, wrap, body)
	} else {
		b = append(b, kept...)
	}
	if p.broken != nil {
		return false
	}
	wire.EndItem(b[start:])
	p.page.Body, p.page.Next = b, pos
	return true
}

// wordsOf moves on to the words of an item, and reports whether it has any: not
// everything does, and what has may have been erased.
func (p *puller) wordsOf(pos uint64) bool {
	for p.more && uint64(p.words.ColumnInt64(0)) < pos {
		p.more = p.words.Step()
	}
	return p.more && uint64(p.words.ColumnInt64(0)) == pos
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
