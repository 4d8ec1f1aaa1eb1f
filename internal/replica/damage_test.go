package replica_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/seal"
)

// TestADamagedDiskIsNamed: whatever of the local storage is broken, Open says
// so, and an empty disk gets everything again that the relay had.
func TestADamagedDiskIsNamed(t *testing.T) {
	for name, damage := range map[string]func(*replica.Saved){
		"a changed state":           func(s *replica.Saved) { s.State[40] ^= 1 },
		"half a state":              func(s *replica.Saved) { s.State = s.State[:20] },
		"no state":                  func(s *replica.Saved) { s.State = nil },
		"a changed log":             func(s *replica.Saved) { s.Log[1][len(s.Log[1])-1] ^= 1 },
		"half a log":                func(s *replica.Saved) { s.Log[1] = s.Log[1][:30] },
		"a log without its start":   func(s *replica.Saved) { s.Log = s.Log[1:] },
		"a log without its end":     func(s *replica.Saved) { s.Log = s.Log[:len(s.Log)-1] },
		"a changed outbox":          func(s *replica.Saved) { s.Outbox[0][3] ^= 1 },
		"an outbox without a start": func(s *replica.Saved) { s.Outbox[0] = nil },
		"an outbox with a gap":      func(s *replica.Saved) { s.Outbox = append(s.Outbox[:1], s.Outbox[2:]...) },
		"an outbox without its end": func(s *replica.Saved) { s.Outbox = s.Outbox[:1] },
	} {
		t.Run(name, func(t *testing.T) {
			w := newCouple(t, 30)
			ada, noor := w.both()
			write(t, noor, "from Noor")
			syncAll(t, noor, ada)
			write(t, ada, "sent")
			syncAll(t, ada)
			for _, text := range []string{"not sent", "nor this", "nor that"} {
				write(t, ada, text)
			}
			w.ada.Local(w.space).Damage(damage)
			if _, err := w.ada.Open(ctx, w.space); !errors.Is(err, replica.ErrDamaged) {
				t.Fatalf("Open gives %v", err)
			}
			fresh := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
			r := w.open(fresh)
			syncAll(t, r)
			wantTexts(t, r, "from Noor", "sent")
		})
	}
}

func TestTheWrongKeyOpensNothing(t *testing.T) {
	w := newCouple(t, 31)
	ada, _ := w.both()
	write(t, ada, "kept")
	cfg := must[replica.Config](t)(w.ada.Config(w.space))
	cfg.SnapshotKey[0] ^= 1
	if _, err := replica.Open(ctx, cfg); !errors.Is(err, replica.ErrDamaged) {
		t.Fatalf("Open with another key gives %v", err)
	}
	cfg.SnapshotKey[0] ^= 1
	cfg.Device = must[seal.Device](t)(seal.NewDevice(w.Rand()))
	if _, err := replica.Open(ctx, cfg); !errors.Is(err, replica.ErrDamaged) {
		t.Fatalf("Open with another device's keys gives %v", err)
	}
}

// TestASnapshotChangesNothing: the same is there with it, without it, with an
// old one, and with a broken one.
func TestASnapshotChangesNothing(t *testing.T) {
	w := newCouple(t, 32)
	w.ada.Strict = true
	ada, noor := w.both()
	write(t, ada, "one")
	answer(t, ada, "Ada's")
	syncAll(t, ada, noor)
	ok(t, ada.Snapshot(ctx)) // with an answer whose key is held back
	wantSame(t, ada, w.open(w.ada))

	answer(t, noor, "Noor's")
	write(t, noor, "two")
	syncAll(t, noor)
	ada = w.open(w.ada)
	syncAll(t, ada, noor, ada)
	write(t, ada, "three")
	local := w.ada.Local(w.space)
	old := local.Copy()
	ok(t, ada.Snapshot(ctx))
	newer := local.Copy()
	broken := local.Copy()
	broken.Damage(func(s *replica.Saved) { s.Snapshot[50] ^= 1 })
	without := local.Copy()
	without.Damage(func(s *replica.Saved) { s.Snapshot = nil })
	for name, l := range map[string]*testkit.MemLocal{"old": old, "new": newer, "broken": broken, "none": without} {
		w.ada.SetLocal(w.space, l)
		r := w.open(w.ada)
		wantSame(t, ada, r)
		wantAnswers(t, r, "Ada's", "Noor's")
		if r.Pending() != ada.Pending() {
			t.Fatalf("%s snapshot: %d pending, want %d", name, r.Pending(), ada.Pending())
		}
	}
	w.ada.SetLocal(w.space, newer)
	ada = w.open(w.ada)
	write(t, ada, "four") // its chain goes on
	syncAll(t, ada, noor)
	wantSame(t, ada, noor, w.open(w.ada))
}

func TestEveryoneCanWriteAndSyncAtOnce(t *testing.T) {
	w := newCouple(t, 33)
	ada, noor := w.both()
	var all sync.WaitGroup
	for _, r := range []*replica.Replica{ada, noor} {
		for range 4 {
			all.Go(func() {
				for range 5 {
					if _, err := r.Append(ctx, []byte("text")); err != nil {
						t.Errorf("Append: %v", err)
					}
					if err := r.Sync(ctx); err != nil {
						t.Errorf("Sync: %v", err)
					}
					r.Entries()
					r.Answers(thisWeek)
				}
			})
		}
		all.Go(func() {
			if err := r.Answer(ctx, thisWeek, []byte("mine")); err != nil {
				t.Errorf("Answer: %v", err)
			}
		})
	}
	all.Wait()
	syncAll(t, ada, noor, ada, noor)
	wantSame(t, ada, noor)
	if n := len(ada.Entries()); n != 40 {
		t.Fatalf("%d entries of 40", n)
	}
	wantAnswers(t, ada, "mine", "mine")
}

func TestAFullDiskTakesNothing(t *testing.T) {
	w := newCouple(t, 34)
	ada, noor := w.both()
	write(t, ada, "one")
	full := errors.New("the disk is full")
	w.ada.Local(w.space).OnSave(func(m testkit.Moment, _ replica.Change) error {
		if m == testkit.BeforeSave {
			return full
		}
		return nil
	})
	if _, err := ada.Append(ctx, []byte("two")); !errors.Is(err, full) {
		t.Fatalf("Append gives %v", err)
	}
	if err := ada.Sync(ctx); !errors.Is(err, full) {
		t.Fatalf("Sync gives %v", err)
	}
	wantTexts(t, ada, "one")
	w.ada.Local(w.space).OnSave(nil)
	write(t, ada, "three")
	syncAll(t, ada, noor)
	wantTexts(t, noor, "one", "three")
	wantSame(t, noor, ada)
}

func TestWhatDoesNotFitIntoAnEntryIsSaidAtOnce(t *testing.T) {
	w := newCouple(t, 35)
	ada, noor := w.both()
	if _, err := ada.Append(ctx, make([]byte, 300<<10)); !errors.Is(err, replica.ErrTooLarge) {
		t.Fatalf("Append of 300 KiB gives %v", err)
	}
	long := make([]byte, 200<<10)
	_, err := ada.Append(ctx, long, long, long, long, long, long, long, long)
	ok(t, err)
	syncAll(t, ada, noor)
	wantSame(t, ada, noor)
	empty := must[*replica.Replica](t)(replica.Open(ctx, emptyConfig(t, w)))
	if _, err := empty.Append(ctx, []byte("x")); !errors.Is(err, replica.ErrNoSpace) {
		t.Fatalf("Append in a space without a commit gives %v", err)
	}
}

func emptyConfig(t tb, w couple) replica.Config {
	cfg := must[replica.Config](t)(w.ada.Config(w.space))
	cfg.Local = &testkit.MemLocal{}
	return cfg
}

// TestOrderIsTheSameWhateverArrivesFirst: two devices write without knowing of
// each other, and the third gets them in the relay's order.
func TestOrderIsTheSameWhateverArrivesFirst(t *testing.T) {
	var orders [][]string
	for _, adaFirst := range []bool{true, false} {
		w := newCouple(t, 36)
		ada, noor := w.both()
		write(t, ada, "a1", "a2", "a3")
		write(t, noor, "n1", "n2")
		if adaFirst {
			syncAll(t, ada, noor, ada)
		} else {
			syncAll(t, noor, ada, noor)
		}
		desk := must[*testkit.Device](t)(w.ada.Person.Device(ctx))
		fresh := w.open(desk)
		syncAll(t, fresh)
		wantSame(t, ada, noor, fresh)
		orders = append(orders, texts(fresh))
	}
	if !slices.Equal(orders[0], orders[1]) || len(orders[0]) != 5 {
		t.Fatalf("the relay's order shows: %q and %q", orders[0], orders[1])
	}
}
