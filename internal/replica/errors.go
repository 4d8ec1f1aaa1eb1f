package replica

import (
	"errors"
	"fmt"

	"pleach/wire"
)

// What can be wrong with a space. Those that concern one entry come as an
// *EntryError, which says which.
var (
	// ErrRegression says that the relay has less than this device saw.
	ErrRegression = errors.New("replica: the relay has less than it had")
	// ErrGap says that an entry is missing before one that was served.
	ErrGap = errors.New("replica: an entry is missing")
	// ErrFork says that two different records claim one place.
	ErrFork = errors.New("replica: two versions of one record")
	// ErrSplice says that a record, or its key, belongs somewhere else.
	ErrSplice = errors.New("replica: a record or key that does not belong here")
	// ErrOrder says that a record's place in time or in the stream is impossible.
	ErrOrder = errors.New("replica: a record out of order")
	// ErrVersion says that a record was made by a newer Pleach.
	ErrVersion = errors.New("replica: a record of an unknown version")
	// ErrMalformed says that a record is not a valid encoding.
	ErrMalformed = errors.New("replica: a record that cannot be read")
	// ErrBadSignature says that a record is not by the device that it names, or
	// not signed at all.
	ErrBadSignature = errors.New("replica: a record without a valid signature")
	// ErrNotMember says that a record is by nobody in the space, or that this
	// person is no longer in it.
	ErrNotMember = errors.New("replica: not a member of the space")
	// ErrRenewed says that this person's keys in the space were renewed on
	// another device, and that this one does not have them yet. What is written
	// meanwhile waits here, and goes out when the replica is opened with them.
	ErrRenewed = errors.New("replica: the person's keys in the space were renewed")
	// ErrBadCommit says that an epoch commit does not fit.
	ErrBadCommit = errors.New("replica: a commit that does not fit")
	// ErrEpochUnknown says that an entry waits for a commit that the relay has
	// not given yet.
	ErrEpochUnknown = errors.New("replica: a record of an epoch that is not known yet")
	// ErrOwnRollback says that this device's chain is longer or different at
	// the relay: the local storage was set back. See the package comment.
	ErrOwnRollback = errors.New("replica: this device's storage was set back")
	// ErrWithheld says that the relay serves an entry without its words, and that
	// its author has not erased it. What this device holds of it, it keeps.
	ErrWithheld = errors.New("replica: words are missing that nobody has erased")
	// ErrNotAuthor says that somebody erases what another person wrote. It stays.
	ErrNotAuthor = errors.New("replica: an erasure by somebody who is not the author")
	// ErrDamaged says that the local storage cannot be read: damaged bytes, or
	// the keys of something else. What the relay acknowledged can be pulled into
	// an empty Local.
	ErrDamaged = errors.New("replica: the local storage is damaged")
)

// What the caller can do wrong.
var (
	// ErrNoSpace says that there is no commit yet: Bootstrap or Sync first.
	ErrNoSpace = errors.New("replica: the space has no commit yet")
	// ErrTooLarge says that a payload is larger than an entry may be.
	ErrTooLarge = errors.New("replica: too large for one entry")
	// ErrNotYours says that something to erase is no event of this person.
	ErrNotYours = errors.New("replica: this is no event of yours")
	// ErrAnswered says that the person has answered this gate with another text.
	ErrAnswered = errors.New("replica: the gate was answered before")
)

// EntryError says which record is in trouble. Seq is zero for answers.
type EntryError struct {
	Device wire.ID
	Seq    uint64
	Err    error  // one of the sentinels above
	Detail string // without content
}

func (e *EntryError) Error() string {
	return fmt.Sprintf("%v: device %v, entry %d: %s", e.Err, e.Device, e.Seq, e.Detail)
}

// Unwrap makes errors.Is find the sentinel.
func (e *EntryError) Unwrap() error { return e.Err }

func bad(err error, device wire.ID, seq uint64, detail string) error {
	return &EntryError{Device: device, Seq: seq, Err: err, Detail: detail}
}

// unreadable names an error of a wire decoder.
func unreadable(err error) error {
	if errors.Is(err, wire.ErrVersion) {
		return fmt.Errorf("%w: %w", ErrVersion, err)
	}
	return fmt.Errorf("%w: %w", ErrMalformed, err)
}

// verification are the errors that stay visible as Trouble.
var verification = []error{
	ErrRegression, ErrGap, ErrFork, ErrSplice, ErrOrder, ErrVersion, ErrMalformed, ErrBadSignature,
	ErrNotMember, ErrBadCommit, ErrEpochUnknown, ErrOwnRollback, ErrWithheld, ErrNotAuthor,
}

// IsTrouble reports whether an error of Sync says that what the relay served
// does not fit. Any other error is the relay's refusal (*wire.Problem), the
// network's or the storage's.
func IsTrouble(err error) bool {
	for _, v := range verification {
		if errors.Is(err, v) {
			return true
		}
	}
	return false
}
