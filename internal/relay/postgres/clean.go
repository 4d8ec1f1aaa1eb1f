package postgres

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// cleaner vacuums the tables in which something was erased, some time after:
// once for all that was erased meanwhile. Then the room is free to be written
// over. It is a kindness and no promise; autovacuum comes in any case.
type cleaner struct {
	pool  *pgxpool.Pool
	pause time.Duration
	wake  chan struct{}
	ctx   context.Context
	end   context.CancelFunc
	ended chan struct{}

	mu     sync.Mutex
	tables []string
}

func startCleaner(pool *pgxpool.Pool, pause time.Duration) *cleaner {
	ctx, end := context.WithCancel(context.Background())
	c := &cleaner{pool: pool, pause: pause, wake: make(chan struct{}, 1), ctx: ctx, end: end, ended: make(chan struct{})}
	go c.run()
	return c
}

// after notes tables in which something was erased.
func (c *cleaner) after(tables []string) {
	if len(tables) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range tables {
		if !slices.Contains(c.tables, t) {
			c.tables = append(c.tables, t)
		}
	}
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *cleaner) run() {
	defer close(c.ended)
	for {
		select {
		case <-c.wake:
		case <-c.ctx.Done():
			return
		}
		select {
		case <-time.After(c.pause):
		case <-c.ctx.Done():
			return
		}
		c.vacuum()
	}
}

func (c *cleaner) vacuum() {
	c.mu.Lock()
	tables := c.tables
	c.tables = nil
	c.mu.Unlock()
	for _, t := range tables { // names of ours, from rowsOfSpaces and its like
		_, _ = c.pool.Exec(c.ctx, "VACUUM "+t)
	}
}

func (c *cleaner) stop() {
	c.end()
	<-c.ended
}
