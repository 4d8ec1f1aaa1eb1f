package replica

import (
	"bytes"
	"testing"

	"pleach/wire"
)

// FuzzSnapshot gives the decoder of snapshots anything at all. It sees only
// what was sealed with the person's own key, and must still not fall over.
func FuzzSnapshot(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add(bytes.Repeat([]byte{1}, 400))
	f.Fuzz(func(t *testing.T, b []byte) {
		v := newView()
		v.epochs = make(epochs, 1)
		d := &decoder{b: b}
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
