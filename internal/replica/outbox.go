package replica

import (
	"bytes"
	"fmt"

	"pleach/wire"
)

// queued is one record of the outbox: a kind byte, and a batch of entries as
// it was signed, an answer as it will be posted, or a key.
type queued struct {
	kind        wire.ItemKind
	data        []byte
	first, last uint64 // of a batch
	epoch       uint32 // that it is sealed under
	// tried: the relay may have it, so its bytes stay what they are.
	tried bool
}

// triedBit marks the kind byte of a record that was tried.
const triedBit = 0x80

func (q queued) bytes() []byte {
	kind := byte(q.kind)
	if q.tried {
		kind |= triedBit
	}
	return append([]byte{kind}, q.data...)
}

func (q queued) equal(other queued) bool {
	return q.kind == other.kind && bytes.Equal(q.data, other.data)
}

func (q queued) count() int {
	if q.kind == wire.ItemEntry {
		return int(q.last - q.first + 1)
	}
	return 1
}

func queueBatch(batch []wire.Entry) queued {
	return queued{
		kind: wire.ItemEntry, data: wire.AppendBatch(nil, batch),
		first: batch[0].Header.Seq, last: batch[len(batch)-1].Header.Seq, epoch: batch[0].Header.Epoch,
	}
}

func queueAnswer(a wire.Answer) queued {
	return queued{kind: wire.ItemAnswer, data: a.Append(nil), epoch: a.Epoch}
}

func queueKey(k wire.Key) queued { return queued{kind: wire.ItemKey, data: k.Append(nil)} }

// parseQueued reads what bytes wrote.
func parseQueued(b []byte) (queued, error) {
	if len(b) == 0 {
		return queued{}, fmt.Errorf("%w: an empty record", wire.ErrMalformed)
	}
	q, err := parseRecord(wire.ItemKind(b[0]&^triedBit), b[1:])
	q.tried = b[0]&triedBit != 0
	return q, err
}

func parseRecord(kind wire.ItemKind, data []byte) (queued, error) {
	switch kind {
	case wire.ItemEntry:
		batch, err := wire.ParseBatch(data)
		if err != nil {
			return queued{}, err
		}
		return queueBatch(batch), nil
	case wire.ItemAnswer:
		a, err := wire.ParseAnswer(data)
		return queued{kind: kind, data: data, epoch: a.Epoch}, err
	case wire.ItemKey:
		_, err := wire.ParseKey(data)
		return queued{kind: kind, data: data}, err
	}
	return queued{}, fmt.Errorf("%w: kind %d", wire.ErrVersion, kind)
}

// gather joins batches from the front into one push, up to size bytes and at
// least one batch. It returns how many records it took. Only the last entry of
// a push is signed, so the signatures in between are left out.
func gather(out []queued, size int) (batch []wire.Entry, n int, err error) {
	total := 0
	for _, q := range out {
		total += len(q.data)
		if q.kind != wire.ItemEntry || (n > 0 && total > size) {
			break
		}
		more, err := wire.ParseBatch(q.data)
		if err != nil {
			return nil, 0, unreadable(err)
		}
		if len(batch) > 0 {
			batch[len(batch)-1].Sig = nil
		}
		batch = append(batch, more...)
		n++
	}
	return batch, n, nil
}
