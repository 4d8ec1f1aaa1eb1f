package replica_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/seal"
	"pleach/wire"
)

// lie makes the relay serve other items to a device than it has.
func lie(t tb, d *testkit.Device, change func([]wire.Item) []wire.Item) {
	d.Network.After(func(r remote.Request, resp *remote.Response) error {
		if r.Method != "GET" || !strings.Contains(r.Path, "/entries?") || resp.Status != 200 {
			return nil
		}
		items, err := wire.ParseItems(resp.Body)
		ok(t, err)
		resp.Body = nil
		for _, it := range change(items) {
			resp.Body = wire.AppendItem(resp.Body, it)
		}
		return nil
	})
}

// alter changes the entry with this seq, of any device, as it is served.
func alter(t tb, seq uint64, change func(*wire.Entry)) func([]wire.Item) []wire.Item {
	return func(items []wire.Item) []wire.Item {
		for i, it := range items {
			e, err := wire.ParseEntry(it.Data)
			ok(t, err)
			if e.Header.Seq == seq {
				change(&e)
				items[i].Data = e.Append(nil)
			}
		}
		return items
	}
}

// replaced serves another item in place of every entry with this seq.
func replaced(t tb, seq uint64, data func([]byte) []byte) func([]wire.Item) []wire.Item {
	return func(items []wire.Item) []wire.Item {
		for i, it := range items {
			e, err := wire.ParseEntry(it.Data)
			ok(t, err)
			if e.Header.Seq == seq {
				items[i].Data = data(slices.Clone(it.Data))
			}
		}
		return items
	}
}

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

func seqOf(t tb, it wire.Item) uint64 {
	e, err := wire.ParseEntry(it.Data)
	ok(t, err)
	return e.Header.Seq
}

func wantTrouble(t tb, r *replica.Replica, want error, seq uint64) {
	t.Helper()
	err := r.Sync(ctx)
	if !errors.Is(err, want) {
		t.Fatalf("Sync gives %v, want %v", err, want)
	}
	if !errors.Is(r.Trouble(), want) {
		t.Fatalf("Trouble is %v, want %v", r.Trouble(), want)
	}
	var at *replica.EntryError
	if seq != 0 && (!errors.As(err, &at) || at.Seq != seq || at.Device.IsZero()) {
		t.Fatalf("%v does not name entry %d", err, seq)
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

// lieAndNext adds entries at the end, and moves the cursor after them.
func lieAndNext(t tb, d *testkit.Device, entries []wire.Entry) {
	d.Network.After(func(r remote.Request, resp *remote.Response) error {
		if r.Method != "GET" || !strings.Contains(r.Path, "/entries?") {
			return nil
		}
		next, err := strconv.ParseUint(resp.Header[wire.HeaderNext], 10, 64)
		ok(t, err)
		for _, e := range entries {
			next++
			resp.Body = wire.AppendItem(resp.Body, wire.Item{Kind: wire.ItemEntry, Pos: next, Data: e.Append(nil)})
		}
		resp.Header[wire.HeaderNext] = strconv.FormatUint(next, 10)
		return nil
	})
}

func lieAboutCommits(t tb, d *testkit.Device, change func([][]byte) [][]byte) {
	d.Network.After(func(r remote.Request, resp *remote.Response) error {
		if r.Method != "GET" || !strings.Contains(r.Path, "/commits?") {
			return nil
		}
		var c wire.Commits
		ok(t, json.Unmarshal(resp.Body, &c))
		c.Commits = change(c.Commits)
		var err error
		resp.Body, err = json.Marshal(c)
		return err
	})
}

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
