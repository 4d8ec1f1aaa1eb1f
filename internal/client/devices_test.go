package client_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pleach/internal/client"
	"pleach/internal/remote"
)

// removed is Ada, who has removed her tablet, and Noor.
func removed(t *testing.T, w *world) (phone, tablet, noor *device) {
	t.Helper()
	phone, noor = w.device(), w.device()
	phone.signUp("Ada")
	noor.signUp("Noor")
	pair(phone, noor, true)
	phone.note("from before")
	phone.must(phone.Person().Sync(ctx))
	tablet = w.second(phone)
	tablet.note("from the tablet")
	tablet.must(tablet.Person().Appreciate(ctx, "the tablet's thanks", false))
	tablet.must(tablet.Person().Sync(ctx))
	phone.must(phone.Person().Sync(ctx))
	devices, err := phone.Person().Devices(ctx)
	phone.must(err)
	for _, d := range devices {
		if d.Used != "2026-11" && d.Used == "" {
			t.Errorf("%s was last used %q", d.Name, d.Used)
		}
		if !d.Current {
			phone.must(phone.Person().RevokeDevice(ctx, d.ID))
		}
	}
	return phone, tablet, noor
}

func TestARemovedDeviceForgetsAndNothingElseDoes(t *testing.T) {
	w := newWorld(t)
	phone, tablet, noor := removed(t, w)
	if err := tablet.Person().Sync(ctx); !errors.Is(err, client.ErrRemoved) {
		t.Errorf("the tablet: %v", err)
	}
	names, _ := tablet.storage.Names(ctx, "")
	if tablet.HasAccount() || !tablet.WasRemoved(ctx) || len(names) != 1 {
		t.Errorf("left on the tablet: %v", names)
	}
	phone.note("from after")
	phone.must(phone.Person().Appreciate(ctx, "the phone's thanks", false))
	phone.must(phone.Person().Sync(ctx))
	noor.must(noor.Person().Sync(ctx))
	phone.has("from before", "from the tablet", "from after")
	if n := len(noor.Person().Shared().Appreciations); n != 2 {
		t.Errorf("Noor sees %d appreciations", n)
	}
	tablet.signUp("Somebody new")
	if tablet.WasRemoved(ctx) {
		t.Error("it still says that it was removed")
	}
}

// TestARemovedDeviceIsHeardNoMore gives the tablet the phone's session: a server
// that lets it in takes what it writes, and nobody else does.
func TestARemovedDeviceIsHeardNoMore(t *testing.T) {
	w := newWorld(t)
	phone, tablet, noor := removed(t, w)
	tablet.wire.Transport = helped{tablet.wire.Transport, phone.wire}
	_ = tablet.Person().Appreciate(ctx, "from a removed device", false)
	_ = tablet.Person().Sync(ctx)
	for name, d := range map[string]*device{"Ada": phone, "Noor": noor} {
		d.must(d.Person().Sync(ctx))
		for _, a := range d.Person().Shared().Appreciations {
			if strings.Contains(a.Text, "removed") {
				t.Errorf("%s takes it in", name)
			}
		}
	}
}

// forging is a relay that says to a device that it was removed.
type forging struct{ remote.Transport }

func (f forging) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	if strings.HasPrefix(r.Path, "/v1/notices/") {
		return remote.Response{Status: 200, Body: []byte(`{"data":"AAAA"}`)}, nil
	}
	return f.Transport.Do(ctx, r)
}

func TestARelayWipesNothing(t *testing.T) {
	w := newWorld(t)
	_, tablet, _ := removed(t, w)
	tablet.wire.Transport = forging{tablet.wire.Transport}
	if err := tablet.Person().Sync(ctx); err == nil || errors.Is(err, client.ErrRemoved) {
		t.Errorf("the tablet: %v", err)
	}
	tablet.has("from the tablet")
}
