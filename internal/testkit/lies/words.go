package lies

import (
	"slices"

	"pleach/internal/replica"
	"pleach/wire"
)

// words are lies about what an entry says.
var words = []Attack{
	{Name: "other words", Scene: Writing, Want: replica.ErrSplice,
		Lie: entry(func(e *wire.Entry) { e.Body = flipped(e.Body) })},
	{Name: "the last byte of everything is another", Scene: Writing, Want: replica.ErrBadSignature,
		Lie: page(func(_ *Call, items []wire.Item) []wire.Item {
			for i := range items {
				items[i].Data = slices.Clone(items[i].Data)
				items[i].Data[len(items[i].Data)-1] ^= 1
			}
			return items
		})},
	{Name: "the last byte of her own words is another", Scene: Writing, Want: replica.ErrBadSignature,
		Lie: own(func(b []byte) []byte { b[len(b)-1] ^= 1; return b })},
	{Name: "her own words go missing", Scene: Writing, Want: replica.ErrWithheld,
		Lie: own(func(b []byte) []byte {
			e, err := wire.ParseEntry(b)
			if err != nil {
				return b
			}
			return e.Erase().Append(nil)
		})},
	{Name: "another key for the words", Scene: Writing, Want: replica.ErrSplice,
		Lie: entry(func(e *wire.Entry) { e.Wrap = flipped(e.Wrap) })},
	{Name: "no key for the words", Scene: Writing, Want: replica.ErrSplice,
		Lie: entry(func(e *wire.Entry) { e.Wrap = nil })},
	{Name: "words of an earlier time", Scene: Writing, Want: replica.ErrOrder,
		Lie: entry(func(e *wire.Entry) { e.Header.Lamport = 1 })},
	{Name: "words of a far future", Scene: Writing, Want: replica.ErrOrder,
		Lie: entry(func(e *wire.Entry) { e.Header.Lamport = 1 << 60 })},
	{Name: "words under a key that nobody made", Scene: Writing, Want: replica.ErrEpochUnknown,
		Lie: entry(func(e *wire.Entry) { e.Header.Epoch += 7 })},
	{Name: "words go missing that nobody has erased", Scene: Writing, Want: replica.ErrWithheld,
		Lie: entry(func(e *wire.Entry) { *e = e.Erase() })},
	{Name: "the other erases the reader's words", Scene: Writing, Want: replica.ErrNotAuthor,
		Lie: entries(func(c *Call, e, _ *wire.Entry) {
			own, _ := c.find(e.Header.Space, func(o wire.Entry, by string) bool { return by == c.Who && o.Header.Class == wire.ClassEvent })
			*e = erasing(*e, own)
		})},
	{Name: "the server erases what the other wrote", Scene: Writing, Want: replica.ErrBadSignature,
		Lie: entries(func(c *Call, before, e *wire.Entry) { *e = erasing(*e, *before) })},
}

// erasing makes an entry into one that erases another.
func erasing(e, target wire.Entry) wire.Entry {
	h := e.Header
	h.Class, h.Commitment = wire.ClassErase, wire.Hash{}
	t := wire.Erasure{Device: target.Header.Device, Seq: target.Header.Seq, Hash: target.Hash()}
	return wire.Entry{Header: h, Body: t.Bytes(), Sig: e.Sig}
}
