package replica_test

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

func TestARelayThatWasSetBack(t *testing.T) {
	w := newCouple(t, 16)
	ada, noor := w.both()
	write(t, ada, "one")
	syncAll(t, ada, noor)
	write(t, ada, "two")
	syncAll(t, ada, noor)
	setBack(t, w.noor, 2)
	wantTrouble(t, noor, replica.ErrRegression, 3)
	wantTexts(t, noor, "one", "two")
	again := w.open(w.noor)
	wantTrouble(t, again, replica.ErrRegression, 3)
	w.noor.Network.After(nil)
	syncAll(t, again)
	wantSame(t, again, ada)
}

// setBack lets the relay know only positions up to last.
func setBack(t tb, d *testkit.Device, last uint64) {
	d.Network.After(func(r remote.Request, resp *remote.Response) error {
		_, after, found := strings.Cut(r.Path, "/entries?after=")
		if r.Method != "GET" || !found {
			return nil
		}
		from, err := strconv.ParseUint(after, 10, 64)
		ok(t, err)
		if from > last {
			resp.Status = 409
			resp.Body, err = json.Marshal(wire.Problem{Status: 409, Code: wire.CodeStaleCursor, Title: "Set back"})
			return err
		}
		items, err := wire.ParseItems(resp.Body)
		ok(t, err)
		resp.Body, resp.Header[wire.HeaderNext] = nil, strconv.FormatUint(last, 10)
		for _, it := range items {
			if it.Pos <= last {
				resp.Body = wire.AppendItem(resp.Body, it)
			}
		}
		return nil
	})
}

// amnesiac acknowledges pushes and forgets them, while it is set to.
type amnesiac struct {
	relay.Store
	forget bool
}

func (a *amnesiac) Push(ctx context.Context, by wire.ID, b relay.Batch, l wire.Limits) (uint64, error) {
	if a.forget {
		return 1, nil
	}
	return a.Store.Push(ctx, by, b, l)
}

// TestARelayThatLostEntriesGetsThemAgain is a relay that was restored from a
// backup: each device gives it what it had acknowledged and lost.
func TestARelayThatLostEntriesGetsThemAgain(t *testing.T) {
	first := mem.New()
	store := &restored{first}
	w := must[*testkit.World](t)(testkit.NewWorldOn(store, 17))
	a, n, space, err := w.Couple(ctx)
	ok(t, err)
	c := couple{t, w, a, n, space}
	ada, noor := c.both()
	write(t, ada, "one")
	syncAll(t, ada, noor)
	backup := first.Copy()
	write(t, ada, "two")
	syncAll(t, ada)
	store.Store = backup
	write(t, ada, "three")
	syncAll(t, ada, noor)
	wantTexts(t, noor, "one", "two", "three")
	wantSame(t, noor, ada)
}

// TestARelayThatLostACommitGetsItAgain: the backup is from before two new keys.
// Whoever comes first gives back the commits, and each their own words.
func TestARelayThatLostACommitGetsItAgain(t *testing.T) {
	first := mem.New()
	store := &restored{first}
	w := must[*testkit.World](t)(testkit.NewWorldOn(store, 18))
	a, n, space, err := w.Couple(ctx)
	ok(t, err)
	c := couple{t, w, a, n, space}
	ada, noor := c.both()
	write(t, ada, "one")
	syncAll(t, ada, noor)
	backup := first.Copy()
	rotate(t, c, ada)
	write(t, ada, "two")
	syncAll(t, ada)
	rotate(t, c, ada)
	write(t, ada, "three")
	syncAll(t, ada, noor)
	store.Store = backup
	ada, noor = c.open(c.ada), c.open(c.noor)
	wantTrouble(t, noor, replica.ErrRegression, 3) // Ada's words are for her to bring back
	write(t, ada, "four")
	syncAll(t, ada, noor)
	write(t, noor, "five")
	syncAll(t, noor, ada)
	wantTexts(t, noor, "one", "two", "three", "four", "five")
	wantSame(t, noor, ada)
	tablet := c.open(must[*testkit.Device](t)(c.noor.Person.Device(ctx)))
	syncAll(t, tablet)
	wantSame(t, tablet, ada)
}

// TestOwnStorageThatWasSetBack: a backup of Ada's disk comes back. Her chain at
// the relay is longer than what she holds, or goes another way.
func TestOwnStorageThatWasSetBack(t *testing.T) {
	for name, wrote := range map[string]bool{"and nothing written since": false, "and she has written since": true} {
		t.Run(name, func(t *testing.T) {
			w := newCouple(t, 18)
			ada, noor := w.both()
			write(t, ada, "one")
			syncAll(t, ada)
			backup := w.ada.Local(w.space).Copy()
			write(t, ada, "two")
			syncAll(t, ada, noor)

			w.ada.SetLocal(w.space, backup)
			ada = w.open(w.ada)
			if wrote {
				write(t, ada, "another two")
			}
			wantTrouble(t, ada, replica.ErrOwnRollback, 3)
			syncAll(t, noor)
			wantTexts(t, noor, "one", "two")
			beginAnew(t, w, ada, wrote)
		})
	}
}

// beginAnew is the remedy: a fresh device on an empty disk, and the unsent
// texts written again.
func beginAnew(t tb, w couple, old *replica.Replica, wrote bool) {
	t.Helper()
	fresh := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
	r := w.open(fresh)
	syncAll(t, r)
	want := []string{"one", "two"}
	for _, e := range old.Entries() {
		if !e.Sent {
			write(t, r, string(e.Payload))
		}
	}
	if wrote {
		want = append(want, "another two")
	}
	noor := w.open(w.noor)
	syncAll(t, r, noor)
	wantTexts(t, noor, want...)
	wantSame(t, r, noor)
}

// TestEachGivesTheRelayItsOwnWordsBack although what the other wrote is missing
// too, and only they can bring that back.
func TestEachGivesTheRelayItsOwnWordsBack(t *testing.T) {
	for seed := range uint64(8) { // whichever chain it looks at first
		first := mem.New()
		store := &restored{first}
		w := must[*testkit.World](t)(testkit.NewWorldOn(store, 30+seed))
		a, n, space, err := w.Couple(ctx)
		ok(t, err)
		c := couple{t, w, a, n, space}
		ada, noor := c.both()
		write(t, ada, "one")
		write(t, noor, "two")
		syncAll(t, ada, noor)
		backup := first.Copy()
		write(t, ada, "three")
		write(t, noor, "four")
		syncAll(t, ada, noor, ada)
		store.Store = backup
		ada, noor = c.open(c.ada), c.open(c.noor)
		wantTrouble(t, noor, replica.ErrRegression, 0)
		syncAll(t, ada, noor)
		wantSame(t, ada, noor)
	}
}
