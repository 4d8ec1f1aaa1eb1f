package move_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"pleach/internal/relay"
	"pleach/internal/relay/move"
	"pleach/internal/relay/postgres"
	"pleach/internal/relay/postgres/pgtest"
	"pleach/internal/relay/relaytest"
	"pleach/internal/relay/sqlite"
	"pleach/wire"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func folder(t *testing.T) relay.Movable {
	t.Helper()
	s, err := sqlite.Open(sqlite.Config{Dir: t.TempDir()})
	ok(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func database(t *testing.T) relay.Movable {
	t.Helper()
	s, err := postgres.Open(t.Context(), postgres.Config{URL: pgtest.Database(t)})
	ok(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// stores are the kinds of store that a move is between.
var stores = map[string]func(*testing.T) relay.Movable{"a folder": folder, "a database": database}

// Whoever moves goes on as if nothing had happened, wherever to and from where.
func TestACoupleGoesOnAfterAMove(t *testing.T) {
	for was, open := range stores {
		for is, next := range stores {
			t.Run("from "+was+" to "+is, func(t *testing.T) {
				from, to := open(t), next(t)
				relaytest.RunMove(t, from, to, func(t *testing.T) {
					r, err := move.Run(t.Context(), from, to)
					ok(t, err)
					if want := (move.Report{Accounts: 3, Spaces: 2, Entries: 101}); r != want {
						t.Errorf("got %+v, want %+v", r, want)
					}
				})
			})
		}
	}
}

// breaking is a store to which the way breaks before or after a transaction.
type breaking struct {
	relay.Movable
	left  int  // transactions until it breaks
	after bool // that one is stored all the same
}

var errBroken = errors.New("the line is down")

func (b *breaking) PutRows(ctx context.Context, t relay.Table, rows []relay.Row) error {
	if b.left--; b.left >= 0 {
		return b.Movable.PutRows(ctx, t, rows)
	}
	if b.after {
		if err := b.Movable.PutRows(ctx, t, rows); err != nil {
			return err
		}
	}
	return errBroken
}

// A move that is cut off at every single step goes on each time where it was,
// and until its end the new store is known to be half full.
func TestAMoveGoesOnWhereItWasCutOff(t *testing.T) {
	for name, next := range stores {
		t.Run("to "+name, func(t *testing.T) {
			from, to := folder(t), next(t)
			relaytest.RunMove(t, from, to, func(t *testing.T) {
				cut := 0
				for {
					r, err := move.Run(t.Context(), from, &breaking{to, 1, cut%2 == 0})
					if r.Resumed != (cut > 0) {
						t.Errorf("after %d cuts: %+v", cut, r)
					}
					if err == nil {
						break
					}
					if !errors.Is(err, errBroken) {
						t.Fatal(err)
					}
					cut++
					if err := move.Finished(t.Context(), to); !errors.Is(err, move.ErrUnfinished) {
						t.Fatalf("after %d cuts: %v", cut, err)
					}
				}
				if cut < 5 {
					t.Errorf("it was cut off %d times; this test would find nothing", cut)
				}
				ok(t, move.Finished(t.Context(), to))
			})
		})
	}
}

// forger changes a byte of one column on the way.
type forger struct {
	relay.Movable
	table  string
	column int
}

func (f forger) PutRows(ctx context.Context, t relay.Table, rows []relay.Row) error {
	if t.Name == f.table {
		b := append([]byte{}, rows[0][f.column].([]byte)...)
		b[len(b)-1] ^= 1
		rows[0] = append(relay.Row{}, rows[0]...)
		rows[0][f.column] = b
	}
	return f.Movable.PutRows(ctx, t, rows)
}

// A byte that is not what it was is found, and the new store is not served.
func TestAByteThatChangedOnTheWayIsFound(t *testing.T) {
	for table, column := range map[string]int{"accounts": 2, "commits": 2, "words": 3, "entries": 3, "chains": 4} {
		t.Run(table, func(t *testing.T) {
			from, to := folder(t), folder(t)
			write(t, from)
			if _, err := move.Run(t.Context(), from, forger{to, table, column}); !errors.Is(err, move.ErrDiffers) {
				t.Fatalf("got %v", err)
			}
			if err := move.Finished(t.Context(), to); !errors.Is(err, move.ErrUnfinished) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// What was damaged before the move is found too, though both stores have it.
func TestAChainThatWasBrokenBeforeIsFound(t *testing.T) {
	damaged, from, to := folder(t), folder(t), folder(t)
	write(t, damaged)
	for _, table := range relay.Tables {
		rows, err := damaged.Rows(t.Context(), table, nil, 100)
		ok(t, err)
		ok(t, forger{from, "words", 3}.PutRows(t.Context(), table, rows))
	}
	if _, err := move.Run(t.Context(), from, to); !errors.Is(err, move.ErrDiffers) {
		t.Fatalf("got %v", err)
	}
}

// write makes an account with a space and three entries.
func write(t *testing.T, s relay.Store) {
	t.Helper()
	w, l := relaytest.NewWorld(3), wire.DefaultLimits()
	ada, space := w.Person(), w.ID()
	ok(t, s.CreateAccount(t.Context(), ada.Account()))
	ok(t, s.CreateSpace(t.Context(), ada.ID, wire.NewSpace{Space: space, Commit: w.Bytes(50)}, l, relaytest.Start))
	_, err := s.Push(t.Context(), ada.ID, w.Chain(space, ada.Device).Batch(3, 200), l)
	ok(t, err)
}

// Nothing is moved over other data, out of the half of a move, or onto itself.
func TestAMoveThatWouldLoseSomethingIsRefused(t *testing.T) {
	from, full, half, empty := folder(t), folder(t), folder(t), folder(t)
	write(t, from)
	write(t, full)
	_, err := move.Run(t.Context(), from, &breaking{half, 1, false})
	if !errors.Is(err, errBroken) {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		from, to relay.Movable
		want     error
	}{
		"onto itself":           {from, from, move.ErrSame},
		"over other data":       {from, full, move.ErrNotEmpty},
		"over another move":     {full, half, move.ErrNotEmpty},
		"out of half of a move": {half, empty, move.ErrUnfinished},
	} {
		if _, err := move.Run(t.Context(), c.from, c.to); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

// While a database is moved, nodes that serve it wait.
func TestNobodyWritesDuringAMove(t *testing.T) {
	from := database(t)
	write(t, from)
	release, err := from.Hold(t.Context())
	ok(t, err)
	ada := relaytest.NewWorld(77).Person().Account()
	wrote := make(chan error)
	go func() { wrote <- from.CreateAccount(t.Context(), ada) }()
	if _, err := from.Account(t.Context(), ada.ID); err == nil {
		t.Error("it was written while the store was held")
	}
	release()
	ok(t, <-wrote)
	if _, err := from.Account(t.Context(), ada.ID); err != nil {
		t.Error(err)
	}
}
