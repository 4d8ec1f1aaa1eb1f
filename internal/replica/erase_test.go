package replica_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pleach/internal/relay/mem"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

// saying is the entry with a text, as its author's device sees it.
func saying(t tb, r *replica.Replica, text string) replica.Ref {
	t.Helper()
	for _, e := range r.Entries() {
		if string(e.Payload) == text {
			return e.Ref
		}
	}
	t.Fatalf("nobody said %q", text)
	return replica.Ref{}
}

func erase(t tb, r *replica.Replica, texts ...string) {
	t.Helper()
	var refs []replica.Ref
	for _, text := range texts {
		refs = append(refs, saying(t, r, text))
	}
	ok(t, r.Erase(ctx, refs, []byte("taken back")))
}

// sealed is what an entry looks like in the logs of devices: its key and its
// body. It is found on the disk of a device that holds it.
func sealed(t tb, l *testkit.MemLocal, ref replica.Ref) [][]byte {
	t.Helper()
	saved := must[replica.Saved](t)(l.Load(ctx))
	for _, part := range saved.Log {
		for _, it := range must[[]wire.Item](t)(wire.ParseItems(part)) {
			e, err := wire.ParseEntry(it.Data)
			if it.Kind == wire.ItemEntry && err == nil && (replica.Ref{Device: e.Header.Device, Seq: e.Header.Seq}) == ref && len(e.Body) > 0 {
				return [][]byte{bytes.Clone(e.Wrap), bytes.Clone(e.Body)}
			}
		}
	}
	t.Fatalf("entry %v is not on this disk", ref)
	return nil
}

// holds reports whether a disk has any of the pieces, anywhere.
func holds(t tb, l *testkit.MemLocal, pieces [][]byte) bool {
	t.Helper()
	s := must[replica.Saved](t)(l.Load(ctx))
	for _, b := range append(slices.Concat(s.Log, s.Outbox), s.State, s.Snapshot) {
		for _, p := range pieces {
			if bytes.Contains(b, p) {
				return true
			}
		}
	}
	return false
}

// TestWhatIsErasedIsGoneFromEveryDevice: Ada erases while Noor is away. Her
// words leave her own disk at once, the relay when she is online, and Noor's
// disk when Noor is; a device that comes later never sees them.
func TestWhatIsErasedIsGoneFromEveryDevice(t *testing.T) {
	w := newCouple(t, 40)
	ada, noor := w.both()
	write(t, ada, "kept", "secret", "kept too")
	syncAll(t, ada, noor)
	ok(t, ada.Snapshot(ctx))
	ok(t, noor.Snapshot(ctx))
	pieces := sealed(t, w.noor.Local(w.space), saying(t, noor, "secret"))
	snapshots := [2][]byte{}
	for i, d := range []*testkit.Device{w.ada, w.noor} {
		if !holds(t, d.Local(w.space), pieces) {
			t.Fatal("the words are not there before; this test would find nothing")
		}
		snapshots[i] = must[replica.Saved](t)(d.Local(w.space).Load(ctx)).Snapshot
	}

	erase(t, ada, "secret")
	want := []string{"kept", "kept too", "taken back"}
	wantTexts(t, ada, want...)
	if holds(t, w.ada.Local(w.space), pieces) {
		t.Fatal("they are still on the disk of who erased them")
	}
	wantTexts(t, w.open(w.ada), want...)
	wantTexts(t, noor, "kept", "secret", "kept too") // Noor has been away
	syncAll(t, ada, noor)
	wantTexts(t, noor, want...)
	wantTexts(t, w.open(w.noor), want...)
	for i, d := range []*testkit.Device{w.ada, w.noor} {
		if holds(t, d.Local(w.space), pieces) {
			t.Errorf("device %d still has the words", i)
		}
		if bytes.Equal(must[replica.Saved](t)(d.Local(w.space).Load(ctx)).Snapshot, snapshots[i]) {
			t.Errorf("device %d has the snapshot with the words", i)
		}
	}

	var served []byte
	tablet := must[*testkit.Device](t)(w.noor.Person.Device(ctx))
	tablet.Network.Record(func(_ remote.Request, resp remote.Response) { served = append(served, resp.Body...) })
	late := w.open(tablet)
	syncAll(t, late)
	wantTexts(t, late, want...)
	if bytes.Contains(served, pieces[0]) || bytes.Contains(served, pieces[1]) {
		t.Error("the relay still serves the words")
	}
	write(t, noor, "it is all right")
	syncAll(t, noor, ada, late)
	wantSame(t, ada, noor, late)
}

func TestWhatWasNeverSentIsErasedBeforeItIsSent(t *testing.T) {
	w := newCouple(t, 41)
	ada, noor := w.both()
	w.ada.Network.Cut(true)
	write(t, ada, "secret", "kept")
	pieces := sealed(t, w.ada.Local(w.space), saying(t, ada, "secret"))
	erase(t, ada, "secret")
	if holds(t, w.ada.Local(w.space), pieces) {
		t.Fatal("the words are still on the disk")
	}
	ada = w.open(w.ada)
	w.ada.Network.Cut(false)
	var pushes [][]byte
	w.ada.Network.Before(recordPushes(&pushes))
	syncAll(t, ada, noor)
	if len(pushes) == 0 || bytes.Contains(slices.Concat(pushes...), pieces[1]) {
		t.Errorf("the words were sent in one of %d pushes", len(pushes))
	}
	wantTexts(t, noor, "kept", "taken back")
	wantSame(t, ada, noor)
}

// TestAnotherDeviceErases what Ada wrote on her phone, which is away with an
// entry of its own that is not sent.
func TestAnotherDeviceErases(t *testing.T) {
	w := newCouple(t, 42)
	phone, noor := w.both()
	desk := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
	laptop := w.open(desk)
	write(t, phone, "secret")
	syncAll(t, phone, laptop, noor)
	write(t, phone, "not sent")
	erase(t, laptop, "secret")
	if got := laptop.Unerased(); len(got) != 1 {
		t.Fatalf("%d erasures wait, want 1", len(got))
	}
	syncAll(t, laptop, noor, phone, noor, laptop)
	if got := laptop.Unerased(); len(got) != 0 {
		t.Fatalf("%d erasures wait, want none", len(got))
	}
	wantTexts(t, noor, "not sent", "taken back")
	wantSame(t, phone, laptop, noor)
}

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

// TestAClosedTabErasesWhatItAccepted closes the tab at every step of erasing.
// Either nothing has happened, or it is erased everywhere in the end.
func TestAClosedTabErasesWhatItAccepted(t *testing.T) {
	for at := 1; ; at++ {
		w := newCouple(t, 47)
		ada, noor := w.both()
		write(t, ada, "sent")
		syncAll(t, ada, noor)
		write(t, ada, "not sent")
		ok(t, ada.Snapshot(ctx))
		refs := []replica.Ref{saying(t, ada, "sent"), saying(t, ada, "not sent")}
		pieces := append(sealed(t, w.ada.Local(w.space), refs[0]), sealed(t, w.ada.Local(w.space), refs[1])...)

		c := &crasher{at: at}
		c.watch(w.ada, w.space)
		accepted := ada.Erase(ctx, refs, []byte("taken back")) == nil
		if accepted {
			_ = ada.Sync(ctx)
		}
		c.stop(w.ada, w.space)
		ada = w.open(w.ada)
		syncAll(t, ada, noor, ada)
		switch got := texts(noor); {
		case slices.Equal(got, []string{"taken back"}):
			if holds(t, w.ada.Local(w.space), pieces) || holds(t, w.noor.Local(w.space), pieces) {
				t.Fatalf("closed %s: the words are still there", c.where)
			}
		case accepted || !slices.Equal(got, []string{"sent", "not sent"}):
			t.Fatalf("closed %s: Noor has %q", c.where, got)
		}
		wantSame(t, ada, noor)
		wantSame(t, ada, w.open(w.ada))
		if c.where == "" {
			return // it ran to the end
		}
	}
}

// TestARelayThatLostWhatWasErased gets everything of Ada's chain again but the
// words, which she has not got any more.
func TestARelayThatLostWhatWasErased(t *testing.T) {
	first := mem.New()
	store := &restored{first}
	w := must[*testkit.World](t)(testkit.NewWorldOn(store, 48))
	a, n, space, err := w.Couple(ctx)
	ok(t, err)
	c := couple{t, w, a, n, space}
	ada, noor := c.both()
	write(t, ada, "one")
	syncAll(t, ada)
	backup := first.Copy()
	write(t, ada, "secret", "kept")
	syncAll(t, ada)
	erase(t, ada, "secret")
	syncAll(t, ada)
	store.Store = backup
	write(t, ada, "news")
	syncAll(t, ada, noor)
	wantTexts(t, noor, "one", "kept", "taken back", "news")
	wantSame(t, noor, ada)
}

// TestErasingWhileKeysChange: Ada writes and erases offline, and her entries are
// sealed anew before they go out. The erased words are in none of it.
func TestErasingWhileKeysChange(t *testing.T) {
	for at := 1; ; at++ {
		w := newCouple(t, 51)
		ada, noor := w.both()
		write(t, ada, "sent")
		syncAll(t, ada, noor)
		write(t, ada, "secret", "kept")
		refs := []replica.Ref{saying(t, ada, "sent"), saying(t, ada, "secret")}
		pieces := append(sealed(t, w.ada.Local(w.space), refs[0]), sealed(t, w.ada.Local(w.space), refs[1])...)
		if at%2 == 0 {
			ok(t, ada.Snapshot(ctx))
		}
		erase(t, ada, "sent")
		erase(t, ada, "secret")
		ok(t, noor.Rotate(ctx, replica.Rotation{}))
		sent := 0
		w.ada.Network.Record(func(r remote.Request, _ remote.Response) {
			if isPush(r) {
				sent++
				wantBare(t, r.Body, refs[1])
			}
		})
		c := &crasher{at: at}
		c.watch(w.ada, w.space)
		_ = ada.Sync(ctx)
		c.stop(w.ada, w.space)
		ada = w.open(w.ada)
		syncAll(t, ada, noor, ada)
		for _, r := range []*replica.Replica{ada, noor, w.open(w.ada), w.open(w.noor), w.fresh(w.ada), w.fresh(w.noor)} {
			wantTexts(t, r, "kept", "taken back", "taken back")
			if r.Trouble() != nil || len(r.Unerased()) > 0 {
				t.Fatalf("closed %s: %v, %d not erased", c.where, r.Trouble(), len(r.Unerased()))
			}
		}
		for _, d := range []*testkit.Device{w.ada, w.noor} {
			if holds(t, d.Local(w.space), pieces) {
				t.Fatalf("closed %s: the words are still on a disk", c.where)
			}
		}
		if sent == 0 {
			t.Fatal("nothing was pushed, so nothing was looked at")
		}
		if c.where == "" {
			return
		}
	}
}

// wantBare ends the test if a push has the words of an entry.
func wantBare(t tb, push []byte, ref replica.Ref) {
	t.Helper()
	for _, e := range must[[]wire.Entry](t)(wire.ParseBatch(push)) {
		if e.Header.Device == ref.Device && e.Header.Seq == ref.Seq && e.Erased.IsZero() {
			t.Fatal("words were sent after they were erased")
		}
	}
}

// TestARelayThatKeepsNothing acknowledges whatever it is sent. A device sends
// it again once, and then says so instead of going on for ever.
func TestARelayThatKeepsNothing(t *testing.T) {
	store := &amnesiac{Store: mem.New()}
	w := must[*testkit.World](t)(testkit.NewWorldOn(store, 50))
	a, n, space, err := w.Couple(ctx)
	ok(t, err)
	c := couple{t, w, a, n, space}
	ada, noor := c.both()
	store.forget = true
	write(t, ada, "one")
	if err := ada.Sync(ctx); !errors.Is(err, replica.ErrRegression) || !errors.Is(ada.Trouble(), replica.ErrRegression) {
		t.Fatalf("Sync gives %v", err)
	}
	wantTexts(t, ada, "one")
	store.forget = false
	syncAll(t, ada, noor)
	wantTexts(t, noor, "one")
}

// TestASnapshotFromBeforeErasures can be read: the log in it is not looked at.
func TestASnapshotFromBeforeErasures(t *testing.T) {
	w := newCouple(t, 49)
	ada, _ := w.both()
	write(t, ada, "one", "two")
	syncAll(t, ada)
	ok(t, ada.Snapshot(ctx))
	cfg := must[replica.Config](t)(w.ada.Config(w.space))
	w.ada.Local(w.space).Damage(func(s *replica.Saved) {
		s.Snapshot = must[[]byte](t)(replica.OldSnapshot(cfg, s.Snapshot))
		for i := range s.Log {
			s.Log[i] = []byte("unreadable")
		}
	})
	wantTexts(t, w.open(w.ada), "one", "two")
}

// TestErasingConverges: two people on three devices write, erase what is
// theirs, sync, close and come back, in any order. In the end all have the same,
// nobody has trouble, and nothing erased is on any disk.
func TestErasingConverges(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newCouple(rt, rapid.Uint64().Draw(rt, "seed"))
		desk := must[*testkit.Device](rt)(w.ada.Person.Device(context.Background()))
		devices := []*testkit.Device{w.ada, w.noor, desk}
		var rs []*replica.Replica
		for _, d := range devices {
			rs = append(rs, w.open(d))
			ok(rt, rs[len(rs)-1].Sync(ctx))
		}
		var pieces [][]byte
		for n := range rapid.IntRange(5, 30).Draw(rt, "steps") {
			i := rapid.IntRange(0, 2).Draw(rt, "device")
			local := devices[i].Local(w.space)
			switch rapid.SampledFrom([]string{"write", "write", "erase", "sync", "sync", "snapshot", "restart", "rotate"}).Draw(rt, "do") {
			case "write":
				write(rt, rs[i], fmt.Sprint("text ", n))
			case "erase":
				mine := slices.DeleteFunc(rs[i].Entries(), func(e replica.Opened) bool {
					return e.Author != devices[i].Person.Members[w.space].Public().ID()
				})
				if len(mine) == 0 {
					continue
				}
				ref := mine[rapid.IntRange(0, len(mine)-1).Draw(rt, "which")].Ref
				pieces = append(pieces, sealed(rt, local, ref)...)
				ok(rt, rs[i].Erase(ctx, []replica.Ref{ref}))
			case "sync":
				ok(rt, rs[i].Sync(ctx))
			case "snapshot":
				ok(rt, rs[i].Snapshot(ctx))
			case "rotate":
				ok(rt, rs[i].Rotate(ctx, replica.Rotation{}))
			case "restart":
				rs[i] = w.open(devices[i])
			}
		}
		for range 3 {
			syncAll(rt, rs...)
		}
		wantSame(rt, rs...)
		for i, d := range devices {
			wantSame(rt, rs[i], w.open(d))
			if holds(rt, d.Local(w.space), pieces) || strings.Contains(fmt.Sprint(rs[i].Trouble()), "replica") {
				rt.Fatalf("device %d still holds what was erased, or has trouble: %v", i, rs[i].Trouble())
			}
		}
	})
}
