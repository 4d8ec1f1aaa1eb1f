package memstore_test

import (
	"testing"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/client/storagetest"
)

func TestConformance(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) func() client.Storage {
		store := memstore.New()
		return func() client.Storage { return store }
	})
}

func TestKeeperConformance(t *testing.T) {
	storagetest.RunKeeper(t, func(*testing.T) func() client.Keeper {
		k := new(memstore.Keeper)
		return func() client.Keeper { return k }
	})
}
