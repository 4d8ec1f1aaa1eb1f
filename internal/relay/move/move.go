// Package move carries a relay's data from one store to another: from a folder
// to a database, or back. It can be cut off anywhere and goes on where it was;
// in the end it reads everything again on both sides and follows every chain to
// its head.
//
// Deliberately absent: changing anything on the way, a move while people write
// (Hold sees to that), and the end of the old store, which stays as it was until
// somebody deletes it.
package move

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"pleach/internal/relay"
)

var (
	// ErrSame says that there is only one store.
	ErrSame = errors.New("move: both are the same store; nothing was changed")
	// ErrNotEmpty says that other data are where these would go.
	ErrNotEmpty = errors.New("move: the place to move to has data of its own; nothing was changed")
	// ErrUnfinished says that a store is the half of a move.
	ErrUnfinished = errors.New("move: a move into this store was cut off, and not everything is here yet")
	// ErrDiffers says that a row, or a chain, is not what it was.
	ErrDiffers = errors.New("move: the two are not the same")
)

// page is how many rows are carried in one transaction.
const page = 200

// Report says what is in the new store.
type Report struct {
	Resumed                   bool // it went on with one that was cut off
	Accounts, Spaces, Entries int
}

// Run moves everything, or what is left of a move that was cut off. Errors:
// ErrSame, ErrNotEmpty, ErrDiffers, and the stores' own; after all but ErrDiffers
// it may be run again.
func Run(ctx context.Context, from, to relay.Movable) (r Report, err error) {
	release, err := from.Hold(ctx)
	if err != nil {
		return r, err
	}
	defer release()
	if r.Resumed, err = begin(ctx, from, to); err != nil {
		return r, err
	}
	for _, t := range relay.Tables {
		if err := carry(ctx, from, to, t); err != nil {
			return r, fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	if err := verify(ctx, from, to, &r); err != nil {
		return r, err
	}
	return r, to.Mark(ctx, nil)
}

// begin marks the new store as the half of a move, or finds that it is one.
func begin(ctx context.Context, from, to relay.Movable) (resumed bool, err error) {
	if err := Finished(ctx, from); err != nil {
		return false, err
	}
	old, err := from.Identity(ctx)
	if err != nil {
		return false, err
	}
	next, err := to.Identity(ctx)
	switch {
	case err != nil:
		return false, err
	case old == next:
		return false, ErrSame
	}
	mark, err := to.Marked(ctx)
	switch {
	case err != nil:
		return false, err
	case bytes.Equal(mark, old[:]):
		return true, nil
	case mark != nil:
		return false, fmt.Errorf("%w (a move from another store was cut off there)", ErrNotEmpty)
	}
	for _, t := range relay.Tables {
		if key, err := to.LastKey(ctx, t); err != nil || key != nil {
			return false, errors.Join(err, ErrNotEmpty)
		}
	}
	return false, to.Mark(ctx, old[:])
}

// Finished is ErrUnfinished for a store that a move did not fill yet, and that
// must not be served.
func Finished(ctx context.Context, s relay.Movable) error {
	mark, err := s.Marked(ctx)
	if err == nil && mark != nil {
		err = ErrUnfinished
	}
	return err
}

// carry copies a table from the greatest key on that is there already: rows are
// put in the order of their keys, so those before it are there too.
func carry(ctx context.Context, from, to relay.Movable, t relay.Table) error {
	after, err := to.LastKey(ctx, t)
	if err != nil {
		return err
	}
	for {
		rows, err := from.Rows(ctx, t, after, page)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := to.PutRows(ctx, t, rows); err != nil {
			return err
		}
		after = t.KeyOf(rows[len(rows)-1])
	}
}
