package replica

import (
	"context"

	"pleach/wire"
)

// Local is a device's durable memory of one space. One program at a time uses
// it; the caller keeps a second tab out.
type Local interface {
	// Load returns everything that Save stored, oldest first. A space that was
	// never saved is the zero Saved, not an error.
	Load(ctx context.Context) (Saved, error)
	// Save applies the whole change or nothing, and returns after it is as
	// durable as the device allows. After an error the caller may retry; a
	// retry never applies a change twice, because a failed Save applied nothing.
	Save(ctx context.Context, change Change) error
}

// Saved is what a Local holds. Nothing in it is readable without keys that the
// device keeps sealed.
type Saved struct {
	State    []byte   // the newest Change.State
	Snapshot []byte   // the newest Change.Snapshot
	Log      [][]byte // every Change.Log in the order saved; each is wire items
	Outbox   [][]byte // what was queued and not yet dequeued, in order
}

// Change is one atomic step. Nil and zero fields change nothing.
type Change struct {
	State    []byte
	Snapshot []byte
	Replace  []Part   // other bytes for records of the log; what was there is gone
	Log      []byte   // added to the end of the log
	Enqueue  [][]byte // added to the end of the outbox
	Dequeue  int      // removes so many from the front of the outbox, before Enqueue
}

// Part is a record of the log, by its place in it from 0. A place that the log
// does not have makes the change fail.
type Part struct {
	At   int
	Data []byte
}

// Remote is the relay as one space sees it. Errors that the relay gave are
// *wire.Problem; every other error means that nobody answered, and that the
// call may or may not have happened. Every method may be repeated.
type Remote interface {
	// Push stores a batch: consecutive entries of one device, the last signed.
	// It returns after the relay has made them durable. The same bytes again
	// are fine; other bytes at a stored seq are CodeFork.
	Push(ctx context.Context, batch []wire.Entry) (pos uint64, err error)
	// Pull returns items with a position greater than after, the cursor for
	// the next call, and whether there is more now.
	Pull(ctx context.Context, after uint64) (items []wire.Item, next uint64, more bool, err error)
	// PostAnswer posts to a gate, once per member; the same bytes again are fine.
	PostAnswer(ctx context.Context, a wire.Answer) error
	// PostKey releases the wrap of an answer that was posted without one.
	PostKey(ctx context.Context, k wire.Key) error
	// Commits returns the epoch commits from number n on, in order.
	Commits(ctx context.Context, n uint32) ([][]byte, error)
	// PutCommit appends commit n; CodeCommitRace when another has that number.
	PutCommit(ctx context.Context, n uint32, commit []byte) error
}
