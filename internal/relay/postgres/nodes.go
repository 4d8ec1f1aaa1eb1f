package postgres

import (
	"context"
	"time"

	"pleach/wire"
)

// ShareKey implements relay.Nodes.
func (s *Store) ShareKey(ctx context.Context, name string, offer [32]byte) (key [32]byte, err error) {
	err = s.write(ctx, func(c *conn) error {
		c.run(`INSERT INTO shared (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, name, offer[:])
		_, err := c.one([]any{fixed(key[:])}, `SELECT value FROM shared WHERE name = $1`, name)
		return err
	})
	return key, err
}

// UseChallenge implements relay.Nodes.
func (s *Store) UseChallenge(ctx context.Context, nonce [32]byte, expires time.Time) (fresh bool, err error) {
	err = s.write(ctx, func(c *conn) error {
		n, err := c.affected(`INSERT INTO used_challenges (nonce, expires) VALUES ($1, $2) ON CONFLICT (nonce) DO NOTHING`,
			wire.Hash(nonce), expires)
		fresh = n == 1
		return err
	})
	return fresh && err == nil, err
}
