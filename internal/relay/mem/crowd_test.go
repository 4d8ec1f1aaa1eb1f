package mem_test

import (
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/relay/relaytest"
)

func TestACrowd(t *testing.T) {
	for seed := range uint64(5) {
		s := mem.New()
		relaytest.Crowd(t, seed, 1, func() []relay.Store { return []relay.Store{s} }, nil)
	}
}
