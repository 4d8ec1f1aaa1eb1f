package client_test

import (
	"slices"
	"testing"

	"pleach/internal/bond"
	"pleach/internal/client"
)

const weekly = "weekly"

func answers(d *device, text string) bond.Answers {
	return bond.Answers{Round: bond.RoundAt(weekly, d.now), Form: "short", Said: map[string]string{"went-well": text}}
}

// settled exchanges until both have all there is.
func settled(devices ...*device) {
	for range 3 {
		for _, d := range devices {
			d.t.Helper()
			d.must(d.Person().Sync(ctx))
		}
	}
}

// setBack puts an older state of the disk back, as a restored backup does.
func (d *device) setBack(w *world, to *disk) {
	d.t.Helper()
	d.Lock()
	d.storage = to
	d.open(w.origin)
	d.must(d.Unlock(ctx, "a long enough password"))
}

func given(p *client.Person) (texts []string) {
	for _, a := range p.Shared().Appreciations {
		texts = append(texts, a.Text)
	}
	slices.Sort(texts)
	return texts
}

func TestADeviceThatWasSetBackLosesNothing(t *testing.T) {
	w := newWorld(t)
	phone := newDisk()
	ada, noor := w.deviceOn(phone), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	settled(ada, noor)

	backup := phone.backup()
	ada.must(ada.Person().Appreciate(ctx, "sent after the backup", false))
	_, err := ada.Person().Pulse(ctx, bond.Pulse{Mood: 1, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid})
	ada.must(err)
	settled(ada, noor)

	ada.setBack(w, backup)
	ada.wire.set(true)
	ada.must(ada.Person().Appreciate(ctx, "written on the restored phone", false))
	ada.must(ada.Person().Answer(ctx, answers(ada, "the walk")))
	_, err = ada.Person().Pulse(ctx, bond.Pulse{Mood: 2, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid})
	ada.must(err)
	ada.wire.set(false)
	settled(ada, noor)
	noor.must(noor.Person().Answer(ctx, answers(noor, "the soup")))
	settled(noor, ada)

	want := []string{"sent after the backup", "written on the restored phone"}
	for _, d := range []*device{ada, noor} {
		name := d.Person().Private().Name
		if got := given(d.Person()); !slices.Equal(got, want) {
			t.Errorf("%s has %q, want %q", name, got, want)
		}
		if got := d.Person().Round(bond.RoundAt(weekly, d.now)).Opened; len(got) != 2 {
			t.Errorf("%s sees %d answers", name, len(got))
		}
		if err := d.Person().Trouble(); err != nil || d.Person().Pending() != 0 {
			t.Errorf("%s: trouble %v, %d pending", name, err, d.Person().Pending())
		}
	}
	if n := len(ada.Person().Private().Pulses); n != 2 {
		t.Errorf("%d pulses, want the one before and the one after: %+v", n, ada.Person().Private().Pulses)
	}
	ada.setBack(w, ada.storage.(*disk).backup()) // and it is still there in a new tab
	settled(ada)
	if got := given(ada.Person()); !slices.Equal(got, want) {
		t.Errorf("after opening again Ada has %q", got)
	}
}

func TestADeviceThatWasSetBackBeforeItsAnswerMayAnswerAgain(t *testing.T) {
	w := newWorld(t)
	phone := newDisk()
	ada, noor := w.deviceOn(phone), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	settled(ada, noor)
	backup := phone.backup()
	ada.must(ada.Person().Answer(ctx, answers(ada, "the first")))
	settled(ada)

	ada.setBack(w, backup)
	ada.wire.set(true)
	ada.must(ada.Person().Answer(ctx, answers(ada, "the second")))
	ada.wire.set(false)
	settled(ada)
	noor.must(noor.Person().Answer(ctx, answers(noor, "the soup")))
	settled(noor, ada)
	opensWith(t, ada, noor, "the first")
}

// opensWith fails unless both see this answer of Ada's, and nothing is wrong.
func opensWith(t *testing.T, ada, noor *device, text string) {
	t.Helper()
	for _, d := range []*device{ada, noor} {
		opened := d.Person().Round(bond.RoundAt(weekly, d.now)).Opened
		if got := opened[ada.Person().Self()].Said["went-well"]; got != text {
			t.Errorf("%s sees Ada's answer %q, want %q", d.Person().Private().Name, got, text)
		}
		if err := d.Person().Trouble(); err != nil || d.Person().Pending() != 0 || d.Person().Link().Refused != nil {
			t.Errorf("%s: trouble %v, %d pending, refused %v", d.Person().Private().Name, err, d.Person().Pending(), d.Person().Link().Refused)
		}
	}
}

func TestOfTwoDevicesThatAnswerTheFirstCounts(t *testing.T) {
	w := newWorld(t)
	phone, tablet, noor := w.device(), w.device(), w.device()
	phone.signUp("Ada")
	noor.signUp("Noor")
	pair(phone, noor, true)
	kit, err := phone.Person().Kit(ctx)
	phone.must(err)
	phone.must(tablet.SignIn(ctx, kit.Code(), "a long enough password", "Tablet"))
	settled(phone, tablet, noor)

	tablet.wire.set(true)
	tablet.must(tablet.Person().Answer(ctx, answers(tablet, "on the tablet, in a tunnel")))
	phone.must(phone.Person().Answer(ctx, answers(phone, "on the phone")))
	settled(phone)
	tablet.wire.set(false)
	settled(tablet, phone)
	noor.must(noor.Person().Answer(ctx, answers(noor, "the soup")))
	settled(noor, phone, tablet)
	opensWith(t, phone, noor, "on the phone")
	opensWith(t, tablet, noor, "on the phone")
}
