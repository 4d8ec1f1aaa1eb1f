package replica_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

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
