package sqlite_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"pleach/internal/relay"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

// Noor's client tries, again and again, to erase what Ada wrote. That is refused
// after the store has begun to write it down, in the middle of a group in which
// Ada pushes from three other devices. She loses nothing, and nothing of Noor's is there.
func TestAChangeThatFailsLateTakesNobodyWithIt(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	limits, ctx := wire.DefaultLimits(), t.Context()
	w := relaytest.NewWorld(1)
	ada, noor, space := w.Person(), w.Person(), w.ID()
	for _, p := range []*relaytest.Person{ada, noor} {
		ok(t, s.CreateAccount(ctx, p.Account()))
	}
	ok(t, s.CreateSpace(ctx, ada.ID, wire.NewSpace{Space: space, Commit: w.Bytes(50)}, limits, relaytest.Start))
	inv := relay.Invite{ID: w.ID(), Space: space, Inviter: ada.ID, Offer: w.Bytes(50), Expires: relaytest.Start.Add(time.Hour)}
	ok(t, s.PutInvite(ctx, inv, limits, relaytest.Start))
	_, err := s.AnswerInvite(ctx, inv.ID, noor.ID, w.Bytes(50), relaytest.Start)
	ok(t, err)
	_, err = s.ApproveInvite(ctx, inv.ID, ada.ID, wire.Approve{Approval: w.Bytes(50), N: 1, Commit: w.Bytes(50)}, limits, relaytest.Start)
	ok(t, err)
	written := w.Chain(space, ada.Device).Next(2, 100)
	_, err = s.Push(ctx, ada.ID, relaytest.Batch(written), limits)
	ok(t, err)

	theirs := w.Chain(space, noor.Device)
	_, err = s.Push(ctx, noor.ID, theirs.Batch(1, 100), limits)
	ok(t, err)
	tried := relaytest.Batch([]wire.Entry{theirs.Erasing(written[1])})

	var group sync.WaitGroup
	for i := range 3 {
		chain := relaytest.NewWorld(uint64(10+i)).Chain(space, w.ID())
		group.Go(func() {
			for range 50 {
				if _, err := s.Push(ctx, ada.ID, chain.Batch(1, 100), limits); err != nil {
					t.Errorf("Ada was refused: %v", err)
				}
			}
		})
	}
	group.Go(func() {
		for range 50 {
			_, err := s.Push(ctx, noor.ID, tried, limits)
			if !errors.Is(err, &wire.Problem{Code: wire.CodeForbidden}) {
				t.Errorf("got %v, want it forbidden", err)
			}
		}
	})
	group.Wait()
	items, err := relaytest.PullAll(ctx, s, space, 0, limits.Pull)
	ok(t, err)
	if len(items) != 2+1+3*50 {
		t.Errorf("%d items, want two of Ada, one of Noor and fifty from each of her other devices", len(items))
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
