package bond

import (
	"time"

	"pleach/wire"
)

// The events of this file let a person's devices shut one of them out
// everywhere: which chain it writes in each space, and that it was removed. Both
// are in the private space.

// DeviceChain says which chain of a space one of the person's devices writes.
// The relay's names of devices and the chains' names have nothing in common
// otherwise, so that nobody else can link them.
type DeviceChain struct {
	Device wire.ID   `json:"device"`
	Space  wire.ID   `json:"space"`
	Chain  wire.ID   `json:"chain"`
	At     time.Time `json:"at"`
}

// Kind implements Event.
func (DeviceChain) Kind() string { return "device-chain/1" }

// DeviceRemoved says that a device of the person's is no more.
type DeviceRemoved struct {
	Device wire.ID   `json:"device"`
	At     time.Time `json:"at"`
}

// Kind implements Event.
func (DeviceRemoved) Kind() string { return "device-removed/1" }

// Fleet is what the person's devices know of each other.
type Fleet struct {
	Chains  []DeviceChain
	Removed []wire.ID
}

func (f *Fleet) apply(e Event) {
	switch e := e.(type) {
	case DeviceChain:
		f.Chains = append(f.Chains, e)
	case DeviceRemoved:
		f.Removed = append(f.Removed, e.Device)
	}
}

// Claimed reports whether a chain of a space is known as some device's.
func (f Fleet) Claimed(space, chain wire.ID) bool {
	for _, c := range f.Chains {
		if c.Space == space && c.Chain == chain {
			return true
		}
	}
	return false
}

// Of lists the chains that a device writes in a space.
func (f Fleet) Of(device, space wire.ID) (chains []wire.ID) {
	for _, c := range f.Chains {
		if c.Device == device && c.Space == space {
			chains = append(chains, c.Chain)
		}
	}
	return chains
}
