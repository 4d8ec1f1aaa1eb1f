package memstore

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"pleach/internal/replica"
	"pleach/wire"
)

// space is the memory of one space inside a Store.
type space struct {
	store *Store
	id    wire.ID
}

// Load implements replica.Local.
func (s space) Load(ctx context.Context) (replica.Saved, error) {
	if err := ctx.Err(); err != nil {
		return replica.Saved{}, err
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	saved := s.store.spaces[s.id]
	if saved == nil {
		return replica.Saved{}, nil
	}
	return replica.Saved{
		State:    bytes.Clone(saved.State),
		Snapshot: bytes.Clone(saved.Snapshot),
		Log:      cloneAll(saved.Log),
		Outbox:   cloneAll(saved.Outbox),
	}, nil
}

// Save implements replica.Local.
func (s space) Save(ctx context.Context, change replica.Change) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	saved := s.store.space(s.id)
	if change.Dequeue < 0 || change.Dequeue > len(saved.Outbox) {
		return fmt.Errorf("memstore: dequeue %d of %d queued", change.Dequeue, len(saved.Outbox))
	}
	for _, part := range change.Replace {
		if part.At < 0 || part.At >= len(saved.Log) {
			return fmt.Errorf("memstore: replace record %d of %d", part.At, len(saved.Log))
		}
	}
	apply(saved, change)
	return nil
}

// space returns the memory of a space, made when it is new. The lock is held.
func (s *Store) space(id wire.ID) *replica.Saved {
	if s.spaces == nil {
		s.spaces = make(map[wire.ID]*replica.Saved)
	}
	if s.spaces[id] == nil {
		s.spaces[id] = &replica.Saved{}
	}
	return s.spaces[id]
}

func apply(saved *replica.Saved, c replica.Change) {
	if c.State != nil {
		saved.State = bytes.Clone(c.State)
	}
	if c.Snapshot != nil {
		saved.Snapshot = bytes.Clone(c.Snapshot)
	}
	for _, part := range c.Replace {
		saved.Log[part.At] = bytes.Clone(part.Data)
	}
	if c.Log != nil {
		saved.Log = append(saved.Log, bytes.Clone(c.Log))
	}
	saved.Outbox = slices.Clone(saved.Outbox[c.Dequeue:])
	saved.Outbox = append(saved.Outbox, cloneAll(c.Enqueue)...)
}

func cloneAll(list [][]byte) [][]byte {
	var out [][]byte
	for _, b := range list {
		out = append(out, bytes.Clone(b))
	}
	return out
}
