package mem_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

func TestStore(t *testing.T) {
	relaytest.Run(t, func(*testing.T) relay.Store { return mem.New() })
}

// TestACopyIsAStoreOfItsOwn: a copy of an empty store passes the suite, and what
// is done to one of two is not done to the other.
func TestACopyIsAStoreOfItsOwn(t *testing.T) {
	relaytest.Run(t, func(*testing.T) relay.Store { return mem.New().Copy() })
	first, by, space := mem.New(), wire.ID{1}, wire.ID{2}
	limits, now := wire.DefaultLimits(), time.Unix(1, 0)
	ctx := context.Background()
	err := first.CreateAccount(ctx, relay.Account{ID: by})
	second := first.Copy()
	err = errors.Join(err, second.CreateSpace(ctx, by, wire.NewSpace{Space: space, Commit: []byte("c")}, limits, now))
	if _, in := first.Members(ctx, space); err != nil || !errors.Is(in, &wire.Problem{Code: wire.CodeNotFound}) {
		t.Errorf("a space that the copy got: %v, %v", err, in)
	}
}
