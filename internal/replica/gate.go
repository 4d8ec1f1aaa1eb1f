package replica

import (
	"slices"

	"pleach/seal"
	"pleach/wire"
)

// OpenedAnswer is one member's answer to a gate that has opened.
type OpenedAnswer struct {
	Author  wire.ID // member id
	Payload []byte
}

// answer is a verified answer.
type answer struct {
	wire    wire.Answer // without its body once that is opened
	hash    wire.Hash
	member  wire.ID
	payload []byte
	open    bool // payload is readable
	// bare: it came without its wrap, and no key has followed. For an own answer:
	// it was posted without.
	bare bool
}

// gate is what is held of one gate. Like a view it is copied before a change.
type gate struct {
	own *answer  // what this device posted or will post, with its wrap
	in  []answer // from the stream, which has them only when all are there
}

func (g *gate) by(member wire.ID) *answer {
	i := slices.IndexFunc(g.in, func(a answer) bool { return a.member == member })
	if i < 0 {
		return nil
	}
	return &g.in[i]
}

// complete reports whether every member has an answer in.
func (v *view) complete(g *gate) bool {
	if len(g.in) < 2 {
		return false
	}
	var newest uint32
	for _, a := range g.in {
		newest = max(newest, a.wire.Epoch)
	}
	return !slices.ContainsFunc(v.epochs[newest].members, func(m wire.ID) bool { return g.by(m) == nil })
}

// opened keeps the payload in place of the body.
func (a *answer) opened(payload []byte) {
	a.payload, a.open, a.wire.Body = payload, true, nil
}

// gate returns a copy that may be changed and is already in the view.
func (v *view) gate(id wire.ID) *gate {
	g := &gate{}
	if old := v.gates[id]; old != nil {
		g.own, g.in = old.own, slices.Clone(old.in)
	}
	v.gates[id] = g
	return g
}

// read unwraps and opens; the epoch's key must be known.
func (a *answer) read(e epoch) error {
	aad, device := a.wire.Header(), a.wire.Device
	key, err := seal.UnwrapKey(e.key, aad, a.wire.Wrap)
	if err != nil {
		return bad(ErrSplice, device, 0, "the key of an answer does not open")
	}
	payload, err := seal.OpenBody(key, a.wire.Commitment, aad, a.wire.Body)
	if err != nil {
		return bad(ErrSplice, device, 0, "an answer does not open")
	}
	a.opened(payload)
	return nil
}

// checkAnswer finds whose answer it is and whether they may give it.
func (s *stage) checkAnswer(a wire.Answer) (member wire.ID, err error) {
	c := s.view.chains[a.Device]
	switch {
	case a.Space != s.cfg.Space:
		return member, bad(ErrSplice, a.Device, 0, "an answer of another space")
	case int(a.Epoch) >= len(s.view.epochs):
		return member, bad(ErrEpochUnknown, a.Device, 0, "an answer")
	case c == nil:
		return member, bad(ErrNotMember, a.Device, 0, "an answer by a device without a chain")
	case !slices.Contains(s.view.epochs[a.Epoch].members, c.member):
		return member, bad(ErrNotMember, a.Device, 0, "an answer by somebody who is not in the space")
	}
	return c.member, nil
}

// answer takes an answer from the stream, or this device's own from the log.
func (s *stage) answer(it wire.Item) (fresh bool, err error) {
	a, err := wire.ParseAnswer(it.Data)
	if err != nil {
		return false, unreadable(err)
	}
	member, err := s.checkAnswer(a)
	if err != nil {
		return false, err
	}
	got := answer{wire: a, hash: a.Hash(), member: member, bare: len(a.Wrap) == 0}
	if it.Pos == 0 {
		return true, s.keepOwn(got)
	}
	if g := s.view.gates[a.Gate]; g != nil {
		if old := g.by(member); old != nil {
			return s.answerAgain(*old, got)
		}
	}
	return true, s.takeAnswer(got)
}

// answerAgain takes an answer that is held already. It may bring the key that
// was missing.
func (s *stage) answerAgain(old, got answer) (fresh bool, err error) {
	a := got.wire
	switch {
	case old.hash != got.hash:
		return false, bad(ErrFork, a.Device, 0, "a second answer to one gate")
	case !old.bare || got.bare || a.Device == s.cfg.device():
		return false, nil
	}
	return true, s.takeKey(s.view.gate(a.Gate).by(old.member), a.Wrap)
}

// keepOwn takes this device's own answer from the log. In strict mode it stands
// there as it was posted, and its key follows.
func (s *stage) keepOwn(a answer) (err error) {
	if !a.bare {
		err = a.read(s.view.epochs[a.wire.Epoch])
	}
	s.view.gate(a.wire.Gate).own = &a
	return err
}

// keepOwnKey takes the held key of an own answer from the log.
func (s *stage) keepOwnKey(k wire.Key) (err error) {
	old := s.view.gates[k.Gate]
	if old == nil || old.own == nil {
		return bad(ErrGap, k.Device, 0, "a held key without its answer")
	}
	own := *old.own
	own.wire.Wrap = k.Wrap
	err = own.read(s.view.epochs[own.wire.Epoch])
	s.view.gate(k.Gate).own = &own
	return err
}

// dueKeys are the keys that were held back and may go now: every answer of the
// gate is in. Those in the outbox or the stream are not due again.
func (v *view) dueKeys(self wire.ID, out []queued) []queued {
	var due []queued
	for _, g := range v.gates {
		if g.own == nil || !g.own.bare || !v.complete(g) {
			continue
		}
		a := g.by(g.own.member)
		if a.wire.Device != self || !a.bare {
			continue
		}
		q := queueKey(wire.Key{Gate: a.wire.Gate, Device: self, Wrap: g.own.wire.Wrap})
		if !slices.ContainsFunc(out, q.equal) {
			due = append(due, q)
		}
	}
	return due
}

func (s *stage) takeAnswer(a answer) (err error) {
	if !s.local && !s.view.chains[a.wire.Device].device.Verify(a.hash, a.wire.Sig) {
		return bad(ErrBadSignature, a.wire.Device, 0, "an answer")
	}
	e, g := s.view.epochs[a.wire.Epoch], s.view.gate(a.wire.Gate)
	switch {
	case g.own != nil && a.wire.Device == g.own.wire.Device:
		if g.own.hash != a.hash {
			return bad(ErrOwnRollback, a.wire.Device, 0, "the relay has another answer by this device")
		}
		a.opened(g.own.payload)
	case !a.bare && e.open:
		err = a.read(e)
	}
	g.in = append(g.in, a)
	return err
}

// key takes the wrap that follows an answer in strict mode.
func (s *stage) key(it wire.Item) (fresh bool, err error) {
	k, err := wire.ParseKey(it.Data)
	if err != nil {
		return false, unreadable(err)
	}
	if it.Pos == 0 {
		return true, s.keepOwnKey(k)
	}
	i := -1
	if g := s.view.gates[k.Gate]; g != nil {
		i = slices.IndexFunc(g.in, func(a answer) bool { return a.wire.Device == k.Device })
	}
	if i < 0 {
		return false, bad(ErrGap, k.Device, 0, "a key without its answer")
	}
	if !s.view.gates[k.Gate].in[i].bare {
		return false, nil
	}
	if s.otherKey(k) {
		return false, bad(ErrSplice, k.Device, 0, "another key for this device's answer")
	}
	return true, s.takeKey(&s.view.gate(k.Gate).in[i], k.Wrap)
}

func (s *stage) takeKey(a *answer, wrap []byte) error {
	a.wire.Wrap, a.bare = wrap, false
	if e := s.view.epochs[a.wire.Epoch]; e.open && !a.open {
		return a.read(e)
	}
	return nil
}
