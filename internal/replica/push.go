package replica

import (
	"context"
	"errors"
	"slices"

	"pleach/wire"
)

// pushSize is how much one push joins, in bytes, well under the relay's limit.
const pushSize = 1 << 20

// push sends the outbox from the front and reports whether it sent anything.
// A record leaves the outbox after the relay has acknowledged it.
func (r *Replica) push(ctx context.Context) (pushed bool, err error) {
	for again := false; ; {
		if r.repush {
			if err := r.republish(ctx); err != nil {
				return pushed, err
			}
			again = true
		}
		front := r.front()
		if len(front) == 0 {
			return pushed || again, nil
		}
		n, err := r.send(ctx, front, false)
		if r.repush && !again {
			continue // the relay lost what comes before this
		}
		if err != nil && !errors.Is(err, ErrAnswered) {
			return pushed, err
		}
		if saveErr := r.dequeue(ctx, n); saveErr != nil || err != nil {
			return pushed, errors.Join(saveErr, err)
		}
		pushed = true
	}
}

// front is the part of the outbox to send next. A push that was not
// acknowledged is tried again with the same batches in it, so that the relay
// gets the same bytes.
func (r *Replica) front() []queued {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.inflight > 0 {
		return r.out[:r.inflight]
	}
	return r.out
}

// send sends the first records, and returns how many. known are already at the
// relay, or were; others are marked before they leave.
func (r *Replica) send(ctx context.Context, out []queued, known bool) (n int, err error) {
	q := out[0]
	if q.kind == wire.ItemEntry {
		return r.sendBatch(ctx, out, known)
	}
	if !known {
		if err := r.markTried(ctx, 1); err != nil {
			return 0, err
		}
	}
	if q.kind == wire.ItemAnswer {
		return 1, r.sendAnswer(ctx, q)
	}
	return 1, r.sendKey(ctx, q)
}

func (r *Replica) sendAnswer(ctx context.Context, q queued) error {
	a, err := wire.ParseAnswer(q.data)
	if err != nil {
		return unreadable(err)
	}
	err = r.cfg.Remote.PostAnswer(ctx, a)
	if errors.Is(err, &wire.Problem{Code: wire.CodeGateAnswered}) {
		err = ErrAnswered
	}
	return err
}

func (r *Replica) sendKey(ctx context.Context, q queued) error {
	k, err := wire.ParseKey(q.data)
	if err != nil {
		return unreadable(err)
	}
	err = r.cfg.Remote.PostKey(ctx, k)
	if errors.Is(err, &wire.Problem{Code: wire.CodeGateAnswered}) {
		err = nil // the relay has it from an earlier try
	}
	return err
}

func (r *Replica) sendBatch(ctx context.Context, out []queued, known bool) (n int, err error) {
	batch, n, err := gather(out, pushSize)
	if err != nil {
		return n, err
	}
	if !known {
		if err := r.markTried(ctx, n); err != nil {
			return 0, err
		}
	}
	r.setInflight(n)
	_, err = r.cfg.Remote.Push(ctx, batch)
	h := batch[0].Header
	switch {
	case errors.Is(err, &wire.Problem{Code: wire.CodeFork}):
		err = bad(ErrFork, h.Device, h.Seq, "the relay says that it has another entry there")
		r.setTrouble(err)
	case errors.Is(err, &wire.Problem{Code: wire.CodeGap}):
		r.repush = true
	case err == nil:
		r.setInflight(0)
	}
	return n, err
}

func (r *Replica) setInflight(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.inflight = n
}

// dequeue removes acknowledged records from the front.
func (r *Replica) dequeue(ctx context.Context, n int) error {
	r.write.Lock()
	defer r.write.Unlock()
	return r.save(ctx, Change{Dequeue: n}, r.view.fork(), r.out[n:])
}

// republish sends everything again that this device ever sent and the relay may
// have lost, when it was restored from a backup, say. What it has, it ignores.
func (r *Replica) republish(ctx context.Context) error {
	lost, err := r.sentRecords(ctx)
	for err == nil && len(lost) > 0 {
		var n int
		if n, err = r.send(ctx, lost, true); errors.Is(err, ErrAnswered) {
			err = nil
		}
		lost = lost[n:]
	}
	if err == nil {
		r.repush = false
	}
	return err
}

// sentRecords reads from the log what this device wrote and has sent.
func (r *Replica) sentRecords(ctx context.Context) ([]queued, error) {
	r.write.Lock()
	defer r.write.Unlock()
	saved, err := r.cfg.Local.Load(ctx)
	if err != nil {
		return nil, err
	}
	var own []wire.Item
	for _, chunk := range saved.Log {
		items, err := wire.ParseItems(chunk)
		if err != nil {
			return nil, unreadable(err)
		}
		for _, it := range items {
			if it.Pos == 0 && it.Kind != wire.ItemKey {
				own = append(own, it)
			}
		}
	}
	return queueAgain(own, r.sent())
}

// queueAgain groups own entries into the batches in which they were signed. The
// log may hold records that others took the place of before they were sent.
func queueAgain(own []wire.Item, sent uint64) ([]queued, error) {
	var out []queued
	var batch []wire.Entry
	for _, it := range own {
		if it.Kind == wire.ItemAnswer {
			q, err := parseRecord(it.Kind, it.Data)
			if err != nil {
				return nil, unreadable(err)
			}
			out = append(slices.DeleteFunc(out, q.sameGate), q)
			continue
		}
		e, err := wire.ParseEntry(it.Data)
		if err != nil {
			return nil, unreadable(err)
		}
		out = slices.DeleteFunc(out, func(q queued) bool { return q.kind == wire.ItemEntry && q.first >= e.Header.Seq })
		if batch = append(batch, e); len(e.Sig) > 0 {
			if e.Header.Seq <= sent {
				out = append(out, queueBatch(batch))
			}
			batch = nil
		}
	}
	return out, nil
}

// sameGate: both are answers to one gate.
func (q queued) sameGate(other queued) bool {
	a, errA := wire.ParseAnswer(q.data)
	b, errB := wire.ParseAnswer(other.data)
	return other.kind == wire.ItemAnswer && errA == nil && errB == nil && a.Gate == b.Gate
}
