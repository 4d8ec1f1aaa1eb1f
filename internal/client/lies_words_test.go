package client_test

import (
	"slices"

	"pleach/internal/testkit"
	"pleach/internal/testkit/lies"
)

// written is what the two have written before the server lies: Noor's is still
// on her device, Ada's is at the relay.
type written struct{ private, noors, adas []string }

func (l *lied) written() written {
	l.t.Helper()
	var w written
	w.adas = append(w.adas, l.give(l.ada))
	l.ada.must(l.ada.Person().Sync(ctx))
	w.adas = append(w.adas, l.give(l.ada))
	l.ada.must(l.ada.Person().Sync(ctx))
	w.private = append(w.private, l.keep(l.noor))
	w.noors = append(w.noors, l.give(l.noor))
	return w
}

// writing is an exchange of Noor's while the server lies.
func (l *lied) writing(a lies.Attack) { l.exchange(a, l.written()) }

// newKey has Ada's words go under a new key.
func (l *lied) newKey(a lies.Attack) {
	l.ada.now = l.ada.now.AddDate(0, 1, 3)
	l.exchange(a, l.written())
}

// reopened has Noor's device begin anew with what it has stored.
func (l *lied) reopened(a lies.Attack) {
	w := l.written()
	l.reopen(l.noor)
	l.exchange(a, w)
}

// exchange has Noor meet the lie with what was written, and then the truth.
func (l *lied) exchange(a lies.Attack, w written) {
	l.t.Helper()
	l.meets(a, w)
	l.heals(w)
}

func (l *lied) meets(a lies.Attack, w written) {
	l.t.Helper()
	l.during(a, func() error {
		err := l.noor.Person().Sync(ctx)
		l.holds(w.private, l.noor.notes(), "Noor's notes, while the server lies")
		l.holds(w.noors, shown(l.noor), "what Noor gave, while the server lies")
		return err
	})
	l.troubled(a)
}

// reopen is a tab that is closed and opened again.
func (l *lied) reopen(d *device) {
	l.t.Helper()
	d.Lock()
	d.open(testkit.Origin)
	d.must(d.Unlock(ctx, l.password))
}

// heals looks at both after the server has become honest.
func (l *lied) heals(w written) {
	l.noor.must(l.noor.Person().Sync(ctx))
	w.adas, w.noors = append(w.adas, l.give(l.ada)), append(w.noors, l.give(l.noor))
	settled(l.ada, l.noor)
	for _, d := range []*device{l.ada, l.noor} {
		name := d.Person().Private().Name
		l.holds(slices.Concat(w.adas, w.noors), shown(d), name+"'s shared pages, afterwards")
		if err := d.Person().Trouble(); err != nil || d.Person().Pending() > 0 {
			l.t.Errorf("afterwards %s has trouble %v and %d records to send", name, err, d.Person().Pending())
		}
	}
	l.holds(w.private, l.noor.notes(), "Noor's notes, afterwards")
	l.secret(w)
}
