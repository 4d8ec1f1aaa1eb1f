package client

import (
	"context"
	"errors"
	"slices"

	"pleach/internal/bond"
	"pleach/seal"
	"pleach/wire"
)

// partSize is how large a part of a copied entry may be, and copySize how large
// an event of the copy, in bytes: as base64 in JSON both fit into one entry.
const (
	partSize = 100 << 10
	copySize = 120 << 10
)

// LeaveShared ends sharing: alone, at once and without a word to anybody. Here
// it holds from now on, with or without a network; the relay is told when it
// can be. The person keeps their copy of all that was shared, in their private
// space. The other's app then says that sharing has ended, and no more.
func (p *Person) LeaveShared(ctx context.Context) error {
	_, s := p.spaces()
	if s == nil {
		return ErrNoPartner
	}
	return p.end(ctx, s, bond.SharingEnded{Space: s.id, Own: true, At: p.cfg.Now()})
}

// end keeps the copy and the end of a space in one step.
func (p *Person) end(ctx context.Context, s *space, e bond.SharingEnded) error {
	if err := p.private.write(ctx, append(p.missing(s), e)...); err != nil {
		return err
	}
	p.dropPair()
	p.kick()
	return nil
}

// noticeEnd ends sharing here when the other has left.
func (p *Person) noticeEnd(ctx context.Context) error {
	_, s := p.spaces()
	if s == nil || !s.rep().Alone() {
		return nil
	}
	return p.end(ctx, s, bond.SharingEnded{Space: s.id})
}

// missing is what this device has of a shared space and the person's copy does
// not.
func (p *Person) missing(s *space) []bond.Event {
	past := p.Private().Past[s.id]
	have := map[[2]any]bool{}
	for _, e := range past.Entries {
		have[[2]any{e.Device, e.Seq}] = true
	}
	c := copying{space: s.id}
	for _, o := range s.rep().Entries() {
		if !have[[2]any{o.Device, o.Seq}] {
			c.entry(bond.KeptEntry{Lamport: o.Lamport, Device: o.Device, Seq: o.Seq, Author: o.Author, Payload: o.Payload})
		}
	}
	for _, a := range past.Answers {
		have[[2]any{a.Gate, a.Author}] = true
	}
	for _, gate := range s.rep().Gates() {
		for _, a := range s.rep().Answers(gate) {
			if !have[[2]any{gate, a.Author}] {
				c.answer(bond.KeptAnswer{Gate: gate, Author: a.Author, Payload: a.Payload})
			}
		}
	}
	return c.done()
}

// copying makes a copy of events that each fit into an entry.
type copying struct {
	space  wire.ID
	events []bond.Event
	open   bond.CopyKept
	size   int
}

func (c *copying) entry(e bond.KeptEntry) {
	for rest := e.Payload; ; e.Part++ {
		e.Payload = rest[:min(len(rest), partSize)]
		rest = rest[len(e.Payload):]
		c.room(len(e.Payload))
		c.open.Entries = append(c.open.Entries, e)
		if len(rest) == 0 {
			return
		}
	}
}

func (c *copying) answer(a bond.KeptAnswer) {
	c.room(len(a.Payload))
	c.open.Answers = append(c.open.Answers, a)
}

// room begins another event when this one is full.
func (c *copying) room(n int) {
	if c.size += n + 200; c.size > copySize {
		c.done()
		c.size = n + 200
	}
}

func (c *copying) done() []bond.Event {
	if len(c.open.Entries)+len(c.open.Answers) > 0 {
		c.open.Space = c.space
		c.events = append(c.events, c.open)
	}
	c.open = bond.CopyKept{}
	return c.events
}

// take gives the events that are full.
func (c *copying) take() []bond.Event {
	full := c.events
	c.events = nil
	return full
}

// farewell finishes on this device what has ended: what only this device has is
// added to the copy, the relay is told, and the keys are destroyed.
func (p *Person) farewell(ctx context.Context) error {
	var errs []error
	for _, pair := range p.Private().Ring.Former() {
		gone, err := p.box.get(ctx, nameGone+pair.Space.String())
		if err == nil && gone == nil {
			err = p.sayFarewell(ctx, pair)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (p *Person) sayFarewell(ctx context.Context, pair bond.Pair) error {
	s, err := p.former(ctx, pair)
	if err != nil {
		return err
	}
	if s != nil {
		if more := p.missing(s); len(more) > 0 {
			if err := p.private.write(ctx, more...); err != nil {
				return err
			}
		}
	}
	if err := p.online(ctx, func() error { return p.private.sync(ctx, p.api) }); err != nil {
		return err // the copy is safe at the relay before the space goes
	}
	if err := p.online(ctx, func() error { return p.tellRelay(ctx, pair) }); err != nil {
		return err
	}
	if s != nil {
		if err := s.rep().Destroy(ctx); err != nil {
			return err
		}
	}
	if err := p.box.put(ctx, nameGone+pair.Space.String(), []byte{1}); err != nil {
		return err
	}
	return p.box.drop(ctx, nameDev+pair.Space.String())
}

// former is what this device has of a space that has ended; nil when it never
// was in it.
func (p *Person) former(ctx context.Context, pair bond.Pair) (*space, error) {
	keys, err := p.box.get(ctx, nameDev+pair.Space.String())
	if err != nil || keys == nil {
		return nil, err
	}
	return p.openPair(ctx, pair)
}

// leaves is how often a leave is made anew because the other changed the key.
const leaves = 8

// tellRelay leaves the space at the relay. Somebody who is not in it any more
// has done so on another device.
func (p *Person) tellRelay(ctx context.Context, pair bond.Pair) error {
	var err error
	for range leaves {
		var out wire.Leave
		if out, err = p.lastCommit(ctx, pair); err == nil {
			err = p.api.Leave(ctx, pair.Space, out)
		}
		if !errors.Is(err, &wire.Problem{Code: wire.CodeCommitRace}) {
			break
		}
	}
	for _, done := range []wire.Code{wire.CodeForbidden, wire.CodeNotFound} {
		if errors.Is(err, &wire.Problem{Code: done}) {
			return nil
		}
	}
	return err
}

// lastCommit is the one record of leaving: the space goes on without this
// person, or, when nobody else is in it, not at all.
func (p *Person) lastCommit(ctx context.Context, pair bond.Pair) (wire.Leave, error) {
	keys, err := pairKeys(pair)
	if err != nil {
		return wire.Leave{}, err
	}
	last, member, count, err := p.newestCommit(ctx, pair.Space, keys)
	if err != nil {
		return wire.Leave{}, err
	}
	rest := slices.DeleteFunc(slices.Clone(last.Members), func(m seal.MemberPublic) bool { return m.ID() == member.Public().ID() })
	if len(rest) == 0 {
		return wire.Leave{}, nil
	}
	key, err := seal.NewKey(p.cfg.Rand)
	if err != nil {
		return wire.Leave{}, err
	}
	c, err := seal.NewCommit(p.cfg.Rand, member, &last, pair.Space, rest, nil, key, nil)
	return wire.Leave{N: count, Commit: c.Bytes()}, err
}

// newestCommit is the newest in which this person is, with their keys in it, and
// how many commits there are. The other may have put some after it that no client
// takes: they hold nobody back. A relay that lies gets a record that fits nowhere,
// and could have kept the right one to itself as well.
func (p *Person) newestCommit(ctx context.Context, space wire.ID, keys []seal.Member) (last seal.Commit, by seal.Member, count uint32, err error) {
	in := false
	for {
		raws, err := p.api.Space(space).Commits(ctx, count)
		switch {
		case err != nil:
			return last, by, count, err
		case len(raws) == 0 && !in:
			return last, by, count, &wire.Problem{Code: wire.CodeNotFound} // there is none to leave
		case len(raws) == 0:
			return last, by, count, nil
		}
		for _, raw := range raws {
			if c, err := seal.ParseCommit(raw); err == nil && wire.ID(c.Space) == space {
				if m, held := heldBy(c, keys); held {
					last, by, in = c, m, true
				}
			}
		}
		count += uint32(len(raws))
	}
}
