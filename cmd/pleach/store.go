package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"pleach/internal/relay"
	"pleach/internal/relay/move"
	"pleach/internal/relay/postgres"
	"pleach/internal/relay/sqlite"
)

// where says where a relay's data are: in a folder or in a database.
type where struct {
	Data  string `help:"Data folder of the server." default:"data" type:"path"`
	Store string `help:"Address of a PostgreSQL database, instead of the data folder: postgres://pleach@db.example/pleach. A password belongs in PGPASSFILE, or with the address in PLEACH_STORE." env:"PLEACH_STORE" placeholder:"URL"`
}

// Validate tells bad input from what goes wrong later.
func (w where) Validate() error {
	if w.Store != "" && !postgres.IsURL(w.Store) {
		return fmt.Errorf("--store wants the address of a PostgreSQL database, such as postgres://pleach@db.example/pleach; for a folder use --data")
	}
	return nil
}

// placeOf is where somebody means with one word: a folder or an address.
func placeOf(text string) where {
	if postgres.IsURL(text) {
		return where{Store: text}
	}
	return where{Data: text}
}

// open opens the store, and says in words for people where it is. The half of a
// move is refused.
func (w where) open(ctx context.Context) (relay.Store, string, error) {
	store, place, err := w.openAny(ctx)
	if err != nil {
		return nil, "", err
	}
	if movable, ok := store.(relay.Movable); ok {
		if err := move.Finished(ctx, movable); err != nil {
			return nil, "", errors.Join(err, store.Close())
		}
	}
	return store, place, nil
}

func (w where) openAny(ctx context.Context) (relay.Store, string, error) {
	if w.Store == "" {
		store, err := sqlite.Open(sqlite.Config{Dir: w.Data})
		if err != nil {
			return nil, "", err // and not a Store that holds nil
		}
		return store, w.Data, nil
	}
	store, err := postgres.Open(ctx, postgres.Config{URL: w.Store})
	if err != nil {
		return nil, "", err
	}
	return store, store.Place(), nil
}

// nodesOf is what a store does for several servers on it, or nil.
func nodesOf(store relay.Store) relay.Nodes {
	nodes, _ := store.(relay.Nodes)
	return nodes
}

// exists refuses a data folder that is not there, for commands that make none.
func (w where) exists() error {
	if w.Store != "" {
		return nil
	}
	_, err := os.Stat(w.Data)
	return err
}
