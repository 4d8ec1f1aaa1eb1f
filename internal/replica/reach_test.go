package replica_test

import (
	"errors"
	"slices"
	"testing"

	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

// further opens the couple's space on a device of Ada's that has nothing yet
// and was told how far another one had come.
func (c couple) further(reach replica.Reach) (*testkit.Device, *replica.Replica) {
	c.Helper()
	d := must[*testkit.Device](c)(c.ada.Person.Device(ctx))
	cfg := must[replica.Config](c)(d.Config(c.space))
	cfg.Reached = &reach
	return d, must[*replica.Replica](c)(replica.Open(ctx, cfg))
}

// upTo serves only the first n items.
func upTo(n int) func([]wire.Item) []wire.Item {
	return func(items []wire.Item) []wire.Item { return items[:min(n, len(items))] }
}

// served is how many items the relay has for a device that has nothing.
func (c couple) served(reach replica.Reach) (n int) {
	c.Helper()
	d, r := c.further(reach)
	lie(c, d, func(items []wire.Item) []wire.Item { n += len(items); return items })
	syncAll(c, r)
	return n
}

// TestADeviceThatWasToldIsNotShownAnOldState: whatever the relay leaves out at
// the end, of Ada's or of Noor's, the new device names it, and has everything
// once the relay is honest. One that was not told cannot know.
func TestADeviceThatWasToldIsNotShownAnOldState(t *testing.T) {
	w := newCouple(t, 70)
	ada, noor := w.both()
	write(t, ada, "one")
	syncAll(t, ada, noor)
	write(t, noor, "two")
	syncAll(t, noor, ada)
	write(t, ada, "three", "four")
	syncAll(t, ada, noor)
	write(t, noor, "five")
	syncAll(t, noor, ada)
	reach := must[replica.Reach](t)(ada.Reach())
	if len(reach.Heads) != 2 {
		t.Fatalf("there are %d heads", len(reach.Heads))
	}
	all := w.served(reach)
	for n := range all {
		d, r := w.further(reach)
		lie(t, d, upTo(n))
		if err := r.Sync(ctx); !replica.IsTrouble(err) || !replica.IsTrouble(r.Trouble()) {
			t.Errorf("of %d items, %d are served: %v", all, n, err)
		}
		d.Network.After(nil)
		syncAll(t, r)
		wantTexts(t, r, "one", "two", "three", "four", "five")
		if err := r.Trouble(); err != nil {
			t.Errorf("the trouble stays: %v", err)
		}
	}
	d, r := w.further(replica.Reach{Hash: reach.Hash, Commit: reach.Commit})
	lie(t, d, upTo(all-1))
	syncAll(t, r)
}

// TestWhatWaitsToBeSentIsNotPromised: another device could not have it.
func TestWhatWaitsToBeSentIsNotPromised(t *testing.T) {
	w := newCouple(t, 71)
	ada, noor := w.both()
	write(t, noor, "hers")
	syncAll(t, noor, ada)
	write(t, ada, "sent")
	syncAll(t, ada)
	write(t, noor, "newer")
	syncAll(t, noor, ada)
	write(t, ada, "waits") // and has seen Noor's
	reach := must[replica.Reach](t)(ada.Reach())
	_, r := w.further(reach)
	syncAll(t, r)
	wantTexts(t, r, "hers", "newer", "sent")
	d, r := w.further(reach)
	lie(t, d, func(items []wire.Item) []wire.Item { return items[:len(items)-1] })
	if err := r.Sync(ctx); !errors.Is(err, replica.ErrRegression) {
		t.Errorf("without Noor's newest: %v", err)
	}
}

// TestOtherHistoriesAndMissingKeysAreNamed: a head or a commit that is another
// one, and a commit that is held back.
func TestOtherHistoriesAndMissingKeysAreNamed(t *testing.T) {
	w := newCouple(t, 72)
	ada, _ := w.both()
	write(t, ada, "one")
	syncAll(t, ada)
	told := func(change func(*replica.Reach)) error {
		reach := must[replica.Reach](t)(ada.Reach())
		reach.Heads = slices.Clone(reach.Heads)
		change(&reach)
		_, r := w.further(reach)
		return r.Sync(ctx)
	}
	for name, c := range map[string]struct {
		change func(*replica.Reach)
		want   error
	}{
		"another head":     {func(r *replica.Reach) { r.Heads[0].Hash[0] ^= 1 }, replica.ErrFork},
		"another commit":   {func(r *replica.Reach) { r.Hash[0] ^= 1 }, replica.ErrFork},
		"a later commit":   {func(r *replica.Reach) { r.Commit++ }, replica.ErrRegression},
		"an unknown chain": {func(r *replica.Reach) { r.Heads[0].Device[0] ^= 1 }, replica.ErrRegression},
	} {
		if err := told(c.change); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := w.open(must[*testkit.Device](t)(w.ada.Person.Device(ctx))).Reach(); !errors.Is(err, replica.ErrNoSpace) {
		t.Errorf("before there is anything: %v", err)
	}
}
