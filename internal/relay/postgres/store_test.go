package postgres_test

import (
	"os"
	"testing"
	"time"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/relay/postgres"
	"pleach/internal/relay/postgres/pgtest"
	"pleach/internal/relay/relaytest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func open(t testing.TB, url string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), postgres.Config{URL: url, Vacuum: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestStore(t *testing.T) {
	relaytest.Run(t, func(t *testing.T) relay.Store { return open(t, pgtest.Database(t)) })
}

func TestStoreIsLikeTheOneInMemory(t *testing.T) {
	relaytest.Compare(t, mem.New(), open(t, pgtest.Database(t)))
}
