package relaytest

import (
	"testing"

	"pleach/internal/relay"
	"pleach/wire"
)

// RunMove has a couple live on one store, has move carry everything to another,
// and demands that they can go on there as if nothing had happened.
func RunMove(t *testing.T, from, to relay.Store, move func(t *testing.T)) {
	before := &stage{T: t, Store: from, World: NewWorld(12), now: Start, limits: wire.DefaultLimits()}
	was := live(before)
	other := before.signedUp() // whose entries are large, and some erased
	space := before.alone(other)
	chain := before.Chain(space, other.Device)
	before.push(other, chain.Batch(1, 40))
	for i := range 30 {
		entries := chain.Next(1, 40+400*i)
		before.push(other, Batch(entries))
		if i%3 == 0 {
			before.push(other, Batch([]wire.Entry{chain.Erasing(entries[0])}))
		}
	}
	stream := before.pulled(space, 0)

	move(t)
	after := *before
	after.Store = to
	was.stillTrue(&after)
	now := after.pulled(space, 0)
	equal(&after, len(now), len(stream))
	for i, it := range stream {
		equal(&after, string(now[i].Data), string(it.Data))
	}
	spaces, err := to.Spaces(after.ctx(), was.noor.ID)
	after.ok(err)
	equal(&after, len(spaces), 1)
	after.push(other, chain.Batch(1, 100))
}
