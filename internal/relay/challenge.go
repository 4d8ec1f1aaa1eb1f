package relay

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"sync"
	"time"

	"pleach/wire"
)

// challengeLife is how long a challenge can be answered.
const challengeLife = 2 * time.Minute

// maxUsed bounds the memory of used challenges. Only correct logins get there,
// and rate limits keep it far below this.
const maxUsed = 1 << 16

// Challenges gives out login challenges without remembering them: a nonce is 16
// random bytes and a MAC over those, the account and the expiry. It remembers
// only the ones that were used, until they expire. The key lives as long as the
// process, so a restart voids what was open; nodes that share a store share key
// and memory.
type Challenges struct {
	rand  io.Reader
	key   [32]byte
	nodes Nodes // or nil

	mu   sync.Mutex
	used map[[32]byte]time.Time
}

// NewChallenges draws its key from rand.
func NewChallenges(rand io.Reader) (*Challenges, error) {
	c := &Challenges{rand: rand, used: map[[32]byte]time.Time{}}
	_, err := io.ReadFull(rand, c.key[:])
	return c, err
}

// SharedChallenges are those of all nodes.
func SharedChallenges(ctx context.Context, rand io.Reader, nodes Nodes) (*Challenges, error) {
	c, err := NewChallenges(rand)
	if err != nil {
		return nil, err
	}
	c.nodes = nodes
	c.key, err = nodes.ShareKey(ctx, "challenges", c.key)
	return c, err
}

// Issue makes a challenge, in the same way whether the account exists or not.
func (c *Challenges) Issue(account wire.ID, now time.Time) (wire.Challenge, error) {
	expiry := now.Add(challengeLife).Truncate(time.Millisecond)
	nonce := make([]byte, 32)
	if _, err := io.ReadFull(c.rand, nonce[:16]); err != nil {
		return wire.Challenge{}, err
	}
	copy(nonce[16:], c.mac(nonce[:16], account, expiry))
	return wire.Challenge{Nonce: nonce, Expiry: expiry, Now: now}, nil
}

// Valid reports whether the login answers a challenge of ours that has not
// expired.
func (c *Challenges) Valid(l wire.Login, now time.Time) bool {
	return len(l.Nonce) == 32 && now.Before(l.Expiry) &&
		hmac.Equal(l.Nonce[16:], c.mac(l.Nonce[:16], l.Account, l.Expiry))
}

// Use takes a challenge out of circulation, after the signature was found
// right. Errors: CodeLoginRefused when it was used before, CodeRate when there
// are too many to remember, and those of the store that nodes share.
func (c *Challenges) Use(ctx context.Context, l wire.Login, now time.Time) error {
	if c.nodes != nil {
		fresh, err := c.nodes.UseChallenge(ctx, [32]byte(l.Nonce), l.Expiry)
		if err == nil && !fresh {
			err = Refuse(wire.CodeLoginRefused, "")
		}
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for nonce, expiry := range c.used {
		if !now.Before(expiry) {
			delete(c.used, nonce)
		}
	}
	nonce := [32]byte(l.Nonce)
	if _, again := c.used[nonce]; again {
		return Refuse(wire.CodeLoginRefused, "")
	}
	if len(c.used) >= maxUsed {
		return Refuse(wire.CodeRate, "")
	}
	c.used[nonce] = l.Expiry
	return nil
}

func (c *Challenges) mac(random []byte, account wire.ID, expiry time.Time) []byte {
	m := hmac.New(sha256.New, c.key[:])
	m.Write(random)
	m.Write(account[:])
	m.Write(binary.BigEndian.AppendUint64(nil, uint64(expiry.UnixMilli())))
	return m.Sum(nil)[:16]
}
