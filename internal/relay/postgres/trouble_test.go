package postgres_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"pleach/internal/relay"
	"pleach/internal/relay/postgres"
	"pleach/internal/relay/postgres/pgtest"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

// admin is a connection that the store knows nothing of.
func admin(t *testing.T, url string) func(sql string) {
	t.Helper()
	c, err := pgx.Connect(t.Context(), url)
	ok(t, err)
	t.Cleanup(func() { _ = c.Close(t.Context()) })
	return func(sql string) {
		t.Helper()
		_, err := c.Exec(t.Context(), sql)
		ok(t, err)
	}
}

const cutAll = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`

// crowd has eight devices push, each waiting for its answer and asking again
// when it got none, until trouble is over. Then every entry must be there
// exactly once, at the position that was acknowledged.
func crowd(t *testing.T, s relay.Store, trouble func()) {
	t.Helper()
	w, l := relaytest.NewWorld(21), wire.DefaultLimits()
	ada, space := w.Person(), w.ID()
	ok(t, s.CreateAccount(t.Context(), ada.Account()))
	ok(t, s.CreateSpace(t.Context(), ada.ID, wire.NewSpace{Space: space, Commit: w.Bytes(50)}, l, relaytest.Start))
	const devices, batches = 8, 25
	var work [devices][batches]relay.Batch
	for i := range work {
		chain := w.Chain(space, w.ID())
		for j := range work[i] {
			work[i][j] = chain.Batch(2, 100)
		}
	}
	acknowledged := map[uint64]string{}
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, mine := range work {
		all.Go(func() {
			for _, b := range mine {
				pos, err := s.Push(t.Context(), ada.ID, b, l)
				for ; err != nil && t.Context().Err() == nil; pos, err = s.Push(t.Context(), ada.ID, b, l) {
					var refused *wire.Problem
					if errors.As(err, &refused) {
						t.Errorf("refused: %v", err)
						return
					}
				}
				mu.Lock()
				acknowledged[pos] = string(b.Entries[1].Data)
				mu.Unlock()
			}
		})
	}
	trouble()
	all.Wait()
	items, err := relaytest.PullAll(t.Context(), s, space, 0, l.Pull)
	ok(t, err)
	if len(items) != 2*devices*batches {
		t.Errorf("%d items, want %d", len(items), 2*devices*batches)
	}
	for pos, data := range acknowledged {
		if string(items[pos-1].Data) != data {
			t.Errorf("something else is at position %d than what was acknowledged", pos)
		}
	}
	if len(acknowledged) != devices*batches {
		t.Errorf("%d batches acknowledged", len(acknowledged))
	}
}

// Connections are cut in the middle of everything, at their commits too.
func TestConnectionsThatAreCutLoseNothing(t *testing.T) {
	url := pgtest.Database(t)
	cut := admin(t, url)
	crowd(t, open(t, url), func() {
		for range 30 {
			cut(cutAll)
			time.Sleep(2 * time.Millisecond)
		}
	})
}

// The database server stops dead, and is there again a moment later.
func TestAServerThatCrashesLosesNothing(t *testing.T) {
	s := open(t, pgtest.Database(t))
	crowd(t, s, func() {
		for range 2 {
			pgtest.Crash(t)
		}
	})
}

// A server that can only be read says so as a full disk does, everything can be
// read, and when it can be written again it goes on.
func TestADatabaseThatCannotBeWritten(t *testing.T) {
	url := pgtest.Database(t)
	s, say := open(t, url), admin(t, url)
	p := couple(t, s)
	p.push(t, s)
	next := p.chain.Batch(1, 100)
	readOnly := func(is string) {
		say("ALTER DATABASE " + database(url) + " SET default_transaction_read_only = " + is)
		say(cutAll)
	}
	readOnly("on")
	if _, err := s.Push(t.Context(), p.ada.ID, next, wire.DefaultLimits()); !errors.Is(err, &wire.Problem{Code: wire.CodeFull}) {
		t.Errorf("got %v, want it refused with full", err)
	}
	if page, err := s.Pull(t.Context(), p.space, 0, 1<<20); err != nil || page.Next != 1 {
		t.Errorf("reading: %v, %v", page.Next, err)
	}
	say("SET default_transaction_read_only = off")
	readOnly("off")
	if pos, err := s.Push(t.Context(), p.ada.ID, next, wire.DefaultLimits()); err != nil || pos != 2 {
		t.Errorf("again: %v, %v", pos, err)
	}
}

// database is the name in a test's address.
func database(url string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(url, "postgres:///"), "?")
	return name
}

// After an erasure the table is vacuumed, without anybody asking.
func TestWhatIsErasedIsVacuumed(t *testing.T) {
	url := pgtest.Database(t)
	s := open(t, url)
	p := couple(t, s)
	entries := p.chain.Next(3, 400)
	push := func(e []wire.Entry) {
		_, err := s.Push(t.Context(), p.ada.ID, relaytest.Batch(e), wire.DefaultLimits())
		ok(t, err)
	}
	push(entries)
	push([]wire.Entry{p.chain.Erasing(entries[1])})
	c, err := pgx.Connect(t.Context(), url)
	ok(t, err)
	defer c.Close(t.Context())
	rows, vacuums := 0, 0
	ok(t, c.QueryRow(t.Context(), `SELECT count(*) FROM words`).Scan(&rows))
	if rows != 1 {
		t.Errorf("%d rows have words, want 1", rows)
	}
	for vacuums == 0 {
		time.Sleep(20 * time.Millisecond)
		ok(t, c.QueryRow(t.Context(), `SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = 'words'`).Scan(&vacuums))
	}
}

// A database that may lose what it acknowledged, one of a newer Pleach, and one
// that is none are refused.
func TestADatabaseThatWillNotDo(t *testing.T) {
	url := pgtest.Database(t)
	open(t, url)
	admin(t, url)(`INSERT INTO schema_version (n) VALUES (99)`)
	for address, want := range map[string]error{url: postgres.ErrNewer, "data": postgres.ErrURL, "postgres://[": postgres.ErrURL} {
		if _, err := postgres.Open(t.Context(), postgres.Config{URL: address}); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", address, err, want)
		}
	}
}
