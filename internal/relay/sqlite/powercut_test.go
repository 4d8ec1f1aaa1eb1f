package sqlite_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/relay/relaytest"
	"pleach/internal/relay/sqlite"
	"pleach/internal/testkit/crashdisk"
	"pleach/wire"
)

// cuts is how often the power is cut: PLEACH_POWER_CUTS, which `make test-long`
// sets, or 500.
func cuts(t *testing.T) int {
	s := os.Getenv("PLEACH_POWER_CUTS")
	if s == "" {
		return 500
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("PLEACH_POWER_CUTS=%q is not a number", s)
	}
	return n
}

// TestPowerCuts cuts the power in the middle of whatever the store does, again
// and again: what it acknowledged is there.
func TestPowerCuts(t *testing.T) {
	d := crashdisk.New("power")
	defer d.Close()
	dir := t.TempDir()
	relaytest.PowerCuts(t, cuts(t), d, func() (relay.Store, error) {
		return sqlite.Open(sqlite.Config{Dir: dir, VFS: "power", Readers: 1})
	}, mem.New())
}

// TestACrowdInPowerCuts is many at once, whose changes the store gathers into one
// transaction.
func TestACrowdInPowerCuts(t *testing.T) {
	happened, histories := 0, cuts(t)/25
	for seed := range uint64(histories) {
		d := crashdisk.New("crowd")
		dir := t.TempDir()
		luck := rand.New(rand.NewPCG(seed, 1))
		relaytest.Crowd(t, seed, 6, func() []relay.Store {
			if d.Dead() {
				happened++
			}
			if err := d.PowerOn(); err != nil {
				t.Fatal(err)
			}
			s, err := sqlite.Open(sqlite.Config{Dir: dir, VFS: "crowd"})
			if err != nil {
				t.Fatal(err)
			}
			return []relay.Store{s}
		}, func(int) { d.CutAfter(1+luck.IntN(60), luck.Uint64()) })
		d.Close()
	}
	t.Logf("the power was cut %d times in %d histories", happened, histories)
	if happened < 4*histories {
		t.Errorf("the power was cut %d times in %d histories, want 4 in each", happened, histories)
	}
}

// TestADiskThatDoesNotSyncForgets shows that the disk of these tests can lose
// what was not synced: on one that only says that it syncs, the store loses what
// it acknowledged, sooner or later.
func TestADiskThatDoesNotSyncForgets(t *testing.T) {
	for seed := range uint64(50) {
		if forgets(t, seed) {
			return
		}
	}
	t.Error("in fifty power cuts nothing was lost")
}

func forgets(t *testing.T, seed uint64) bool {
	d := crashdisk.New("deaf")
	defer d.Close()
	dir := t.TempDir()
	cfg := sqlite.Config{Dir: dir, VFS: "deaf", Readers: 1}
	s, err := sqlite.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w := relaytest.NewWorld(seed)
	ada := w.Person()
	if err := s.CreateAccount(t.Context(), ada.Account()); err != nil {
		t.Fatal(err)
	}
	d.Deaf()
	space := w.ID()
	new := wire.NewSpace{Space: space, Commit: w.Bytes(50)}
	if err := s.CreateSpace(t.Context(), ada.ID, new, wire.DefaultLimits(), relaytest.Start); err != nil {
		t.Fatal(err)
	}
	d.Cut(seed)
	_ = s.Close()
	if err := d.PowerOn(); err != nil {
		t.Fatal(err)
	}
	if s, err = sqlite.Open(cfg); err != nil {
		return true // not even that
	}
	defer s.Close()
	_, err = s.Members(t.Context(), space)
	return err != nil
}
