package replica

import (
	"context"
	"slices"

	"pleach/seal"
	"pleach/wire"
)

// sealable reports whether the relay cannot have it yet, so that it may be
// sealed under another epoch. A key fits one wrap only.
func (q queued) sealable() bool { return !q.tried && q.kind != wire.ItemKey }

// reseal seals what waits in the outbox, and was never tried, under the newest
// epoch: it may have been written before this device knew of it. Words, order
// and numbers stay; the chain gets new hashes, which nobody has seen yet. What
// may be at the relay keeps its bytes, for it is out of this device's hands.
func (r *Replica) reseal(ctx context.Context) error {
	r.write.Lock()
	defer r.write.Unlock()
	e, err := r.view.epochs.newest(r.cfg.self())
	if err != nil {
		return err
	}
	old := slices.IndexFunc(r.out, func(q queued) bool { return q.sealable() && q.epoch < e.commit.N })
	if old < 0 {
		return nil
	}
	w := &writer{cfg: &r.cfg, epoch: e, view: r.view.fork()}
	if err := w.again(r.out[old:]); err != nil {
		return err
	}
	w.view.settle()
	out := slices.Concat(r.out[:old], w.out)
	return r.save(ctx, Change{Log: w.log, Dequeue: len(r.out), Enqueue: records(out)}, w.view, out)
}

// again writes the end of the outbox anew.
func (w *writer) again(out []queued) error {
	for _, q := range out {
		if q.kind == wire.ItemEntry {
			w.view.rewind(w.cfg.device(), q.first)
			break
		}
	}
	for _, q := range out {
		if err := w.recordAgain(q); err != nil {
			return err
		}
	}
	w.sign()
	return nil
}

func (w *writer) recordAgain(q queued) error {
	if q.kind == wire.ItemEntry {
		batch, err := wire.ParseBatch(q.data)
		for _, e := range batch {
			if err == nil {
				err = w.entryAgain(e)
			}
		}
		return err
	}
	w.sign()
	if q.kind == wire.ItemKey {
		w.out = append(w.out, q)
		return nil
	}
	a, err := wire.ParseAnswer(q.data)
	if err != nil {
		return unreadable(err)
	}
	own := w.view.gates[a.Gate].own
	return w.answer(a.Gate, own.payload, own.bare)
}

// entryAgain keeps an entry's place, time and seen heads.
func (w *writer) entryAgain(e wire.Entry) error {
	h := e.Header
	h.Epoch = w.epoch.commit.N
	if h.Class == wire.ClassCert {
		w.certificate(h)
		return nil
	}
	if c := w.view.chains[h.Device]; c.len() > 0 {
		h.Prev = c.head().hash
	}
	if h.Class == wire.ClassErase || !e.Erased.IsZero() {
		e.Header = h
		return w.wordlessAgain(e)
	}
	payload, err := w.view.unseal(e)
	if err != nil {
		return err
	}
	_, err = w.put(h, payload)
	return err
}

// unseal opens an entry under its epoch.
func (v *view) unseal(e wire.Entry) ([]byte, error) {
	h := e.Header
	aad := h.Bytes()
	key, err := seal.UnwrapKey(v.epochs[h.Epoch].key, aad, e.Wrap)
	if err != nil {
		return nil, bad(ErrSplice, h.Device, h.Seq, "its key does not open under its epoch")
	}
	payload, err := seal.OpenBody(key, h.Commitment, aad, e.Body)
	if err != nil {
		return nil, bad(ErrSplice, h.Device, h.Seq, "its body does not open under its key")
	}
	return payload, nil
}

// rewind takes back the end of a chain, from seq on.
func (v *view) rewind(device wire.ID, seq uint64) {
	c := *v.chains[device]
	c.links = c.links[: seq-1 : seq-1]
	v.chains[device] = &c
	if seq == 1 {
		delete(v.chains, device)
	}
	gone := func(e Opened) bool { return e.Device == device && e.Seq >= seq }
	v.entries = slices.DeleteFunc(slices.Clone(v.entries), gone)
	v.fresh = slices.DeleteFunc(slices.Clone(v.fresh), gone)
	v.erasures.rewind(device, seq)
}

// rewritten reports whether this entry of the own log takes the place of one
// that was never sent; see reseal. Then the old end of the chain goes.
func (s *stage) rewritten(h wire.Header, hash wire.Hash) {
	c := s.view.chains[h.Device]
	if !s.local || h.Device != s.cfg.device() || h.Seq > c.len() || c.links[h.Seq-1].hash == hash {
		return
	}
	s.view.rewind(h.Device, h.Seq)
	s.marks[h.Device] = slices.DeleteFunc(s.marks[h.Device], func(m mark) bool { return m.seq >= h.Seq })
}

// markTried notes on the first n records that the relay may get them now.
func (r *Replica) markTried(ctx context.Context, n int) error {
	r.write.Lock()
	defer r.write.Unlock()
	out := slices.Clone(r.out)
	fresh := false
	for i := range out[:n] {
		fresh = fresh || !out[i].tried
		out[i].tried = true
	}
	if !fresh {
		return nil
	}
	if err := r.cfg.Local.Save(ctx, Change{Dequeue: len(out), Enqueue: records(out)}); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.out = out
	return nil
}

func records(out []queued) [][]byte {
	var raw [][]byte
	for _, q := range out {
		raw = append(raw, q.bytes())
	}
	return raw
}
