package wire_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pleach/wire"
)

// What can be written can be read, and is the same again. What can be read is
// written in the same bytes, since every encoding has one form; the fuzz targets
// hold the decoders to that.

func drawID(r *rapid.T, label string) wire.ID { return wire.ID(drawBytes(r, 16, label)) }

func drawHash(r *rapid.T, label string) wire.Hash { return wire.Hash(drawBytes(r, 32, label)) }

func drawBytes(r *rapid.T, n int, label string) []byte {
	return rapid.SliceOfN(rapid.Byte(), n, n).Draw(r, label)
}

func drawBody(r *rapid.T) []byte { return rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(r, "body") }

// drawHeader makes a header that follows prev, or begins a chain.
func drawHeader(r *rapid.T, prev *wire.Entry) wire.Header {
	h := wire.Header{
		Class: wire.ClassCert, Seq: 1, Space: drawID(r, "space"), Device: drawID(r, "device"),
		Epoch: rapid.Uint32().Draw(r, "epoch"), Lamport: rapid.Uint64().Draw(r, "lamport"), Seen: drawSeen(r),
	}
	if prev == nil {
		return h
	}
	h.Class, h.Space, h.Device = wire.ClassEvent, prev.Header.Space, prev.Header.Device
	h.Seq, h.Prev, h.Commitment = prev.Header.Seq+1, prev.Hash(), drawHash(r, "commitment")
	return h
}

func drawSeen(r *rapid.T) (seen []wire.Head) {
	for i := range rapid.IntRange(0, 5).Draw(r, "seen") {
		device := drawID(r, "seen device")
		device[0] = byte(i)
		seen = append(seen, wire.Head{Device: device, Seq: rapid.Uint64().Draw(r, "seen seq"), Hash: drawHash(r, "seen hash")})
	}
	return seen
}

func drawBatch(r *rapid.T) []wire.Entry {
	var out []wire.Entry
	var prev *wire.Entry
	for range rapid.IntRange(1, 5).Draw(r, "entries") {
		e := wire.Entry{Header: drawHeader(r, prev), Body: drawBody(r)}
		if e.Header.Class == wire.ClassEvent {
			e.Wrap = drawBytes(r, wire.WrapSize, "wrap")
		}
		out = append(out, e)
		prev = &out[len(out)-1]
	}
	prev.Sig = drawBytes(r, wire.SigSize, "sig")
	return out
}

func drawAnswer(r *rapid.T) wire.Answer {
	a := wire.Answer{
		Space: drawID(r, "space"), Gate: drawID(r, "gate"), Device: drawID(r, "device"), Epoch: rapid.Uint32().Draw(r, "epoch"),
		Commitment: drawHash(r, "commitment"), Body: drawBody(r), Sig: drawBytes(r, wire.SigSize, "sig"),
	}
	if rapid.Bool().Draw(r, "with its wrap") {
		a.Wrap = drawBytes(r, wire.WrapSize, "wrap")
	}
	return a
}

func TestBatchesAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		batch := drawBatch(r)
		b := wire.AppendBatch([]byte("before"), batch)[len("before"):]
		got, err := wire.ParseBatch(b)
		if err != nil {
			r.Fatal(err)
		}
		for i, e := range got {
			if e.Hash() != batch[i].Hash() || !bytes.Equal(e.Append(nil), batch[i].Append(nil)) {
				r.Fatalf("entry %d is another", i)
			}
		}
		if !bytes.Equal(wire.AppendBatch(nil, got), b) {
			r.Fatal("the batch is written in another way")
		}
	})
}

func TestAnswersAndKeysAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a := drawAnswer(r)
		got, err := wire.ParseAnswer(a.Append(nil))
		if err != nil || got.Hash() != a.Hash() || !bytes.Equal(got.Append(nil), a.Append(nil)) {
			r.Fatalf("%+v, %v", got, err)
		}
		k := wire.Key{Gate: a.Gate, Device: a.Device, Wrap: drawBytes(r, wire.WrapSize, "key")}
		again, err := wire.ParseKey(k.Append(nil))
		if err != nil || again.Gate != k.Gate || again.Device != k.Device || !bytes.Equal(again.Wrap, k.Wrap) {
			r.Fatalf("%+v, %v", again, err)
		}
	})
}

func TestPullsAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var b []byte
		n := rapid.IntRange(0, 5).Draw(r, "items")
		for i := range n {
			b = wire.AppendItem(b, wire.Item{Pos: uint64(i), Kind: wire.ItemKind(1 + i%3), Data: drawBody(r)})
		}
		items, err := wire.ParseItems(b)
		if err != nil || len(items) != n {
			r.Fatalf("%d items, %v", len(items), err)
		}
		var again []byte
		for _, it := range items {
			again = wire.AppendItem(again, it)
		}
		if !bytes.Equal(again, b) {
			r.Fatal("the items are written in another way")
		}
	})
}

// The wrap is not part of what a chain or a signature covers, because it may be
// deleted or follow later; everything else is.
func TestWhatAHashCovers(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		batch := drawBatch(r)
		e := batch[len(batch)-1]
		was := e.Hash()
		e.Wrap, e.Sig = nil, nil
		if e.Hash() != was {
			r.Fatal("the hash of an entry covers its wrap or signature")
		}
		e.Body = append(bytes.Clone(e.Body), 0)
		if e.Hash() == was {
			r.Fatal("the hash of an entry does not cover its body")
		}
		a := drawAnswer(r)
		signed := a.Hash()
		a.Wrap = nil
		if a.Hash() != signed {
			r.Fatal("the hash of an answer covers its wrap")
		}
		a.Epoch++
		if a.Hash() == signed {
			r.Fatal("the hash of an answer does not cover its epoch")
		}
	})
}

// Each of these is one step away from what an honest client writes.
func TestHeadersThatNobodyWrites(t *testing.T) {
	first := wire.Header{Class: wire.ClassCert, Seq: 1}
	later := wire.Header{Class: wire.ClassEvent, Seq: 2, Prev: wire.Hash{1}}
	for name, h := range map[string]wire.Header{"first": first, "later": later} {
		if _, err := wire.ParseHeader(h.Bytes()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	change := func(h wire.Header, f func(*wire.Header)) []byte {
		f(&h)
		return h.Bytes()
	}
	set := func(at int, v byte) []byte {
		b := later.Bytes()
		b[at] = v
		return b
	}
	for name, c := range map[string]struct {
		b    []byte
		want error
	}{
		"nothing":                      {nil, wire.ErrMalformed},
		"cut short":                    {later.Bytes()[:40], wire.ErrMalformed},
		"too long":                     {append(later.Bytes(), 0), wire.ErrMalformed},
		"a newer version":              {set(0, 2), wire.ErrVersion},
		"another suite":                {set(1, 2), wire.ErrVersion},
		"an unknown class":             {set(2, 9), wire.ErrVersion},
		"something in the zero byte":   {set(3, 1), wire.ErrMalformed},
		"seq 0":                        {change(first, func(h *wire.Header) { h.Seq = 0 }), wire.ErrMalformed},
		"a first one with a previous":  {change(first, func(h *wire.Header) { h.Prev[0] = 1 }), wire.ErrMalformed},
		"a later one without":          {change(later, func(h *wire.Header) { h.Prev[0] = 0 }), wire.ErrMalformed},
		"a certificate in the middle":  {change(later, func(h *wire.Header) { h.Class = wire.ClassCert }), wire.ErrMalformed},
		"an event at the beginning":    {change(first, func(h *wire.Header) { h.Class = wire.ClassEvent }), wire.ErrMalformed},
		"a certificate with a key":     {change(first, func(h *wire.Header) { h.Commitment[0] = 1 }), wire.ErrMalformed},
		"heads that are not ascending": {change(later, func(h *wire.Header) { h.Seen = []wire.Head{{Device: wire.ID{2}}, {Device: wire.ID{1}}} }), wire.ErrMalformed},
		"one head twice":               {change(later, func(h *wire.Header) { h.Seen = []wire.Head{{Device: wire.ID{1}}, {Device: wire.ID{1}}} }), wire.ErrMalformed},
		"too many heads":               {change(later, func(h *wire.Header) { h.Seen = make([]wire.Head, wire.MaxSeen+1) }), wire.ErrMalformed},
	} {
		if _, err := wire.ParseHeader(c.b); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestIDsHaveOneForm(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		id := drawID(r, "id")
		got, err := wire.ParseID(id.String())
		if err != nil || got != id {
			r.Fatalf("%v %v", got, err)
		}
		b, err := json.Marshal(map[wire.ID]wire.ID{id: id})
		if err != nil || string(b) != `{"`+id.String()+`":"`+id.String()+`"}` {
			r.Fatalf("%s %v", b, err)
		}
	})
	good := wire.ID{}.String()
	for _, bad := range []string{"", good[1:], good + "A", good + "=", good[:21] + "B", good + "\n", "\n" + good, strings.Repeat("+", 22)} {
		if _, err := wire.ParseID(bad); !errors.Is(err, wire.ErrMalformed) {
			t.Errorf("%q gave %v", bad, err)
		}
	}
	var into struct{ ID wire.ID }
	if err := json.Unmarshal([]byte(`{"ID":"short"}`), &into); !errors.Is(err, wire.ErrMalformed) {
		t.Errorf("JSON with a short id gave %v", err)
	}
}

// A login is bound to everything that it is for.
func TestWhatALoginSigns(t *testing.T) {
	base := wire.Login{Account: wire.ID{1}, Device: wire.ID{2}, Nonce: []byte{3}}
	was := string(wire.LoginMessage("https://a", base))
	if string(wire.LoginMessage("https://b", base)) == was {
		t.Error("the origin is not signed")
	}
	for name, change := range map[string]func(*wire.Login){
		"account": func(l *wire.Login) { l.Account[0]++ }, "device": func(l *wire.Login) { l.Device[0]++ },
		"nonce": func(l *wire.Login) { l.Nonce = []byte{4} }, "role": func(l *wire.Login) { l.Rescue = true },
		"expiry": func(l *wire.Login) { l.Expiry = l.Expiry.AddDate(0, 0, 1) },
	} {
		l := base
		change(&l)
		if string(wire.LoginMessage("https://a", l)) == was {
			t.Errorf("the %s is not signed", name)
		}
	}
}
