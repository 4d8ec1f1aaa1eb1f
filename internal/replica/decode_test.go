package replica

import (
	"bytes"
	"testing"

	"pleach/seal"
	"pleach/wire"
)

// FuzzSnapshot gives the decoder of snapshots anything at all. It sees only
// what was sealed with the person's own key, and must still not fall over.
func FuzzSnapshot(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 1, 0, 2, 0, 3})
	f.Add(bytes.Repeat([]byte{1}, 400))
	f.Fuzz(func(t *testing.T, b []byte) {
		v := newView()
		v.epochs = make(epochs, 1)
		d := &decoder{b: b, version: snapshotVersion}
		d.view(v)
		if d.short {
			return
		}
		for _, e := range v.entries {
			if e.Seq == 0 || e.Seq > v.chains[e.Device].len() {
				t.Fatalf("an entry outside its chain: %v", e.Ref)
			}
		}
	})
}

// OldSnapshot makes a snapshot of version 1 of one that knows no erasures.
func OldSnapshot(c Config, box []byte) ([]byte, error) {
	plain, err := seal.OpenBox(c.SnapshotKey, c.aad("snapshot"), box)
	if err != nil {
		return nil, err
	}
	plain[0] = 1
	return seal.SealBox(c.Rand, c.SnapshotKey, c.aad("snapshot"), bytes.TrimSuffix(plain, []byte{0, 0}))
}

func FuzzOutboxRecord(f *testing.F) {
	f.Add([]byte{})
	f.Add(queueKey(wire.Key{Wrap: make([]byte, wire.WrapSize)}).bytes())
	f.Add(queueAnswer(wire.Answer{Sig: make([]byte, wire.SigSize)}).bytes())
	entry := wire.Entry{Header: wire.Header{Class: wire.ClassCert, Seq: 1}, Sig: make([]byte, wire.SigSize)}
	f.Add(queueBatch([]wire.Entry{entry}).bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		q, err := parseQueued(b)
		if err == nil && !bytes.Equal(q.bytes(), b) {
			t.Fatalf("%x is read as %x", b, q.bytes())
		}
	})
}
