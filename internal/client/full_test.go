package client_test

import (
	"errors"
	"testing"

	"pleach/internal/bond"
	"pleach/internal/client"
)

func TestAFullDeviceKeepsWhatItHasAndSaysSo(t *testing.T) {
	w := newWorld(t)
	storage := newDisk()
	ada, noor := w.deviceOn(storage), w.device()
	p := ada.signUp("Ada")
	noor.signUp("Noor")
	pair(ada, noor, true)
	settled(ada, noor)
	pulse := bond.Pulse{Mood: 50, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid}
	id, err := p.Pulse(ctx, pulse)
	ada.must(err)
	before := *p.Private()
	pending := p.Pending()

	storage.setRoom(0)
	round := bond.RoundAt(weekly, ada.now)
	for what, err := range map[string]error{
		"a pulse":         second(p.Pulse(ctx, pulse)),
		"an undo":         p.UndoPulse(ctx, id),
		"a shown pulse":   p.ShowPulse(ctx, id),
		"an appreciation": p.Appreciate(ctx, "the soup", false),
		"an answer":       p.Answer(ctx, answers(ada, "the walk")),
		"a kept answer":   p.KeepAnswers(ctx, answers(ada, "the walk")),
		"a skipped round": p.SkipRound(ctx, round),
		"a draft":         p.SaveDraft(ctx, "pulse", client.Draft{"note": "half a sen"}),
		"a name":          p.Rename(ctx, "Ada L."),
		"settings":        p.SetSettings(ctx, bond.Settings{Strict: true}),
	} {
		if !errors.Is(err, client.ErrStorageFull) {
			t.Errorf("%s on a full device: %v", what, err)
		}
	}
	if after := p.Private(); len(after.Pulses) != len(before.Pulses) || after.Name != "Ada" || len(after.Rounds) != 0 || p.Pending() != pending {
		t.Errorf("a part was written: %+v, %d pending", after, p.Pending())
	}

	storage.setRoom(-1) // somebody made room
	ada.must(p.Answer(ctx, answers(ada, "the walk")))
	ada.must(p.Appreciate(ctx, "the soup", false))
	noor.must(noor.Person().Answer(ctx, answers(noor, "the river")))
	settled(ada, noor)
	opensWith(t, ada, noor, "the walk")
	if got := given(noor.Person()); len(got) != 1 {
		t.Errorf("Noor has %q", got)
	}
	ada.Lock()
	ada.open(w.origin)
	ada.must(ada.Unlock(ctx, "a long enough password"))
	if got := ada.Person().Private(); len(got.Pulses) != 1 || got.Name != "Ada" {
		t.Errorf("in a new tab: %+v", got)
	}
}

func second[T any](_ T, err error) error { return err }

// TestSigningUpOnADeviceThatFillsUp runs out of room at each write in turn.
// Whatever was kept, somebody who makes room and tries again gets in.
func TestSigningUpOnADeviceThatFillsUp(t *testing.T) {
	w := newWorld(t)
	for room := 0; ; room++ {
		storage := newDisk()
		ada := w.deviceOn(storage)
		ada.must(ada.Arrive(ctx, "an invitation"))
		storage.setRoom(room)
		in := client.SignUp{Name: "Ada", Password: "a long enough password", Device: "Phone"}
		err := ada.SignUp(ctx, in)
		storage.setRoom(-1)
		if err == nil {
			if room < 4 {
				t.Fatalf("signing up takes %d writes", room)
			}
			return
		}
		if !errors.Is(err, client.ErrStorageFull) {
			t.Fatalf("with room for %d writes: %v", room, err)
		}
		ada.open(w.origin)
		if ada.HasAccount() || ada.Arrived(ctx) != "an invitation" {
			t.Errorf("with room for %d writes: half an account %v, an invitation %q", room, ada.HasAccount(), ada.Arrived(ctx))
			continue
		}
		ada.must(ada.SignUp(ctx, in))
		_, err = ada.Person().Pulse(ctx, bond.Pulse{Mood: 1})
		ada.must(err)
		ada.must(ada.Person().Sync(ctx))
	}
}
