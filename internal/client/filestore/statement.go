package filestore

import (
	"errors"
	"fmt"

	"github.com/ncruces/go-sqlite3"
)

// run executes a statement that returns nothing.
func run(db *sqlite3.Conn, sql string, args ...any) error {
	return each(db, func(*sqlite3.Stmt) {}, sql, args...)
}

// each calls row for every row of a query.
func each(db *sqlite3.Conn, row func(*sqlite3.Stmt), sql string, args ...any) (err error) {
	s, _, err := db.Prepare(sql)
	if err != nil {
		return err
	}
	defer func() {
		if closing := s.Close(); err == nil {
			err = closing
		}
	}()
	for i, arg := range args {
		if err := bind(s, i+1, arg); err != nil {
			return err
		}
	}
	for s.Step() {
		row(s)
	}
	return s.Err()
}

// bind gives a parameter its value. Bytes that are nil are NULL; bytes that are
// merely empty are not.
func bind(s *sqlite3.Stmt, n int, arg any) error {
	switch v := arg.(type) {
	case string:
		return s.BindText(n, v)
	case int:
		return s.BindInt(n, v)
	case []byte:
		if v == nil {
			return s.BindNull(n)
		}
		if len(v) == 0 {
			return s.BindZeroBlob(n, 0)
		}
		return s.BindBlob(n, v)
	}
	return fmt.Errorf("filestore: cannot bind a %T", arg)
}

// blob copies a column's bytes; NULL is nil.
func blob(s *sqlite3.Stmt, n int) []byte {
	if s.ColumnType(n) == sqlite3.NULL {
		return nil
	}
	return s.ColumnBlob(n, []byte{})
}

// isAny reports whether an error is one of those.
func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}
