package filestore

import (
	"bytes"
	"context"
	"errors"
	"sync"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/client"
	"pleach/internal/replica"
	"pleach/wire"
)

// ErrClosed is what every method returns after Close.
var ErrClosed = errors.New("filestore: the store is closed")

// Store is a client.Storage in a file. Make it with Open. Any number of
// goroutines may use it.
type Store struct {
	mu sync.Mutex
	db *sqlite3.Conn // nil after Close
}

var _ client.Storage = (*Store)(nil)

// do runs one piece of work alone. A context that has ended starts nothing; one
// that ends later does not interrupt, so that nobody has to wonder whether a
// write happened.
func (s *Store) do(ctx context.Context, work func(*sqlite3.Conn) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case s.db == nil:
		return ErrClosed
	}
	return named(work(s.db))
}

// change is do in one transaction: all of it or nothing.
func (s *Store) change(ctx context.Context, work func(*sqlite3.Conn) error) error {
	return s.do(ctx, func(db *sqlite3.Conn) (err error) {
		tx, err := db.BeginImmediate()
		if err != nil {
			return err
		}
		defer tx.End(&err)
		return work(db)
	})
}

// Get implements client.Storage.
func (s *Store) Get(ctx context.Context, name string) (value []byte, err error) {
	err = s.do(ctx, func(db *sqlite3.Conn) error {
		return each(db, func(row *sqlite3.Stmt) { value = blob(row, 0) }, "SELECT value FROM value WHERE name = ?", name)
	})
	return value, err
}

// Put implements client.Storage.
func (s *Store) Put(ctx context.Context, name string, value []byte) error {
	return s.change(ctx, func(db *sqlite3.Conn) error {
		if value == nil {
			return run(db, "DELETE FROM value WHERE name = ?", name)
		}
		return run(db, "INSERT INTO value VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	})
}

// Names implements client.Storage.
func (s *Store) Names(ctx context.Context, prefix string) (names []string, err error) {
	err = s.do(ctx, func(db *sqlite3.Conn) error {
		return each(db, func(row *sqlite3.Stmt) { names = append(names, row.ColumnText(0)) },
			"SELECT name FROM value WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name", prefix)
	})
	return names, err
}

// Wipe implements client.Storage. What was there is overwritten, in the file and
// in its write-ahead log; what the disk underneath keeps is its own affair.
func (s *Store) Wipe(ctx context.Context) error {
	err := s.change(ctx, func(db *sqlite3.Conn) error {
		return db.Exec("DELETE FROM value; DELETE FROM space; DELETE FROM log; DELETE FROM outbox;")
	})
	if err != nil {
		return err
	}
	return s.do(ctx, func(db *sqlite3.Conn) error { return db.Exec("PRAGMA wal_checkpoint(TRUNCATE)") })
}

// Space implements client.Storage.
func (s *Store) Space(id wire.ID) replica.Local { return space{store: s, id: bytes.Clone(id[:])} }

// Close gives the folder back. What was written is in the file itself when it
// returns nil.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil {
		return nil
	}
	err := errors.Join(s.db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"), s.db.Close())
	s.db = nil
	return err
}
