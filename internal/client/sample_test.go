package client_test

import (
	"errors"
	"testing"

	"pleach/internal/client"
)

// TestASampleCoupleMakesRoomForTheNext: who starts the sample couple again finds
// the new one behind the same link, and nobody's own account gives way.
func TestASampleCoupleMakesRoomForTheNext(t *testing.T) {
	w := newWorld(t)
	first, second, visitor, own := w.device(), w.device(), w.device(), w.device()
	first.signUp("Ada")
	second.signUp("Ada")
	own.signUp("Noor")
	gone, err := first.Person().Kit(ctx)
	first.must(err)
	now, err := second.Person().Kit(ctx)
	second.must(err)

	for _, kit := range []string{gone.Code(), gone.Code(), now.Code()} {
		visitor.must(visitor.SignInToSample(ctx, kit, "a long enough password", "a tab"))
	}
	here, err := visitor.Person().Kit(ctx)
	if err != nil || here.Account != now.Account {
		t.Errorf("the account of the couple that is gone is still here (%v)", err)
	}
	if err := own.SignInToSample(ctx, now.Code(), "a long enough password", "a tab"); !errors.Is(err, client.ErrHasAccount) {
		t.Errorf("over somebody's own account: %v", err)
	}
	own.Lock()
	own.must(own.Unlock(ctx, "a long enough password"))
}
