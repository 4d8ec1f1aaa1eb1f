package main

import (
	"context"
	"fmt"
	"strings"

	"pleach/internal/relay/postgres"
)

type migrateCmd struct {
	where
	Distribute bool `help:"Spread the tables over the machines of a Citus cluster. Stop the servers meanwhile."`
}

// Validate adds to where's that a folder must be there, and cannot be spread.
func (c migrateCmd) Validate() error {
	if err := c.where.Validate(); err != nil {
		return err
	}
	if c.Distribute && c.Store == "" {
		return fmt.Errorf("--distribute needs --store, the address of a PostgreSQL database with the Citus extension")
	}
	return c.exists()
}

// Run opens the store, which brings its schema to the newest.
func (c migrateCmd) Run(ctx context.Context, u ui) error {
	store, place, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	fmt.Fprintf(u.out, "The schema in %s is the newest.\n", place)
	if pg, ok := store.(*postgres.Store); ok && c.Distribute {
		return distribute(ctx, u, pg)
	}
	return nil
}

func distribute(ctx context.Context, u ui, pg *postgres.Store) error {
	done, err := pg.Distribute(ctx)
	switch {
	case len(done) > 0:
		fmt.Fprintf(u.out, "Spread over the machines: %s.\n", strings.Join(done, ", "))
	case err == nil:
		fmt.Fprintln(u.out, "Everything was spread over the machines already.")
	}
	return err
}
