package client

import (
	"context"
	"crypto/sha256"
	"slices"

	"pleach/internal/bond"
	"pleach/internal/takeout"
)

// How much is written in one step, so that what waits in memory has a bound.
const (
	bringEvents = 500
	bringBytes  = 1 << 20
)

// bringing adds the lines of a file that are not here yet.
type bringing struct {
	ctx    context.Context
	p      *Person
	have   map[[16]byte]int // how often each payload is in the private space and was not met in the file
	erased map[string]bool  // what was erased here stays so
	chosen bool             // settings were chosen here
	batch  [][]byte
	size   int
	copy   *copying // of the space whose lines come; nil when none is made
	there  map[any]bool
	added  int
	known  int
}

func newBringing(ctx context.Context, p *Person) *bringing {
	b := &bringing{ctx: ctx, p: p, have: map[[16]byte]int{}, erased: map[string]bool{}}
	for _, o := range p.private.rep().Entries() {
		b.have[fingerprint(o.Payload)]++
		e, err := bond.Decode(o.Payload)
		if err != nil {
			continue
		}
		if stands, _ := bond.Erased(e); stands != "" {
			b.erased[stands] = true
		}
		_, set := e.(bond.SettingsSet)
		b.chosen = b.chosen || set
	}
	return b
}

func fingerprint(payload []byte) [16]byte {
	sum := sha256.Sum256(payload)
	return [16]byte(sum[:])
}

func (b *bringing) line(l takeout.Line) error {
	switch {
	case l.Private != nil:
		return b.private(l.Private)
	case l.Space != nil:
		return b.space(*l.Space)
	case b.copy == nil:
		b.known++ // the space is shared here and now
	case l.Entry != nil:
		e := *l.Entry
		b.kept([2]any{e.Device, e.Seq}, func() {
			b.copy.entry(e)
			if len(e.Payload) > partSize {
				b.copy.done() // parts of one entry are written in one step
			}
		})
	default:
		a := *l.Answer
		b.kept([2]any{a.Gate, a.Author}, func() { b.copy.answer(a) })
	}
	if b.copy != nil && len(b.copy.events) > 0 {
		return b.writeCopy(b.copy.take())
	}
	return nil
}

// private adds an event as often as it is in the file and not here.
func (b *bringing) private(payload []byte) error {
	if print := fingerprint(payload); b.have[print] > 0 {
		b.have[print]--
		b.known++
		return nil
	}
	e, err := bond.Decode(payload)
	if err != nil {
		return err
	}
	_, about := bond.Erased(e)
	if _, set := e.(bond.SettingsSet); b.erased[about] || set && b.chosen {
		b.known++
		return nil
	}
	return b.add(payload)
}

func (b *bringing) add(payload []byte) error {
	b.added++
	b.batch, b.size = append(b.batch, payload), b.size+len(payload)
	if len(b.batch) < bringEvents && b.size < bringBytes {
		return nil
	}
	return b.write()
}

func (b *bringing) write() error {
	batch := b.batch
	b.batch, b.size = nil, 0
	_, err := b.p.private.rep().Append(b.ctx, batch...)
	return err
}

// space begins the copy of a space, unless it is the one that is shared here.
func (b *bringing) space(s takeout.Space) error {
	if err := b.flush(); err != nil {
		return err
	}
	private := b.p.Private()
	b.copy, b.there = nil, nil
	if pair, ok := private.Ring.Pair(); ok && pair.Space == s.ID {
		return nil
	}
	past := private.Past[s.ID]
	b.copy, b.there = &copying{space: s.ID}, map[any]bool{}
	for _, e := range past.Entries {
		b.there[[2]any{e.Device, e.Seq}] = true
	}
	for _, a := range past.Answers {
		b.there[[2]any{a.Gate, a.Author}] = true
	}
	if past.Brought != nil || slices.ContainsFunc(private.Ring.Former(), func(p bond.Pair) bool { return p.Space == s.ID }) {
		return nil
	}
	return b.writeCopy([]bond.Event{bond.PastBrought{
		Space: s.ID, Self: s.Self, Other: s.Other, Partner: s.Partner, Inviter: s.Inviter, Since: s.Since, At: b.p.cfg.Now(),
	}})
}

func (b *bringing) kept(place [2]any, add func()) {
	if b.there[place] {
		b.known++
		return
	}
	b.there[place] = true
	b.added++
	add()
}

func (b *bringing) writeCopy(events []bond.Event) error {
	for _, e := range events {
		payload, err := bond.Encode(e)
		if err != nil {
			return err
		}
		b.batch, b.size = append(b.batch, payload), b.size+len(payload)
	}
	if b.size < bringBytes {
		return nil
	}
	return b.write()
}

// flush writes what still waits.
func (b *bringing) flush() error {
	if b.copy != nil {
		if err := b.writeCopy(b.copy.done()); err != nil {
			return err
		}
		b.copy = &copying{space: b.copy.space}
	}
	return b.write()
}
