package replica

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"pleach/wire"
)

// erasures is what a view knows of entries without words.
type erasures struct {
	erased map[Ref]Ref  // by their author: to the entry that says so
	bare   map[Ref]bool // held without their words, erased or not
	lost   []Ref        // erased since the view was forked; settle drops them
}

func (e erasures) fork() erasures {
	return erasures{erased: maps.Clone(e.erased), bare: maps.Clone(e.bare)}
}

// erase remembers that the entry by says that target is erased.
func (e *erasures) erase(target, by Ref) {
	if _, done := e.erased[target]; !done {
		e.erased[target] = by
		e.lost = append(e.lost, target)
	}
}

// dropErased takes erased entries out of what can be read.
func (v *view) dropErased() {
	if len(v.lost) == 0 {
		return
	}
	gone := func(e Opened) bool { return slices.Contains(v.lost, e.Ref) }
	v.fresh = slices.DeleteFunc(v.fresh, gone)
	if slices.ContainsFunc(v.entries, gone) {
		v.entries = slices.DeleteFunc(slices.Clone(v.entries), gone)
	}
	v.lost = nil
}

// withheld names an entry whose words are missing although its author has not
// erased it: one that is held without them, or that was just served so.
func (v *view) withheld(served []Ref) error {
	missing := slices.AppendSeq(slices.Clone(served), maps.Keys(v.bare))
	missing = slices.DeleteFunc(missing, func(r Ref) bool {
		_, erased := v.erased[r]
		return erased
	})
	if len(missing) == 0 {
		return nil
	}
	first := slices.MinFunc(missing, compareRefs)
	return bad(ErrWithheld, first.Device, first.Seq, "its author has not erased it")
}

// Erase writes payloads as Append does, and with them erases events of this
// person, from any of their devices. When it returns, the words are gone from
// everything that Local holds, and nobody finds them in Entries; the relay
// deletes them when it gets the entries that say so, and every other device
// when it does. What was erased before is no error. ErrNotYours when something
// is no event of this person, and nothing was written or erased then; the other
// errors are those of Append.
func (r *Replica) Erase(ctx context.Context, refs []Ref, payloads ...[]byte) error {
	r.write.Lock()
	defer r.write.Unlock()
	w, err := r.writer()
	if err != nil {
		return err
	}
	for _, p := range payloads {
		if _, err := w.event(p); err != nil {
			return err
		}
	}
	for _, ref := range refs {
		if err := w.erase(ref); err != nil {
			return err
		}
	}
	w.sign()
	return r.commitWriter(ctx, w)
}

// erase adds the entry that erases another.
func (w *writer) erase(target Ref) error {
	if _, done := w.view.erased[target]; done {
		return nil
	}
	own := func(e Opened) bool { return e.Ref == target && e.Author == w.self() }
	if !slices.ContainsFunc(w.view.entries, own) {
		return fmt.Errorf("%w: device %v, entry %d", ErrNotYours, target.Device, target.Seq)
	}
	e := wire.Erasure{Device: target.Device, Seq: target.Seq, Hash: w.view.chains[target.Device].links[target.Seq-1].hash}
	h := w.header(wire.ClassErase)
	w.view.erase(target, Ref{h.Device, h.Seq})
	w.purge = append(w.purge, target)
	w.add(wire.Entry{Header: h, Body: e.Bytes()})
	return nil
}

// wordlessAgain writes an entry anew that has no words to seal: an erased event,
// or one that erases. See reseal.
func (w *writer) wordlessAgain(e wire.Entry) error {
	ref := Ref{e.Header.Device, e.Header.Seq}
	if e.Header.Class == wire.ClassErase {
		t, err := wire.ParseErasure(e.Body)
		if err != nil {
			return unreadable(err)
		}
		t.Hash = w.view.chains[t.Device].links[t.Seq-1].hash // it may be written anew as well
		e.Body = t.Bytes()
		w.view.erase(Ref{t.Device, t.Seq}, ref)
	} else {
		w.view.bare[ref] = true
	}
	e.Sig = nil
	w.add(e)
	return nil
}

// rewind forgets what the end of a chain said of erasures.
func (e *erasures) rewind(device wire.ID, seq uint64) {
	gone := func(r Ref) bool { return r.Device == device && r.Seq >= seq }
	maps.DeleteFunc(e.bare, func(r Ref, _ bool) bool { return gone(r) })
	maps.DeleteFunc(e.erased, func(_, by Ref) bool { return gone(by) })
}

// Unerased are the events that this device erased, of which the relay does not
// know yet.
func (r *Replica) Unerased() []Ref {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var out []Ref
	for target, by := range r.view.erased {
		if by.Device == r.cfg.device() && by.Seq > r.sent() {
			out = append(out, target)
		}
	}
	slices.SortFunc(out, compareRefs)
	return out
}

// erasure takes an entry that erases another. Only who wrote that one may.
func (s *stage) erasure(e wire.Entry) error {
	if e.Header.Class != wire.ClassErase {
		return nil
	}
	t, err := wire.ParseErasure(e.Body)
	if err != nil {
		return unreadable(err)
	}
	c, by := s.view.chains[t.Device], Ref{e.Header.Device, e.Header.Seq}
	switch {
	case t.Seq > c.len() && s.view.shutOut(t.Device, t.Seq):
		return nil
	case t.Seq > c.len():
		return bad(ErrGap, t.Device, t.Seq, "it was erased and the relay left it out")
	case c.links[t.Seq-1].hash != t.Hash:
		return bad(ErrFork, t.Device, t.Seq, "another entry was erased there")
	case c.member != s.view.chains[by.Device].member:
		return bad(ErrNotAuthor, by.Device, by.Seq, "it erases what somebody else wrote")
	}
	target := Ref{t.Device, t.Seq}
	if s.view.erase(target, by); !s.view.bare[target] {
		s.purge = append(s.purge, target)
	}
	return nil
}

// again takes an entry that is held already. It may bring words that are
// missing here, never words that were erased, and never take any away.
func (s *stage) again(e wire.Entry) (fresh bool, err error) {
	ref := Ref{e.Header.Device, e.Header.Seq}
	_, erased := s.view.erased[ref]
	served, missing := e.Erased.IsZero(), s.view.bare[ref]
	if !erased && !served && !missing {
		s.bared = append(s.bared, ref)
	}
	if erased || !served || !missing {
		return false, nil
	}
	if err := s.open(e); err != nil {
		return false, err
	}
	delete(s.view.bare, ref)
	return true, nil
}
