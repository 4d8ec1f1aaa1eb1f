package relay

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"pleach/wire"
)

// Batch is a push that was read and found well-formed: consecutive entries of
// one device in one space, the last one signed.
type Batch struct {
	Space   wire.ID
	Device  wire.ID
	Entries []Link
}

// Link is one entry as a store needs it.
type Link struct {
	Seq  uint64
	Prev wire.Hash
	Hash wire.Hash
	Data []byte // the entry's encoding
	// Kept is what stays when the entry is erased. It is Data where there is
	// nothing to erase.
	Kept []byte
	// Wrap and Body are what an erasure deletes; nil where there is nothing.
	Wrap, Body []byte
	// Erases is the entry that this one erases, or nil.
	Erases *wire.Erasure
}

func newLink(e wire.Entry) Link {
	l := Link{Seq: e.Header.Seq, Prev: e.Header.Prev, Hash: e.Hash(), Data: e.Append(nil)}
	l.Kept = l.Data
	switch e.Header.Class {
	case wire.ClassEvent:
		if e.Erased.IsZero() {
			l.Kept, l.Wrap, l.Body = e.Erase().Append(nil), e.Wrap, e.Body
		}
	case wire.ClassErase:
		if target, err := wire.ParseErasure(e.Body); err == nil { // ParseBatch has seen to it
			l.Erases = &target
		}
	}
	return l
}

// Erasable reports whether the entry has words that its author may erase.
func (l Link) Erasable() bool { return !bytes.Equal(l.Kept, l.Data) }

// Size is how many bytes it takes while nothing of it is erased.
func (l Link) Size() int64 { return int64(len(l.Data)) }

// Whole puts an entry together that a store keeps in parts. Error:
// wire.ErrMalformed.
func Whole(kept, wrap, body []byte) ([]byte, error) { return AppendWhole(nil, kept, wrap, body) }

// mark stands in an erased entry where the wrap was.
const mark = 1 + len(wire.Hash{})

// WholeSize is how many bytes AppendWhole appends.
func WholeSize(kept, wrap, body []byte) int {
	return len(kept) - mark + 1 + len(wrap) + 3 + len(body)
}

// AppendWhole is Whole behind what is in b already. Kept is an erased entry:
// header, mark and hash, signature. The wrap takes the place of mark and hash, the
// body goes to the end, and nothing is parsed but lengths: what is kept was
// parsed when it came. After an error the result is of no use.
func AppendWhole(b, kept, wrap, body []byte) ([]byte, error) {
	head := len(kept)
	if head >= 2 {
		head = 2 + int(binary.BigEndian.Uint16(kept))
	}
	if len(kept) <= head+mark || len(wrap) > 0xff || len(body) > 0xffffff {
		return b, fmt.Errorf("%w: an entry kept in %d bytes", wire.ErrMalformed, len(kept))
	}
	b = append(b, kept[:head]...)
	b = append(append(b, byte(len(wrap))), wrap...)
	b = append(b, kept[head+mark:]...) // the signature, behind its length
	b = append(b, byte(len(body)>>16), byte(len(body)>>8), byte(len(body)))
	return append(b, body...), nil
}

// ReadBatch reads a push body. Errors: CodeMalformed, CodeVersion, CodeTooLarge
// for an entry over the limit.
func ReadBatch(body []byte, l wire.Limits) (Batch, error) {
	entries, err := wire.ParseBatch(body)
	if err != nil {
		return Batch{}, Unreadable(err)
	}
	first := entries[0].Header
	b := Batch{Space: first.Space, Device: first.Device, Entries: make([]Link, 0, len(entries))}
	for _, e := range entries {
		if len(e.Body) > l.Entry {
			return Batch{}, Refuse(wire.CodeTooLarge, "One entry is larger than this server takes.")
		}
		b.Entries = append(b.Entries, newLink(e))
	}
	return b, nil
}

// Unreadable turns an error of package wire into its problem. The detail never
// quotes what was sent.
func Unreadable(err error) error {
	if errors.Is(err, wire.ErrVersion) {
		return Refuse(wire.CodeVersion, "Something in it is of a version that this server does not know.")
	}
	return Refuse(wire.CodeMalformed, "The frames in it are cut short or do not fit together.")
}

// Size is the batch's stored bytes.
func (b Batch) Size() int64 {
	var n int64
	for _, e := range b.Entries {
		n += e.Size()
	}
	return n
}

// Chain is what a store knows of one device's chain in a space. The zero Chain
// is one that has no entries.
type Chain struct {
	Account wire.ID // who pushed the first entry
	Seq     uint64  // of the newest entry
	Hash    wire.Hash
}

// Admit decides which entries of the batch are new: those after the newest one
// of the chain. Entries that are stored already must be the same, by the hash
// that stored returns for a seq. Errors: CodeForbidden when the chain is
// another account's, CodeGap, CodeFork, and stored's own.
func (c Chain) Admit(by wire.ID, b Batch, stored func(seq uint64) (wire.Hash, error)) ([]Link, error) {
	first := b.Entries[0]
	switch {
	case c.Seq > 0 && c.Account != by:
		return nil, Refuse(wire.CodeForbidden, "This device belongs to another member.")
	case first.Seq > c.Seq+1:
		return nil, Refuse(wire.CodeGap, "")
	case first.Seq == c.Seq+1 && first.Prev != c.Hash:
		return nil, Refuse(wire.CodeFork, "")
	}
	for i, e := range b.Entries {
		if e.Seq > c.Seq {
			return b.Entries[i:], nil
		}
		hash, err := stored(e.Seq)
		if err != nil {
			return nil, err
		}
		if hash != e.Hash {
			return nil, Refuse(wire.CodeFork, "")
		}
	}
	return nil, nil
}

// AdmitErasure decides whether an account may erase entries of this chain: its
// own. A chain that is not stored has nothing to erase, and is no obstacle.
// Error: CodeForbidden.
func (c Chain) AdmitErasure(by wire.ID) error {
	if c.Seq > 0 && c.Account != by {
		return Refuse(wire.CodeForbidden, "Only who wrote an entry may erase it.")
	}
	return nil
}

// AdmitCommit decides whether commit n may be appended to a sequence of count.
// It is false without an error when the same bytes have that number already.
// Errors: CodeGap, CodeCommitRace, and stored's own.
func AdmitCommit(count, n uint32, commit []byte, stored func(n uint32) ([]byte, error)) (bool, error) {
	switch {
	case n == count:
		return true, nil
	case n > count:
		return false, Refuse(wire.CodeGap, "Commits before this one are missing.")
	}
	have, err := stored(n)
	if err != nil {
		return false, err
	}
	if string(have) != string(commit) {
		return false, Refuse(wire.CodeCommitRace, "")
	}
	return false, nil
}
