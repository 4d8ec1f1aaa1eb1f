package relaytest

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"pleach/internal/relay"
	"pleach/wire"
)

// RunDisk holds a store on a disk to what the contract says of durability. open
// opens or makes the store in a folder.
func RunDisk(t *testing.T, open func(t *testing.T, dir string) relay.Store) {
	reopened := func(t *testing.T, dir string, s relay.Store) string {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	// A machine that stops leaves the files as they are, so the files are
	// copied while the store is open, and the copy is opened.
	abandoned := func(t *testing.T, dir string, s relay.Store) string {
		t.Cleanup(func() { _ = s.Close() })
		return copied(t, dir)
	}
	for name, leave := range map[string]func(*testing.T, string, relay.Store) string{
		"closed": reopened, "abandoned": abandoned,
	} {
		t.Run("everything acknowledged is there after it was "+name, func(t *testing.T) {
			dir := t.TempDir()
			before := &stage{T: t, Store: open(t, dir), World: NewWorld(2), now: Start, limits: wire.DefaultLimits()}
			was := live(before)
			after := *before
			after.Store = open(t, leave(t, dir, before.Store))
			t.Cleanup(func() { _ = after.Store.Close() })
			was.stillTrue(&after)
		})
	}
}

func copied(t *testing.T, dir string) string {
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// life is what one couple did before the store went away.
type life struct {
	ada, noor *Person
	space     wire.ID
	token     relay.TokenHash
	invite    relay.Invite
	gate      wire.ID
	waiting   wire.Answer // the answer of ada to a gate that noor has not answered
	chain     *Chain
	batch     relay.Batch
	body      []byte
}

func live(s *stage) life {
	ada, noor, space := s.couple()
	w := life{ada: ada, noor: noor, space: space, token: relay.TokenHash(s.Bytes(32)), gate: s.ID()}
	s.ok(s.Store.OpenSession(s.ctx(), ada.Session(ada.Device, w.token, s.now), s.limits, s.now))
	w.chain = s.Chain(space, ada.Device)
	for range 20 {
		w.batch = w.chain.Batch(3, 300)
		s.push(ada, w.batch)
	}
	opened := s.ID()
	s.answer(ada, s.Answer(space, opened, ada.Device, true))
	s.answer(noor, s.Answer(space, opened, noor.Device, false))
	w.waiting = s.Answer(space, w.gate, ada.Device, false)
	s.answer(ada, w.waiting)
	w.invite = s.invite(space, ada)
	page, err := s.Store.Pull(s.ctx(), space, 0, s.limits.Pull)
	s.ok(err)
	w.body = page.Body
	return w
}

func (w life) stillTrue(s *stage) {
	page, err := s.Store.Pull(s.ctx(), w.space, 0, s.limits.Pull)
	s.ok(err)
	equal(s, bytes.Equal(page.Body, w.body), true)
	equal(s, page.Next, uint64(62))
	s.signedIn(w.ada, w.token, s.now)
	got, err := s.Store.Invite(s.ctx(), w.invite.ID)
	s.ok(err)
	equal(s, got.SameAs(w.invite), true)

	equal(s, s.push(w.ada, w.batch), uint64(60)) // the repeat of what was acknowledged
	equal(s, s.push(w.ada, w.chain.Batch(1, 10)), uint64(63))
	equal(s, s.answer(w.ada, w.waiting), false)
	equal(s, s.answer(w.noor, s.Answer(w.space, w.gate, w.noor.Device, false)), true)
	equal(s, len(s.pulled(w.space, 63)), 2)
}
