package client_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/wire"
)

const (
	oldPassword = "a long enough password"
	newPassword = "another long password"
)

func (d *device) note(text string) {
	d.t.Helper()
	_, err := d.Person().Pulse(ctx, bond.Pulse{Mood: 40, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: text})
	d.must(err)
}

func (d *device) notes() (texts []string) {
	for _, p := range d.Person().Private().Pulses {
		texts = append(texts, p.Note)
	}
	return texts
}

func (d *device) has(want ...string) {
	d.t.Helper()
	got := map[string]bool{}
	for _, n := range d.notes() {
		got[n] = true
	}
	for _, n := range want {
		if !got[n] {
			d.t.Errorf("%q is not among %q", n, d.notes())
		}
	}
}

// second is another device of the same person.
func (w *world) second(first *device) *device {
	d := w.device()
	kit, err := first.Person().Kit(ctx)
	d.must(err)
	d.must(d.SignIn(ctx, kit.Code(), oldPassword, "Tablet"))
	d.must(d.Person().Sync(ctx))
	return d
}

func TestANewPasswordKeepsEverything(t *testing.T) {
	w := newWorld(t)
	phone, noor := w.device(), w.device()
	phone.signUp("Ada")
	noor.signUp("Noor")
	pair(phone, noor, true)
	phone.note("from before")
	phone.must(phone.Person().SaveDraft(ctx, "pulse", client.Draft{"note": "half a thought"}))
	_, err := phone.ChangePassword(ctx, oldPassword, newPassword)
	phone.must(err)

	phone.note("from after")
	phone.must(phone.Person().Appreciate(ctx, "the soup", false))
	phone.must(phone.Person().Sync(ctx))
	noor.must(noor.Person().Sync(ctx))
	if n := len(noor.Person().Shared().Appreciations); n != 1 {
		t.Errorf("Noor sees %d appreciations", n)
	}

	for range 2 { // with the tab that is open, and with one that is loaded
		phone.has("from before", "from after")
		if d := phone.Person().Draft(ctx, "pulse"); d["note"] != "half a thought" {
			t.Errorf("the draft is %v", d)
		}
		phone.open(w.origin)
		if err := phone.Unlock(ctx, oldPassword); !errors.Is(err, client.ErrPassword) {
			t.Errorf("the old password: %v", err)
		}
		phone.wire.set(true)
		phone.must(phone.Unlock(ctx, newPassword))
		phone.wire.set(false)
	}
	kit, err := phone.Person().Kit(ctx)
	phone.must(err)
	fresh := w.device()
	if err := fresh.SignIn(ctx, kit.Code(), oldPassword, "New"); !errors.Is(err, client.ErrKitOrPassword) {
		t.Errorf("the old password on a new device: %v", err)
	}
	fresh.must(fresh.SignIn(ctx, kit.Code(), newPassword, "New"))
	fresh.has("from before", "from after")
	if fresh.Person().Shared() == nil {
		t.Error("the shared space is lost")
	}
}

func TestTheOtherDevicesNeedTheNewPassword(t *testing.T) {
	w := newWorld(t)
	phone := w.device()
	phone.signUp("Ada")
	tablet := w.second(phone)
	tablet.wire.set(true)
	tablet.note("not sent yet")
	_, err := phone.ChangePassword(ctx, oldPassword, newPassword)
	phone.must(err)

	tablet.wire.set(false)
	if err := tablet.Person().Sync(ctx); !errors.Is(err, &wire.Problem{Code: wire.CodeLoginRefused}) {
		t.Errorf("the tablet after the change: %v", err)
	}
	tablet.note("still not sent")
	tablet.Lock()
	tablet.must(tablet.Unlock(ctx, newPassword))
	tablet.must(tablet.Person().Sync(ctx))
	tablet.note("sent at once")
	tablet.must(tablet.Person().Sync(ctx))
	phone.must(phone.Person().Sync(ctx))
	phone.has("not sent yet", "still not sent", "sent at once")
	tablet.has("not sent yet", "still not sent", "sent at once")
}

func TestADeviceThatMissedTwoPasswordsLosesNothing(t *testing.T) {
	w := newWorld(t)
	phone := w.device()
	phone.signUp("Ada")
	tablet := w.second(phone)
	tablet.wire.set(true)
	tablet.note("long ago")
	tablet.must(tablet.Person().SaveDraft(ctx, "pulse", client.Draft{"note": "half a thought"}))
	tablet.Lock()
	_, err := phone.ChangePassword(ctx, oldPassword, newPassword)
	phone.must(err)
	phone.note("between")
	_, err = phone.ChangePassword(ctx, newPassword, "a third long password")
	phone.must(err)

	tablet.wire.set(false)
	tablet.must(tablet.Unlock(ctx, "a third long password"))
	tablet.must(tablet.Person().Sync(ctx))
	tablet.has("long ago", "between")
	if d := tablet.Person().Draft(ctx, "pulse"); d["note"] != "half a thought" {
		t.Errorf("the draft is %v", d)
	}
	phone.must(phone.Person().Sync(ctx))
	phone.has("long ago", "between")
	phone.note("afterwards")
	phone.must(phone.Person().Sync(ctx))
	tablet.must(tablet.Person().Sync(ctx))
	tablet.has("afterwards")
}

func TestAPasswordIsNotChangedHalfWay(t *testing.T) {
	w := newWorld(t)
	phone := w.device()
	phone.signUp("Ada")
	for want, try := range map[error][2]string{
		client.ErrPassword:     {"not the password", newPassword},
		client.ErrWeakPassword: {oldPassword, "short"},
	} {
		if _, err := phone.ChangePassword(ctx, try[0], try[1]); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	phone.wire.set(true)
	if _, err := phone.ChangePassword(ctx, oldPassword, newPassword); !errors.Is(err, client.ErrNoAnswer) {
		t.Errorf("without the network: %v", err)
	}
	phone.Lock()
	phone.must(phone.Unlock(ctx, oldPassword))
}

// helped is a server that lets somebody in with another device's session.
type helped struct {
	remote.Transport
	of *wireCut
}

func (h helped) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	r.Header = maps.Clone(r.Header)
	r.Header["Authorization"] = h.of.session()
	return h.Transport.Do(ctx, r)
}

func TestOldKeysOpenNothingNewEvenWithTheServersHelp(t *testing.T) {
	w := newWorld(t)
	phone, noor := w.device(), w.device()
	phone.signUp("Ada")
	noor.signUp("Noor")
	pair(phone, noor, true)
	phone.note("from before")
	tablet := w.second(phone) // in other hands, with the password
	_, err := phone.ChangePassword(ctx, oldPassword, newPassword)
	phone.must(err)
	phone.note("from after")
	phone.must(phone.Person().Appreciate(ctx, "for Noor alone", false))
	phone.must(phone.Person().Sync(ctx))
	noor.must(noor.Person().Sync(ctx))
	noor.must(noor.Person().Appreciate(ctx, "for Ada alone", false))
	noor.must(noor.Person().Sync(ctx))
	phone.must(phone.Person().Sync(ctx))
	for name, d := range map[string]*device{"Ada": phone, "Noor": noor} {
		if n := len(d.Person().Shared().Appreciations); n != 2 {
			t.Errorf("%s sees %d appreciations", name, n)
		}
	}

	tablet.wire.Transport = helped{tablet.wire.Transport, phone.wire}
	_ = tablet.Person().Sync(ctx)
	tablet.has("from before")
	if slices.Contains(tablet.notes(), "from after") {
		t.Error("the old keys open what was written after the new password")
	}
	if got := tablet.Person().Shared().Appreciations; len(got) > 0 {
		t.Errorf("the old keys open what was shared later: %v", got)
	}
	tablet.note("in another's hand")
	if err := tablet.Person().Sync(ctx); !errors.Is(err, replica.ErrRenewed) {
		t.Errorf("the old keys send: %v", err)
	}
	phone.must(phone.Person().Sync(ctx))
	if err := phone.Person().Trouble(); err != nil || slices.Contains(phone.notes(), "in another's hand") {
		t.Errorf("the phone has %q and %v", phone.notes(), err)
	}
}

// TestANewPasswordThatIsCutOffIsGoneOnWith cuts the network after each of the
// steps in turn.
func TestANewPasswordThatIsCutOffIsGoneOnWith(t *testing.T) {
	for _, after := range []string{"/v1/account/keys", "/commits/1", "/commits/2"} {
		t.Run(after, func(t *testing.T) {
			w := newWorld(t)
			phone := w.device()
			phone.signUp("Ada")
			phone.note("from before")
			tablet := w.second(phone)
			phone.wire.after = after
			if _, err := phone.ChangePassword(ctx, oldPassword, newPassword); err == nil {
				t.Fatal("nothing was cut")
			}
			phone.open(w.origin)
			if err := phone.Unlock(ctx, newPassword); err != nil {
				phone.wire.set(false) // only the relay knows it so far
				phone.must(phone.Unlock(ctx, newPassword))
			}
			phone.wire.set(false)
			phone.must(phone.Person().Sync(ctx))
			phone.note("from after")
			phone.must(phone.Person().Sync(ctx))
			tablet.Lock()
			tablet.must(tablet.Unlock(ctx, newPassword))
			tablet.must(tablet.Person().Sync(ctx))
			tablet.has("from before", "from after")
		})
	}
}

func TestANewKitClosesTheOldOne(t *testing.T) {
	w := newWorld(t)
	phone := w.device()
	phone.signUp("Ada")
	tablet := w.second(phone)
	old, err := phone.Person().Kit(ctx)
	phone.must(err)
	phone.must(phone.Person().ReplaceKit(ctx))
	phone.must(phone.Person().Sync(ctx))
	fresh, err := phone.Person().Kit(ctx)
	phone.must(err)

	stranger, forgot := w.device(), w.device()
	if err := stranger.Recover(ctx, old.Text(), newPassword, "Stranger"); !errors.Is(err, client.ErrKitOrPassword) {
		t.Errorf("the old words: %v", err)
	}
	forgot.must(forgot.Recover(ctx, fresh.Text(), newPassword, "New"))

	tablet.Lock()
	tablet.must(tablet.Unlock(ctx, newPassword))
	tablet.must(tablet.Person().Sync(ctx))
	if _, err := tablet.Person().Kit(ctx); !errors.Is(err, client.ErrOldKit) {
		t.Errorf("the tablet shows a kit that opens nothing: %v", err)
	}
	renewed, err := tablet.ChangePassword(ctx, newPassword, "a third long password")
	tablet.must(err)
	if kit, err := tablet.Person().Kit(ctx); !renewed || err != nil || kit == fresh {
		t.Errorf("the tablet cannot make a kit that works: %v, %v", renewed, err)
	}
}

func TestAKitThatWasCutOffIsNotLost(t *testing.T) {
	w := newWorld(t)
	phone := w.device()
	phone.signUp("Ada")
	phone.wire.after = "/v1/account/keys"
	if err := phone.Person().ReplaceKit(ctx); !errors.Is(err, client.ErrNoAnswer) {
		t.Fatalf("cut off: %v", err)
	}
	phone.open(w.origin)
	phone.must(phone.Unlock(ctx, oldPassword))
	phone.wire.set(false)
	phone.must(phone.Person().Sync(ctx))
	kit, err := phone.Person().Kit(ctx)
	phone.must(err)
	forgot := w.device()
	forgot.must(forgot.Recover(ctx, kit.Text(), newPassword, "New"))
}

func TestADeletedAccountLeavesNothing(t *testing.T) {
	w := newWorld(t)
	phone := w.device()
	phone.signUp("Ada")
	phone.note("mine")
	phone.must(phone.Person().Sync(ctx))
	tablet := w.second(phone)
	kit, err := phone.Person().Kit(ctx)
	phone.must(err)
	if err := phone.CloseAccount(ctx, newPassword); !errors.Is(err, client.ErrPassword) || !phone.HasAccount() {
		t.Errorf("with a wrong password: %v", err)
	}
	phone.must(phone.CloseAccount(ctx, oldPassword))
	if names, _ := phone.storage.Names(ctx, ""); phone.HasAccount() || len(names) > 0 {
		t.Errorf("left on the phone: %v", names)
	}
	if err := tablet.Person().Sync(ctx); !errors.Is(err, &wire.Problem{Code: wire.CodeAccountClosed}) {
		t.Errorf("the tablet: %v", err)
	}
	tablet.has("mine") // until it is taken off there
	other := w.device()
	if err := other.SignIn(ctx, kit.Code(), oldPassword, "New"); !errors.Is(err, &wire.Problem{Code: wire.CodeAccountClosed}) || other.HasAccount() {
		t.Errorf("signing in again: %v", err)
	}
}
