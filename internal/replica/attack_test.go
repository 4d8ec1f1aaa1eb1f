package replica_test

import (
	"errors"
	"slices"
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/seal"
	"pleach/wire"
)

// TestWhatDoesNotFitIsRefusedAndHeals serves Noor entries 3 to 5 of Ada's chain,
// with something wrong about the fourth. She keeps what came before it, learns
// what is wrong, and has everything once the relay serves it rightly again.
func TestWhatDoesNotFitIsRefusedAndHeals(t *testing.T) {
	for name, c := range map[string]struct {
		lie  func([]wire.Item) []wire.Item
		want error
		seq  uint64 // of the entry that the error names; 0: it cannot be read
	}{
		"left out": {func(items []wire.Item) []wire.Item {
			return slices.DeleteFunc(items, func(it wire.Item) bool { return seqOf(t, it) == 4 })
		}, replica.ErrGap, 4},
		"cut short": {replaced(t, 4, func(b []byte) []byte { return b[:len(b)-1] }), replica.ErrMalformed, 0},
		"of another version": {replaced(t, 4, func(b []byte) []byte {
			b[2] = 2
			return b
		}), replica.ErrVersion, 0},
		"with another body": {alter(t, 4, func(e *wire.Entry) { e.Body[30] ^= 1 }), replica.ErrSplice, 4},
		"with another key":  {alter(t, 4, func(e *wire.Entry) { e.Wrap[30] ^= 1 }), replica.ErrSplice, 4},
		"without its key":   {alter(t, 4, func(e *wire.Entry) { e.Wrap = nil }), replica.ErrSplice, 4},
		"of another space":  {alter(t, 4, func(e *wire.Entry) { e.Header.Space[0] ^= 1 }), replica.ErrSplice, 4},
		"of another chain":  {alter(t, 4, func(e *wire.Entry) { e.Header.Prev[0] ^= 1 }), replica.ErrFork, 3},
		"from the past":     {alter(t, 4, func(e *wire.Entry) { e.Header.Lamport = 1 }), replica.ErrOrder, 4},
		"from the far future": {alter(t, 4, func(e *wire.Entry) {
			e.Header.Lamport = 1 << 60
		}), replica.ErrOrder, 4},
		"of an epoch that nobody began": {alter(t, 4, func(e *wire.Entry) { e.Header.Epoch = 9 }), replica.ErrEpochUnknown, 4},
		"at an impossible position": {func(items []wire.Item) []wire.Item {
			for i, it := range items {
				if seqOf(t, it) == 4 {
					items[i].Pos = 1
				}
			}
			return items
		}, replica.ErrOrder, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCouple(t, 10)
			ada, noor := w.both()
			write(t, ada, "two")
			syncAll(t, ada, noor)
			for _, text := range []string{"three", "four", "five"} {
				write(t, ada, text)
				syncAll(t, ada)
			}
			lie(t, w.noor, c.lie)
			wantTrouble(t, noor, c.want, c.seq)
			wantTexts(t, noor, "two", "three")
			wantTexts(t, w.open(w.noor), "two", "three")
			w.noor.Network.After(nil)
			syncAll(t, noor)
			wantSame(t, noor, ada)
			if noor.Trouble() != nil {
				t.Fatalf("the trouble stays: %v", noor.Trouble())
			}
		})
	}
}

func TestAChainThatEndsUnsignedIsRefused(t *testing.T) {
	for name, change := range map[string]func(*wire.Entry){
		"no signature":       func(e *wire.Entry) { e.Sig = nil },
		"a wrong signature":  func(e *wire.Entry) { e.Sig[5] ^= 1 },
		"another's entry":    func(e *wire.Entry) { e.Header.Lamport++; e.Body = nil },
		"a changed seen row": func(e *wire.Entry) { e.Header.Seen = nil; e.Header.Commitment[0] ^= 1 },
	} {
		t.Run(name, func(t *testing.T) {
			w := newCouple(t, 11)
			ada, noor := w.both()
			write(t, ada, "two")
			syncAll(t, ada)
			write(t, ada, "three")
			syncAll(t, ada)
			lie(t, w.noor, alter(t, 3, change))
			err := noor.Sync(ctx)
			if !errors.Is(err, replica.ErrBadSignature) && !errors.Is(err, replica.ErrSplice) {
				t.Fatalf("Sync gives %v", err)
			}
			wantTexts(t, noor, "two")
			w.noor.Network.After(nil)
			syncAll(t, noor)
			wantTexts(t, noor, "two", "three")
		})
	}
}

// TestASignatureCoversWhatIsBeforeIt: where a chain goes on to a good signature,
// one in between is not even looked at.
func TestASignatureCoversWhatIsBeforeIt(t *testing.T) {
	w := newCouple(t, 9)
	ada, noor := w.both()
	write(t, ada, "two")
	syncAll(t, ada)
	write(t, ada, "three")
	syncAll(t, ada)
	lie(t, w.noor, alter(t, 2, func(e *wire.Entry) { e.Sig[0] ^= 1 }))
	syncAll(t, noor)
	wantTexts(t, noor, "two", "three")
}

func TestAStrangerIsNotHeard(t *testing.T) {
	w := newCouple(t, 14)
	_, noor := w.both()
	mallory := newDevice(t, w.World)
	other := must[wire.ID](t)(mallory.NewSpace(ctx))
	m := mallory.Person.Members[other]
	cfg := must[replica.Config](t)(mallory.Config(other))
	cfg.Space = w.space
	cfg.Local = &testkit.MemLocal{}
	key := must[seal.Key](t)(seal.NewKey(w.Rand()))
	forged := must[seal.Commit](t)(seal.NewCommit(w.Rand(), m, nil, w.space, []seal.MemberPublic{m.Public()}, nil, key, nil))
	r := must[*replica.Replica](t)(replica.Open(ctx, cfg))
	ok(t, r.Bootstrap(ctx, forged.Bytes()))
	write(t, r, "I am Ada")
	entries := queuedEntries(t, cfg.Local)
	lieAndNext(t, w.noor, entries)
	wantTrouble(t, noor, replica.ErrNotMember, 1)
	wantTexts(t, noor)
	w.noor.Network.After(nil)
	syncAll(t, noor)

	t.Run("nor are commits of their making", func(t *testing.T) {
		tablet := must[*testkit.Device](t)(w.noor.Person.Device(ctx))
		fresh := w.open(tablet)
		lieAboutCommits(t, tablet, func([][]byte) [][]byte { return [][]byte{forged.Bytes()} })
		wantTrouble(t, fresh, replica.ErrBadCommit, 0)
		lieAboutCommits(t, w.noor, func([][]byte) [][]byte { return [][]byte{forged.Bytes()} })
		wantTrouble(t, noor, replica.ErrBadCommit, 0)
		wantTrouble(t, w.open(w.noor), replica.ErrFork, 0)
		lieAboutCommits(t, w.noor, func([][]byte) [][]byte { return nil })
		wantTrouble(t, w.open(w.noor), replica.ErrRegression, 0)
	})
}

// restored is a store in whose place a backup of it can be put.
type restored struct{ relay.Store }

// TestAnAcknowledgementWithoutItsEntriesIsNoticed: the relay says that it has
// what Ada sent, and keeps nothing. She would have no reason to send it again.
func TestAnAcknowledgementWithoutItsEntriesIsNoticed(t *testing.T) {
	store := &amnesiac{Store: mem.New()}
	w := must[*testkit.World](t)(testkit.NewWorldOn(store, 17))
	a, n, space, err := w.Couple(ctx)
	ok(t, err)
	c := couple{t, w, a, n, space}
	ada, noor := c.both()
	write(t, ada, "one")
	syncAll(t, ada, noor)
	store.forget = true
	write(t, ada, "two")
	wantTrouble(t, ada, replica.ErrRegression, 3)
	store.forget = false
	syncAll(t, ada, noor)
	wantTexts(t, noor, "one", "two")
	wantSame(t, noor, ada)
}
