package replica_test

import (
	"errors"
	"testing"

	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

func TestTwoPeopleReadWhatEachWrote(t *testing.T) {
	c := newCouple(t, 1)
	ada, noor := c.both()
	write(t, ada, "good morning")
	syncAll(t, ada, noor)
	write(t, noor, "and to you")
	syncAll(t, noor, ada)
	wantTexts(t, ada, "good morning", "and to you")
	wantSame(t, ada, noor)
	if ada.Pending() != 0 || noor.Pending() != 0 {
		t.Fatalf("%d and %d wait after syncing", ada.Pending(), noor.Pending())
	}
}

func TestWritingNeedsNoRelay(t *testing.T) {
	c := newCouple(t, 2)
	ada, noor := c.both()
	c.ada.Network.Cut(true)
	write(t, ada, "on the train", "in a tunnel")
	if err := ada.Sync(ctx); !errors.Is(err, testkit.ErrNetwork) {
		t.Fatalf("Sync without a network gives %v", err)
	}
	wantTexts(t, ada, "on the train", "in a tunnel")
	if e := ada.Entries()[0]; e.Sent || ada.Pending() != 3 { // with the device's certificate
		t.Fatalf("sent %v, pending %d", e.Sent, ada.Pending())
	}
	c.ada.Network.Cut(false)
	syncAll(t, ada, noor)
	wantSame(t, ada, noor)
}

func TestANewSpaceCanBeWrittenInBeforeTheRelayHeardOfIt(t *testing.T) {
	c := newCouple(t, 3)
	c.ada.Network.Cut(true)
	space, err := c.ada.NewSpace(ctx)
	if !errors.Is(err, testkit.ErrNetwork) {
		t.Fatalf("NewSpace without a network gives %v", err)
	}
	c.space = space
	ada := c.open(c.ada)
	write(t, ada, "mine")
	c.ada.Network.Cut(false)
	if err := ada.Sync(ctx); !errors.Is(err, &wire.Problem{Code: wire.CodeNotFound}) {
		t.Fatalf("Sync of a space that the relay does not have gives %v", err)
	}
	ok(t, c.ada.Client.CreateSpace(ctx, wire.NewSpace{Space: space, Commit: commitBytes(t, ada)}))
	syncAll(t, ada)
	wantTexts(t, ada, "mine")
	if ada.Pending() != 0 {
		t.Fatalf("%d wait", ada.Pending())
	}
}

func commitBytes(t tb, r *replica.Replica) []byte {
	t.Helper()
	commit, _, err := r.Epoch()
	ok(t, err)
	return commit.Bytes()
}

func TestWhoJoinsReadsNothingFromBefore(t *testing.T) {
	w := must[*testkit.World](t)(testkit.NewWorld(4))
	for _, history := range []bool{false, true} {
		ada := newDevice(t, w)
		space := must[wire.ID](t)(ada.NewSpace(ctx))
		c := couple{t, w, ada, newDevice(t, w), space}
		before := c.open(ada)
		write(t, before, "from before")
		syncAll(t, before)
		ok(t, ada.Join(ctx, space, c.noor, history))
		a, n := c.both()
		write(t, a, "from now on")
		syncAll(t, a, n)
		wantTexts(t, a, "from before", "from now on")
		if history {
			wantSame(t, a, n)
		} else {
			wantTexts(t, n, "from now on")
		}
		wantTexts(t, c.open(c.noor), texts(n)...)
	}
}

func newDevice(t tb, w *testkit.World) *testkit.Device {
	t.Helper()
	p := must[*testkit.Person](t)(w.Person(ctx))
	return must[*testkit.Device](t)(p.Device(ctx))
}

func TestTwoDevicesOfOnePersonAndOneOfTheOther(t *testing.T) {
	c := newCouple(t, 5)
	phone, noor := c.both()
	desk := must[*testkit.Device](t)(c.ada.Person.Device(ctx))
	laptop := c.open(desk)
	write(t, phone, "from the phone")
	write(t, noor, "from Noor")
	syncAll(t, phone, laptop, noor)
	write(t, laptop, "from the laptop")
	syncAll(t, laptop, phone, noor, laptop)
	wantSame(t, phone, laptop, noor)
	if got := len(texts(noor)); got != 3 {
		t.Fatalf("%d entries", got)
	}
	byAda := 0
	for _, e := range noor.Entries() {
		if e.Author == wire.ID(c.ada.Person.Members[c.space].Public().ID()) {
			byAda++
		}
	}
	if byAda != 2 || len(noor.Chains()) != 3 {
		t.Fatalf("%d entries by Ada, %d chains", byAda, len(noor.Chains()))
	}
}

func TestALostAcknowledgementIsNoSecondEntry(t *testing.T) {
	c := newCouple(t, 6)
	ada, noor := c.both()
	var sent [][]byte
	c.ada.Network.Before(recordPushes(&sent))
	write(t, ada, "once")
	for range 3 {

		letPushesBeLost(c.ada.Network)
		if err := ada.Sync(ctx); !errors.Is(err, testkit.ErrNetwork) {
			t.Fatalf("Sync gives %v", err)
		}
		write(t, ada, "and more")
	}
	c.ada.Network.After(nil)
	syncAll(t, ada, noor)
	wantTexts(t, noor, "once", "and more", "and more", "and more")
	wantSame(t, ada, noor)
	if len(sent) < 4 || string(sent[0]) != string(sent[1]) || string(sent[0]) != string(sent[2]) || string(sent[0]) != string(sent[3]) {
		t.Fatalf("a retry sent other bytes than the first try (%d pushes)", len(sent))
	}
}
