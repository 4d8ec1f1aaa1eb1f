package relay

import (
	"slices"
	"sync"

	"pleach/wire"
)

// Notice is one thing that a stream says: wire.EventAdvanced or
// wire.EventInvite, and which.
type Notice struct {
	Event string
	ID    wire.ID
}

const (
	maxStreams = 64  // open streams of one account
	maxNotices = 256 // notices that wait in one stream
)

// Hub wakes the streams of an account when something of it has changed. It is a
// hint and not the truth: a client that misses one finds out when it pulls.
// Publish after the change is committed, never before. Safe for concurrent use.
type Hub struct {
	mu     sync.Mutex
	tell   func(News) // to other nodes, or nil
	subs   map[wire.ID]map[*Subscription]struct{}
	closed bool
}

// NewHub returns an empty hub.
func NewHub() *Hub {
	return &Hub{subs: map[wire.ID]map[*Subscription]struct{}{}}
}

// Subscription is one open stream. Equal notices that were not taken yet
// become one. It has no channel and no goroutine: ten thousand of them are quiet
// most of the time.
type Subscription struct {
	hub     *Hub
	account wire.ID
	device  wire.ID
	wake    func(ended bool)
	pending []Notice // guarded by hub.mu
	over    bool     // guarded by hub.mu
}

// Subscribe opens a subscription for a device. The hub calls wake when there is
// something to take, and with true once, when the stream must end: its device was
// removed, it signed out, it fell too far behind, or the hub or the subscription
// was closed. wake must not wait, nor call the hub or the subscription; it may be
// called before Subscribe returns. Errors: CodeRate when the account has too many.
func (h *Hub) Subscribe(account, device wire.ID, wake func(ended bool)) (*Subscription, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.subs[account]) >= maxStreams || h.closed {
		return nil, Refuse(wire.CodeRate, "")
	}
	s := &Subscription{hub: h, account: account, device: device, wake: wake}
	if h.subs[account] == nil {
		h.subs[account] = map[*Subscription]struct{}{}
	}
	h.subs[account][s] = struct{}{}
	return s, nil
}

// Publish gives a notice to every stream of these accounts, on every node. It
// never waits.
func (h *Hub) Publish(accounts []wire.ID, n Notice) {
	known := slices.DeleteFunc(slices.Clone(accounts), wire.ID.IsZero)
	h.say(News{What: n.Event, ID: n.ID, Accounts: known})
}

// End ends the streams of one device, on every node.
func (h *Hub) End(account, device wire.ID) {
	h.say(News{What: newsEnd, ID: device, Accounts: []wire.ID{account}})
}

// EndOthers ends the streams of every device of an account but one, on every
// node.
func (h *Hub) EndOthers(account, but wire.ID) {
	h.say(News{What: newsEndOthers, ID: but, Accounts: []wire.ID{account}})
}

func (h *Hub) notify(account wire.ID, n Notice) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs[account] {
		s.add(n)
	}
}

func (h *Hub) endWhere(account wire.ID, ends func(*Subscription) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs[account] {
		if ends(s) {
			s.end()
		}
	}
}

// Streams is how many streams are open here.
func (h *Hub) Streams() (n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, subs := range h.subs {
		n += len(subs)
	}
	return n
}

// Close ends every stream, and refuses new ones, so that a server can stop.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, subs := range h.subs {
		for s := range subs {
			s.end()
		}
	}
}

// Take returns the notices that wait, oldest first, and forgets them. A stream
// that must end has nothing more to say.
func (s *Subscription) Take() (notices []Notice, ended bool) {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	notices, s.pending = s.pending, nil
	return notices, s.over
}

// Close gives the subscription back.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.end()
}

func (s *Subscription) add(n Notice) {
	if s.over || slices.Contains(s.pending, n) {
		return
	}
	if len(s.pending) >= maxNotices {
		s.end()
		return
	}
	s.pending = append(s.pending, n)
	s.wake(false)
}

func (s *Subscription) end() {
	if s.over {
		return
	}
	s.over, s.pending = true, nil
	s.wake(true)
	delete(s.hub.subs[s.account], s)
	if len(s.hub.subs[s.account]) == 0 {
		delete(s.hub.subs, s.account)
	}
}
