package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pleach/internal/client"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/seal"
	"pleach/wire"
)

// shows is the code that a device shows for a further one.
func (d *device) shows() string {
	d.t.Helper()
	link, err := d.Person().Handover(ctx)
	d.must(err)
	return link
}

// empty checks that there is nothing on a device, and nothing of it at the relay.
func (d *device) empty(of *device) {
	d.t.Helper()
	names, err := d.storage.Names(ctx, "")
	d.must(err)
	if d.HasAccount() || len(names) > 0 {
		d.t.Errorf("left on the device: %v", names)
	}
	if n := of.devices(); n != 1 {
		d.t.Errorf("the relay knows %d devices", n)
	}
}

func (d *device) devices() int {
	d.t.Helper()
	known, err := d.Person().Devices(ctx)
	d.must(err)
	return len(known)
}

// TestAFurtherDeviceByACode: it has everything, shows the kit, and can add
// another one itself.
func TestAFurtherDeviceByACode(t *testing.T) {
	w, phone, noor := sharing(t)
	phone.note("a line of her own")
	tablet, laptop := w.device(), w.device()
	tablet.must(tablet.SignInFrom(ctx, phone.shows(), oldPassword, "Tablet"))
	tablet.has("a line of her own")
	settled(phone, noor, tablet)
	if got := strings.Join(given(tablet.Person()), ", "); got != "by Ada, by Noor" {
		t.Errorf("on the tablet there is %q", got)
	}
	hers, err := phone.Person().Kit(ctx)
	phone.must(err)
	if kit, err := tablet.Person().Kit(ctx); err != nil || kit != hers {
		t.Errorf("the tablet's kit is another one: %v", err)
	}
	tablet.note("from the tablet")
	laptop.must(laptop.SignInFrom(ctx, tablet.shows(), oldPassword, "Laptop"))
	laptop.has("a line of her own", "from the tablet")
	if n := phone.devices(); n != 3 {
		t.Errorf("the phone knows %d devices", n)
	}
	laptop.Lock()
	laptop.must(laptop.Unlock(ctx, oldPassword))
}

// served is a relay whose answers to one device are changed, while there is a
// change.
type served struct {
	remote.Transport
	change func(remote.Request, *remote.Response) bool // whether it has changed one
	n      int
}

func (s *served) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	resp, err := s.Transport.Do(ctx, r)
	if err == nil && s.change != nil && s.change(r, &resp) {
		s.n++
	}
	return resp, err
}

// withoutTheNewest leaves out what was the last entry of a space when it was
// first asked for.
func withoutTheNewest(space wire.ID) func(remote.Request, *remote.Response) bool {
	var newest uint64
	return func(r remote.Request, resp *remote.Response) bool {
		items, err := wire.ParseItems(resp.Body)
		if r.Method != "GET" || !strings.Contains(r.Path, space.String()+"/entries?") || resp.Status != 200 || err != nil || len(items) == 0 {
			return false
		}
		if newest == 0 {
			newest = items[len(items)-1].Pos
		}
		resp.Body = nil
		for _, it := range items {
			if it.Pos != newest {
				resp.Body = wire.AppendItem(resp.Body, it)
			}
		}
		return true
	}
}

// TestARelayThatWasSetBackIsNamedAtOnce: the newest of either space is not
// served. The kit cannot tell; the code can, nothing is made, and it goes on to
// work.
func TestARelayThatWasSetBackIsNamedAtOnce(t *testing.T) {
	w, phone, noor := sharing(t)
	phone.note("the newest")
	phone.must(phone.Person().Appreciate(ctx, "the newest too", false))
	settled(phone, noor)
	code := phone.shows()
	for name, space := range map[string]wire.ID{"her own": phone.Person().PrivateID(), "the shared one": phone.Person().SharedID()} {
		tablet, before := w.device(), phone.devices()
		l := &served{Transport: tablet.wire.Transport}
		tablet.wire.Transport = l
		l.change = withoutTheNewest(space)
		err := tablet.SignInFrom(ctx, code, oldPassword, "Tablet")
		if !errors.Is(err, client.ErrBehind) || !errors.Is(err, replica.ErrRegression) || l.n == 0 {
			t.Errorf("%s: %v", name, err)
		}
		if n := phone.devices(); tablet.HasAccount() || n != before {
			t.Errorf("%s: the relay knows %d devices, before %d", name, n, before)
		}

		kit, err := phone.Person().Kit(ctx)
		phone.must(err)
		tablet.must(tablet.SignIn(ctx, kit.Code(), oldPassword, "Tablet")) // the kit knows of no heads
		tablet.must(tablet.Forget(ctx))
		l.change = nil
		tablet.must(tablet.SignInFrom(ctx, code, oldPassword, "Tablet"))
		tablet.has("the newest")
		tablet.must(tablet.Forget(ctx))
	}
}

// clockAhead is a relay whose clock has gone on.
func clockAhead(by time.Duration) func(remote.Request, *remote.Response) bool {
	return func(r remote.Request, resp *remote.Response) bool {
		var c wire.Challenge
		if !strings.HasSuffix(r.Path, "/challenge") || json.Unmarshal(resp.Body, &c) != nil {
			return false
		}
		c.Now = c.Now.Add(by)
		resp.Body, _ = json.Marshal(c)
		return true
	}
}

// TestWhatIsWrongWithACodeMakesNothing: and each has a name of its own.
func TestWhatIsWrongWithACodeMakesNothing(t *testing.T) {
	w := newWorld(t)
	phone := w.device()
	phone.signUp("Ada")
	code := phone.shows()
	tablet := w.device()
	l := &served{Transport: tablet.wire.Transport}
	tablet.wire.Transport = l
	for _, c := range []struct {
		name, code, password string
		want                 error
	}{
		{"a wrong password", code, "not her password at all", client.ErrPassword},
		{"a damaged code", code[:len(code)-9] + "A" + code[len(code)-8:], oldPassword, seal.ErrNotAHandover},
		{"a code that was cut", code[:len(code)-9], oldPassword, seal.ErrNotAHandover},
		{"another text", "see you at seven", oldPassword, seal.ErrNotAHandover},
		{"a code of another server", strings.Replace(code, w.origin, "https://other.example", 1), oldPassword, client.ErrOtherServer},
	} {
		if err := tablet.SignInFrom(ctx, c.code, c.password, "Tablet"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		tablet.empty(phone)
	}
	l.change = clockAhead(client.HandoverLife + time.Minute)
	if err := tablet.SignInFrom(ctx, code, oldPassword, "Tablet"); !errors.Is(err, client.ErrCodeLate) || l.n == 0 {
		t.Errorf("a code used late: %v", err)
	}
	tablet.empty(phone)
	l.change = nil
	tablet.wire.set(true)
	if err := tablet.SignInFrom(ctx, code, oldPassword, "Tablet"); !errors.Is(err, client.ErrNoAnswer) {
		t.Errorf("without a network: %v", err)
	}
	tablet.wire.set(false)
	tablet.empty(phone)
	tablet.must(tablet.SignInFrom(ctx, "  "+code[:40]+"\n"+code[40:], oldPassword, "Tablet"))
	if err := tablet.SignInFrom(ctx, code, oldPassword, "Tablet"); !errors.Is(err, client.ErrHasAccount) {
		t.Errorf("on a device with an account: %v", err)
	}
}

// TestACodeEndsWithThePassword: what was shown before opens nothing after, with
// the old password or the new one.
func TestACodeEndsWithThePassword(t *testing.T) {
	w := newWorld(t)
	phone, tablet := w.device(), w.device()
	phone.signUp("Ada")
	code := phone.shows()
	_, err := phone.ChangePassword(ctx, oldPassword, "another long password")
	phone.must(err)
	if err := tablet.SignInFrom(ctx, code, oldPassword, "Tablet"); !errors.Is(err, client.ErrPassword) {
		t.Errorf("with the old password: %v", err)
	}
	if err := tablet.SignInFrom(ctx, code, "another long password", "Tablet"); !errors.Is(err, client.ErrCodeLate) {
		t.Errorf("with the new one: %v", err)
	}
	tablet.empty(phone)
}

// TestACodeAloneOpensNothing: whoever only sees it has neither the kit's words
// nor anything that says what is in the spaces.
func TestACodeAloneOpensNothing(t *testing.T) {
	w := newWorld(t)
	phone := w.device()
	phone.signUp("Ada")
	kit, err := phone.Person().Kit(ctx)
	phone.must(err)
	_, token, _ := strings.Cut(phone.shows(), "add.")
	h, err := seal.ParseHandover(token)
	phone.must(err)
	if h.Account != kit.Account || h.Secret != kit.Secret {
		t.Error("the code is of another account")
	}
	kit.Entropy = [16]byte{}
	stranger := w.device()
	if err := stranger.Recover(ctx, kit.Code(), "a password of a stranger", "Stranger"); !errors.Is(err, client.ErrKitOrPassword) {
		t.Errorf("a new password without the words: %v", err)
	}
	stranger.empty(phone)
}

// TestNothingIsHandedOverWithoutTheRelay, or while what it serves does not fit.
func TestNothingIsHandedOverWithoutTheRelay(t *testing.T) {
	w := newWorld(t)
	phone := w.device()
	phone.signUp("Ada")
	phone.wire.set(true)
	if _, err := phone.Person().Handover(ctx); !errors.Is(err, client.ErrNoAnswer) {
		t.Errorf("without a network: %v", err)
	}
	phone.wire.set(false)
	phone.Lock()
	phone.must(phone.Unlock(ctx, oldPassword))
	p := phone.Person()
	phone.Lock()
	if link, err := p.Handover(ctx); !errors.Is(err, client.ErrLocked) {
		t.Errorf("after locking: %q, %v", link, err)
	}
}
