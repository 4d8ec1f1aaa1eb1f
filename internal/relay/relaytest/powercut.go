package relaytest

import (
	"testing"

	"pgregory.net/rapid"

	"pleach/internal/relay"
)

// Power is a disk whose power can be cut; see internal/testkit/crashdisk.
type Power interface {
	CutAfter(n int, seed uint64)
	Dead() bool
	PowerOn() error
}

// PowerCuts has a store on a disk do random things, cuts the power in the middle
// of them, and holds what is there afterwards against another store that has
// done the same: everything that was acknowledged is there, and of what was
// under way all or nothing; and when that is asked for again, it is done. It
// goes on until the power was cut so often. The reference and what open opens
// are empty at first.
func PowerCuts(t *testing.T, least int, disk Power, open func() (relay.Store, error), reference relay.Store) {
	store, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	round, cuts := uint64(0), 0
	for cuts < least && !t.Failed() {
		rapid.Check(t, func(r *rapid.T) {
			round++
			c := &cutting{machine: newMachine(NewWorld(round), store, reference), disk: disk, open: open}
			for range rapid.IntRange(1, 60).Draw(r, "steps") {
				c.step(r)
			}
			disk.CutAfter(0, 0)
			store, cuts = c.stores[0], cuts+c.cuts
			c.agree(r)
		})
	}
	t.Logf("the power was cut %d times", cuts)
}

// cutting does the steps of a machine on a disk that loses its power.
type cutting struct {
	*machine
	disk  Power
	open  func() (relay.Store, error)
	cuts  int
	armed bool // the power will go in one of the next calls of the disk
}

// step does one thing. The power may go in the middle of it.
func (c *cutting) step(r *rapid.T) {
	name, call := c.draw(r)
	if !c.armed {
		c.armed = true
		c.disk.CutAfter(rapid.IntRange(1, 9).Draw(r, "after"), rapid.Uint64().Draw(r, "luck"))
	}
	got := outcome(call(c.stores[0]))
	if !c.disk.Dead() {
		c.same(r, name, got, outcome(call(c.stores[1])))
		return
	}
	before := c.everything(1)
	want := outcome(call(c.stores[1]))
	c.restart(r)
	now, after := c.everything(0), c.everything(1)
	if got == want && now != after {
		r.Fatalf("%s was acknowledged and is not there. There is\n%s\nand there should be\n%s", name, now, after)
	}
	if now != before && now != after {
		r.Fatalf("%s was cut off, and now there is neither what was before\n%s\nnor what should be after\n%s\nbut\n%s",
			name, before, after, now)
	}
	if again := outcome(call(c.stores[0])); refused(again) != refused(want) {
		r.Fatalf("%s again gives %s, and gave %s", name, again, want)
	}
	c.agree(r)
}

// refused is the part of an outcome that a repetition has in common with it.
func refused(outcome string) string {
	if len(outcome) > 8 && outcome[:8] == "refused:" {
		return outcome
	}
	return "done"
}

func (c *cutting) same(r *rapid.T, name, a, b string) {
	if a != b {
		r.Fatalf("%s: one says %s, the other %s", name, a, b)
	}
}

func (c *cutting) agree(r *rapid.T) {
	if a, b := c.everything(0), c.everything(1); a != b {
		r.Fatalf("one has\n%s\nand the other\n%s", a, b)
	}
}

func (c *cutting) restart(r *rapid.T) {
	_ = c.stores[0].Close() // it cannot write any more
	if err := c.disk.PowerOn(); err != nil {
		r.Fatal(err)
	}
	var err error
	if c.stores[0], err = c.open(); err != nil {
		r.Fatalf("after the power cut it does not open: %v", err)
	}
	c.cuts, c.armed = c.cuts+1, false
}
