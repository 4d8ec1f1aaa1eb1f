package memstore

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"sync"

	"pleach/internal/client"
)

// Keeper is a client.Keeper in memory. The zero value holds nothing and is ready;
// any number of goroutines may use it.
type Keeper struct {
	mu     sync.Mutex
	secret []byte
}

var _ client.Keeper = (*Keeper)(nil)

// Make implements client.Keeper.
func (k *Keeper) Make(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.secret = []byte(rand.Text())
	return nil
}

// Use implements client.Keeper.
func (k *Keeper) Use(ctx context.Context, salt []byte) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.secret == nil {
		return nil, nil
	}
	made := sha256.Sum256(append(bytes.Clone(k.secret), salt...))
	return made[:], nil
}

// Drop implements client.Keeper.
func (k *Keeper) Drop(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.secret = nil
	return nil
}
