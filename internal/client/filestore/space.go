package filestore

import (
	"context"
	"fmt"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/replica"
)

// space is one space's part of the file.
type space struct {
	store *Store
	id    []byte
}

// Load implements replica.Local.
func (s space) Load(ctx context.Context) (saved replica.Saved, err error) {
	err = s.store.do(ctx, func(db *sqlite3.Conn) error {
		err := each(db, func(row *sqlite3.Stmt) { saved.State, saved.Snapshot = blob(row, 0), blob(row, 1) },
			"SELECT state, snapshot FROM space WHERE id = ?", s.id)
		if err != nil {
			return err
		}
		if saved.Log, err = s.records(db, "SELECT record FROM log WHERE space = ? ORDER BY n"); err != nil {
			return err
		}
		saved.Outbox, err = s.records(db, "SELECT record FROM outbox WHERE space = ? ORDER BY n")
		return err
	})
	if err != nil {
		return replica.Saved{}, err
	}
	return saved, nil
}

func (s space) records(db *sqlite3.Conn, query string) (list [][]byte, err error) {
	err = each(db, func(row *sqlite3.Stmt) { list = append(list, blob(row, 0)) }, query, s.id)
	return list, err
}

// Save implements replica.Local.
func (s space) Save(ctx context.Context, c replica.Change) error {
	err := s.store.change(ctx, func(db *sqlite3.Conn) error {
		for _, part := range c.Replace {
			if err := s.replace(db, part); err != nil {
				return err
			}
		}
		if err := s.dequeue(db, c.Dequeue); err != nil {
			return err
		}
		for _, record := range c.Enqueue {
			if err := run(db, "INSERT INTO outbox SELECT ?1, 1 + coalesce(max(n), 0), ?2 FROM outbox WHERE space = ?1", s.id, record); err != nil {
				return err
			}
		}
		if c.Log != nil {
			if err := run(db, "INSERT INTO log SELECT ?1, 1 + coalesce(max(n), 0), ?2 FROM log WHERE space = ?1", s.id, c.Log); err != nil {
				return err
			}
		}
		return s.newest(db, c)
	})
	if err == nil && len(c.Replace) > 0 { // what was replaced is to be gone from the write-ahead log too
		err = s.store.do(ctx, func(db *sqlite3.Conn) error { return db.Exec("PRAGMA wal_checkpoint(TRUNCATE)") })
	}
	return err
}

// replace overwrites one record of the log.
func (s space) replace(db *sqlite3.Conn, part replica.Part) error {
	err := run(db, `UPDATE log SET record = ?3 WHERE space = ?1 AND n =
		(SELECT n FROM log WHERE space = ?1 ORDER BY n LIMIT 1 OFFSET ?2)`, s.id, max(part.At, 0), part.Data)
	if err == nil && (db.Changes() != 1 || part.At < 0) {
		err = fmt.Errorf("filestore: the log has no record %d", part.At)
	}
	return err
}

// newest replaces the state and the snapshot, each where there is another.
func (s space) newest(db *sqlite3.Conn, c replica.Change) error {
	if c.State == nil && c.Snapshot == nil {
		return nil
	}
	return run(db, `INSERT INTO space VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET
		state = coalesce(excluded.state, state), snapshot = coalesce(excluded.snapshot, snapshot)`, s.id, c.State, c.Snapshot)
}

// dequeue takes exactly n off the front, or nothing.
func (s space) dequeue(db *sqlite3.Conn, n int) error {
	if n == 0 {
		return nil
	}
	err := run(db, "DELETE FROM outbox WHERE space = ?1 AND n IN (SELECT n FROM outbox WHERE space = ?1 ORDER BY n LIMIT ?2)", s.id, max(n, 0))
	if gone := db.Changes(); err == nil && gone != int64(n) {
		err = fmt.Errorf("filestore: dequeue %d of %d queued", n, gone)
	}
	return err
}
