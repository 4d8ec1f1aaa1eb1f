package postgres

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrationLock is the number of the lock that one node holds while it changes
// the schema and the others wait.
const migrationLock = 0x706c65616368

// migrate brings the database to the newest schema, in one transaction. One
// from a newer Pleach is refused with ErrNewer. Nothing is written when it is
// the newest, so that a user without the right to make tables can serve.
func migrate(ctx context.Context, pool *pgxpool.Pool, rewrite func(string) string) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	have, err := schemaVersion(ctx, pool)
	switch {
	case err != nil:
		return fmt.Errorf("postgres: schema: %w", plain(err))
	case have == len(names):
		return nil
	case have > len(names):
		return ErrNewer
	}
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error { return steps(ctx, tx, names, rewrite) })
	if err != nil {
		return fmt.Errorf("postgres: schema: %w", plain(err))
	}
	return nil
}

// asker is what can answer a query: a pool or a transaction.
type asker interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// schemaVersion is how many migrations the database has had.
func schemaVersion(ctx context.Context, in asker) (n int, err error) {
	var made bool
	if err := in.QueryRow(ctx, `SELECT to_regclass('schema_version') IS NOT NULL`).Scan(&made); err != nil || !made {
		return 0, err
	}
	err = in.QueryRow(ctx, `SELECT coalesce(max(n), 0) FROM schema_version`).Scan(&n)
	return n, err
}

func steps(ctx context.Context, tx pgx.Tx, names []string, rewrite func(string) string) error {
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(migrationLock)); err != nil {
		return err
	}
	have, err := schemaVersion(ctx, tx) // another node may have been quicker
	if err != nil {
		return err
	}
	if have == 0 {
		if _, err := tx.Exec(ctx, `CREATE TABLE IF NOT EXISTS schema_version (n integer NOT NULL PRIMARY KEY)`); err != nil {
			return err
		}
	}
	for i := have; i < len(names); i++ {
		sql, err := migrations.ReadFile(names[i])
		if err != nil {
			return err
		}
		text := string(sql)
		if rewrite != nil {
			text = rewrite(text)
		}
		if _, err := tx.Exec(ctx, text); err != nil {
			return fmt.Errorf("%s: %w", names[i], err)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO schema_version (n) VALUES ($1)`, i+1); err != nil {
			return err
		}
	}
	return nil
}
