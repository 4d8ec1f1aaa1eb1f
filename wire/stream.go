package wire

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
)

// ItemKind says what an Item carries.
type ItemKind byte

const (
	ItemEntry  ItemKind = 1 // an Entry of some device's chain
	ItemAnswer ItemKind = 2 // an Answer of a gate that has opened
	ItemKey    ItemKind = 3 // a Key that followed in strict mode
)

// Item is one record of a space's stream. Pos is the relay's paging cursor and
// nothing else: clients order by chain, Seen and Lamport time.
type Item struct {
	Pos  uint64
	Kind ItemKind
	Data []byte // the encoding of an Entry, an Answer or a Key
}

const itemHead = 4 + 1 + 8

// AppendItem adds the item's encoding to b: length of Data (4 bytes), kind,
// pos, Data. A pull's body is items after one another.
func AppendItem(b []byte, it Item) []byte {
	start := len(b)
	b = append(BeginItem(b, it.Kind, it.Pos), it.Data...)
	EndItem(b[start:])
	return b
}

// BeginItem adds the head of an item whose data come next, in as many pieces as
// there are. Its length is open until EndItem.
func BeginItem(b []byte, kind ItemKind, pos uint64) []byte {
	return binary.BigEndian.AppendUint64(append(b, 0, 0, 0, 0, byte(kind)), pos)
}

// EndItem says how long the data of an item are: item is all of it, from its
// head on.
func EndItem(item []byte) { binary.BigEndian.PutUint32(item, uint32(len(item)-itemHead)) }

// ParseItems reads a whole pull body. Items alias b. Kinds this build does not
// know give ErrVersion, so that a reader stops rather than skips.
func ParseItems(b []byte) ([]Item, error) {
	var items []Item
	for len(b) > 0 {
		if len(b) < itemHead {
			return nil, fmt.Errorf("%w: item head of %d bytes", ErrMalformed, len(b))
		}
		n := binary.BigEndian.Uint32(b)
		it := Item{Kind: ItemKind(b[4]), Pos: binary.BigEndian.Uint64(b[5:])}
		if b = b[itemHead:]; uint64(n) > uint64(len(b)) {
			return nil, fmt.Errorf("%w: item of %d bytes, %d left", ErrMalformed, n, len(b))
		}
		if it.Kind < ItemEntry || it.Kind > ItemKey {
			return nil, fmt.Errorf("%w: item kind %d", ErrVersion, it.Kind)
		}
		it.Data, b = b[:n:n], b[n:]
		items = append(items, it)
	}
	return items, nil
}

// AppendBatch adds a push body to b: each entry with its length (4 bytes).
func AppendBatch(b []byte, entries []Entry) []byte {
	for _, e := range entries {
		c := cryptobyte.NewBuilder(b)
		c.AddUint32LengthPrefixed(func(c *cryptobyte.Builder) { c.AddBytes(e.Append(nil)) })
		b = c.BytesOrPanic()
	}
	return b
}

// ParseBatch reads a push body. A batch is one space's and one device's
// consecutive entries, and only its last entry is signed. Errors: ErrVersion,
// ErrMalformed.
func ParseBatch(b []byte) ([]Entry, error) {
	var entries []Entry
	s := cryptobyte.String(b)
	for !s.Empty() {
		var n uint32
		var raw []byte
		if !s.ReadUint32(&n) || uint64(n) > uint64(len(s)) || !s.ReadBytes(&raw, int(n)) {
			return nil, fmt.Errorf("%w: batch ends inside an entry", ErrMalformed)
		}
		e, err := ParseEntry(raw)
		if err != nil {
			return nil, fmt.Errorf("entry %d of the batch: %w", len(entries)+1, err)
		}
		entries = append(entries, e)
	}
	return entries, checkBatch(entries)
}

func checkBatch(entries []Entry) error {
	for i, e := range entries {
		last := i == len(entries)-1
		if last != (len(e.Sig) == SigSize) {
			return fmt.Errorf("%w: the last entry of a batch is signed, and only that", ErrMalformed)
		}
		if i == 0 {
			continue
		}
		h, p := e.Header, entries[i-1]
		if h.Space != p.Header.Space || h.Device != p.Header.Device || h.Seq != p.Header.Seq+1 || h.Prev != p.Hash() {
			return fmt.Errorf("%w: entry %d does not follow the one before", ErrMalformed, i+1)
		}
	}
	if len(entries) == 0 {
		return fmt.Errorf("%w: an empty batch", ErrMalformed)
	}
	return nil
}
