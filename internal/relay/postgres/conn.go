package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"pleach/internal/relay"
	"pleach/wire"
)

// sender is what can carry a batch of statements: a connection or a pool.
type sender interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// conn queues statements and sends them together, when an answer is asked for
// or the transaction ends. They run one after another, each seeing what those
// before it did. Not for concurrent use.
type conn struct {
	sender
	ctx   context.Context
	queue *pgx.Batch
	// erased are the tables in which something was deleted that must go for good.
	erased []string
}

func newConn(ctx context.Context, s sender) *conn {
	return &conn{sender: s, ctx: ctx, queue: &pgx.Batch{}}
}

// query is a statement whose rows are read.
type query struct {
	sql  string
	args []any
	row  func(pgx.Rows) error // scans the row; errStop ends the reading
}

// errStop ends the reading of rows, without being an error.
var errStop = fmt.Errorf("postgres: enough")

// run queues a statement that returns nothing.
func (c *conn) run(sql string, args ...any) { c.queue.Queue(sql, values(args)...) }

// affected runs a statement and says how many rows it changed.
func (c *conn) affected(sql string, args ...any) (n int64, err error) {
	c.queue.Queue(sql, values(args)...).Exec(func(tag pgconn.CommandTag) error {
		n = tag.RowsAffected()
		return nil
	})
	return n, c.send()
}

// ask sends what is queued and these queries in one go, and reads the rows.
func (c *conn) ask(queries ...query) error {
	for _, q := range queries {
		c.queue.Queue(q.sql, values(q.args)...).Query(q.read)
	}
	return c.send()
}

func (q query) read(rows pgx.Rows) error {
	defer rows.Close()
	for rows.Next() {
		if err := q.row(rows); err == errStop {
			return nil
		} else if err != nil {
			return err
		}
	}
	return rows.Err()
}

// each calls row for every row.
func (c *conn) each(row func(pgx.Rows) error, sql string, args ...any) error {
	return c.ask(query{sql, args, row})
}

// one scans the only row, and reports whether there was one.
func (c *conn) one(into []any, sql string, args ...any) (found bool, err error) {
	err = c.ask(first(&found, into, sql, args...))
	return found, err
}

// first is a query for one row at most.
func first(found *bool, into []any, sql string, args ...any) query {
	*found = false
	return query{sql, args, func(r pgx.Rows) error {
		*found = true
		return r.Scan(into...)
	}}
}

// send sends what is queued.
func (c *conn) send() error {
	b := c.queue
	c.queue = &pgx.Batch{}
	if b.Len() == 0 {
		return nil
	}
	return c.SendBatch(c.ctx, b).Close()
}

// values turns what we have into what PostgreSQL's types take.
func values(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		out[i] = value(arg)
	}
	return out
}

func value(arg any) any {
	switch v := arg.(type) {
	case wire.ID:
		return v[:]
	case wire.Hash:
		return v[:]
	case relay.TokenHash:
		return v[:]
	case time.Time:
		return v.UnixMilli()
	case uint64:
		return int64(v) // no longer than 63 bits once it is stored
	case uint32:
		return int64(v)
	}
	return arg
}

// orNull is NULL for an ID that was never set.
func orNull(id wire.ID) any {
	if id.IsZero() {
		return nil
	}
	return id
}

// fixed scans bytes into an array; NULL leaves it zero.
type fixed []byte

// ScanBytes implements pgtype.BytesScanner.
func (f fixed) ScanBytes(v []byte) error {
	if v != nil && len(v) != len(f) {
		return fmt.Errorf("postgres: a column of %d bytes where %d belong", len(v), len(f))
	}
	copy(f, v)
	return nil
}

// moment scans milliseconds into a time; NULL leaves it zero.
type moment struct{ t *time.Time }

// ScanInt64 implements pgtype.Int64Scanner.
func (m moment) ScanInt64(v pgtype.Int8) error {
	*m.t = time.Time{}
	if v.Valid {
		*m.t = time.UnixMilli(v.Int64).UTC()
	}
	return nil
}
