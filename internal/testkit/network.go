package testkit

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"

	"pleach/internal/remote"
)

// ErrNetwork is what a lost request or a lost answer looks like.
var ErrNetwork = errors.New("testkit: the network lost it")

// Faults are how often a network misbehaves, from 0 to 1 each.
type Faults struct {
	DropRequest  float64 // the relay never sees it
	DropResponse float64 // the relay did it, nobody hears
	Duplicate    float64 // the relay sees it twice at once
	Delay        float64 // the relay sees it again, after later requests
}

// Network is a device's way to the relay. The zero faults lose nothing. It is
// safe for concurrent use; with one caller it is repeatable from its random
// source.
type Network struct {
	under remote.Transport

	mu      sync.Mutex
	faults  Faults
	rand    *rand.Rand
	cut     bool
	delayed []remote.Request
	before  func(remote.Request) error
	after   func(remote.Request, *remote.Response) error
	record  func(remote.Request, remote.Response)
}

// NewNetwork puts a network in front of a transport.
func NewNetwork(under remote.Transport, r *rand.Rand) *Network {
	return &Network{under: under, rand: r}
}

var _ remote.Transport = (*Network)(nil)

// SetFaults changes how often the network misbehaves.
func (n *Network) SetFaults(f Faults) { n.set(func() { n.faults = f }) }

// Cut takes the network away, or gives it back.
func (n *Network) Cut(cut bool) { n.set(func() { n.cut = cut }) }

// Before is called with every request before the relay sees it; an error loses
// the request. nil removes it.
func (n *Network) Before(hook func(remote.Request) error) { n.set(func() { n.before = hook }) }

// After is called with every answer and may change it: a relay that lies. An
// error loses the answer. nil removes it.
func (n *Network) After(hook func(remote.Request, *remote.Response) error) {
	n.set(func() { n.after = hook })
}

// Record is called with everything that the device has received.
func (n *Network) Record(hook func(remote.Request, remote.Response)) {
	n.set(func() { n.record = hook })
}

func (n *Network) set(change func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change()
}

// fate is what happens to one request.
type fate struct {
	lostBefore, lostAfter, twice, again bool
	late                                []remote.Request
}

func (n *Network) draw() fate {
	f := fate{
		lostBefore: n.chance(n.faults.DropRequest) || n.cut,
		lostAfter:  n.chance(n.faults.DropResponse),
		twice:      n.chance(n.faults.Duplicate),
		again:      n.chance(n.faults.Delay),
	}
	if len(n.delayed) > 0 && !n.cut && n.chance(0.5) {
		f.late, n.delayed = n.delayed, nil
		n.rand.Shuffle(len(f.late), func(i, j int) { f.late[i], f.late[j] = f.late[j], f.late[i] })
	}
	return f
}

func (n *Network) chance(p float64) bool { return p > 0 && n.rand.Float64() < p }

// Do carries one request, or does not.
func (n *Network) Do(ctx context.Context, r remote.Request) (remote.Response, error) {
	n.mu.Lock()
	f, before, after, record := n.draw(), n.before, n.after, n.record
	n.mu.Unlock()
	if f.lostBefore {
		return remote.Response{}, ErrNetwork
	}
	if before != nil {
		if err := before(r); err != nil {
			return remote.Response{}, err
		}
	}
	resp, err := n.deliver(ctx, r, f)
	if err == nil && after != nil {
		err = after(r, &resp)
	}
	switch {
	case err != nil:
		return remote.Response{}, err
	case f.lostAfter:
		return remote.Response{}, ErrNetwork
	}
	if record != nil {
		record(r, resp)
	}
	return resp, nil
}

// deliver gives the request to the relay, with those that come late around it.
func (n *Network) deliver(ctx context.Context, r remote.Request, f fate) (remote.Response, error) {
	for _, late := range f.late {
		if _, err := n.under.Do(ctx, late); err != nil {
			return remote.Response{}, err
		}
	}
	if f.again {
		copied := r
		copied.Body = slices.Clone(r.Body)
		n.set(func() { n.delayed = append(n.delayed, copied) })
	}
	if f.twice {
		if _, err := n.under.Do(ctx, r); err != nil {
			return remote.Response{}, err
		}
	}
	return n.under.Do(ctx, r)
}

// Stream carries a stream of events unless the network is cut.
func (n *Network) Stream(ctx context.Context, r remote.Request, on func(event, data string)) error {
	n.mu.Lock()
	cut := n.cut
	n.mu.Unlock()
	if cut {
		return ErrNetwork
	}
	return n.under.Stream(ctx, r, on)
}
