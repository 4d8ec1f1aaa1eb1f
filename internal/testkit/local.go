package testkit

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"pleach/internal/replica"
)

// ErrCrash is what a program sees of its own crash, in a test that then throws
// the program away and opens what is left.
var ErrCrash = errors.New("testkit: the program crashed")

// Moment is where in a Save something happens.
type Moment string

// The moments of a Save.
const (
	BeforeSave Moment = "before it is durable"
	AfterSave  Moment = "after it is durable"
)

// MemLocal is a replica.Local in memory. It outlives the replica that uses it,
// as a disk does.
type MemLocal struct {
	mu    sync.Mutex
	saved replica.Saved
	hook  func(Moment, replica.Change) error
	saves int
}

var _ replica.Local = (*MemLocal)(nil)

// OnSave is called in every Save, before and after the change is durable. An
// error is what the caller of Save gets. nil removes it.
func (m *MemLocal) OnSave(hook func(Moment, replica.Change) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.hook = hook
}

// Saves is how many changes were made durable.
func (m *MemLocal) Saves() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.saves
}

// Load returns a copy of what is durable.
func (m *MemLocal) Load(context.Context) (replica.Saved, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return cloneSaved(m.saved), nil
}

// Save makes one change durable.
func (m *MemLocal) Save(_ context.Context, c replica.Change) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c.Dequeue < 0 || c.Dequeue > len(m.saved.Outbox) {
		return fmt.Errorf("testkit: dequeue %d of %d", c.Dequeue, len(m.saved.Outbox))
	}
	for _, part := range c.Replace {
		if part.At < 0 || part.At >= len(m.saved.Log) {
			return fmt.Errorf("testkit: replace record %d of %d", part.At, len(m.saved.Log))
		}
	}
	if err := m.at(BeforeSave, c); err != nil {
		return err
	}
	apply(&m.saved, c)
	m.saves++
	return m.at(AfterSave, c)
}

func (m *MemLocal) at(moment Moment, c replica.Change) error {
	if m.hook == nil {
		return nil
	}
	return m.hook(moment, c)
}

// Copy is another disk with the same content: a backup.
func (m *MemLocal) Copy() *MemLocal {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &MemLocal{saved: cloneSaved(m.saved)}
}

// Damage changes what is durable, as a broken disk does.
func (m *MemLocal) Damage(change func(*replica.Saved)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&m.saved)
}

func apply(s *replica.Saved, c replica.Change) {
	if c.State != nil {
		s.State = bytes.Clone(c.State)
	}
	if c.Snapshot != nil {
		s.Snapshot = bytes.Clone(c.Snapshot)
	}
	for _, part := range c.Replace {
		s.Log[part.At] = bytes.Clone(part.Data)
	}
	if c.Log != nil {
		s.Log = append(s.Log, bytes.Clone(c.Log))
	}
	s.Outbox = append(slices.Clone(s.Outbox[c.Dequeue:]), cloneAll(c.Enqueue)...)
}

func cloneSaved(s replica.Saved) replica.Saved {
	return replica.Saved{
		State: bytes.Clone(s.State), Snapshot: bytes.Clone(s.Snapshot),
		Log: cloneAll(s.Log), Outbox: cloneAll(s.Outbox),
	}
}

func cloneAll(list [][]byte) [][]byte {
	var out [][]byte
	for _, b := range list {
		out = append(out, bytes.Clone(b))
	}
	return out
}
