package sqlite

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
)

// Identity implements relay.Movable.
func (s *Store) Identity(ctx context.Context) (id [32]byte, err error) {
	err = s.write(ctx, func(c *conn) error {
		var offer [32]byte
		_, _ = rand.Read(offer[:]) // never fails
		if err := c.run(`INSERT INTO shared (name, value) VALUES ('identity', ?) ON CONFLICT DO NOTHING`, offer[:]); err != nil {
			return err
		}
		_, err := c.one(func(r *sqlite3.Stmt) { id = column32(r, 0) }, `SELECT value FROM shared WHERE name = 'identity'`)
		return err
	})
	return id, err
}

// Hold implements relay.Movable: the folder is locked as long as it is open.
func (s *Store) Hold(context.Context) (func(), error) { return func() {}, nil }

// Mark implements relay.Movable.
func (s *Store) Mark(ctx context.Context, from []byte) error {
	return s.write(ctx, func(c *conn) error {
		if from == nil {
			return c.run(`DELETE FROM shared WHERE name = 'moving'`)
		}
		return c.run(`INSERT INTO shared (name, value) VALUES ('moving', ?) ON CONFLICT DO UPDATE SET value = excluded.value`, from)
	})
}

// Marked implements relay.Movable.
func (s *Store) Marked(ctx context.Context) (from []byte, err error) {
	err = s.read(ctx, func(c *conn) error {
		_, err := c.one(func(r *sqlite3.Stmt) { from = columnBlob(r, 0) }, `SELECT value FROM shared WHERE name = 'moving'`)
		return err
	})
	return from, err
}

// Rows implements relay.Movable.
func (s *Store) Rows(ctx context.Context, t relay.Table, after relay.Row, n int) (out []relay.Row, err error) {
	key := strings.Join(t.Columns[:t.Key], ", ")
	sql := "SELECT " + strings.Join(t.Columns, ", ") + " FROM " + t.Name
	if after != nil {
		sql += " WHERE (" + key + ") > (" + marks(t.Key) + ")"
	}
	err = s.read(ctx, func(c *conn) error {
		return c.each(func(r *sqlite3.Stmt) bool {
			out = append(out, row(r))
			return true
		}, sql+" ORDER BY "+key+" LIMIT ?", append(append([]any{}, after...), n)...)
	})
	return out, err
}

// LastKey implements relay.Movable.
func (s *Store) LastKey(ctx context.Context, t relay.Table) (key relay.Row, err error) {
	columns := t.Columns[:t.Key]
	sql := "SELECT " + strings.Join(columns, ", ") + " FROM " + t.Name + " ORDER BY " + strings.Join(columns, " DESC, ") + " DESC LIMIT 1"
	err = s.read(ctx, func(c *conn) error {
		_, err := c.one(func(r *sqlite3.Stmt) { key = row(r) }, sql)
		return err
	})
	return key, err
}

// PutRows implements relay.Movable.
func (s *Store) PutRows(ctx context.Context, t relay.Table, rows []relay.Row) error {
	sql := "INSERT INTO " + t.Name + " (" + strings.Join(t.Columns, ", ") + ") VALUES (" + marks(len(t.Columns)) + ") ON CONFLICT DO NOTHING"
	return s.write(ctx, func(c *conn) error {
		for _, r := range rows {
			if err := c.run(sql, r...); err != nil {
				return err
			}
		}
		return nil
	})
}

func marks(n int) string { return strings.Repeat(", ?", n)[2:] }

func row(r *sqlite3.Stmt) (out relay.Row) {
	for i := range r.ColumnCount() {
		switch r.ColumnType(i) {
		case sqlite3.INTEGER:
			out = append(out, r.ColumnInt64(i))
		case sqlite3.NULL:
			out = append(out, nil)
		default:
			out = append(out, append([]byte{}, r.ColumnRawBlob(i)...))
		}
	}
	return out
}
