package relay

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"pleach/wire"
)

// Nodes is what the servers of one relay have in common when there are several
// on one store, so that a client may ask a different one each time. A store that
// can be shared implements it. Methods are safe for concurrent use.
type Nodes interface {
	// ShareKey returns the key of all nodes under this name: the first that was
	// ever offered.
	ShareKey(ctx context.Context, name string, offer [32]byte) ([32]byte, error)
	// UseChallenge takes a login challenge out of circulation on all nodes, until
	// it expires. It is false when it was used before.
	UseChallenge(ctx context.Context, nonce [32]byte, expires time.Time) (bool, error)
	// Join carries news between this node's hub and the others' until ctx ends,
	// and returns when what the hub had to say is said, or cannot be. News may
	// come late: then the node finds out by looking into the store. What goes
	// wrong is in the log, and is tried again.
	Join(ctx context.Context, hub *Hub, log *slog.Logger)
}

// The kinds of News that are not notices.
const (
	newsEnd       = "end"        // the streams of the device ID end
	newsEndOthers = "end-others" // the streams of all devices but ID end
)

// News is what one hub tells the hubs of the other nodes: a notice, or that
// streams end.
type News struct {
	What     string // wire.EventAdvanced, wire.EventInvite, or one of those above
	ID       wire.ID
	Accounts []wire.ID // whom it concerns
}

// String is the form that travels between nodes, without a space at its ends.
func (n News) String() string {
	var b strings.Builder
	b.WriteString(n.What + " " + n.ID.String())
	for _, a := range n.Accounts {
		b.WriteString(" " + a.String())
	}
	return b.String()
}

// errNews holds nothing of what was read.
var errNews = errors.New("relay: this is no news that a node tells")

// ParseNews reads the form that String writes.
func ParseNews(s string) (n News, err error) {
	fields := strings.Split(s, " ")
	if len(fields) < 2 {
		return News{}, errNews
	}
	switch n.What = fields[0]; n.What {
	case wire.EventAdvanced, wire.EventInvite, newsEnd, newsEndOthers:
	default:
		return News{}, errNews
	}
	if n.ID, err = wire.ParseID(fields[1]); err != nil {
		return News{}, errNews
	}
	for _, f := range fields[2:] {
		a, err := wire.ParseID(f)
		if err != nil {
			return News{}, errNews
		}
		n.Accounts = append(n.Accounts, a)
	}
	return n, nil
}

// Tell has the hub pass on what it is told here from now on. tell must not wait.
func (h *Hub) Tell(tell func(News)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tell = tell
}

// Hear takes news of another node. It never waits.
func (h *Hub) Hear(n News) {
	for _, account := range n.Accounts {
		switch n.What {
		case newsEnd:
			h.endWhere(account, func(s *Subscription) bool { return s.device == n.ID })
		case newsEndOthers:
			h.endWhere(account, func(s *Subscription) bool { return s.device != n.ID })
		default:
			h.notify(account, Notice{n.What, n.ID})
		}
	}
}

// say is Hear here, and then on the other nodes.
func (h *Hub) say(n News) {
	h.Hear(n)
	h.mu.Lock()
	tell := h.tell
	h.mu.Unlock()
	if tell != nil && len(n.Accounts) > 0 {
		tell(n)
	}
}

// Accounts are those with an open stream.
func (h *Hub) Accounts() []wire.ID {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]wire.ID, 0, len(h.subs))
	for account := range h.subs {
		out = append(out, account)
	}
	return out
}
