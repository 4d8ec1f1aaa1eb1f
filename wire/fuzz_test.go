package wire_test

import (
	"bytes"
	"errors"
	"testing"

	"pleach/wire"
)

// A decoder never panics, gives one of its two errors, and takes nothing that an
// encoder would write differently.

func samples() (entry wire.Entry, batch []wire.Entry, a wire.Answer, k wire.Key) {
	sig, wrap := bytes.Repeat([]byte{7}, wire.SigSize), bytes.Repeat([]byte{8}, wire.WrapSize)
	entry = wire.Entry{Header: wire.Header{Class: wire.ClassCert, Seq: 1, Lamport: 1}, Body: []byte("certificate")}
	next := wire.Entry{Header: wire.Header{
		Class: wire.ClassEvent, Seq: 2, Lamport: 2, Prev: entry.Hash(), Commitment: wire.Hash{9},
		Seen: []wire.Head{{Device: wire.ID{1}, Seq: 4}},
	}, Wrap: wrap, Body: []byte("sealed"), Sig: sig}
	a = wire.Answer{Gate: wire.ID{1}, Device: wire.ID{2}, Wrap: wrap, Body: []byte("sealed"), Sig: sig}
	return entry, []wire.Entry{entry, next}, a, wire.Key{Gate: wire.ID{1}, Device: wire.ID{2}, Wrap: wrap}
}

// erasing is the entry that follows an event and erases it.
func erasing(e wire.Entry) wire.Entry {
	h := wire.Header{Class: wire.ClassErase, Space: e.Header.Space, Device: e.Header.Device, Seq: e.Header.Seq + 1, Lamport: e.Header.Lamport + 1, Prev: e.Hash()}
	return wire.Entry{Header: h, Sig: e.Sig, Body: wire.Erasure{Device: h.Device, Seq: e.Header.Seq, Hash: e.Hash()}.Bytes()}
}

func refusedWell(t *testing.T, err error) bool {
	if err == nil {
		return false
	}
	if !errors.Is(err, wire.ErrMalformed) && !errors.Is(err, wire.ErrVersion) {
		t.Fatalf("neither malformed nor of another version: %v", err)
	}
	return true
}

func same(t *testing.T, got, want []byte) {
	if !bytes.Equal(got, want) {
		t.Fatalf("read %x, which is written %x", want, got)
	}
}

func FuzzParseHeader(f *testing.F) {
	_, batch, _, _ := samples()
	f.Add(batch[0].Header.Bytes())
	f.Add(batch[1].Header.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		if h, err := wire.ParseHeader(b); !refusedWell(t, err) {
			same(t, h.Bytes(), b)
		}
	})
}

func FuzzParseEntry(f *testing.F) {
	_, batch, _, _ := samples()
	f.Add(batch[0].Append(nil))
	f.Add(batch[1].Append(nil))
	f.Add(batch[1].Erase().Append(nil))
	f.Add(erasing(batch[1]).Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		if e, err := wire.ParseEntry(b); !refusedWell(t, err) {
			same(t, e.Append(nil), b)
		}
	})
}

func FuzzParseBatch(f *testing.F) {
	_, batch, _, _ := samples()
	f.Add(wire.AppendBatch(nil, batch))
	f.Add(wire.AppendBatch(nil, []wire.Entry{batch[0], batch[1].Erase()}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if entries, err := wire.ParseBatch(b); !refusedWell(t, err) {
			same(t, wire.AppendBatch(nil, entries), b)
		}
	})
}

func FuzzParseErasure(f *testing.F) {
	f.Add(wire.Erasure{Device: wire.ID{1}, Seq: 2, Hash: wire.Hash{3}}.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		if e, err := wire.ParseErasure(b); !refusedWell(t, err) {
			same(t, e.Bytes(), b)
		}
	})
}

func FuzzParseAnswer(f *testing.F) {
	_, _, a, _ := samples()
	f.Add(a.Append(nil))
	a.Wrap = nil
	f.Add(a.Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		if a, err := wire.ParseAnswer(b); !refusedWell(t, err) {
			same(t, a.Append(nil), b)
		}
	})
}

func FuzzParseKey(f *testing.F) {
	_, _, _, k := samples()
	f.Add(k.Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		if k, err := wire.ParseKey(b); !refusedWell(t, err) {
			same(t, k.Append(nil), b)
		}
	})
}

func FuzzParseItems(f *testing.F) {
	e, _, a, k := samples()
	b := wire.AppendItem(nil, wire.Item{Pos: 1, Kind: wire.ItemEntry, Data: e.Append(nil)})
	b = wire.AppendItem(b, wire.Item{Pos: 2, Kind: wire.ItemAnswer, Data: a.Append(nil)})
	f.Add(wire.AppendItem(b, wire.Item{Pos: 3, Kind: wire.ItemKey, Data: k.Append(nil)}))
	f.Fuzz(func(t *testing.T, b []byte) {
		items, err := wire.ParseItems(b)
		if refusedWell(t, err) {
			return
		}
		var again []byte
		for _, it := range items {
			again = wire.AppendItem(again, it)
		}
		same(t, again, b)
	})
}

func FuzzParseID(f *testing.F) {
	f.Add(wire.ID{1, 2, 3}.String())
	f.Add("AAAAAAAAAAAAAAAAAAAAAB")
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := wire.ParseID(s); !refusedWell(t, err) && id.String() != s {
			t.Fatalf("read %q, which is written %q", s, id)
		}
	})
}
