package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ncruces/go-sqlite3"
)

// maxGroup bounds the changes of one transaction.
const maxGroup = 256

// After an erasure the write-ahead log is emptied when nobody waits, after at
// most maxDelay groups, and again after truncateAgain where readers kept it.
const (
	maxDelay      = 16
	truncateAgain = 250 * time.Millisecond
	readersTime   = 20 * time.Millisecond // how long it waits for readers
)

// writer owns the only connection that writes. While it commits, changes
// gather; then they are one transaction, in which one refusal does not undo its
// neighbours. Nobody hears of an outcome, not even of a refusal, before the
// COMMIT that it rests on.
type writer struct {
	c       *conn
	changes chan *change
	done    chan struct{}
	groups  int // committed since an erasure

	mu   sync.RWMutex // held to send, taken to stop
	over bool
}

type change struct {
	ctx  context.Context
	run  func(*conn) error
	err  error
	done chan struct{}
}

func startWriter(c *conn) *writer {
	w := &writer{c: c, changes: make(chan *change, maxGroup), done: make(chan struct{})}
	go w.loop()
	return w
}

func (w *writer) do(ctx context.Context, run func(*conn) error) error {
	ch := &change{ctx: ctx, run: run, done: make(chan struct{})}
	if err := w.send(ch); err != nil {
		return err
	}
	<-ch.done // the writer skips changes whose ctx has ended, and is quick with the rest
	return ch.err
}

func (w *writer) send(ch *change) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.over {
		return ErrClosed
	}
	select {
	case w.changes <- ch:
		return nil
	case <-ch.ctx.Done():
		return ch.ctx.Err()
	}
}

// stop refuses new changes and waits for those under way.
func (w *writer) stop() error {
	w.mu.Lock()
	again := w.over
	w.over = true
	w.mu.Unlock()
	if !again {
		close(w.changes)
	}
	<-w.done
	return nil
}

// close moves the write-ahead log into the file and closes the connection.
func (w *writer) close() error {
	if w.c == nil {
		return nil
	}
	err := w.c.run("PRAGMA wal_checkpoint(TRUNCATE)")
	err = errors.Join(err, w.c.close())
	w.c = nil
	return err
}

func (w *writer) loop() {
	defer close(w.done)
	retry := time.NewTimer(0)
	defer retry.Stop()
	for {
		select {
		case first, ok := <-w.changes:
			if !ok {
				return // close truncates the log
			}
			w.serve(w.gather(first))
		case <-retry.C:
		}
		if w.due() && !w.truncate() {
			retry.Reset(truncateAgain)
		}
	}
}

// serve commits a group and tells each of its changes what became of it.
func (w *writer) serve(group []*change) {
	if err := w.commit(group); err != nil {
		for _, ch := range group {
			ch.err = problem(err)
		}
	}
	for _, ch := range group {
		close(ch.done)
	}
	if w.c.erased {
		w.groups++
	}
}

// due reports whether to empty the write-ahead log after an erasure: when
// nobody waits, or when they have had their turn.
func (w *writer) due() bool {
	return w.c.erased && (len(w.changes) == 0 || w.groups >= maxDelay)
}

// truncate moves the write-ahead log into the file and empties it, so that what
// was erased is in neither. It reports whether it could; readers may be in the
// way.
func (w *writer) truncate() bool {
	busy := int64(1)
	_ = w.c.BusyTimeout(readersTime)
	defer func() { _ = w.c.BusyTimeout(busyTime) }()
	_, err := w.c.one(func(r *sqlite3.Stmt) { busy = r.ColumnInt64(0) }, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err != nil || busy != 0 {
		return false
	}
	w.c.erased, w.groups = false, 0
	return true
}

// gather takes what has queued up behind the first change, without waiting.
func (w *writer) gather(first *change) []*change {
	group := []*change{first}
	for len(group) < maxGroup {
		select {
		case ch, ok := <-w.changes:
			if !ok {
				return group
			}
			group = append(group, ch)
		default:
			return group
		}
	}
	return group
}

// errMixed says that a change failed after it had written: its neighbours can be
// kept only if each change has a savepoint of its own.
var errMixed = errors.New("sqlite: a change was undone in the middle of its group")

// commit runs a group as one transaction. An error means that nothing of the
// whole group is stored. Savepoints cost a copy of every page that a change
// touches, and nearly every change either is made or is refused before it writes.
// So the group runs without them first, and again with them if it must; changes
// may run more than once.
func (w *writer) commit(group []*change) error {
	err := w.transact(group, w.plainly)
	if err == errMixed {
		err = w.transact(group, w.apply)
	}
	return err
}

func (w *writer) transact(group []*change, apply func(*change) error) error {
	if err := w.c.run("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, ch := range group {
		if ch.err = ch.ctx.Err(); ch.err != nil {
			continue
		}
		err := apply(ch)
		if w.c.GetAutocommit() {
			return fmt.Errorf("sqlite: the transaction was rolled back: %w", problem(err))
		}
		if err == errMixed {
			if err := w.c.run("ROLLBACK"); err != nil {
				return err
			}
			return errMixed
		}
		ch.err = problem(err)
	}
	if err := w.c.run("COMMIT"); err != nil {
		if !w.c.GetAutocommit() {
			_ = w.c.run("ROLLBACK")
		}
		return err
	}
	return nil
}

// plainly runs one change; errMixed when it failed and has left something.
func (w *writer) plainly(ch *change) error {
	before := w.c.TotalChanges()
	err := ch.attempt(w.c)
	if err != nil && w.c.TotalChanges() != before {
		return errMixed
	}
	return err
}

// apply runs one change in a savepoint.
func (w *writer) apply(ch *change) error {
	if err := w.c.run("SAVEPOINT change"); err != nil {
		return err
	}
	err := ch.attempt(w.c)
	if err != nil && !w.c.GetAutocommit() {
		err = errors.Join(err, w.c.run("ROLLBACK TO change"))
	}
	if w.c.GetAutocommit() {
		return err
	}
	return errors.Join(err, w.c.run("RELEASE change"))
}

// attempt keeps a panic in one change from ending the writer.
func (ch *change) attempt(c *conn) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("sqlite: panic in a change: %T", v)
		}
	}()
	return ch.run(c)
}
