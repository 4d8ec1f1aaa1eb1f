// Package partner is somebody's client, changed: it has their keys in the shared
// space and their session at the relay, and writes whatever it is given. Nothing
// of what the app checks before it writes is checked here.
package partner

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"

	"pleach/internal/client"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/seal"
	"pleach/wire"
)

// Line is a person's way to the relay, on which the changed client listens for
// their session.
type Line struct {
	remote.Transport
	mu    sync.Mutex
	token string
}

// Listen puts a Line in front of a transport.
func Listen(t remote.Transport) *Line { return &Line{Transport: t} }

// Do carries a request, and remembers its session.
func (l *Line) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	if token, found := strings.CutPrefix(r.Header["Authorization"], "Bearer "); found {
		l.mu.Lock()
		l.token = token
		l.mu.Unlock()
	}
	return l.Transport.Do(ctx, r)
}

// Client is the changed client. Its replica is a further device of the person's,
// and a true one: only what it is given to write is not.
type Client struct {
	*replica.Replica
	Member seal.Member
	Remote replica.Remote
	space  wire.ID
}

// New is the client of somebody who shares a space, on their line.
func New(ctx context.Context, p *client.Person, l *Line) (*Client, error) {
	pair, ok := p.Private().Ring.Pair()
	if !ok {
		return nil, errors.New("partner: this person shares no space")
	}
	l.mu.Lock()
	api := remote.New(l.Transport)
	api.SetToken(l.token)
	l.mu.Unlock()
	c := &Client{Remote: api.Space(pair.Space), space: pair.Space}
	var err error
	if c.Member, err = seal.ParseMember(pair.Member); err != nil {
		return nil, err
	}
	device, err := seal.NewDevice(rand.Reader)
	if err != nil {
		return nil, err
	}
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	c.Replica, err = replica.Open(ctx, replica.Config{
		Space: pair.Space, Member: c.Member, Device: device, Local: &testkit.MemLocal{},
		Remote: c.Remote, SnapshotKey: key, Anchor: wire.Hash(pair.Anchor),
	})
	if err != nil {
		return nil, err
	}
	return c, c.Sync(ctx)
}

// Write writes payloads, as they are, after everything that there is.
func (c *Client) Write(ctx context.Context, payloads ...[]byte) error {
	if err := c.Sync(ctx); err != nil {
		return err
	}
	if _, err := c.Append(ctx, payloads...); err != nil {
		return err
	}
	return c.Sync(ctx)
}

// WriteBefore writes payloads so that they stand before everything that there
// is, by the clock of a device that says that it has seen nothing.
func (c *Client) WriteBefore(ctx context.Context, payloads ...[]byte) error {
	if err := c.Sync(ctx); err != nil {
		return err
	}
	newest, key, err := c.Epoch()
	if err != nil {
		return err
	}
	device, err := seal.NewDevice(rand.Reader)
	if err != nil {
		return err
	}
	b := past{space: c.space, epoch: newest.N, key: key, device: device}
	b.add(wire.Entry{Header: b.header(wire.ClassCert), Body: seal.Certify(c.Member, c.space, device.Public())})
	for _, p := range payloads {
		if err := b.event(p); err != nil {
			return err
		}
	}
	for batch := range b.batches() {
		if _, err := c.Remote.Push(ctx, batch); err != nil {
			return err
		}
	}
	return c.Sync(ctx)
}
