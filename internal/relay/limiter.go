package relay

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is how often somebody may ask: so many a second, and so many at once.
type Rate struct {
	PerSecond float64
	Burst     int
}

// maxBuckets bounds the limiter's memory, to about 10 MB.
const maxBuckets = 1 << 16

// Limiter allows each key a rate. Keys are opaque; whoever calls hashes what
// must not be remembered. Idle keys are forgotten, and when there are too many
// busy ones, some are forgotten too: memory is bounded before fairness.
type Limiter struct {
	rate Rate

	mu      sync.Mutex
	buckets map[[16]byte]*rate.Limiter
}

// NewLimiter makes a limiter. A Rate with an infinite PerSecond allows all.
func NewLimiter(r Rate) *Limiter {
	return &Limiter{rate: r, buckets: map[[16]byte]*rate.Limiter{}}
}

// Allow takes one from the key's allowance, or says how long to wait.
func (l *Limiter) Allow(key [16]byte, now time.Time) (wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.bucket(key, now)
	r := b.ReserveN(now, 1)
	if wait = r.DelayFrom(now); wait == 0 {
		return 0, true
	}
	r.CancelAt(now)
	return wait, false
}

func (l *Limiter) bucket(key [16]byte, now time.Time) *rate.Limiter {
	if b, ok := l.buckets[key]; ok {
		return b
	}
	if len(l.buckets) >= maxBuckets {
		l.forget(now)
	}
	b := rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)
	l.buckets[key] = b
	return b
}

// forget drops the idle, and as many others as it takes to halve the memory.
func (l *Limiter) forget(now time.Time) {
	for key, b := range l.buckets {
		if b.TokensAt(now) >= float64(l.rate.Burst) {
			delete(l.buckets, key)
		}
	}
	for key := range l.buckets {
		if len(l.buckets) <= maxBuckets/2 {
			return
		}
		delete(l.buckets, key)
	}
}

// Len is how many keys it remembers.
func (l *Limiter) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.buckets)
}
