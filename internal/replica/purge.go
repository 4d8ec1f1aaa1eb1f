package replica

import (
	"context"

	"pleach/wire"
)

// purge makes a change also take the words of erased entries out of everything
// that Local holds: the log, what the change adds to it, the outbox, and the
// snapshot. It returns the outbox as it is after the change. The caller holds
// write.
func (r *Replica) purge(ctx context.Context, c *Change, v *view, refs []Ref, out []queued) ([]queued, error) {
	if len(refs) == 0 {
		return out, nil
	}
	saved, err := r.cfg.Local.Load(ctx)
	if err != nil {
		return nil, err
	}
	p := purge{}
	for _, ref := range refs {
		p[ref], v.bare[ref] = true, true
	}
	for i, part := range saved.Log {
		if part, changed, err := p.items(part); err != nil {
			return nil, err
		} else if changed {
			c.Replace = append(c.Replace, Part{At: i, Data: part})
		}
	}
	if c.Log, _, err = p.items(c.Log); err != nil {
		return nil, err
	}
	if out, err = p.outbox(c, out, len(saved.Outbox)); err != nil || len(saved.Snapshot) == 0 {
		return out, err
	}
	after := *v
	if c.Log != nil {
		after.chunks++
	}
	c.Snapshot, err = r.cfg.sealSnapshot(&after)
	return out, err
}

// purge are entries to take the words of.
type purge map[Ref]bool

func (p purge) entry(e wire.Entry) (wire.Entry, bool) {
	if !p[Ref{e.Header.Device, e.Header.Seq}] || !e.Erased.IsZero() {
		return e, false
	}
	after := e.Erase()
	return after, !after.Erased.IsZero()
}

// items does it in a record of the log.
func (p purge) items(part []byte) (after []byte, changed bool, err error) {
	items, err := wire.ParseItems(part)
	if err != nil {
		return nil, false, unreadable(err)
	}
	for _, it := range items {
		if it.Kind == wire.ItemEntry {
			e, err := wire.ParseEntry(it.Data)
			if err != nil {
				return nil, false, unreadable(err)
			}
			if e, ok := p.entry(e); ok {
				it.Data, changed = e.Append(nil), true
			}
		}
		after = wire.AppendItem(after, it)
	}
	return after, changed, nil
}

// outbox does it in what waits to be sent. The number of records stays the same,
// so that a push under way takes the right ones off.
func (p purge) outbox(c *Change, out []queued, saved int) ([]queued, error) {
	after, changed := make([]queued, len(out)), false
	for i, q := range out {
		after[i] = q
		if q.kind != wire.ItemEntry {
			continue
		}
		batch, err := wire.ParseBatch(q.data)
		if err != nil {
			return nil, unreadable(err)
		}
		for j := range batch {
			e, ok := p.entry(batch[j])
			batch[j], changed = e, changed || ok
		}
		after[i] = queueBatch(batch)
		after[i].tried = q.tried
	}
	if changed {
		c.Dequeue = saved
		c.Enqueue = records(after)
	}
	return after, nil
}
