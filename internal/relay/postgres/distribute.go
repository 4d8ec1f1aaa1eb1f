package postgres

import (
	"context"
	"errors"
	"fmt"
)

// ErrNoCitus says that the database server has no extension that spreads tables
// over machines.
var ErrNoCitus = errors.New("postgres: this database has no Citus extension; nothing was distributed, and one machine needs nothing of the kind")

// spread says by which column the rows of a table may be spread over machines,
// and with the rows of which table they stay together. Tables come after those
// that they refer to.
type spread struct{ table, column, with string }

var spreads = []spread{
	{"accounts", "account_id", "none"},
	{"devices", "account_id", "accounts"},
	{"turns", "account_id", "accounts"},
	{"memberships", "account_id", "accounts"},
	{"spaces", "space_id", "none"},
	{"members", "space_id", "spaces"},
	{"commits", "space_id", "spaces"},
	{"items", "space_id", "spaces"},
	{"words", "space_id", "spaces"},
	{"chains", "space_id", "spaces"},
	{"entries", "space_id", "spaces"},
	{"answers", "space_id", "spaces"},
	{"invites", "space_id", "spaces"},
	{"invite_places", "invite_id", "none"},
	{"used_challenges", "nonce", "none"},
}

// everywhere are the small tables that each machine has whole.
var everywhere = []string{"shared", "schema_version"}

// Distribute spreads the tables over the machines of a Citus cluster, and
// returns the names of those that were not yet. It may be repeated, after it was
// cut off or when a newer Pleach has brought a table. Stop the nodes meanwhile:
// a table waits while it is moved. Errors: ErrNoCitus.
func (s *Store) Distribute(ctx context.Context) (done []string, err error) {
	var has bool
	if err := s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')`).Scan(&has); err != nil {
		return nil, plain(err)
	}
	if !has {
		return nil, ErrNoCitus
	}
	for _, t := range spreads {
		if done, err = s.spread(ctx, done, t.table, `SELECT create_distributed_table($1, $2, colocate_with => $3)`, t.table, t.column, t.with); err != nil {
			return done, err
		}
	}
	for _, table := range everywhere {
		if done, err = s.spread(ctx, done, table, `SELECT create_reference_table($1)`, table); err != nil {
			return done, err
		}
	}
	return done, nil
}

// spread runs a statement for a table that is not spread yet.
func (s *Store) spread(ctx context.Context, done []string, table, sql string, args ...any) ([]string, error) {
	var already bool
	err := s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = $1::text::regclass)`, table).Scan(&already)
	if err == nil && !already {
		_, err = s.pool.Exec(ctx, sql, args...)
		done = append(done, table)
	}
	if err != nil {
		return done, fmt.Errorf("postgres: distribute %s: %w", table, plain(err))
	}
	return done, nil
}
