package replica_test

import (
	"errors"
	"slices"
	"testing"

	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/seal"
)

// rotate begins a new epoch with the same members.
func rotate(t tb, w couple, r *replica.Replica) {
	t.Helper()
	last, lastKey, err := r.Epoch()
	ok(t, err)
	key := must[seal.Key](t)(seal.NewKey(w.Rand()))
	c := must[seal.Commit](t)(seal.NewCommit(w.Rand(), w.ada.Person.Members[w.space], &last, w.space, last.Members, nil, key, &lastKey))
	ok(t, r.Commit(ctx, c))
}

func TestAnEntryWaitsForItsEpoch(t *testing.T) {
	w := newCouple(t, 15)
	ada, noor := w.both()
	write(t, ada, "under the old key")
	syncAll(t, ada)
	rotate(t, w, ada)
	write(t, ada, "under the new key")
	syncAll(t, ada)
	lieAboutCommits(t, w.noor, func(commits [][]byte) [][]byte {
		return slices.DeleteFunc(commits, func(b []byte) bool { return must[seal.Commit](t)(seal.ParseCommit(b)).N == 2 })
	})
	wantTrouble(t, noor, replica.ErrEpochUnknown, 3)
	wantTexts(t, noor, "under the old key")
	w.noor.Network.After(nil)
	syncAll(t, noor)
	wantSame(t, noor, ada)

	tablet := must[*testkit.Device](t)(w.noor.Person.Device(ctx))
	fresh := w.open(tablet)
	syncAll(t, fresh)
	wantSame(t, fresh, ada)
}

// TestADeviceThatWasShutOut: Ada shuts her lost phone out. What it writes later,
// not knowing, counts nowhere, and is in nobody's way.
func TestADeviceThatWasShutOut(t *testing.T) {
	w := newCouple(t, 19)
	phone, noor := w.both()
	desk := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
	laptop := w.open(desk)
	write(t, phone, "Ada's")
	syncAll(t, phone, laptop, noor)
	write(t, phone, "the finder's")
	syncAll(t, phone, noor)
	wantTexts(t, noor, "Ada's", "the finder's")

	write(t, laptop, "found out") // it has not seen the finder's entry
	shutOut(t, w, laptop, replica.Ref{Device: phone.Chains()[0].Device, Seq: 2})
	write(t, laptop, "from now on")
	syncAll(t, laptop, noor)
	write(t, noor, "good") // names the finder's entry as seen
	syncAll(t, noor, laptop, noor)
	for _, r := range []*replica.Replica{noor, laptop, w.open(w.noor), w.open(desk)} {
		wantTexts(t, r, "Ada's", "found out", "from now on", "good")
	}
	syncAll(t, phone)
	if _, err := phone.Append(ctx, []byte("more")); !errors.Is(err, replica.ErrNotMember) {
		t.Fatalf("a device that was shut out writes: %v", err)
	}
	tablet := w.open(must[*testkit.Device](t)(w.noor.Person.Device(ctx)))
	syncAll(t, tablet)
	wantTexts(t, tablet, "Ada's", "found out", "from now on", "good")
}

// shutOut ends a chain of Ada's after an entry.
func shutOut(t tb, w couple, r *replica.Replica, after replica.Ref) {
	t.Helper()
	last, lastKey, err := r.Epoch()
	ok(t, err)
	m := w.ada.Person.Members[w.space]
	out := []seal.RevokedDevice{{Device: after.Device, Member: m.Public().ID(), Seq: after.Seq}}
	key := must[seal.Key](t)(seal.NewKey(w.Rand()))
	ok(t, r.Commit(ctx, must[seal.Commit](t)(seal.NewCommit(w.Rand(), m, &last, w.space, last.Members, out, key, &lastKey))))
}
