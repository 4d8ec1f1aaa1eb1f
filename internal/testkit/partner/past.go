package partner

import (
	"crypto/rand"
	"iter"

	"pleach/seal"
	"pleach/wire"
)

// past is a chain whose clock begins at 1, whatever was there before.
type past struct {
	space   wire.ID
	epoch   uint32
	key     seal.Key
	device  seal.Device
	entries []wire.Entry
}

func (b *past) header(class wire.Class) wire.Header {
	n := uint64(len(b.entries)) + 1
	h := wire.Header{Class: class, Space: b.space, Epoch: b.epoch, Device: b.device.ID(), Seq: n, Lamport: n}
	if n > 1 {
		h.Prev = b.entries[n-2].Hash()
	}
	return h
}

func (b *past) add(e wire.Entry) { b.entries = append(b.entries, e) }

func (b *past) event(payload []byte) error {
	content, err := seal.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	h := b.header(wire.ClassEvent)
	h.Commitment = content.Commitment()
	e := wire.Entry{Header: h}
	if e.Wrap, err = seal.WrapKey(rand.Reader, b.key, h.Bytes(), content); err != nil {
		return err
	}
	if e.Body, err = seal.SealBody(rand.Reader, content, h.Bytes(), payload); err != nil {
		return err
	}
	b.add(e)
	return nil
}

// batchSize is how much one push takes, in bytes.
const batchSize = 1 << 20

// batches are the entries in pushes, each signed at its end.
func (b *past) batches() iter.Seq[[]wire.Entry] {
	return func(yield func([]wire.Entry) bool) {
		from, size := 0, 0
		for i := range b.entries {
			size += len(b.entries[i].Body) + 512
			if size < batchSize && i < len(b.entries)-1 {
				continue
			}
			last := &b.entries[i]
			last.Sig = b.device.Sign(last.Hash())
			if !yield(b.entries[from : i+1]) {
				return
			}
			from, size = i+1, 0
		}
	}
}
