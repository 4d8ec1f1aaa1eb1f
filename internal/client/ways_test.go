package client_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
)

// withKeeper is a device of somebody who has just signed up, and which can have
// ways in beside the password. Loading it again needs no network.
func (w *world) withKeeper() *device {
	d := w.device()
	d.keeper = new(memstore.Keeper)
	d.open(w.origin)
	d.signUp("Ada")
	return d
}

// reloads is a tab that is loaded anew, without a network.
func (d *device) reloads() {
	d.t.Helper()
	d.wire.set(true)
	d.open(d.Origin())
	d.wire.set(false)
}

func (d *device) isOpen(want bool) {
	d.t.Helper()
	if got := d.Person() != nil; got != want {
		d.t.Fatalf("open: %v, want %v", got, want)
	}
}

const aDay = 24 * time.Hour

func TestStayingUnlockedSkipsThePasswordUntilItsTime(t *testing.T) {
	d := newWorld(t).withKeeper()
	d.note("from before")
	if err := d.Stay(ctx, newPassword, aDay); !errors.Is(err, client.ErrPassword) {
		t.Fatalf("with a wrong password: %v", err)
	}
	d.reloads()
	d.isOpen(false)
	d.must(d.Unlock(ctx, oldPassword))
	d.must(d.Stay(ctx, oldPassword, aDay))
	if until := d.Stays(); !until.Equal(d.now.Add(aDay)) {
		t.Errorf("until %s", until)
	}
	d.now = d.now.Add(aDay - time.Second)
	for range 2 {
		d.reloads()
		d.isOpen(true)
		d.has("from before")
	}
	d.must(d.Person().Sync(ctx)) // with the login key that was kept
	d.now = d.now.Add(time.Second)
	d.reloads()
	d.isOpen(false)
	d.now = d.now.Add(-time.Hour)
	d.reloads()
	d.isOpen(false) // a clock that is set back brings nothing back
	d.must(d.Unlock(ctx, oldPassword))
}

func TestAnOpenAppLocksWhenTheTimeIsOver(t *testing.T) {
	d := newWorld(t).withKeeper()
	d.must(d.Stay(ctx, oldPassword, aDay))
	d.now = d.now.Add(aDay - time.Second)
	d.Touch()
	d.isOpen(true)
	d.now = d.now.Add(time.Second)
	d.Touch()
	d.isOpen(false)
}

// Who stays unlocked and locks by hand, or takes the quick exit, is locked.
func TestLockingEndsStayingUnlocked(t *testing.T) {
	d := newWorld(t).withKeeper()
	d.must(d.Stay(ctx, oldPassword, aDay))
	d.Rest() // what another tab does that takes over
	d.isOpen(false)
	d.reloads()
	d.isOpen(true)
	d.Lock()
	d.reloads()
	d.isOpen(false)
	d.must(d.Unlock(ctx, oldPassword))
	d.must(d.Stay(ctx, oldPassword, aDay))
	d.must(d.EndStay(ctx))
	d.isOpen(true)
	d.reloads()
	d.isOpen(false)
}

// The record alone opens nothing, and neither does the secret with another one.
func TestARecordOfStayingUnlockedOpensNothingElse(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.withKeeper(), w.withKeeper()
	for name, c := range map[string]struct {
		record func() []byte
		keeper client.Keeper
		opens  bool
	}{
		"as it is":                  {ada.stayRecord, ada.keeper, true},
		"without the secret":        {ada.stayRecord, new(memstore.Keeper), false},
		"the secret of another":     {ada.stayRecord, noor.keeper, false},
		"for longer":                {func() []byte { return longer(t, ada.stayRecord()) }, ada.keeper, false},
		"another person's":          {noor.stayRecord, ada.keeper, false},
		"another person's, whole":   {noor.stayRecord, noor.keeper, false},
		"something that is no such": {func() []byte { return []byte(`{"version":1,"kind":1,"salt":"AAAA"}`) }, ada.keeper, false},
		"something from the future": {func() []byte {
			return bytes.Replace(ada.stayRecord(), []byte(`"version":1`), []byte(`"version":2`), 1)
		}, ada.keeper, false},
	} {
		t.Run(name, func(t *testing.T) {
			ada.must(ada.Stay(ctx, oldPassword, aDay))
			noor.must(noor.Stay(ctx, oldPassword, aDay))
			copied := &device{t: t, storage: memstore.New(), wire: ada.wire, now: ada.now, keeper: c.keeper}
			copied.must(copied.storage.Put(ctx, "vault", ada.record("vault")))
			copied.must(copied.storage.Put(ctx, "way/stay", c.record()))
			copied.open(ada.Origin())
			copied.isOpen(c.opens)
			if !c.opens && copied.record("way/stay") != nil {
				t.Error("it is still there")
			}
		})
	}
}

func (d *device) stayRecord() []byte { return d.record("way/stay") }

func (d *device) record(name string) []byte {
	d.t.Helper()
	raw, err := d.storage.Get(ctx, name)
	d.must(err)
	return raw
}

func longer(t *testing.T, record []byte) []byte {
	t.Helper()
	var w map[string]any
	if err := json.Unmarshal(record, &w); err != nil {
		t.Fatal(err)
	}
	w["until"] = w["until"].(float64) + 3600
	raw, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// fakePasskey stands where a browser gives what a passkey's function made.
var fakePasskey = bytes.Repeat([]byte{9}, 32)

func (d *device) addsPasskey() {
	d.t.Helper()
	d.must(d.OfferPasskey(oldPassword))
	if o := d.Offered(); o == nil || len(o.Salt) != 32 || len(o.User) != 16 {
		d.t.Fatalf("offered: %v", o)
	}
	d.must(d.AddPasskey(ctx, []byte("credential"), fakePasskey))
}

func TestAPasskeyOpensBesideThePassword(t *testing.T) {
	d := newWorld(t).withKeeper()
	d.note("from before")
	if err := d.AddPasskey(ctx, []byte("credential"), fakePasskey); !errors.Is(err, client.ErrPasskey) {
		t.Errorf("a passkey that nobody offered: %v", err)
	}
	if err := d.OfferPasskey(newPassword); !errors.Is(err, client.ErrPassword) {
		t.Errorf("an offer for a wrong password: %v", err)
	}
	d.addsPasskey()
	d.Lock()
	for range 2 { // on the tab that is open, and on one that is loaded
		if err := d.UnlockByPasskey(ctx, bytes.Repeat([]byte{8}, 32)); !errors.Is(err, client.ErrPasskey) {
			t.Fatalf("another passkey: %v", err)
		}
		if err := d.UnlockByPasskey(ctx, nil); !errors.Is(err, client.ErrPasskey) {
			t.Fatalf("no secret: %v", err)
		}
		d.isOpen(false)
		d.must(d.UnlockByPasskey(ctx, fakePasskey))
		d.has("from before")
		d.must(d.Person().Sync(ctx))
		d.Lock()
		d.must(d.Unlock(ctx, oldPassword))
		d.reloads()
		d.isOpen(false)
	}
	d.must(d.Unlock(ctx, oldPassword))
	d.must(d.DropPasskey(ctx))
	d.Lock()
	if err := d.UnlockByPasskey(ctx, fakePasskey); !errors.Is(err, client.ErrPasskey) || d.Passkey(ctx) != nil {
		t.Errorf("after it was taken away: %v", err)
	}
}

func TestAnOfferOfAPasskeyEnds(t *testing.T) {
	d := newWorld(t).withKeeper()
	d.must(d.OfferPasskey(oldPassword))
	d.now = d.now.Add(5 * time.Minute)
	if err := d.AddPasskey(ctx, []byte("credential"), fakePasskey); !errors.Is(err, client.ErrPasskey) || d.Offered() != nil {
		t.Errorf("after five minutes: %v", err)
	}
	d.must(d.OfferPasskey(oldPassword))
	d.Lock()
	d.must(d.Unlock(ctx, oldPassword))
	if d.Offered() != nil {
		t.Error("it outlived the lock")
	}
}

// bothWays is a device with both, and what opens them: copies that somebody
// could have made.
func (w *world) bothWays() *device {
	d := w.withKeeper()
	d.must(d.Stay(ctx, oldPassword, 7*aDay))
	d.addsPasskey()
	return d
}

// noWay checks that only the password is left, also for somebody who puts the
// records back that were there before.
func (d *device) noWay(before map[string][]byte) {
	d.t.Helper()
	for name, raw := range before {
		if d.record(name) != nil {
			d.t.Errorf("%s is still there", name)
		}
		d.must(d.storage.Put(ctx, name, raw))
	}
	d.reloads()
	if d.Person() != nil {
		d.t.Error("staying unlocked came back with its record")
	}
	if err := d.UnlockByPasskey(ctx, fakePasskey); err == nil {
		d.t.Error("the passkey came back with its record")
	}
}

func (d *device) wayRecords() map[string][]byte {
	return map[string][]byte{"way/stay": d.record("way/stay"), "way/passkey": d.record("way/passkey")}
}

func TestANewPasswordEndsEveryOtherWayIn(t *testing.T) {
	d := newWorld(t).bothWays()
	before := d.wayRecords()
	_, err := d.ChangePassword(ctx, oldPassword, newPassword)
	d.must(err)
	d.noWay(before)
	d.must(d.Unlock(ctx, newPassword))
}

func TestAPasswordThatWasForgottenEndsEveryOtherWayIn(t *testing.T) {
	d := newWorld(t).bothWays()
	before := d.wayRecords()
	kit, err := d.Person().Kit(ctx)
	d.must(err)
	d.must(d.Recover(ctx, kit.Code(), newPassword, "Phone"))
	d.noWay(before)
	d.must(d.Unlock(ctx, newPassword))
}

// A password that was changed on another device is asked for on this one as soon
// as the relay takes the old keys no more.
func TestANewPasswordElsewhereEndsTheWaysHere(t *testing.T) {
	w := newWorld(t)
	d := w.bothWays()
	before := d.wayRecords()
	tablet := w.second(d)
	_, err := tablet.ChangePassword(ctx, oldPassword, newPassword)
	tablet.must(err)
	if err := d.Person().Sync(ctx); err == nil {
		t.Error("the old keys still sign in")
	}
	d.reloads()
	d.isOpen(false)
	if d.Passkey(ctx) != nil {
		t.Error("the passkey is still there")
	}
	d.must(d.Unlock(ctx, newPassword))
	d.noWay(before)
}

func TestSigningOutAndRemovingEndEveryOtherWayIn(t *testing.T) {
	w := newWorld(t)
	d := w.bothWays()
	tablet := w.second(d)
	devices, err := tablet.Person().Devices(ctx)
	d.must(err)
	for _, one := range devices {
		if !one.Current {
			d.must(tablet.Person().RevokeDevice(ctx, one.ID))
		}
	}
	if err := d.Person().Sync(ctx); !errors.Is(err, client.ErrRemoved) {
		t.Fatalf("the removed device: %v", err)
	}
	d.holdsNothingBut("removed")

	other := w.bothWays()
	other.must(other.Forget(ctx))
	other.holdsNothingBut("")
	if secret, _ := other.keeper.Use(ctx, make([]byte, 32)); secret != nil {
		t.Error("the keeper still has its secret")
	}
}

func (d *device) holdsNothingBut(want string) {
	d.t.Helper()
	names, err := d.storage.Names(ctx, "")
	d.must(err)
	if got := strings.Join(names, " "); got != want {
		d.t.Errorf("left on the device: %q", got)
	}
}

// Where nothing keeps a secret, as in "pleach open", there is the password alone.
func TestWithoutAKeeperThereIsThePasswordAlone(t *testing.T) {
	d := newWorld(t).device()
	d.signUp("Ada")
	if d.HasKeeper() {
		t.Error("it has one")
	}
	if err := d.Stay(ctx, oldPassword, aDay); !errors.Is(err, client.ErrNoKeeper) {
		t.Errorf("staying: %v", err)
	}
	if err := d.OfferPasskey(oldPassword); !errors.Is(err, client.ErrNoKeeper) {
		t.Errorf("a passkey: %v", err)
	}
}
