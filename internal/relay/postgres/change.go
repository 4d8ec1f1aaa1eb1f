package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"pleach/internal/relay"
	"pleach/wire"
)

// A change is tried so often, with pauses that double: a second and a quarter
// in all, enough for a connection to be made anew.
const (
	attempts   = 8
	firstPause = 5 * time.Millisecond
)

const (
	beginWrite = "BEGIN"
	beginRead  = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
)

// write runs a change as one transaction, and returns when it is durable or
// refused. It may run the change more than once.
func (s *Store) write(ctx context.Context, change func(*conn) error) error {
	return s.patiently(ctx, func() error { return s.transact(ctx, beginWrite, change) })
}

// read runs queries in one transaction that sees one moment.
func (s *Store) read(ctx context.Context, look func(*conn) error) error {
	return s.patiently(ctx, func() error { return s.transact(ctx, beginRead, look) })
}

// look runs one statement, which needs no transaction to see one moment.
func (s *Store) look(ctx context.Context, statement func(*conn) error) error {
	return s.patiently(ctx, func() error { return statement(newConn(ctx, s.pool)) })
}

// patiently tries again what met another change, or lost its connection: then
// it may have happened, and a repeat does no harm.
func (s *Store) patiently(ctx context.Context, try func() error) error {
	pause := firstPause
	for n := 1; ; n++ {
		select {
		case <-s.over:
			return ErrClosed
		default:
		}
		err := try()
		if err == nil || n == attempts || !passing(ctx, err) {
			return problem(plain(err))
		}
		select {
		case <-time.After(pause):
			pause *= 2
		case <-ctx.Done():
			return ctx.Err()
		case <-s.over:
			return ErrClosed
		}
	}
}

// transact runs one transaction on a connection of its own.
func (s *Store) transact(ctx context.Context, begin string, change func(*conn) error) error {
	pooled, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer func() { // on every way out, a panic too
		if pooled.Conn().PgConn().TxStatus() != 'I' {
			_ = pooled.Conn().Close(context.Background()) // which rolls back
		}
		pooled.Release()
	}()
	c := newConn(ctx, pooled)
	c.run(begin)
	if err := change(c); err != nil {
		return errors.Join(err, c.rollback(pooled.Conn().PgConn()))
	}
	if err := c.commit(); err != nil {
		return errors.Join(err, c.rollback(pooled.Conn().PgConn()))
	}
	s.clean.after(c.erased)
	return nil
}

// commit sends what is queued and makes it durable.
func (c *conn) commit() error {
	c.queue.Queue("COMMIT").Exec(func(tag pgconn.CommandTag) error {
		if tag.String() != "COMMIT" {
			return errors.New("postgres: the transaction was rolled back")
		}
		return nil
	})
	return c.send()
}

// rollback ends a transaction of which nothing is to stay, if one was begun.
func (c *conn) rollback(pg *pgconn.PgConn) error {
	if pg.IsClosed() || pg.TxStatus() == 'I' {
		return nil
	}
	return pg.Exec(c.ctx, "ROLLBACK").Close()
}

// passing reports whether another try may succeed: after a deadlock, after two
// made the same row at once, and when the server or the way to it went away.
func passing(ctx context.Context, err error) bool {
	var refused *wire.Problem
	if ctx.Err() != nil || errors.As(err, &refused) {
		return false
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		var ours *fault
		return !errors.As(err, &ours) // of the network
	}
	switch pg.Code {
	case "40001", "40P01", "23505", "57P01", "57P02", "57P03", "55006", "53300", "25P03":
		return true
	}
	return pg.Code[:2] == "08"
}

// fault is an error without what PostgreSQL quotes of the data in its own.
type fault struct{ code, text string }

// Error implements error.
func (f *fault) Error() string { return f.text }

// plain leaves of PostgreSQL's error the code and the names of ours in it.
func plain(err error) error {
	var refused *wire.Problem
	var pg *pgconn.PgError
	if errors.As(err, &refused) {
		return refused
	}
	if !errors.As(err, &pg) {
		return err
	}
	return &fault{pg.Code, fmt.Sprintf("postgres: error %s (table %q, constraint %q)", pg.Code, pg.TableName, pg.ConstraintName)}
}

// problem turns what PostgreSQL says when it cannot write into CodeFull, with
// the reason behind it for the log.
func problem(err error) error {
	var f *fault
	if errors.As(err, &f) {
		switch f.code {
		case "53100", "53200", "58030", "25006": // disk full, no memory, the disk's error, read only
			return fmt.Errorf("%w (%v)", relay.Refuse(wire.CodeFull, ""), err)
		}
	}
	return err
}
