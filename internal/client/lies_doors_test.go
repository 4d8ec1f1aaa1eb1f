package client_test

import (
	"fmt"

	"pleach/internal/testkit/lies"
)

// signingIn: Noor's tablet comes in with her kit. When it ends badly, nothing is
// on the tablet, and the next try succeeds.
func (l *lied) signingIn(a lies.Attack) {
	l.server.Elsewhere = relayOn(l.t, l.store, "http://elsewhere.test")
	thought := l.keep(l.noor)
	settled(l.noor)
	kit, err := l.noor.Person().Kit(ctx)
	l.noor.must(err)
	tablet := l.person("Noor")
	l.during(a, func() error { return tablet.SignIn(ctx, kit.Text(), l.password, "Tablet") })
	if a.Want != nil {
		if tablet.HasAccount() {
			l.t.Error("half an account is on the tablet")
		}
		tablet.must(tablet.SignIn(ctx, kit.Text(), l.password, "Tablet"))
	}
	settled(tablet)
	l.holds([]string{thought}, tablet.notes(), "the tablet's notes, afterwards")
	tablet.must(tablet.Forget(ctx))
	l.heals(written{private: []string{thought}})
}

// newPassword has Noor take another password on her phone.
func (l *lied) newPassword() {
	l.t.Helper()
	l.words++
	next := fmt.Sprintf("long password number %d", l.words)
	_, err := l.noor.ChangePassword(ctx, l.password, next)
	l.noor.must(err)
	l.password = next
	settled(l.noor)
}

// unlocking: Noor has taken a new password on her phone. Her tablet, with a
// thought on it that it has not sent, hears of it from the server.
func (l *lied) unlocking(a lies.Attack) {
	kit, err := l.noor.Person().Kit(ctx)
	l.noor.must(err)
	tablet := l.person("Noor")
	tablet.must(tablet.SignIn(ctx, kit.Text(), l.password, "Tablet"))
	settled(tablet)
	thought := l.keep(tablet)
	tablet.Lock()
	l.newPassword()
	l.during(a, func() error { return tablet.Unlock(ctx, l.password) })
	tablet.must(tablet.Unlock(ctx, l.password))
	l.holds([]string{thought}, tablet.notes(), "the tablet's notes, afterwards")
	settled(tablet, l.noor)
	l.heals(written{private: []string{thought}})
	tablet.must(tablet.Forget(ctx))
}

// recovering: Noor has forgotten a password that was not her first, and comes
// back on a new device with her kit. What the server says of her keys must not
// go back to it under her name.
func (l *lied) recovering(a lies.Attack) {
	l.newPassword()
	thought := l.keep(l.noor)
	settled(l.noor)
	kit, err := l.noor.Person().Kit(ctx)
	l.noor.must(err)
	fresh := l.person("Noor")
	recovered := "found again, number " + thought
	l.during(a, func() error { return fresh.Recover(ctx, kit.Text(), recovered, "New") })
	if fresh.HasAccount() {
		l.t.Error("half an account is on the new device")
	}
	l.noor.must(l.noor.Person().Sync(ctx)) // nothing has happened to the others
	fresh.must(fresh.Recover(ctx, kit.Text(), recovered, "New"))
	settled(fresh)
	l.holds([]string{thought}, fresh.notes(), "the new device's notes")
	fresh.must(fresh.Forget(ctx))
	l.password = recovered
	l.reopen(l.noor)
	settled(l.noor)
	l.heals(written{private: []string{thought}})
}
