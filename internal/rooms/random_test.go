package rooms_test

import (
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"sync"
)

// seeded is randomness that is the same in every run.
func seeded(name string) io.Reader {
	return &lockedReader{r: rand.NewChaCha8(sha256.Sum256([]byte(name)))}
}

type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(b)
}

// seededNormal draws from the standard normal distribution.
func seededNormal(seed uint64) func() float64 { return rand.New(rand.NewPCG(seed, 7)).NormFloat64 }
