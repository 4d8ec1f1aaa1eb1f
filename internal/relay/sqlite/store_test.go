package sqlite_test

import (
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/relaytest"
	"pleach/internal/relay/sqlite"
)

func open(t testing.TB, dir string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(sqlite.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) {
	relaytest.Run(t, func(t *testing.T) relay.Store { return open(t, t.TempDir()) })
}
