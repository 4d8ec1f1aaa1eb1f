// Package memstore is a client.Storage in memory, for tests and for the demo.
// It keeps what a device would keep, in the same steps, and passes the same
// conformance suite as the browser's adapter.
//
// Left out on purpose: durability. When the program ends, everything is gone.
package memstore

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"

	"pleach/internal/client"
	"pleach/internal/replica"
	"pleach/wire"
)

// Store holds one device's memory. The zero value is empty and ready; any
// number of goroutines may use it.
type Store struct {
	mu     sync.Mutex
	values map[string][]byte
	spaces map[wire.ID]*replica.Saved
}

var _ client.Storage = (*Store)(nil)

// New returns an empty store.
func New() *Store { return &Store{} }

// Get implements client.Storage.
func (s *Store) Get(ctx context.Context, name string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.values[name]), nil
}

// Put implements client.Storage.
func (s *Store) Put(ctx context.Context, name string, value []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if value == nil {
		delete(s.values, name)
		return nil
	}
	if s.values == nil {
		s.values = make(map[string][]byte)
	}
	s.values[name] = bytes.Clone(value)
	return nil
}

// Names implements client.Storage.
func (s *Store) Names(ctx context.Context, prefix string) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for name := range s.values {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// Wipe implements client.Storage.
func (s *Store) Wipe(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.values)
	clear(s.spaces)
	return nil
}

// Space implements client.Storage.
func (s *Store) Space(id wire.ID) replica.Local { return space{store: s, id: id} }
