package replica

import (
	"context"
	"fmt"
	"slices"

	"pleach/seal"
	"pleach/wire"
)

// batchSize is where a long Append begins another signed batch, in bytes, so
// that every batch can be pushed by itself.
const batchSize = 256 << 10

// Append seals payloads as entries of this device's chain. When it returns,
// they are durable here, queued to be sent, and visible in Entries; after an
// error none of them is. Errors: ErrNoSpace, ErrNotMember, ErrTooLarge, and
// those of Local.
func (r *Replica) Append(ctx context.Context, payloads ...[]byte) ([]Ref, error) {
	if len(payloads) == 0 {
		return nil, nil
	}
	r.write.Lock()
	defer r.write.Unlock()
	w, err := r.writer()
	if err != nil {
		return nil, err
	}
	var refs []Ref
	for _, p := range payloads {
		ref, err := w.event(p)
		if err != nil {
			return nil, err
		}
		refs = append(refs, ref)
	}
	w.sign()
	return refs, r.commitWriter(ctx, w)
}

// Answer posts this person's answer to a gate. It is durable and queued when
// Answer returns; Sync posts it once, with the same bytes however often it has
// to try. The same payload again is fine, another is ErrAnswered. Should
// another device of the same person have been faster, Sync returns ErrAnswered.
func (r *Replica) Answer(ctx context.Context, gate wire.ID, payload []byte) error {
	r.write.Lock()
	defer r.write.Unlock()
	if old, ok := r.Posted(gate); ok {
		if !slices.Equal(old, payload) {
			return ErrAnswered
		}
		return nil
	}
	w, err := r.writer()
	if err != nil {
		return err
	}
	w.sign()
	if err := w.answer(gate, payload, r.cfg.Strict != nil && r.cfg.Strict()); err != nil {
		return err
	}
	return r.commitWriter(ctx, w)
}

// commitWriter saves log and outbox in one step. The caller holds write.
func (r *Replica) commitWriter(ctx context.Context, w *writer) error {
	w.view.settle()
	change := Change{Log: w.log, Enqueue: records(w.out)}
	out, err := r.purge(ctx, &change, w.view, w.purge, slices.Concat(r.out, w.out))
	if err != nil {
		return err
	}
	return r.save(ctx, change, w.view, out)
}

// writer makes the next records of this device on a fork of the view.
type writer struct {
	cfg   *Config
	epoch epoch
	view  *view
	log   []byte
	out   []queued
	batch []wire.Entry // not signed yet
	size  int          // of batch
	purge []Ref        // erased
}

// writer begins the chain with the device's certificate when it is empty.
func (r *Replica) writer() (*writer, error) {
	e, err := r.view.epochs.writable(r.cfg.self())
	if err != nil {
		return nil, err
	}
	w := &writer{cfg: &r.cfg, epoch: e, view: r.view.fork()}
	if device := w.cfg.device(); w.view.shutOut(device, w.view.chains[device].len()+1) {
		return nil, fmt.Errorf("%w: this device was shut out", ErrNotMember)
	}
	if w.view.chains[w.cfg.device()] == nil {
		w.certificate(w.header(wire.ClassCert))
	}
	return w, nil
}

func (w *writer) self() wire.ID { return w.view.epochs.person(w.cfg.self()) }

// certificate begins this device's chain.
func (w *writer) certificate(h wire.Header) {
	device := w.cfg.Device.Public()
	body := seal.Certify(w.cfg.Member, w.cfg.Space, device)
	w.view.chains[h.Device] = &chain{device: device, member: w.self()}
	w.add(wire.Entry{Header: h, Body: body})
}

func (w *writer) header(class wire.Class) wire.Header {
	h := wire.Header{
		Class: class, Space: w.cfg.Space, Epoch: w.epoch.commit.N, Device: w.cfg.device(), Seq: 1,
		Lamport: w.view.lamport + 1, Seen: w.view.heads(w.cfg.device()),
	}
	if c := w.view.chains[h.Device]; c.len() > 0 {
		h.Seq, h.Prev = c.len()+1, c.head().hash
	}
	return h
}

// event seals one payload.
func (w *writer) event(payload []byte) (Ref, error) {
	return w.put(w.header(wire.ClassEvent), payload)
}

// put seals a payload under a header that wants only its commitment.
func (w *writer) put(h wire.Header, payload []byte) (Ref, error) {
	key, err := seal.NewKey(w.cfg.Rand)
	if err != nil {
		return Ref{}, err
	}
	h.Commitment = key.Commitment()
	wrap, body, err := w.seal(key, h.Bytes(), payload)
	if err != nil {
		return Ref{}, err
	}
	w.add(wire.Entry{Header: h, Wrap: wrap, Body: body})
	ref := Ref{h.Device, h.Seq}
	w.view.fresh = append(w.view.fresh, Opened{
		Ref: ref, Author: w.self(), Lamport: h.Lamport, Payload: slices.Clone(payload),
	})
	return ref, nil
}

func (w *writer) seal(key seal.Key, aad, payload []byte) (wrap, body []byte, err error) {
	if limit := wire.DefaultLimits().Entry; seal.Padme(len(payload)+4) > limit-64 {
		return nil, nil, fmt.Errorf("%w: %d bytes, of at most about %d", ErrTooLarge, len(payload), limit)
	}
	if wrap, err = seal.WrapKey(w.cfg.Rand, w.epoch.key, aad, key); err != nil {
		return nil, nil, err
	}
	body, err = seal.SealBody(w.cfg.Rand, key, aad, payload)
	return wrap, body, err
}

// add puts an entry into the chain and the open batch.
func (w *writer) add(e wire.Entry) {
	w.view.extend(e.Header, e.Hash())
	for _, seen := range e.Header.Seen {
		w.view.told[seen.Device] = seen.Seq
	}
	w.batch = append(w.batch, e)
	if w.size += len(e.Body) + 512; w.size >= batchSize {
		w.sign()
	}
}

// sign ends the open batch, if there is one.
func (w *writer) sign() {
	if len(w.batch) == 0 {
		return
	}
	last := &w.batch[len(w.batch)-1]
	last.Sig = w.cfg.Device.Sign(last.Hash())
	for _, e := range w.batch {
		w.log = wire.AppendItem(w.log, wire.Item{Kind: wire.ItemEntry, Data: e.Append(nil)})
	}
	w.out = append(w.out, queueBatch(w.batch))
	w.batch, w.size = nil, 0
}

// answer seals an answer. In strict mode the wrap stays in the log.
func (w *writer) answer(gate wire.ID, payload []byte, strict bool) error {
	key, err := seal.NewKey(w.cfg.Rand)
	if err != nil {
		return err
	}
	a := wire.Answer{
		Space: w.cfg.Space, Gate: gate, Epoch: w.epoch.commit.N,
		Device: w.cfg.device(), Commitment: key.Commitment(),
	}
	if a.Wrap, a.Body, err = w.seal(key, a.Header(), payload); err != nil {
		return err
	}
	a.Sig = w.cfg.Device.Sign(a.Hash())
	own := &answer{wire: a, hash: a.Hash(), member: w.self(), bare: strict}
	own.opened(slices.Clone(payload))
	w.view.gate(gate).own = own
	held := wire.Key{Gate: gate, Device: a.Device, Wrap: a.Wrap}
	if strict {
		a.Wrap = nil
	}
	w.log = wire.AppendItem(w.log, wire.Item{Kind: wire.ItemAnswer, Data: a.Append(nil)})
	if strict {
		w.log = wire.AppendItem(w.log, wire.Item{Kind: wire.ItemKey, Data: held.Append(nil)})
	}
	w.out = append(w.out, queueAnswer(a))
	return nil
}
