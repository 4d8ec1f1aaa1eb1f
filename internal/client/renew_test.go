package client_test

import (
	"slices"
	"testing"
	"time"

	"pleach/seal"
)

// TestANewPasswordRenewsTheKeysOfTheSharedSpace: whoever got at the old master
// key has Ada's keys of the shared space, and opens nothing that comes later.
// For everybody else Ada stays Ada.
func TestANewPasswordRenewsTheKeysOfTheSharedSpace(t *testing.T) {
	w := newWorld(t)
	phone, noor := w.device(), w.device()
	phone.signUp("Ada")
	noor.signUp("Noor")
	pair(phone, noor, true)
	tablet := w.second(phone)
	self := phone.Person().Self()
	ring, _ := phone.Person().Private().Ring.Pair()
	lost, err := seal.ParseMember(ring.Member)
	phone.must(err)
	if _, err := phone.Person().SharedHead().Open(lost); err != nil {
		t.Fatalf("the control: the keys of now do not open: %v", err)
	}

	tablet.wire.set(true)
	tablet.must(tablet.Person().Appreciate(ctx, "written on the tablet before", false))
	_, err = phone.ChangePassword(ctx, oldPassword, newPassword)
	phone.must(err)
	phone.must(phone.Person().Appreciate(ctx, "from the phone", false))
	settled(phone, noor)
	if _, err := phone.Person().SharedHead().Open(lost); err == nil {
		t.Error("the old keys open what is written now")
	}

	tablet.Lock()
	tablet.wire.set(false)
	tablet.must(tablet.Unlock(ctx, newPassword))
	settled(tablet, noor, phone)
	fresh := w.device()
	kit, err := phone.Person().Kit(ctx)
	phone.must(err)
	fresh.must(fresh.SignIn(ctx, kit.Code(), newPassword, "a new phone"))
	settled(fresh, noor)
	for _, d := range []*device{phone, tablet, fresh, noor} {
		if got := given(d.Person()); !slices.Equal(got, []string{"from the phone", "written on the tablet before"}) {
			t.Errorf("%s has %q", d.Person().Private().Name, got)
		}
		if err := d.Person().Trouble(); err != nil || d.Person().Pending() != 0 {
			t.Errorf("%s: trouble %v, %d pending", d.Person().Private().Name, err, d.Person().Pending())
		}
	}
	if partner, _ := noor.Person().Partner(); phone.Person().Self() != self || partner.Member != self || partner.Name != "Ada" {
		t.Errorf("Ada is %v, was %v; for Noor %v", phone.Person().Self(), self, partner.Member)
	}
	for range 2 { // it is done once
		n := phone.Person().SharedHead().N
		settled(phone, tablet, fresh, noor)
		if now := phone.Person().SharedHead().N; now != n {
			t.Errorf("commit %d follows %d with nothing to do", now, n)
		}
	}

	fresh.must(fresh.Person().LeaveShared(ctx)) // with the keys of now
	settled(fresh, noor, phone)
	if !noor.alone() || !phone.alone() {
		t.Error("sharing goes on")
	}
}

// TestAKeyIsUsedForAMonth: by the clock of whoever writes next, and not while
// nobody writes.
func TestAKeyIsUsedForAMonth(t *testing.T) {
	_, ada, noor := sharing(t)
	write := func(days int, text string) (before, after uint32) {
		before = ada.Person().SharedHead().N
		ada.now = ada.now.AddDate(0, 0, days)
		settled(ada)
		ada.must(ada.Person().Appreciate(ctx, text, false))
		settled(ada, noor)
		return before, ada.Person().SharedHead().N
	}
	if before, after := write(0, "today"); after != before {
		t.Errorf("a key of today is changed: %d, %d", before, after)
	}
	if before, after := write(31, "a month later"); after != before+1 {
		t.Errorf("a key of a month is kept: %d, %d", before, after)
	}
	if before, after := write(1, "the day after"); after != before {
		t.Errorf("a new key is changed: %d, %d", before, after)
	}
	ada.now = ada.now.Add(60 * 24 * time.Hour)
	n := ada.Person().SharedHead().N
	settled(ada)
	if ada.Person().SharedHead().N != n {
		t.Error("a key is changed with nothing to send")
	}
	if got := given(noor.Person()); len(got) != 5 {
		t.Errorf("Noor has %q", got)
	}
}
