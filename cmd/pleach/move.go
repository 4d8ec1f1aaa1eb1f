package main

import (
	"context"
	"fmt"

	"pleach/internal/relay"
	"pleach/internal/relay/move"
)

type moveCmd struct {
	From string `help:"Where the data are: a data folder, or the address of a PostgreSQL database." required:"" placeholder:"PLACE"`
	To   string `help:"Where they are to go: an empty or a new one of either." required:"" placeholder:"PLACE"`
}

// Validate refuses a folder to move from that is not there.
func (c moveCmd) Validate() error { return placeOf(c.From).exists() }

// Run moves, and says what is there now.
func (c moveCmd) Run(ctx context.Context, u ui) (err error) {
	from, was, err := placeOf(c.From).openMovable(ctx)
	if err != nil {
		return err
	}
	defer from.Close()
	to, is, err := placeOf(c.To).openMovable(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if closing := to.Close(); err == nil {
			err = closing
		}
	}()
	r, err := move.Run(ctx, from, to)
	if err != nil {
		return err
	}
	if r.Resumed {
		fmt.Fprintln(u.out, "An earlier move was cut off. This one went on where it was.")
	}
	fmt.Fprintf(u.out, "In %s there are now %d accounts, %d spaces and %d entries.\n", is, r.Accounts, r.Spaces, r.Entries)
	fmt.Fprintf(u.out, "Every row was read again on both sides, and every chain followed to its head.\n"+
		"Serve from there, and not from %s any more. Delete that when you are sure: it has everything still.\n", was)
	return nil
}

// openMovable opens a store, be it the half of a move or not.
func (w where) openMovable(ctx context.Context) (relay.Movable, string, error) {
	store, place, err := w.openAny(ctx)
	if err != nil {
		return nil, "", err
	}
	movable, ok := store.(relay.Movable)
	if !ok {
		_ = store.Close()
		return nil, "", fmt.Errorf("%s cannot be moved", place)
	}
	return movable, place, nil
}
