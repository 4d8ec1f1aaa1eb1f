package client

import (
	"context"
	"io"

	"pleach/seal"
)

// box keeps sealed records under one subkey of the master key. A record is
// bound to its name, so that two cannot be swapped.
type box struct {
	storage Storage
	key     seal.Key
	rand    io.Reader
}

func (b box) put(ctx context.Context, name string, plain []byte) error {
	sealed, err := seal.SealBox(b.rand, b.key, []byte(name), plain)
	if err != nil {
		return err
	}
	return b.storage.Put(ctx, name, sealed)
}

// get returns nil when there is no such record.
func (b box) get(ctx context.Context, name string) ([]byte, error) {
	sealed, err := b.storage.Get(ctx, name)
	if err != nil || sealed == nil {
		return nil, err
	}
	return seal.OpenBox(b.key, []byte(name), sealed)
}

func (b box) drop(ctx context.Context, name string) error { return b.storage.Put(ctx, name, nil) }
