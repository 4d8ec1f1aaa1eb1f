package replica_test

import (
	"errors"
	"slices"
	"testing"

	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

func TestNobodyErasesWhatIsNotTheirs(t *testing.T) {
	w := newCouple(t, 43)
	ada, noor := w.both()
	write(t, ada, "Ada's")
	syncAll(t, ada, noor)
	for name, ref := range map[string]replica.Ref{
		"the other's":   saying(t, noor, "Ada's"),
		"a certificate": {Device: noor.Chains()[0].Device, Seq: 1},
		"nothing":       {Device: noor.Chains()[0].Device, Seq: 9},
	} {
		err := noor.Erase(ctx, []replica.Ref{ref}, []byte("not written either"))
		if !errors.Is(err, replica.ErrNotYours) {
			t.Errorf("%s: Erase gives %v", name, err)
		}
	}
	wantTexts(t, noor, "Ada's")
	wantTexts(t, w.open(w.noor), "Ada's")
}

// forgedErasure has Noor's device erase what Ada wrote, by a replica that does
// not mind: its chain holds the entry, signed and all.
func forgedErasure(t tb, w couple, noor *replica.Replica, target wire.Erasure) []wire.Entry {
	t.Helper()
	write(t, noor, "before")
	last := queuedEntries(t, w.noor.Local(w.space))
	at := last[len(last)-1].Header
	cfg := must[replica.Config](t)(w.noor.Config(w.space))
	h := wire.Header{
		Class: wire.ClassErase, Space: w.space, Epoch: at.Epoch, Device: at.Device,
		Seq: at.Seq + 1, Lamport: at.Lamport + 1, Prev: last[len(last)-1].Hash(),
	}
	e := wire.Entry{Header: h, Body: target.Bytes()}
	e.Sig = cfg.Device.Sign(e.Hash())
	return append(last, e)
}

// TestThePartnerCannotEraseMyWords: the relay refuses it, and where a relay is
// in league with the partner, so does every client.
func TestThePartnerCannotEraseMyWords(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*wire.Erasure)
		want   error
	}{
		"as they are":          {func(*wire.Erasure) {}, replica.ErrNotAuthor},
		"under another hash":   {func(e *wire.Erasure) { e.Hash[0] ^= 1 }, replica.ErrFork},
		"that nobody has seen": {func(e *wire.Erasure) { e.Seq += 7 }, replica.ErrGap},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCouple(t, 44)
			ada, noor := w.both()
			write(t, ada, "Ada's")
			syncAll(t, ada, noor)
			held := queuedHash(t, w.ada.Local(w.space), saying(t, ada, "Ada's"))
			ref := saying(t, ada, "Ada's")
			target := wire.Erasure{Device: ref.Device, Seq: ref.Seq, Hash: held}
			c.change(&target)
			entries := forgedErasure(t, w, noor, target)
			_, err := w.noor.Client.Space(w.space).Push(ctx, signedLast(entries))
			if !errors.Is(err, &wire.Problem{Code: wire.CodeForbidden}) {
				t.Fatalf("the relay says %v", err)
			}
			lieAndNext(t, w.ada, signedLast(entries))
			if err := ada.Sync(ctx); !errors.Is(err, c.want) {
				t.Fatalf("Sync gives %v, want %v", err, c.want)
			}
			if !slices.Contains(texts(ada), "Ada's") || !slices.Contains(texts(w.open(w.ada)), "Ada's") {
				t.Fatal("the words are gone")
			}
		})
	}
}

// signedLast leaves only the last signature, as a push has it.
func signedLast(entries []wire.Entry) []wire.Entry {
	out := slices.Clone(entries)
	for i := range out[:len(out)-1] {
		out[i].Sig = nil
	}
	return out
}

// queuedHash is the hash of an entry in a device's log.
func queuedHash(t tb, l *testkit.MemLocal, ref replica.Ref) wire.Hash {
	t.Helper()
	saved := must[replica.Saved](t)(l.Load(ctx))
	for _, part := range saved.Log {
		for _, it := range must[[]wire.Item](t)(wire.ParseItems(part)) {
			if e := must[wire.Entry](t)(wire.ParseEntry(it.Data)); e.Header.Device == ref.Device && e.Header.Seq == ref.Seq {
				return e.Hash()
			}
		}
	}
	t.Fatal("no such entry")
	return wire.Hash{}
}

// bare serves every entry with this seq without its words.
func bare(t tb, seq uint64) func([]wire.Item) []wire.Item {
	return alter(t, seq, func(e *wire.Entry) { *e = e.Erase() })
}

// TestARelayCannotEraseByItself: words that are missing without a word of their
// author are a named trouble. Who holds them keeps them; who does not has
// everything else, and the words once they are served.
func TestARelayCannotEraseByItself(t *testing.T) {
	w := newCouple(t, 45)
	ada, noor := w.both()
	write(t, ada, "two")
	syncAll(t, ada, noor)
	write(t, ada, "three", "four")
	syncAll(t, ada)

	lie(t, w.noor, bare(t, 3))
	wantTrouble(t, noor, replica.ErrWithheld, 3)
	wantTexts(t, noor, "two", "four")
	ok(t, noor.Snapshot(ctx))
	again := w.open(w.noor)
	wantTexts(t, again, "two", "four")
	wantTrouble(t, again, replica.ErrWithheld, 3)
	w.noor.Network.After(nil)
	syncAll(t, again)
	wantSame(t, again, ada)
	wantSame(t, w.open(w.noor), ada)

	// Now that Noor holds it, it goes; another lie makes her ask for everything.
	write(t, ada, "five")
	syncAll(t, ada)
	lie(t, w.noor, func(items []wire.Item) []wire.Item { return bare(t, 5)(bare(t, 3)(items)) })
	wantTrouble(t, again, replica.ErrWithheld, 3)
	wantTexts(t, again, "two", "three", "four")
	wantTexts(t, w.open(w.noor), "two", "three", "four")
	w.noor.Network.After(nil)
	syncAll(t, again)
	wantSame(t, again, ada)
}

// TestAReplayedEntryStaysErased: a relay that kept the words serves them again.
func TestAReplayedEntryStaysErased(t *testing.T) {
	w := newCouple(t, 46)
	ada, noor := w.both()
	write(t, ada, "secret")
	syncAll(t, ada, noor)
	ref := saying(t, ada, "secret")
	pieces := sealed(t, w.noor.Local(w.space), ref)
	whole := must[replica.Saved](t)(w.noor.Local(w.space).Load(ctx)).Log
	var kept []byte
	for _, part := range whole {
		for _, it := range must[[]wire.Item](t)(wire.ParseItems(part)) {
			if e := must[wire.Entry](t)(wire.ParseEntry(it.Data)); e.Header.Device == ref.Device && e.Header.Seq == ref.Seq {
				kept = it.Data
			}
		}
	}
	erase(t, ada, "secret")
	syncAll(t, ada, noor)
	tablet := must[*testkit.Device](t)(w.noor.Person.Device(ctx))
	for _, d := range []*testkit.Device{w.noor, tablet} {
		lie(t, d, replaced(t, ref.Seq, func(b []byte) []byte {
			if e := must[wire.Entry](t)(wire.ParseEntry(b)); e.Header.Device == ref.Device {
				return kept
			}
			return b
		}))
		r := w.open(d)
		write(t, ada, "news")
		syncAll(t, ada, r)
		if slices.Contains(texts(r), "secret") || slices.Contains(texts(w.open(d)), "secret") {
			t.Error("the words are back")
		}
		if holds(t, d.Local(w.space), pieces) {
			t.Error("the words are on the disk")
		}
	}
	_, err := w.ada.Client.Space(w.space).Push(ctx, []wire.Entry{must[wire.Entry](t)(wire.ParseEntry(kept))})
	if err != nil {
		t.Fatalf("a repeat is refused: %v", err)
	}
	late := w.open(must[*testkit.Device](t)(w.noor.Person.Device(ctx)))
	syncAll(t, late)
	wantSame(t, late, ada)
}
