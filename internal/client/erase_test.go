package client_test

import (
	"testing"

	"pleach/internal/bond"
	"pleach/wire"
)

// erasedIn counts the entries of a space that stand on a device without words.
func (d *device) erasedIn(space wire.ID) (n int) {
	d.t.Helper()
	saved, err := d.storage.Space(space).Load(ctx)
	d.must(err)
	for _, part := range saved.Log {
		items, err := wire.ParseItems(part)
		d.must(err)
		for _, it := range items {
			if e, err := wire.ParseEntry(it.Data); it.Kind == wire.ItemEntry && err == nil && !e.Erased.IsZero() {
				n++
			}
		}
	}
	return n
}

// gaveFive has somebody share one of each that can be taken back.
func gaveFive(d *device) {
	d.t.Helper()
	p := d.Person()
	id, err := p.Write(ctx, bond.Disclosure{How: "listen", Text: "the dark stairs"})
	d.must(err)
	_, err = p.Disclose(ctx, id)
	d.must(err)
	d.must(p.Wish(ctx, "trust", "an evening"))
	pulse, err := p.Pulse(ctx, bond.Pulse{Mood: 40, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: "rain"})
	d.must(err)
	d.must(p.ShowPulse(ctx, pulse))
	d.must(p.Appreciate(ctx, "the soup", false))
	d.must(p.PlanNew(ctx, "", "row to the island"))
}

func takesFiveBack(d *device) {
	d.t.Helper()
	s := d.Person().Shared()
	for _, id := range []wire.ID{
		s.OpenUp.Disclosures[0].ID, s.OpenUp.Wishes[0].ID, s.Shown[0].ID, s.Appreciations[0].ID, s.Grow.Plans[0].ID,
	} {
		d.must(d.Person().TakeBack(ctx, id))
	}
}

// wantTakenBack checks that five places are left, and no words.
func wantTakenBack(d *device) {
	d.t.Helper()
	s := d.Person().Shared()
	o := s.OpenUp
	if len(o.Disclosures) != 1 || !o.Disclosures[0].TakenBack || len(o.Wishes) != 1 || !o.Wishes[0].TakenBack || len(s.Gone) != 3 {
		d.t.Errorf("what is left is %+v, and %+v", o, s.Gone)
	}
	if len(s.Shown)+len(s.Appreciations)+len(s.Grow.Plans) > 0 || s.Weft.N != 5 {
		d.t.Errorf("something is still there: %+v", s)
	}
	if n := d.erasedIn(d.Person().SharedID()); n != 5 {
		d.t.Errorf("%d entries on this device are without words, want 5", n)
	}
	if err := d.Person().Trouble(); err != nil {
		d.t.Errorf("trouble: %v", err)
	}
}

// TestTakingBackErasesTheWords while Noor is away and Ada is offline. A tablet
// that comes later finds the places too.
func TestTakingBackErasesTheWords(t *testing.T) {
	w := newWorld(t)
	ada, noor, tablet := w.device(), w.device(), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	gaveFive(ada)
	settled(ada, noor)
	if n := noor.erasedIn(noor.Person().SharedID()); n != 0 || len(noor.Person().Shared().Shown) != 1 {
		t.Fatalf("%d entries are without words before", n)
	}
	ada.wire.set(true)
	takesFiveBack(ada)
	wantTakenBack(ada)
	ada.wire.set(false)
	settled(ada, noor)
	wantTakenBack(noor)

	kit, err := noor.Person().Kit(ctx)
	noor.must(err)
	tablet.must(tablet.SignIn(ctx, kit.Code(), "a long enough password", "a tablet"))
	settled(tablet)
	wantTakenBack(tablet)
}

// TestWhatIsUndoneInPrivateIsErased too: a pulse, and something that helps.
func TestWhatIsUndoneInPrivateIsErased(t *testing.T) {
	w := newWorld(t)
	ada := w.device()
	p := ada.signUp("Ada")
	id, err := p.Pulse(ctx, bond.Pulse{Mood: 40, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: "rain"})
	ada.must(err)
	ada.must(p.KeepResource(ctx, bond.Inside, "the smell of rain"))
	settled(ada)
	roots := p.Private().Roots.N
	ada.must(p.UndoPulse(ctx, id))
	ada.must(p.DropResource(ctx, p.Private().Ground.Resources[0].ID))
	settled(ada)
	if n := ada.erasedIn(p.PrivateID()); n != 2 || p.Private().Roots.N != roots || len(p.Private().Pulses)+len(p.Private().Ground.Resources) > 0 {
		t.Errorf("%d entries are without words; the journal is %+v", n, p.Private())
	}
}

// TestADeviceThatWasSetBackStillTakesBack what it had taken back offline.
func TestADeviceThatWasSetBackStillTakesBack(t *testing.T) {
	w := newWorld(t)
	disk := newDisk()
	ada, noor := w.deviceOn(disk), w.device()
	ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	gaveFive(ada)
	settled(ada, noor)
	backup := disk.backup()
	ada.must(ada.Person().Rename(ctx, "Ada A."))
	settled(ada, noor)
	ada.setBack(w, backup)
	ada.wire.set(true)
	takesFiveBack(ada)
	ada.wire.set(false)
	settled(ada, noor)
	wantTakenBack(noor)
}
