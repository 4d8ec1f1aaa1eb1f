package replica_test

import (
	"fmt"
	"testing"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

// crasher stops the program at its nth step. The steps are those at which a
// closed tab can leave something half done: before and after each change to the
// disk, and before and after the relay has seen each request.
type crasher struct {
	at, step int
	where    string
}

func (c *crasher) next(where string) error {
	if c.step++; c.step == c.at {
		c.where = where
		return testkit.ErrCrash
	}
	return nil
}

func (c *crasher) watch(d *testkit.Device, space wire.ID) {
	d.Local(space).OnSave(func(m testkit.Moment, _ replica.Change) error { return c.next("save, " + string(m)) })
	d.Network.Before(func(r remote.Request) error { return c.next("before " + r.Method + " " + r.Path) })
	d.Network.After(func(r remote.Request, _ *remote.Response) error { return c.next("after " + r.Method + " " + r.Path) })
}

func (c *crasher) stop(d *testkit.Device, space wire.ID) {
	d.Local(space).OnSave(nil)
	d.Network.Before(nil)
	d.Network.After(nil)
}

// TestAClosedTabLosesNothing runs one evening and closes the tab at every step
// of it, one after another. Whatever Append or Answer had accepted is there
// after the restart, reaches the other device exactly once, and so does what
// comes the other way.
func TestAClosedTabLosesNothing(t *testing.T) {
	for _, strict := range []bool{false, true} {
		steps := 0
		for at := 1; ; at++ {
			c := &crasher{at: at}
			evening(t, c, strict)
			if c.where == "" {
				break // it ran to the end
			}
			steps = at
		}
		if steps < 20 {
			t.Fatalf("only %d steps were found to crash at", steps)
		}
		t.Logf("strict %v: closed at each of %d steps", strict, steps)
	}
}

func evening(t *testing.T, c *crasher, strict bool) {
	t.Helper()
	w := newCouple(t, 7)
	gate := wire.ID{1}
	noor := w.open(w.noor)
	syncAll(t, noor)
	write(t, noor, "from Noor")
	ok(t, noor.Answer(ctx, gate, []byte("Noor's answer")))
	syncAll(t, noor)

	w.ada.Strict = strict
	ada := w.open(w.ada)
	ok(t, ada.Sync(ctx))
	c.watch(w.ada, w.space)
	accepted := adasEvening(ada, gate)
	c.stop(w.ada, w.space)

	ada = w.open(w.ada)
	syncAll(t, ada, noor, ada, noor)
	where := fmt.Sprintf("closed at step %d, %s", c.at, c.where)
	checkEvening(t, where, ada, accepted)
	wantSame(t, ada, noor)
	wantSame(t, ada, w.open(w.ada))
	if ada.Pending() != 0 {
		t.Fatalf("%s: %d wait for ever", where, ada.Pending())
	}
	if _, posted := ada.Posted(gate); accepted["answer"] || posted {
		for _, r := range []*replica.Replica{ada, noor} {
			if got := answers(r, gate); len(got) != 2 {
				t.Fatalf("%s: the gate shows %q", where, got)
			}
		}
	}
}

// adasEvening returns what was accepted before the tab was closed.
func adasEvening(ada *replica.Replica, gate wire.ID) map[string]bool {
	accepted := map[string]bool{}
	for _, text := range []string{"one", "two"} {
		if _, err := ada.Append(ctx, []byte(text)); err != nil {
			return accepted
		}
		accepted[text] = true
	}
	if ada.Sync(ctx) != nil {
		return accepted
	}
	if ada.Answer(ctx, gate, []byte("Ada's answer")) != nil {
		return accepted
	}
	accepted["answer"] = true
	if _, err := ada.Append(ctx, []byte("three"), []byte("four")); err != nil {
		return accepted
	}
	accepted["three"], accepted["four"] = true, true
	if ada.Snapshot(ctx) != nil || ada.Sync(ctx) != nil {
		return accepted
	}
	return accepted
}

func checkEvening(t *testing.T, where string, ada *replica.Replica, accepted map[string]bool) {
	t.Helper()
	times := map[string]int{}
	for _, text := range texts(ada) {
		times[text]++
	}
	for text := range accepted {
		if text != "answer" && times[text] != 1 {
			t.Fatalf("%s: %q was accepted and is there %d times", where, text, times[text])
		}
	}
	for text, n := range times {
		if n != 1 {
			t.Fatalf("%s: %q is there %d times", where, text, n)
		}
	}
	if times["three"] != times["four"] {
		t.Fatalf("%s: half of one Append is there", where)
	}
	if times["from Noor"] != 1 {
		t.Fatalf("%s: what Noor wrote is there %d times", where, times["from Noor"])
	}
}
