package client_test

import (
	"slices"

	"pleach/internal/testkit"
	"pleach/internal/testkit/lies"
)

// setBack: the server goes on with an earlier copy of its store, first for Noor,
// and then for both. Each gives it again what it has lost.
func (l *lied) setBack(a lies.Attack) {
	backup := l.store.Copy()
	w := l.written()
	settled(l.noor, l.ada, l.noor)
	l.server.Elsewhere = relayOn(l.t, backup, testkit.Origin)
	l.meets(a, w)
	l.server.Move(l.server.Elsewhere)
	l.store = backup
	w.adas = append(w.adas, l.give(l.ada))
	l.ada.must(l.ada.Person().Sync(ctx))
	l.heals(w)
}

// parted: from one moment on each of the two is served by another relay, and
// neither can tell. When they are served by one again, all words are with both.
func (l *lied) parted(a lies.Attack) {
	l.server.Elsewhere = relayOn(l.t, l.store.Copy(), testkit.Origin)
	w := l.written()
	l.meets(a, w)
	l.heals(w)
}

// takenBack: Ada takes back what Noor has read. Whatever the server serves, it
// does not come back.
func (l *lied) takenBack(a lies.Attack) {
	text := l.give(l.ada)
	settled(l.ada, l.noor)
	for _, g := range l.ada.Person().Shared().Appreciations {
		if g.Text == text {
			l.ada.must(l.ada.Person().TakeBack(ctx, g.ID))
		}
	}
	l.ada.must(l.ada.Person().Sync(ctx))
	l.during(a, func() error { return l.noor.Person().Sync(ctx) })
	gone := func(when string) {
		if a.Want == nil && slices.Contains(shown(l.noor), text) {
			l.t.Errorf("%s Noor sees %q, which was taken back", when, text)
		}
	}
	gone("while the server lies")
	l.heals(written{})
	a.Want = nil
	gone("afterwards")
}
