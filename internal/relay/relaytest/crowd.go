package relaytest

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"pleach/internal/relay"
	"pleach/wire"
)

const crowdSize, crowdSteps = 6, 12

// Crowd has six devices push to one space and read it at the same time, through
// stores that share one memory, for so many lives of these stores. Each begins
// with open; disaster, which may be nil, is told that it has begun, may end it
// at any time, and is not told of the last one. Who got no answer asks again in
// the next life. All that was asked and answered must be explained by one order:
// so what was acknowledged is there ever after, whole, once, and at the position
// that was given.
func Crowd(t *testing.T, seed uint64, lives int, open func() []relay.Store, disaster func(life int)) {
	t.Helper()
	t.Logf("seed %d", seed)
	c := &crowd{T: t, devices: map[wire.ID]byte{}}
	w := NewWorld(seed)
	owner := w.Person()
	c.owner, c.space = owner.ID, w.ID()
	for i := range crowdSize {
		chain := NewWorld(seed<<8+uint64(i)+1).Chain(c.space, w.ID())
		c.devices[chain.device] = byte(i)
		c.members = append(c.members, &member{n: i, chain: chain, rand: rand.New(rand.NewPCG(seed, uint64(i)))})
	}
	for life := range lives {
		c.stores = open()
		if life == 0 {
			c.found(owner, w)
		}
		if life < lives-1 && disaster != nil {
			disaster(life)
		}
		c.live()
		for _, s := range c.stores {
			_ = s.Close()
		}
	}
	c.history.check(t)
}

// crowd is devices of one account in one space.
type crowd struct {
	*testing.T
	history history
	stores  []relay.Store
	owner   wire.ID
	space   wire.ID
	devices map[wire.ID]byte
	members []*member
	sent    sync.Map // place to hash
}

// member is one device.
type member struct {
	n       int
	chain   *Chain
	rand    *rand.Rand
	waiting *relay.Batch // was sent, and not acknowledged
	called  int64        // when it was sent first
	seen    uint64       // a position that the store gave
}

func (c *crowd) found(owner *Person, w *World) {
	s, l := c.stores[0], wire.DefaultLimits()
	if err := s.CreateAccount(c.Context(), owner.Account()); err != nil {
		c.Fatal(err)
	}
	if err := s.CreateSpace(c.Context(), owner.ID, wire.NewSpace{Space: c.space, Commit: w.Bytes(50)}, l, Start); err != nil {
		c.Fatal(err)
	}
}

// live lets everybody act until they are done or get no answer any more.
func (c *crowd) live() {
	var all sync.WaitGroup
	for i, m := range c.members {
		s := c.stores[i%len(c.stores)]
		all.Go(func() {
			for range crowdSteps {
				if err := c.step(s, m); err != nil {
					return
				}
			}
		})
	}
	all.Wait()
}

func (c *crowd) step(s relay.Store, m *member) error {
	if m.waiting == nil && m.rand.IntN(3) == 0 {
		return c.pull(s, m)
	}
	if m.waiting == nil {
		b := m.chain.Batch(1+m.rand.IntN(3), 200)
		m.waiting, m.called = &b, c.history.clock.Add(1)
		for _, e := range b.Entries {
			c.sent.Store(place(byte(m.n), e.Seq), e.Hash)
		}
	}
	pos, err := s.Push(context.Background(), c.owner, *m.waiting, wire.DefaultLimits())
	if err == nil {
		c.history.add(m.n, m.called, asked{places: places(byte(m.n), *m.waiting)}, heard{pos: pos})
		m.waiting, m.seen = nil, pos
	}
	return err
}

func (c *crowd) pull(s relay.Store, m *member) error {
	call := c.history.clock.Add(1)
	page, err := s.Pull(context.Background(), c.space, m.seen, 1<<30)
	if err != nil {
		return err
	}
	items, err := wire.ParseItems(page.Body)
	if err != nil {
		return err
	}
	var got strings.Builder
	for _, it := range items {
		e, err := wire.ParseEntry(it.Data)
		if err != nil {
			return err
		}
		at := place(c.devices[e.Header.Device], e.Header.Seq)
		if sent, _ := c.sent.Load(at); sent != e.Hash() {
			c.Errorf("entry %d of a device is not what it sent", e.Header.Seq)
		}
		got.WriteString(at)
	}
	c.history.add(m.n, call, asked{after: m.seen}, heard{places: got.String()})
	return nil
}
