package mem_test

import (
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/relay/relaytest"
)

func TestStore(t *testing.T) {
	relaytest.Run(t, func(*testing.T) relay.Store { return mem.New() })
}
