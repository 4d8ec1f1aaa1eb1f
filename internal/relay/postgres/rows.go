package postgres

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"pleach/internal/relay"
)

// Identity implements relay.Movable.
func (s *Store) Identity(ctx context.Context) ([32]byte, error) {
	var offer [32]byte
	_, _ = rand.Read(offer[:]) // never fails
	return s.ShareKey(ctx, "identity", offer)
}

// Hold implements relay.Movable: nodes that serve can read, and wait to write.
func (s *Store) Hold(ctx context.Context) (release func(), err error) {
	c, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
	if err != nil {
		return nil, plain(err)
	}
	release = func() { _ = c.Close(context.WithoutCancel(ctx)) }
	var tables []string
	for _, t := range relay.Tables {
		tables = append(tables, t.Name)
	}
	for _, sql := range []string{
		"SET idle_in_transaction_session_timeout = 0", "BEGIN",
		"LOCK TABLE " + strings.Join(tables, ", ") + " IN SHARE MODE",
	} {
		if _, err := c.Exec(ctx, sql); err != nil {
			release()
			return nil, plain(err)
		}
	}
	return release, nil
}

// Mark implements relay.Movable.
func (s *Store) Mark(ctx context.Context, from []byte) error {
	return s.write(ctx, func(c *conn) error {
		c.run(`DELETE FROM shared WHERE name = 'moving'`)
		if from != nil {
			c.run(`INSERT INTO shared (name, value) VALUES ('moving', $1)`, from)
		}
		return nil
	})
}

// Marked implements relay.Movable.
func (s *Store) Marked(ctx context.Context) (from []byte, err error) {
	err = s.look(ctx, func(c *conn) error {
		from = nil
		_, err := c.one([]any{&from}, `SELECT value FROM shared WHERE name = 'moving'`)
		return err
	})
	return from, err
}

// Rows implements relay.Movable.
func (s *Store) Rows(ctx context.Context, t relay.Table, after relay.Row, n int) (out []relay.Row, err error) {
	key := strings.Join(t.Columns[:t.Key], ", ")
	sql := "SELECT " + strings.Join(asNumbers(t.Columns), ", ") + " FROM " + t.Name
	if after != nil {
		sql += " WHERE (" + key + ") > (" + marks(t.Columns[:t.Key]) + ")"
	}
	sql += " ORDER BY " + key + " LIMIT " + strconv.Itoa(n)
	err = s.look(ctx, func(c *conn) error {
		out = nil
		return c.each(func(r pgx.Rows) error {
			row, err := values64(r)
			out = append(out, row)
			return err
		}, sql, after...)
	})
	return out, err
}

// LastKey implements relay.Movable.
func (s *Store) LastKey(ctx context.Context, t relay.Table) (key relay.Row, err error) {
	columns := t.Columns[:t.Key]
	sql := "SELECT " + strings.Join(columns, ", ") + " FROM " + t.Name + " ORDER BY " + strings.Join(columns, " DESC, ") + " DESC LIMIT 1"
	err = s.look(ctx, func(c *conn) error {
		return c.each(func(r pgx.Rows) (err error) {
			key, err = values64(r)
			return err
		}, sql)
	})
	return key, err
}

// PutRows implements relay.Movable.
func (s *Store) PutRows(ctx context.Context, t relay.Table, rows []relay.Row) error {
	sql := "INSERT INTO " + t.Name + " (" + strings.Join(t.Columns, ", ") + ") VALUES (" + marks(t.Columns) + ") ON CONFLICT DO NOTHING"
	return s.write(ctx, func(c *conn) error {
		for _, r := range rows {
			c.run(sql, r...)
			switch t.Name { // what is there twice
			case "members":
				c.run("INSERT INTO memberships (space_id, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", r[0], r[1])
			case "invites":
				c.run("INSERT INTO invite_places (space_id, invite_id, expires) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", r[0], r[1], r[4])
			}
		}
		return nil
	})
}

// truths are the columns that are boolean here and numbers elsewhere.
var truths = map[string]bool{"strict": true, "opened": true}

func asNumbers(columns []string) []string {
	out := append([]string{}, columns...)
	for i, c := range out {
		if truths[c] {
			out[i] = c + "::int"
		}
	}
	return out
}

// marks are the places of the columns' values in a statement.
func marks(columns []string) string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = "$" + strconv.Itoa(i+1)
		if truths[c] {
			out[i] += "::int::boolean"
		}
	}
	return strings.Join(out, ", ")
}

// values64 is a row with all its numbers of 64 bits.
func values64(r pgx.Rows) (relay.Row, error) {
	row, err := r.Values()
	for i, v := range row {
		switch n := v.(type) {
		case int16:
			row[i] = int64(n)
		case int32:
			row[i] = int64(n)
		case int64, []byte, nil:
		default:
			return nil, fmt.Errorf("postgres: a column of type %T", v)
		}
	}
	return row, err
}
