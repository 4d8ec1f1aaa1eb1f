package client_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/remote"
)

// sharing is two people who have shared a few things.
func sharing(t *testing.T) (w *world, ada, noor *device) {
	t.Helper()
	w = newWorld(t)
	ada, noor = w.device(), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	ada.must(ada.Person().Appreciate(ctx, "by Ada", false))
	noor.must(noor.Person().Appreciate(ctx, "by Noor", false))
	noor.must(noor.Person().Answer(ctx, answers(noor, "the walk")))
	ada.must(ada.Person().Answer(ctx, answers(ada, "the soup")))
	settled(ada, noor)
	return w, ada, noor
}

func (d *device) alone() bool {
	_, ok := d.Person().Partner()
	return !ok && d.Person().Shared() == nil
}

// kept is what a person's own copy has: what was given, and what was said in
// the round that both answered.
func (d *device) kept() (texts []string) {
	for _, past := range d.Person().Past() {
		for _, a := range past.Shared.Appreciations {
			texts = append(texts, a.Text)
		}
		for _, said := range past.Copy.Opened(bond.RoundAt(weekly, d.now).Gate(past.Pair.Space)) {
			texts = append(texts, said.Said["went-well"])
		}
	}
	slices.Sort(texts)
	return texts
}

func (d *device) wantKept(want ...string) {
	d.t.Helper()
	if got := d.kept(); !slices.Equal(got, want) {
		d.t.Errorf("%s keeps %q, want %q", d.Person().Private().Name, got, want)
	}
}

// TestLeavingIsAloneAndAtOnce: Noor leaves on a train without a network. For
// her it is over then; Ada learns that it has ended, and neither when nor why.
func TestLeavingIsAloneAndAtOnce(t *testing.T) {
	_, ada, noor := sharing(t)
	pulse := bond.Pulse{Mood: 30, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: "mine"}
	for _, d := range []*device{ada, noor} {
		_, err := d.Person().Pulse(ctx, pulse)
		d.must(err)
	}
	noor.wire.set(true)
	noor.must(noor.Person().LeaveShared(ctx))
	if !noor.alone() {
		t.Error("Noor has left and still has a partner")
	}
	noor.wantKept("by Ada", "by Noor", "the soup", "the walk")
	ada.must(ada.Person().Sync(ctx))
	if ada.alone() {
		t.Error("Ada knows before the relay does")
	}

	noor.wire.set(false)
	settled(noor, ada)
	if !ada.alone() {
		t.Fatal("Noor has left and Ada still has a partner")
	}
	ada.wantKept("by Ada", "by Noor", "the soup", "the walk")
	past := ada.Person().Past()[0]
	if past.Own || past.Pair.Partner != "Noor" {
		t.Errorf("Ada's copy: %+v", past.Pair)
	}
	for _, d := range []*device{ada, noor} {
		if len(d.Person().Private().Pulses) != 1 || d.Person().Trouble() != nil || d.Person().Pending() != 0 {
			t.Errorf("%s has %d pulses, trouble %v, %d pending", d.Person().Private().Name,
				len(d.Person().Private().Pulses), d.Person().Trouble(), d.Person().Pending())
		}
	}
	if err := noor.Person().LeaveShared(ctx); !errors.Is(err, client.ErrNoPartner) {
		t.Errorf("leaving twice gives %v", err)
	}
}

// TestAfterLeavingBothMayBeginAnew: a new pairing has nothing of the old one.
func TestAfterLeavingBothMayBeginAnew(t *testing.T) {
	_, ada, noor := sharing(t)
	ada.must(ada.Person().ShareMood(ctx, true))
	ada.must(ada.Person().LeaveShared(ctx))
	settled(ada, noor, ada)
	pair(noor, ada, true)
	settled(ada, noor)
	for _, d := range []*device{ada, noor} {
		if got := given(d.Person()); len(got) != 0 {
			t.Errorf("the new space begins with %q", got)
		}
		if d.Person().Sharing().On {
			t.Error("a consent went over to the new space")
		}
		d.wantKept("by Ada", "by Noor", "the soup", "the walk")
	}
	ada.must(ada.Person().Appreciate(ctx, "again", false))
	settled(ada, noor)
	if got := given(noor.Person()); !slices.Equal(got, []string{"again"}) {
		t.Errorf("Noor has %q", got)
	}
}

// TestAFurtherDeviceKeepsItsWordsWhenSharingEnds: Noor wrote something on her
// tablet that was never sent, and left on her phone. The words are hers to keep,
// on every device, and Ada does not get them.
func TestAFurtherDeviceKeepsItsWordsWhenSharingEnds(t *testing.T) {
	w, ada, noor := sharing(t)
	kit, err := noor.Person().Kit(ctx)
	noor.must(err)
	tablet := w.device()
	tablet.must(tablet.SignIn(ctx, kit.Text(), "a long enough password", "tablet"))
	settled(tablet)
	tablet.wire.set(true)
	tablet.must(tablet.Person().Appreciate(ctx, "never sent", false))
	noor.must(noor.Person().LeaveShared(ctx))
	settled(noor, ada)

	tablet.wire.set(false)
	settled(tablet, noor, ada)
	if !tablet.alone() {
		t.Error("the tablet goes on sharing")
	}
	fresh := w.device()
	fresh.must(fresh.SignIn(ctx, kit.Text(), "a long enough password", "a new phone"))
	for _, d := range []*device{noor, tablet, fresh} {
		d.wantKept("by Ada", "by Noor", "never sent", "the soup", "the walk")
	}
	ada.wantKept("by Ada", "by Noor", "the soup", "the walk")
}

// stopping lets so many calls through, and no more.
type stopping struct {
	remote.Transport
	left int
}

func (s *stopping) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	if s.left--; s.left < 0 {
		return remote.Response{}, errors.New("the network is gone")
	}
	return s.Transport.Do(ctx, r)
}

// TestLeavingGoesOnWhereItWasCutOff: the network goes after each call of what
// leaving asks of the relay. The next exchange finishes it.
func TestLeavingGoesOnWhereItWasCutOff(t *testing.T) {
	for n := 0; n < 12; n += 3 {
		_, ada, noor := sharing(t)
		whole := noor.wire.Transport
		stop := &stopping{whole, n}
		noor.wire.Transport = stop
		noor.must(noor.Person().LeaveShared(ctx))
		_ = noor.Person().Sync(ctx)
		noor.wire.Transport = whole
		settled(noor, ada)
		if !ada.alone() || !noor.alone() {
			t.Fatalf("cut off after %d calls, sharing goes on", n)
		}
		ada.wantKept("by Ada", "by Noor", "the soup", "the walk")
		noor.wantKept("by Ada", "by Noor", "the soup", "the walk")
	}
}

// TestBothLeaveAtOnce: neither knows of the other's leaving, and both have left.
func TestBothLeaveAtOnce(t *testing.T) {
	_, ada, noor := sharing(t)
	ada.must(ada.Person().LeaveShared(ctx))
	noor.must(noor.Person().LeaveShared(ctx))
	settled(ada, noor)
	for _, d := range []*device{ada, noor} {
		if !d.alone() || d.Person().Trouble() != nil {
			t.Errorf("%s: alone %v, trouble %v", d.Person().Private().Name, d.alone(), d.Person().Trouble())
		}
		d.wantKept("by Ada", "by Noor", "the soup", "the walk")
	}
}

// TestALargeTextIsCopiedWhole: what fills an entry fits into the copy too.
func TestALargeTextIsCopiedWhole(t *testing.T) {
	_, ada, noor := sharing(t)
	long := make([]rune, bond.MaxText/4)
	for i := range long {
		long[i] = '𝄞'
	}
	ada.must(ada.Person().Appreciate(ctx, string(long), false))
	settled(ada, noor)
	noor.must(noor.Person().LeaveShared(ctx))
	settled(noor, ada)
	for _, d := range []*device{ada, noor} {
		if !slices.Contains(d.kept(), string(long)) {
			t.Errorf("%s has lost it", d.Person().Private().Name)
		}
	}
}

// TestADeletedAccountEndsSharing: Ada keeps her copy, and may invite somebody.
func TestADeletedAccountEndsSharing(t *testing.T) {
	_, ada, noor := sharing(t)
	noor.must(noor.CloseAccount(ctx, "a long enough password"))
	settled(ada)
	if !ada.alone() || ada.Person().Trouble() != nil {
		t.Errorf("alone %v, trouble %v", ada.alone(), ada.Person().Trouble())
	}
	ada.wantKept("by Ada", "by Noor", "the soup", "the walk")
}
