package mem

import (
	"context"
	"slices"

	"pleach/internal/relay"
	"pleach/wire"
)

// Push implements relay.Store.
func (s *Store) Push(ctx context.Context, by wire.ID, b relay.Batch, l wire.Limits) (uint64, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer end()
	sp, err := s.of(by, b.Space)
	if err != nil {
		return 0, err
	}
	c := sp.chains[b.Device]
	if c == nil {
		c = &chain{}
	}
	fresh, err := c.Admit(by, b, func(seq uint64) (wire.Hash, error) { return c.links[seq-1].Hash, nil })
	if err != nil {
		return 0, err
	}
	if err := sp.admitErasures(by, fresh); err != nil {
		return 0, err
	}
	last := b.Entries[len(b.Entries)-1].Seq
	size := relay.Batch{Entries: fresh}.Size()
	if err := sp.room(size, l); err != nil {
		return 0, err
	}
	sp.bytes += size
	sp.chains[b.Device] = c
	for _, e := range fresh {
		c.append(by, e, sp.add(wire.ItemEntry, e.Data))
	}
	for _, e := range fresh {
		sp.erase(e.Erases)
	}
	return c.pos[last-1], nil
}

func (sp *space) admitErasures(by wire.ID, fresh []relay.Link) error {
	for _, e := range fresh {
		if e.Erases == nil {
			continue
		}
		if c := sp.chains[e.Erases.Device]; c != nil {
			if err := c.AdmitErasure(by); err != nil {
				return err
			}
		}
	}
	return nil
}

// erase leaves of an entry what stays of it.
func (sp *space) erase(target *wire.Erasure) {
	if target == nil {
		return
	}
	c := sp.chains[target.Device]
	if c == nil || target.Seq > c.Seq || c.links[target.Seq-1].Hash != target.Hash {
		return
	}
	l := &c.links[target.Seq-1]
	sp.bytes -= int64(len(l.Wrap) + len(l.Body))
	l.Data, l.Wrap, l.Body = l.Kept, nil, nil
	sp.items[c.pos[target.Seq-1]-1].Data = l.Kept
}

func (c *chain) append(by wire.ID, e relay.Link, pos uint64) {
	c.Chain = relay.Chain{Account: by, Seq: e.Seq, Hash: e.Hash}
	c.links = append(c.links, e)
	c.pos = append(c.pos, pos)
}

// Pull implements relay.Store.
func (s *Store) Pull(ctx context.Context, id wire.ID, after uint64, most int) (relay.Page, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return relay.Page{}, err
	}
	defer end()
	sp, ok := s.spaces[id]
	switch {
	case !ok:
		return relay.Page{}, relay.Refuse(wire.CodeNotFound, "")
	case after > uint64(len(sp.items)):
		return relay.Page{}, relay.Refuse(wire.CodeStaleCursor, "")
	}
	page := relay.Page{Next: after}
	for _, it := range sp.items[after:] {
		if len(page.Body) > 0 && len(page.Body)+relay.ItemSize(len(it.Data)) > most {
			page.More = true
			break
		}
		page.Body = wire.AppendItem(page.Body, it)
		page.Next = it.Pos
	}
	return page, nil
}

// PutAnswer implements relay.Store.
func (s *Store) PutAnswer(ctx context.Context, by wire.ID, a wire.Answer, l wire.Limits) (bool, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return false, err
	}
	defer end()
	sp, err := s.of(by, a.Space)
	if err != nil {
		return false, err
	}
	if c := sp.chains[a.Device]; c != nil && c.Account != by {
		return false, relay.Refuse(wire.CodeForbidden, "This device belongs to another member.")
	}
	answer := relay.NewSealed(by, a, a.Append(nil))
	gate := relay.Gate{Members: sp.members, Answers: slices.Clone(sp.gates[a.Gate])}
	if fresh, err := gate.Admit(answer); err != nil || !fresh {
		return false, err
	}
	if err := sp.room(int64(len(answer.Data)), l); err != nil {
		return false, err
	}
	sp.bytes += int64(len(answer.Data))
	gate.Answers = append(gate.Answers, answer)
	opens := gate.Opens()
	if opens {
		sp.open(gate)
	}
	sp.gates[a.Gate] = gate.Answers
	return opens, nil
}

func (sp *space) open(gate relay.Gate) {
	gate.Sort()
	for i := range gate.Answers {
		a := &gate.Answers[i]
		sp.add(wire.ItemAnswer, a.Data)
		a.Opened, a.Data = true, nil
	}
}

// PutKey implements relay.Store.
func (s *Store) PutKey(ctx context.Context, by, id wire.ID, k wire.Key, l wire.Limits) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	sp, err := s.of(by, id)
	if err != nil {
		return err
	}
	answer := &relay.Sealed{}
	for i, a := range sp.gates[k.Gate] {
		if a.Account == by {
			answer = &sp.gates[k.Gate][i]
		}
	}
	if fresh, err := answer.AdmitKey(k); err != nil || !fresh {
		return err
	}
	data := k.Append(nil)
	if err := sp.room(int64(len(data)), l); err != nil {
		return err
	}
	sp.bytes += int64(len(data))
	answer.Key = wire.HashBody(k.Wrap)
	sp.add(wire.ItemKey, data)
	return nil
}
