package client

import "context"

// Keeper holds one secret of a device's, which it uses and gives to nobody. A
// browser keeps it as a key that cannot be exported, tests in memory.
// Storagetest has the suite that each must pass.
//
// It is no part of Storage: what is copied out of a Storage opens nothing that
// was sealed with the keeper's help.
type Keeper interface {
	// Make makes a secret in place of the one before, which is gone for good.
	Make(ctx context.Context) error
	// Use is what the secret makes of a salt: 32 bytes, the same each time for
	// as long as the secret is there, and nil when there is none.
	Use(ctx context.Context, salt []byte) ([]byte, error)
	// Drop forgets the secret. It is no error when there is none.
	Drop(ctx context.Context) error
}
