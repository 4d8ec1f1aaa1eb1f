package replica_test

import (
	"errors"
	"slices"
	"testing"

	"pleach/internal/relay/mem"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

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
