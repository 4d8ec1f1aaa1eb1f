package sqlite

import (
	"fmt"
	"time"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
	"pleach/wire"
)

// conn is one connection with its prepared statements. Not for concurrent use.
type conn struct {
	*sqlite3.Conn
	stmts map[string]*sqlite3.Stmt
	// erased: something was deleted that the write-ahead log still has.
	erased bool
}

// pragmas of every connection; the journal mode is the file's and set once.
const pragmas = `
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA journal_size_limit = 67108864;
PRAGMA secure_delete = ON;
`

// busyTime is how long a connection waits for another.
const busyTime = 10 * time.Second

func openConn(uri string) (*conn, error) {
	db, err := sqlite3.OpenFlags(uri, sqlite3.OPEN_READWRITE|sqlite3.OPEN_URI)
	if err != nil {
		return nil, err
	}
	c := &conn{Conn: db, stmts: map[string]*sqlite3.Stmt{}}
	if err := db.BusyTimeout(busyTime); err != nil {
		return nil, c.failed(err)
	}
	if err := db.Exec(pragmas); err != nil {
		return nil, c.failed(err)
	}
	return c, nil
}

// failed closes a connection that could not be set up.
func (c *conn) failed(err error) error {
	_ = c.close()
	return err
}

func (c *conn) close() error {
	for _, s := range c.stmts {
		_ = s.Close()
	}
	return c.Conn.Close()
}

// prepared returns the statement of a query, bound to args.
func (c *conn) prepared(sql string, args []any) (*sqlite3.Stmt, error) {
	s, ok := c.stmts[sql]
	if !ok {
		var err error
		if s, _, err = c.PrepareFlags(sql, sqlite3.PREPARE_PERSISTENT); err != nil {
			return nil, fmt.Errorf("sqlite: prepare: %w", err)
		}
		c.stmts[sql] = s
	}
	for i, arg := range args {
		if err := bind(s, i+1, arg); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func bind(s *sqlite3.Stmt, n int, arg any) error {
	switch v := arg.(type) {
	case nil:
		return s.BindNull(n)
	case wire.ID:
		return s.BindBlob(n, v[:])
	case wire.Hash:
		return s.BindBlob(n, v[:])
	case relay.TokenHash:
		return s.BindBlob(n, v[:])
	case []byte:
		return s.BindBlob(n, v)
	case text:
		return s.BindText(n, string(v))
	case time.Time:
		return s.BindInt64(n, v.UnixMilli())
	case bool:
		return s.BindBool(n, v)
	case int:
		return s.BindInt64(n, int64(v))
	case int64:
		return s.BindInt64(n, v)
	case uint64:
		return s.BindInt64(n, int64(v))
	}
	return fmt.Errorf("sqlite: cannot bind a %T", arg)
}

// text is bound as text, where SQL wants a name and no blob.
type text string

// orNull is NULL for an ID that was never set.
func orNull(id wire.ID) any {
	if id.IsZero() {
		return nil
	}
	return id
}

// run executes a statement that returns nothing.
func (c *conn) run(sql string, args ...any) error {
	s, err := c.prepared(sql, args)
	if err != nil {
		return err
	}
	err = s.Exec()
	if e := s.ClearBindings(); err == nil {
		err = e
	}
	return err
}

// each calls row for every row, until it returns false.
func (c *conn) each(row func(*sqlite3.Stmt) bool, sql string, args ...any) error {
	s, err := c.prepared(sql, args)
	if err != nil {
		return err
	}
	for s.Step() {
		if !row(s) {
			break
		}
	}
	err = s.Err()
	if e := s.Reset(); err == nil {
		err = e
	}
	return err
}

// one calls row for the only row, and reports whether there was one.
func (c *conn) one(row func(*sqlite3.Stmt), sql string, args ...any) (bool, error) {
	found := false
	err := c.each(func(s *sqlite3.Stmt) bool {
		found = true
		row(s)
		return false
	}, sql, args...)
	return found, err
}

// count returns the integer that a query gives.
func (c *conn) count(sql string, args ...any) (n int64, err error) {
	_, err = c.one(func(s *sqlite3.Stmt) { n = s.ColumnInt64(0) }, sql, args...)
	return n, err
}

func column16(s *sqlite3.Stmt, n int) (id wire.ID) {
	copy(id[:], s.ColumnRawBlob(n))
	return id
}

func column32(s *sqlite3.Stmt, n int) (h wire.Hash) {
	copy(h[:], s.ColumnRawBlob(n))
	return h
}

// columnBlob is nil for NULL.
func columnBlob(s *sqlite3.Stmt, n int) []byte { return s.ColumnBlob(n, nil) }

func columnTime(s *sqlite3.Stmt, n int) time.Time {
	return time.UnixMilli(s.ColumnInt64(n)).UTC()
}
