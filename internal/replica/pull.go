package replica

import (
	"context"
	"errors"
	"fmt"

	"pleach/wire"
)

// pullRound is how much is pulled before it is verified and saved, in bytes.
// It is more than the largest push, so that a signed batch always fits.
const pullRound = 8 << 20

// pull takes in what is new. When it doubts the relay, and when the relay does
// not know our place any more, it asks for everything again: what is held is only
// compared, and a relay that has mended itself heals the trouble.
func (r *Replica) pull(ctx context.Context) error {
	from := r.current().cursor
	if r.doubts() {
		from = 0
	}
	err := r.pullFrom(ctx, from)
	if from > 0 && worthAnotherWalk(err) {
		err = r.pullFrom(ctx, 0)
	}
	if err == nil || IsTrouble(err) {
		r.setTrouble(err)
	}
	return err
}

func worthAnotherWalk(err error) bool {
	stale := errors.Is(err, &wire.Problem{Code: wire.CodeStaleCursor})
	return stale || IsTrouble(err) && !errors.Is(err, ErrOwnRollback) && !errors.Is(err, ErrEpochUnknown)
}

func (r *Replica) current() *view {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.view
}

// walk is one way through the stream.
type walk struct {
	from, at uint64 // at: everything up to here was accepted
	reached  map[wire.ID]uint64
	bared    []Ref
	known    int         // items that were held before
	items    []wire.Item // gathered, not accepted yet
	next     uint64      // where the relay's next page begins
	end      bool        // the relay has no more
}

func (r *Replica) pullFrom(ctx context.Context, from uint64) error {
	w := &walk{from: from, at: from, reached: map[wire.ID]uint64{}}
	for !w.end {
		broke := w.gather(ctx, r.cfg.Remote)
		if err := r.take(ctx, w, broke); err != nil {
			return err
		}
	}
	return nil
}

// gather reads pages until there is enough or no more. Positions must ascend.
// After an error the items before it are there.
func (w *walk) gather(ctx context.Context, remote Remote) error {
	w.items, w.next = nil, w.at
	for size := 0; size < pullRound && !w.end; {
		start := w.next
		items, next, more, err := remote.Pull(ctx, start)
		if err != nil {
			return served(err)
		}
		for _, it := range items {
			if it.Pos <= w.next {
				return fmt.Errorf("%w: position %d after %d", ErrOrder, it.Pos, w.next)
			}
			w.items, w.next = append(w.items, it), it.Pos
			size += len(it.Data)
		}
		if next < w.next || (more && (next == start || len(items) == 0)) { // a page that is not the last brings something
			return fmt.Errorf("%w: cursor %d after position %d", ErrOrder, next, w.next)
		}
		w.next, w.end = next, !more
	}
	return nil
}

// served names what a Remote could not read; other errors pass as they are.
func served(err error) error {
	if errors.Is(err, wire.ErrVersion) || errors.Is(err, wire.ErrMalformed) {
		return unreadable(err)
	}
	return err
}

// take accepts what was gathered and saves it. It returns what stopped it: the
// first item that does not fit, or broke, the error that ended the gathering.
func (r *Replica) take(ctx context.Context, w *walk, broke error) error {
	r.write.Lock()
	defer r.write.Unlock()
	got, err := accept(&r.cfg, r.view, w.items, false)
	w.advance(got)
	if err == nil {
		err = w.unsigned(got.n, broke)
	}
	r.echo = max(r.echo, w.reached[r.cfg.device()])
	if err == nil {
		err = r.whole(w, got.view)
	}
	if err == nil && w.end {
		err = r.cfg.Reached.within(got.view)
	}
	if saveErr := r.saveTaken(ctx, w, got, err); saveErr != nil {
		return saveErr
	}
	return err
}

// whole judges a walk so far, and at its end what is missing.
func (r *Replica) whole(w *walk, v *view) error {
	if !w.end {
		return w.endless(v)
	}
	if w.from == 0 {
		if err := r.regression(v, w.reached); err != nil {
			return err
		}
	}
	if err := v.withheld(w.bared); err != nil {
		return err
	}
	return v.halfOpen(v.epochs.person(r.cfg.self()))
}

// advance moves past what was accepted.
func (w *walk) advance(got accepted) {
	w.bared = append(w.bared, got.bared...)
	w.known += got.known
	for device, seq := range got.reached {
		w.reached[device] = max(w.reached[device], seq)
	}
	switch {
	case got.n == len(w.items):
		w.at = w.next
	case got.n > 0:
		w.at = w.items[got.n-1].Pos
	}
}

// unsigned judges items that were left because no signature covers them: it may
// be in the next page, unless there is none.
func (w *walk) unsigned(n int, broke error) error {
	if broke != nil {
		return broke
	}
	if n < len(w.items) && (w.end || n == 0) {
		e, err := wire.ParseEntry(w.items[n].Data)
		if err != nil {
			return unreadable(err)
		}
		return bad(ErrBadSignature, e.Header.Device, e.Header.Seq, "no signature covers it")
	}
	return nil
}

// regression checks after a walk from the start to the end that everything
// acknowledged or seen was served. Own entries that the relay lost can be sent
// again; those of others only by their devices.
func (r *Replica) regression(v *view, reached map[wire.ID]uint64) error {
	self := r.cfg.device()
	r.repush = reached[self] < r.sent()
	for device, c := range v.chains {
		if device != self && reached[device] < c.len() {
			return bad(ErrRegression, device, reached[device]+1, "this device has it and the relay does not")
		}
	}
	return nil
}

// saveTaken saves the accepted items, the cursor and the keys that are due.
func (r *Replica) saveTaken(ctx context.Context, w *walk, got accepted, err error) error {
	v := got.view
	switch {
	case errors.Is(err, ErrRegression):
		v.cursor = 0 // so that the next program start asks for everything too
	case w.at > v.cursor || w.end || IsTrouble(err):
		v.cursor = w.at
	}
	keys := v.dueKeys(r.cfg.device(), r.out)
	if len(got.log) == 0 && len(keys) == 0 && v.cursor == r.view.cursor {
		return nil
	}
	change := Change{Log: got.log}
	out := r.out[:len(r.out):len(r.out)]
	for _, q := range keys {
		change.Enqueue, out = append(change.Enqueue, q.bytes()), append(out, q)
	}
	out, err = r.purge(ctx, &change, v, got.purge, out)
	if err != nil {
		return err
	}
	if change.State, err = r.cfg.sealState(v); err != nil {
		return err
	}
	return r.save(ctx, change, v, out)
}
