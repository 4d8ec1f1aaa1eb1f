package client_test

import (
	"errors"
	"testing"

	"pleach/internal/client"
	"pleach/seal"
)

func TestAForgottenPasswordIsReplacedWithTheKit(t *testing.T) {
	w := newWorld(t)
	phone, tablet, noor := w.device(), w.device(), w.device()
	ada := phone.signUp("Ada")
	noor.signUp("Noor")
	pair(phone, noor, true)
	kit, err := ada.Kit(ctx)
	phone.must(err)
	phone.must(tablet.SignIn(ctx, kit.Code(), "a long enough password", "Tablet"))
	phone.wire.set(true)
	phone.must(ada.Appreciate(ctx, "not sent yet", false))
	phone.Lock()
	tablet.Lock()
	phone.wire.set(false)

	phone.must(phone.Recover(ctx, kit.Text(), "another long password", "Phone"))
	phone.must(phone.Person().Sync(ctx))
	noor.must(noor.Person().Sync(ctx))
	if got := noor.Person().Shared().Appreciations; len(got) != 1 {
		t.Errorf("what was not sent before is lost: %v", got)
	}

	if err := tablet.Unlock(ctx, "yet another password"); !errors.Is(err, client.ErrPassword) {
		t.Errorf("a wrong password on the tablet: %v", err)
	}
	tablet.must(tablet.Unlock(ctx, "another long password")) // it learns the new one from the relay
	tablet.must(tablet.Person().Sync(ctx))
	tablet.Lock()
	tablet.wire.set(true)
	tablet.must(tablet.Unlock(ctx, "another long password")) // and keeps it
}

func TestRecoveringWithoutTheRightKitMakesNothing(t *testing.T) {
	w := newWorld(t)
	phone, other := w.device(), w.device()
	phone.signUp("Ada")
	phone.Lock()
	stranger, err := seal.NewKit(zeros{}, w.origin)
	phone.must(err)
	if err := phone.Recover(ctx, stranger.Text(), "another long password", "Phone"); !errors.Is(err, client.ErrHasAccount) {
		t.Errorf("a kit of another account: %v", err)
	}
	if err := other.Recover(ctx, stranger.Text(), "another long password", "Other"); !errors.Is(err, client.ErrKitOrPassword) || other.HasAccount() {
		t.Errorf("a kit of no account: %v", err)
	}
	if err := other.Recover(ctx, stranger.Text(), "short", "Other"); !errors.Is(err, client.ErrWeakPassword) {
		t.Errorf("a short password: %v", err)
	}
	phone.must(phone.Unlock(ctx, "a long enough password"))
}

func TestNothingIsSealedAfterLocking(t *testing.T) {
	w := newWorld(t)
	ada := w.device()
	p := ada.signUp("Ada")
	ada.Lock()
	if err := p.SaveDraft(ctx, "pulse", client.Draft{"note": "too late"}); !errors.Is(err, client.ErrLocked) {
		t.Errorf("a draft after locking: %v", err)
	}
	if names, _ := ada.storage.Names(ctx, "draft/"); len(names) != 0 {
		t.Errorf("kept %v", names)
	}
}
