package demo

import (
	"sync"
	"time"
)

// Clock is what the couple and their relay go by: it stands at a time of the
// story while that is made, and then follows the real one. The zero Clock is
// ready to use.
type Clock struct {
	mu sync.Mutex
	at time.Time // zero: the real time
}

// Now is the time on this clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return time.Now()
	}
	return c.at
}

func (c *Clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// Release lets the clock follow the real time.
func (c *Clock) Release() { c.set(time.Time{}) }
