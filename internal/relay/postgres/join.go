package postgres

import (
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"pleach/internal/relay"
)

const (
	channel    = "pleach"
	maxWaiting = 4096            // news that wait to be sent; more are found by looking
	sendTime   = 2 * time.Second // how long it tries to tell
	comeBack   = time.Second     // pause before the listener connects anew
)

// node is one server among others on the same database.
type node struct {
	store *Store
	hub   *relay.Hub
	log   *slog.Logger
	name  string // so that it does not hear itself
	seen  sights
	wake  chan struct{}

	mu      sync.Mutex
	waiting []string
}

// Join implements relay.Nodes. News go by NOTIFY, after the commit that they are
// about and on another connection: inside the transaction it would take one lock
// for all commits of the server. What a node could not say any more, or this one
// could not hear, it finds by looking: as soon as it listens, and then every
// Config.Poll.
func (s *Store) Join(ctx context.Context, hub *relay.Hub, log *slog.Logger) {
	n := &node{store: s, hub: hub, log: log, name: rand.Text(), seen: newSights(), wake: make(chan struct{}, 1)}
	hub.Tell(n.tell)
	var both sync.WaitGroup
	both.Go(func() { n.sendAll(ctx) })
	both.Go(func() { n.listenAlways(ctx) })
	both.Wait()
}

// tell queues news for the other nodes; equal ones become one.
func (n *node) tell(news relay.News) {
	text := news.String()
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.waiting) >= maxWaiting || slices.Contains(n.waiting, text) {
		return
	}
	n.waiting = append(n.waiting, text)
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

func (n *node) sendAll(ctx context.Context) {
	for {
		select {
		case <-n.wake:
			n.send(ctx)
		case <-ctx.Done():
			n.send(ctx)
			return
		}
	}
}

// send tells in one statement what has gathered while it told the last time. It
// is not cut short when the node is told to stop.
func (n *node) send(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTime)
	defer cancel()
	n.mu.Lock()
	news := n.waiting
	n.waiting = nil
	n.mu.Unlock()
	if len(news) == 0 {
		return
	}
	err := n.store.look(ctx, func(c *conn) error {
		c.run(`SELECT pg_notify($1, $2 || ' ' || news) FROM unnest($3::text[]) AS news`, channel, n.name, news)
		return c.send()
	})
	if err != nil {
		n.log.Error("news for other nodes", "err", err)
	}
}

func (n *node) listenAlways(ctx context.Context) {
	for {
		err := n.listen(ctx)
		if ctx.Err() != nil {
			return
		}
		n.log.Error("news of other nodes", "err", plain(err))
		select {
		case <-time.After(comeBack):
		case <-ctx.Done():
			return
		}
	}
}

// listen hears what other nodes tell, and looks for what they have not told,
// until its connection breaks. It looks on the same connection, so that one
// that is dead and does not say so is found out.
func (n *node) listen(ctx context.Context) error {
	c, err := pgx.ConnectConfig(ctx, n.store.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer c.Close(context.WithoutCancel(ctx))
	if _, err := c.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	for {
		if err := n.look(ctx, c); err != nil {
			return err
		}
		if err := n.hear(ctx, c); err != nil {
			return err
		}
	}
}

// hear passes news on until it is time to look again.
func (n *node) hear(ctx context.Context, c *pgx.Conn) error {
	until, cancel := context.WithTimeout(ctx, n.store.cfg.Poll)
	defer cancel()
	for {
		got, err := c.WaitForNotification(until)
		switch {
		case until.Err() != nil && ctx.Err() == nil && !c.IsClosed():
			return nil
		case err != nil:
			return err
		}
		from, text, _ := strings.Cut(got.Payload, " ")
		if news, err := relay.ParseNews(text); err == nil && from != n.name {
			n.hub.Hear(news)
		}
	}
}
