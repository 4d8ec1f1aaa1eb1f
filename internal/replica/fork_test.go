package replica_test

import (
	"slices"
	"testing"

	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

// queuedEntries are the entries that wait in a device's outbox.
func queuedEntries(t tb, l replica.Local) []wire.Entry {
	saved := must[replica.Saved](t)(l.Load(ctx))
	var out []wire.Entry
	for _, b := range saved.Outbox {
		batch, err := wire.ParseBatch(b[1:])
		ok(t, err)
		out = append(out, batch...)
	}
	return out
}

// TestAForkShowsAtTheNextEntry: the relay shows Ada's laptop another second
// entry than Noor. As soon as the laptop writes, Noor sees that it saw another.
func TestAForkShowsAtTheNextEntry(t *testing.T) {
	w := newCouple(t, 12)
	ada, noor := w.both()
	desk := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
	write(t, ada, "one")
	syncAll(t, ada)

	cfg := must[replica.Config](t)(w.ada.Config(w.space))
	other := w.ada.Local(w.space).Copy()
	cfg.Local = other
	forked := must[*replica.Replica](t)(replica.Open(ctx, cfg))
	write(t, forked, "said to the laptop")
	second := queuedEntries(t, other)[0]

	write(t, ada, "said to Noor")
	syncAll(t, ada, noor)
	lie(t, desk, replaced(t, 3, func([]byte) []byte { return second.Append(nil) }))
	laptop := w.open(desk)
	syncAll(t, laptop)
	wantTexts(t, laptop, "one", "said to the laptop")
	write(t, laptop, "from the laptop")
	desk.Network.After(nil)
	if err := laptop.Sync(ctx); err != nil {
		t.Fatal(err) // it has no reason to look again at what it holds
	}
	wantTrouble(t, noor, replica.ErrFork, 3)
	wantTexts(t, noor, "one", "said to Noor")
	wantTrouble(t, ada, replica.ErrFork, 3)
}

// TestAnOmissionShowsAtTheNextEntry: the relay keeps Ada's entries from Noor
// altogether. Noor cannot know, until somebody who saw them writes.
func TestAnOmissionShowsAtTheNextEntry(t *testing.T) {
	w := newCouple(t, 13)
	ada, noor := w.both()
	desk := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
	laptop := w.open(desk)
	write(t, ada, "kept from Noor")
	syncAll(t, ada, laptop)
	phone := w.open(w.ada).Chains()[0].Device
	lie(t, w.noor, func(items []wire.Item) []wire.Item {
		return slices.DeleteFunc(items, func(it wire.Item) bool {
			e, err := wire.ParseEntry(it.Data)
			ok(t, err)
			return e.Header.Device == phone
		})
	})
	syncAll(t, noor)
	wantTexts(t, noor)
	write(t, laptop, "did you read it")
	syncAll(t, laptop)
	wantTrouble(t, noor, replica.ErrGap, 2)
	w.noor.Network.After(nil)
	syncAll(t, noor)
	wantTexts(t, noor, "kept from Noor", "did you read it")
}
