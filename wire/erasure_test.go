package wire_test

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"pleach/wire"
)

// An erased event keeps its place in the chain and nothing that can be opened.
func TestAChainVerifiesAfterAnErasure(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		batch := drawBatch(r)
		var erased []wire.Entry
		for _, e := range batch {
			if rapid.Bool().Draw(r, "erased") {
				e = e.Erase()
			}
			erased = append(erased, e)
		}
		got, err := wire.ParseBatch(wire.AppendBatch(nil, erased))
		if err != nil {
			r.Fatal(err)
		}
		for i, e := range got {
			was := batch[i]
			if e.Hash() != was.Hash() || !bytes.Equal(e.Append(nil), erased[i].Append(nil)) {
				r.Fatalf("entry %d is another", i)
			}
			if !e.Erased.IsZero() && (len(e.Wrap) > 0 || len(e.Body) > 0) {
				r.Fatalf("entry %d still has something to open", i)
			}
		}
	})
}

func TestOnlyEventsAreErased(t *testing.T) {
	cert, batch, _, _ := samples()
	if e := cert.Erase(); !e.Erased.IsZero() || len(e.Body) == 0 {
		t.Error("a certificate was erased")
	}
	tomb := erasing(batch[1])
	if e := tomb.Erase(); !e.Erased.IsZero() || len(e.Body) == 0 {
		t.Error("an erasure was erased")
	}
	if _, err := wire.ParseEntry(tomb.Append(nil)); err != nil {
		t.Error(err)
	}
	forged := func(e wire.Entry) []byte {
		e.Wrap, e.Body, e.Erased = nil, nil, wire.Hash{1}
		return e.Append(nil)
	}
	gone := batch[1].Erase()
	at := len(gone.Header.Bytes()) + 3
	for name, b := range map[string][]byte{
		"a certificate":          forged(cert),
		"an erasure":             forged(tomb),
		"with a body behind it":  append(gone.Append(nil), 0, 0, 1, 7),
		"with no hash of a body": zeroed(gone.Append(nil), at, at+32),
		"of a certificate":       withBody(tomb, wire.Erasure{Device: wire.ID{1}, Seq: 1}.Bytes()),
		"of nothing":             withBody(tomb, nil),
	} {
		if _, err := wire.ParseEntry(b); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func withBody(e wire.Entry, body []byte) []byte {
	e.Body = body
	return e.Append(nil)
}

func zeroed(b []byte, from, to int) []byte {
	clear(b[from:to])
	return b
}
