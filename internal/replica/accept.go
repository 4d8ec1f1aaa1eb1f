package replica

import (
	"errors"
	"slices"

	"pleach/wire"
)

// maxAhead bounds how far an entry's Lamport time may run ahead of everything
// known, so that nobody can use the clock up.
const maxAhead = 1 << 20

// stage verifies items against a fork of the view.
type stage struct {
	cfg   *Config
	view  *view
	local bool        // items come from the own log, where each was verified before
	items []wire.Item // all of them, also those that are not taken in
	log   []byte      // the items that are new, to be saved
	known int         // how many are not
	// reached is the highest seq that was served of each device, new or known.
	reached map[wire.ID]uint64
	purge   []Ref // erased, and held with their words
	bared   []Ref // served without words that are held
	marks   map[wire.ID][]mark
}

// mark is one new entry of a device in this stage.
type mark struct {
	index int // among the items
	seq   uint64
	sig   []byte
}

// accepted is the outcome of accept.
type accepted struct {
	*stage
	n int // so many items were accepted
}

// accept verifies and opens items in order. It accepts the longest prefix in
// which every item fits and every chain ends in a valid signature. err says why
// the first item after it was refused; it is nil when that item is only
// unsigned, which the caller judges: its signature may be in the next page.
func accept(cfg *Config, v *view, items []wire.Item, local bool) (accepted, error) {
	valid := map[Ref]bool{}
	var first error
	for limit := len(items); ; {
		s := &stage{cfg: cfg, view: v.fork(), local: local,
			items: items, reached: map[wire.ID]uint64{}, marks: map[wire.ID][]mark{}}
		n, err := s.scan(items[:limit])
		cut, sigErr := s.covered(n, valid)
		if err == nil {
			err = sigErr
		}
		if first == nil {
			first = err
		}
		if n == limit && cut == n {
			s.view.settle()
			return accepted{s, n}, first
		}
		limit = cut // again without what was refused, so that nothing of it stays
	}
}

// scan applies items until one does not fit, and returns how many did.
func (s *stage) scan(items []wire.Item) (int, error) {
	for i, it := range items {
		fresh, err := s.item(i, it)
		if errors.Is(err, errUnsigned) {
			return i, nil
		}
		if err != nil {
			return i, err
		}
		if !fresh {
			s.known++
		} else if !s.local {
			s.log = wire.AppendItem(s.log, it)
		}
	}
	return len(items), nil
}

func (s *stage) item(i int, it wire.Item) (fresh bool, err error) {
	switch it.Kind {
	case wire.ItemEntry:
		return s.entry(i, it)
	case wire.ItemAnswer:
		return s.answer(it)
	default:
		return s.key(it)
	}
}

// covered returns the length of the longest prefix of n items in which no chain
// ends unsigned. It verifies one signature a chain where all is well, and each
// at most once. An error says that one was wrong, not that one is missing.
func (s *stage) covered(n int, valid map[Ref]bool) (int, error) {
	var wrong error
	for cut := n; ; n = cut {
		for device, marks := range s.marks {
			c, err := s.coveredBy(device, marks, n, valid)
			cut = min(cut, c)
			if wrong == nil {
				wrong = err
			}
		}
		if cut == n {
			return n, wrong
		}
	}
}

func (s *stage) coveredBy(device wire.ID, marks []mark, n int, valid map[Ref]bool) (int, error) {
	var wrong error
	cut := n
	for _, m := range slices.Backward(marks) {
		if m.index >= n {
			continue
		}
		if m.sig != nil {
			if s.valid(device, m, valid) {
				return cut, wrong
			}
			wrong = bad(ErrBadSignature, device, m.seq, "the signature is not by this device")
		}
		cut = m.index
	}
	return cut, wrong
}

func (s *stage) valid(device wire.ID, m mark, known map[Ref]bool) bool {
	ref := Ref{device, m.seq}
	ok, done := known[ref]
	if !done {
		c := s.view.chains[device]
		ok = c.device.Verify(c.links[m.seq-1].hash, m.sig)
		known[ref] = ok
	}
	return ok
}

// entry verifies one entry and opens it.
func (s *stage) entry(i int, it wire.Item) (fresh bool, err error) {
	e, err := wire.ParseEntry(it.Data)
	if err != nil {
		return false, unreadable(err)
	}
	h, hash := e.Header, e.Hash()
	if h.Space != s.cfg.Space {
		return false, bad(ErrSplice, h.Device, h.Seq, "an entry of another space")
	}
	if s.shutOut(e) {
		return false, nil // pushed by a device that was shut out; it never counted
	}
	s.rewritten(h, hash)
	if s.unknownOwn(h, hash) {
		return false, s.setBack(i, h)
	}
	known, err := s.place(h, hash)
	if err != nil {
		return false, err
	}
	if known {
		return s.again(e)
	}
	for _, step := range []func(wire.Entry) error{s.admit, s.open, s.erasure} {
		if err := step(e); err != nil {
			return false, err
		}
	}
	s.view.extend(h, hash)
	s.tell(h)
	s.reached[h.Device] = max(s.reached[h.Device], h.Seq)
	s.marks[h.Device] = append(s.marks[h.Device], mark{i, h.Seq, nilIfEmpty(e.Sig)})
	return true, nil
}

func nilIfEmpty(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}

// place finds where an entry stands in its chain: known already, or next.
func (s *stage) place(h wire.Header, hash wire.Hash) (known bool, err error) {
	c := s.view.chains[h.Device]
	n := c.len()
	switch {
	case h.Seq <= n && c.links[h.Seq-1].hash == hash:
		s.reached[h.Device] = max(s.reached[h.Device], h.Seq)
		return true, nil
	case h.Seq <= n:
		return false, bad(ErrFork, h.Device, h.Seq, "it differs from the entry that is held")
	case h.Seq > n+1:
		return false, bad(ErrGap, h.Device, n+1, "the relay left it out")
	case n > 0 && c.head().hash != h.Prev:
		return false, bad(ErrFork, h.Device, h.Seq-1, "the next entry follows another one")
	case n > 0 && (h.Lamport <= c.head().lamport || h.Epoch < c.epoch), h.Lamport > s.view.lamport+maxAhead:
		return false, bad(ErrOrder, h.Device, h.Seq, "its time or epoch does not follow")
	}
	return false, s.checkSeen(h)
}

// checkSeen holds what an entry says of other chains against what is held.
func (s *stage) checkSeen(h wire.Header) error {
	for _, seen := range h.Seen {
		c := s.view.chains[seen.Device]
		switch {
		case seen.Seq == 0 || seen.Device == h.Device:
			return bad(ErrOrder, h.Device, h.Seq, "it names a head that cannot be")
		case seen.Seq > c.len() && s.view.shutOut(seen.Device, seen.Seq):
			continue
		case seen.Seq > c.len():
			return bad(ErrGap, seen.Device, seen.Seq, "another device saw it and the relay left it out")
		case c.links[seen.Seq-1].hash != seen.Hash:
			return bad(ErrFork, seen.Device, seen.Seq, "another device saw a different entry")
		case c.links[seen.Seq-1].lamport >= h.Lamport:
			return bad(ErrOrder, h.Device, h.Seq, "its time is before what it saw")
		}
	}
	return nil
}

// admit checks that the author is a member; a chain's first entry begins it.
func (s *stage) admit(e wire.Entry) error {
	h := e.Header
	if int(h.Epoch) >= len(s.view.epochs) {
		return bad(ErrEpochUnknown, h.Device, h.Seq, "it waits for its commit")
	}
	ep := s.view.epochs[h.Epoch]
	if h.Class == wire.ClassCert {
		return s.begin(ep, e)
	}
	if c := s.view.chains[h.Device]; !slices.Contains(ep.members, c.member) {
		return bad(ErrNotMember, h.Device, h.Seq, "its author is not in the space")
	}
	return nil
}

// open opens an entry's body and adds it to the fresh ones. An epoch before
// this person's time stays closed: its commit says so, not a missing key.
func (s *stage) open(e wire.Entry) error {
	h := e.Header
	ep := s.view.epochs[h.Epoch]
	if !e.Erased.IsZero() {
		s.view.bare[Ref{h.Device, h.Seq}] = true
		return nil
	}
	if h.Class != wire.ClassEvent || !ep.open {
		return nil
	}
	payload, err := s.view.unseal(e)
	if err != nil {
		return err
	}
	s.view.fresh = append(s.view.fresh, Opened{
		Ref:    Ref{h.Device, h.Seq},
		Author: s.view.chains[h.Device].member, Lamport: h.Lamport, Payload: payload,
	})
	return nil
}

// tell remembers which heads this device's own chain has named.
func (s *stage) tell(h wire.Header) {
	if h.Device != s.cfg.device() {
		return
	}
	for _, seen := range h.Seen {
		s.view.told[seen.Device] = seen.Seq
	}
}
