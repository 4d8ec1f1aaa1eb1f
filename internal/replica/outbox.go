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
}

func (q queued) bytes() []byte { return append([]byte{byte(q.kind)}, q.data...) }

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
		first: batch[0].Header.Seq, last: batch[len(batch)-1].Header.Seq,
	}
}

func queueAnswer(a wire.Answer) queued { return queued{kind: wire.ItemAnswer, data: a.Append(nil)} }

func queueKey(k wire.Key) queued { return queued{kind: wire.ItemKey, data: k.Append(nil)} }

// parseQueued reads what bytes wrote.
func parseQueued(b []byte) (queued, error) {
	if len(b) == 0 {
		return queued{}, fmt.Errorf("%w: an empty record", wire.ErrMalformed)
	}
	q := queued{kind: wire.ItemKind(b[0]), data: b[1:]}
	switch q.kind {
	case wire.ItemEntry:
		batch, err := wire.ParseBatch(q.data)
		if err != nil {
			return queued{}, err
		}
		return queueBatch(batch), nil
	case wire.ItemAnswer:
		_, err := wire.ParseAnswer(q.data)
		return q, err
	case wire.ItemKey:
		_, err := wire.ParseKey(q.data)
		return q, err
	}
	return queued{}, fmt.Errorf("%w: kind %d", wire.ErrVersion, q.kind)
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
