package relaytest

import (
	"pleach/internal/relay"
	"pleach/wire"
)

// Chain builds the entries of one device in one space.
type Chain struct {
	world  *World
	space  wire.ID
	device wire.ID
	seq    uint64
	head   wire.Hash
}

// Chain begins a chain.
func (w *World) Chain(space, device wire.ID) *Chain {
	return &Chain{world: w, space: space, device: device}
}

// Fork is a copy that can go another way.
func (c *Chain) Fork() *Chain {
	fork := *c
	return &fork
}

// Next returns the next n entries, with bodies of size bytes; the last is
// signed (with random bytes, which is all that a relay can see in it).
func (c *Chain) Next(n, size int) []wire.Entry {
	out := make([]wire.Entry, 0, n)
	for range n {
		out = append(out, c.next(size))
	}
	out[n-1].Sig = c.world.Bytes(wire.SigSize)
	return out
}

func (c *Chain) next(size int) wire.Entry {
	c.seq++
	h := wire.Header{Class: wire.ClassEvent, Space: c.space, Device: c.device, Seq: c.seq, Lamport: c.seq, Prev: c.head}
	e := wire.Entry{Header: h, Body: c.world.Bytes(size)}
	if c.seq == 1 {
		e.Header.Class = wire.ClassCert
	} else {
		e.Header.Commitment = wire.Hash(c.world.Bytes(32))
		e.Wrap = c.world.Bytes(wire.WrapSize)
	}
	c.head = e.Hash()
	return e
}

// Erasing is the next entry, signed, which erases another.
func (c *Chain) Erasing(e wire.Entry) wire.Entry {
	c.seq++
	h := wire.Header{Class: wire.ClassErase, Space: c.space, Device: c.device, Seq: c.seq, Lamport: c.seq, Prev: c.head}
	target := wire.Erasure{Device: e.Header.Device, Seq: e.Header.Seq, Hash: e.Hash()}
	tomb := wire.Entry{Header: h, Body: target.Bytes(), Sig: c.world.Bytes(wire.SigSize)}
	c.head = tomb.Hash()
	return tomb
}

// Batch is Next as a store takes it.
func (c *Chain) Batch(n, size int) relay.Batch { return Batch(c.Next(n, size)) }

// Batch reads entries the way a request is read. Entries that no relay would
// take are a mistake in the test, and panic.
func Batch(entries []wire.Entry) relay.Batch {
	b, err := relay.ReadBatch(wire.AppendBatch(nil, entries), wire.DefaultLimits())
	if err != nil {
		panic(err)
	}
	return b
}

// Answer makes an answer to a gate; a strict one has no wrap.
func (w *World) Answer(space, gate, device wire.ID, strict bool) wire.Answer {
	a := wire.Answer{
		Space: space, Gate: gate, Device: device, Commitment: wire.Hash(w.Bytes(32)),
		Wrap: w.Bytes(wire.WrapSize), Body: w.Bytes(256), Sig: w.Bytes(wire.SigSize),
	}
	if strict {
		a.Wrap = nil
	}
	return a
}
