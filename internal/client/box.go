package client

import (
	"context"
	"errors"
	"io"
	"sync"

	"pleach/seal"
)

// box keeps sealed records under one subkey of the master key. A record is
// bound to its name, so that two cannot be swapped.
type box struct {
	storage Storage
	rand    io.Reader

	mu     sync.RWMutex // nothing is sealed while the key is being wiped
	key    seal.Key
	before []seal.Key // may have sealed a record, until sealAgain is through
	closed bool
}

// close wipes the key. Whoever comes later gets ErrLocked: a record must never
// be sealed under a key of zeros.
func (b *box) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.key.Zero()
}

func (b *box) seal(name string, plain []byte) ([]byte, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.closed {
		return nil, ErrLocked
	}
	return seal.SealBox(b.rand, b.key, []byte(name), plain)
}

func (b *box) open(name string, sealed []byte) ([]byte, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if b.closed {
		return nil, ErrLocked
	}
	plain, err := seal.OpenBox(b.key, []byte(name), sealed)
	for _, k := range b.before {
		if err == nil {
			break
		}
		plain, err = seal.OpenBox(k, []byte(name), sealed)
	}
	return plain, err
}

// sealAgain seals every record under the key of now.
func (b *box) sealAgain(ctx context.Context) error {
	names, err := b.storage.Names(ctx, "")
	if err != nil {
		return err
	}
	for _, name := range names {
		if inClear(name) {
			continue
		}
		plain, err := b.get(ctx, name)
		if errors.Is(err, seal.ErrWrongKey) {
			continue // of a key that nobody has any more, or not ours
		}
		if err == nil {
			err = b.put(ctx, name, plain)
		}
		if err != nil {
			return err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.before = nil
	return nil
}

// inClear are the names of records that are not sealed under the box's key.
func inClear(name string) bool {
	switch name {
	case nameVault, nameArriv, nameOut, nameSample, nameStay, namePasskey:
		return true
	}
	return false
}

func (b *box) put(ctx context.Context, name string, plain []byte) error {
	sealed, err := b.seal(name, plain)
	if err != nil {
		return err
	}
	return b.storage.Put(ctx, name, sealed)
}

// get returns nil when there is no such record.
func (b *box) get(ctx context.Context, name string) ([]byte, error) {
	sealed, err := b.storage.Get(ctx, name)
	if err != nil || sealed == nil {
		return nil, err
	}
	return b.open(name, sealed)
}

func (b *box) drop(ctx context.Context, name string) error { return b.storage.Put(ctx, name, nil) }
