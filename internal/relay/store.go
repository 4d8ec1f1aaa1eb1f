package relay

import (
	"context"
	"time"

	"pleach/wire"
)

// MaxMembers bounds the accounts of one space.
const MaxMembers = 16

// Store is the relay's durable memory.
//
// Durability: a method that changes something and returns nil has made the
// change as durable as the store can; for a store on a disk it survives a power
// cut. After an error nothing of the change is there, with two exceptions: when
// ctx ended while it was under way, or the way to a store on another machine
// broke at the commit and stayed broken, it may or may not have happened.
//
// Atomicity: each method is one transaction. Readers see all of it or nothing.
//
// Retry: every changing method may be repeated with the same arguments and
// then succeeds and changes nothing more. The same place with other bytes is
// refused, and the comment names the code.
//
// Errors: refusals are *wire.Problem, to be matched with errors.Is by code.
// CodeFull means that nothing can be written now, that what is stored can still
// be read, and that a later try may succeed. Every other error is the store's
// own fault and holds no ids and no content.
//
// Membership and limits are checked inside the transaction of the change. A
// space that is not there is CodeNotFound, and one the account is not in is
// CodeForbidden. now is the one time of the transaction. Bytes that are passed in
// may be kept, so the caller does not change them afterwards; bytes that are
// returned are not to be changed either. Methods are safe for concurrent use.
type Store interface {
	// CreateAccount adds an active account; CodeExists when the id is taken by
	// other bytes, whatever the status of who has it.
	CreateAccount(ctx context.Context, a Account) error
	// Account returns an account; CodeNotFound.
	Account(ctx context.Context, id wire.ID) (Account, error)
	// SetKeys puts the keys and wraps of next in place of those of was, and ends
	// the sessions of every device but one; CodeNotFound, and CodeLoginRefused
	// when the account has other keys than both.
	SetKeys(ctx context.Context, was, next Account, but wire.ID) error
	// CloseAccount closes an account for good. Its devices and sealed keys are
	// deleted, it is a member of nothing any more, and what only it could read
	// is deleted: spaces without another member, answers to gates that have
	// not opened, invites that it made. CodeNotFound.
	CloseAccount(ctx context.Context, id wire.ID) error
	// SetStatus locks, unlocks or closes an account; CodeNotFound, and
	// CodeAccountClosed since closing is for good. Closing and locking keep
	// sessions; they get the status with every look-up.
	SetStatus(ctx context.Context, id wire.ID, status Status) error

	// OpenSession signs a device in and replaces the session that it had. A new
	// device over the limit takes the place of one that has no live session;
	// CodeQuota when there is none. CodeUnauthorized when the device was
	// removed from this account, CodeNotFound without the account.
	OpenSession(ctx context.Context, s Session, l wire.Limits, now time.Time) error
	// Session finds the live session of a token; CodeUnauthorized when there
	// is none, it has expired, or its device was removed.
	Session(ctx context.Context, account wire.ID, token TokenHash, now time.Time) (Session, error)
	// ExtendSession moves a session's expiry on. A session that has ended
	// stays so, without an error.
	ExtendSession(ctx context.Context, s Session, expires time.Time) error
	// EndSession signs a device out. It may sign in again.
	EndSession(ctx context.Context, s Session) error
	// Devices lists the devices that were not removed, by the time of their
	// first sign-in and then by id.
	Devices(ctx context.Context, account wire.ID) ([]Device, error)
	// RevokeDevice removes a device for good: its session ends and it can never
	// sign in to this account again. CodeNotFound when it never did.
	RevokeDevice(ctx context.Context, account, device wire.ID, now time.Time) error

	// PutNotice keeps what tells a device that it was removed; CodeNotFound
	// when it never signed in. The newest counts.
	PutNotice(ctx context.Context, account, device wire.ID, notice []byte) error
	// Notice returns it once the device is removed; CodeNotFound before, and
	// when there is none.
	Notice(ctx context.Context, account, device wire.ID) ([]byte, error)

	// CreateSpace makes a space with one member and commit 0; CodeExists,
	// CodeQuota.
	CreateSpace(ctx context.Context, by wire.ID, n wire.NewSpace, l wire.Limits, now time.Time) error
	// Members lists the accounts of a space in ascending order; CodeNotFound.
	Members(ctx context.Context, space wire.ID) ([]wire.ID, error)
	// Spaces lists the spaces of an account in ascending order.
	Spaces(ctx context.Context, account wire.ID) ([]wire.ID, error)
	// Commits returns commits in order from number n on: as many as fit into
	// most bytes, and at least one if there is one.
	Commits(ctx context.Context, space wire.ID, n uint32, most int) ([][]byte, error)
	// PutCommit appends commit n: compare and set by number. CodeCommitRace,
	// CodeGap, CodeQuota.
	PutCommit(ctx context.Context, by, space wire.ID, n uint32, commit []byte, l wire.Limits) error

	// Leave takes an account out of a space and appends the commit that says so,
	// as PutCommit does, all or nothing. What it answered to gates that have
	// not opened is deleted, so they stay closed, and so are the invites into
	// the space. Who is alone in it brings no commit, and the space is deleted
	// with everything in it; CodeMalformed when it is the other way round.
	Leave(ctx context.Context, by, space wire.ID, out wire.Leave, l wire.Limits) error

	// Push stores what is new of a batch, at consecutive positions of the
	// space's stream, and returns the position of its last entry. Positions
	// are given in commit order: whoever has seen position p never finds a
	// smaller one later. CodeGap, CodeFork, CodeQuota, and CodeForbidden for
	// the chain of another account. An entry that erases another of the same
	// account takes that one's wrap and body away in the same transaction, and
	// for good: they are overwritten, not only unlinked. What it names and is
	// not stored is no error. CodeForbidden for another account's entry.
	Push(ctx context.Context, by wire.ID, b Batch, l wire.Limits) (pos uint64, err error)
	// Pull returns a page of the items after a position, in the order of
	// their positions: as many as fit into most bytes, and at least one if
	// there is one. What was erased comes in its place, without wrap and body.
	// CodeStaleCursor when the position was never given.
	Pull(ctx context.Context, space wire.ID, after uint64, most int) (Page, error)

	// PutAnswer keeps an answer apart until every member of the space, at
	// least two, has answered the gate; the last answer moves all of them
	// into the stream in the same transaction. opened says that it did, for
	// the notifier and for nobody else. CodeGateAnswered, CodeQuota, and
	// CodeForbidden for a device that is another account's.
	PutAnswer(ctx context.Context, by wire.ID, a wire.Answer, l wire.Limits) (opened bool, err error)
	// PutKey puts the key of an opened answer into the stream; errors as
	// those of Sealed.AdmitKey.
	PutKey(ctx context.Context, by, space wire.ID, k wire.Key, l wire.Limits) error

	// PutInvite adds an invite of a member; CodeExists, CodeQuota. The limit is
	// on those that are not approved, and when it is reached, the account's
	// expired ones are dropped before it is refused.
	PutInvite(ctx context.Context, inv Invite, l wire.Limits, now time.Time) error
	// Invite returns an invite, to anybody; CodeNotFound.
	Invite(ctx context.Context, id wire.ID) (Invite, error)
	// AnswerInvite, ApproveInvite and RevealInvite change it as the methods of
	// Invite say, and return it as it is then. Approval also appends commit n
	// as PutCommit does and makes the joiner a member, all or nothing;
	// CodeQuota when the joiner has too many spaces or the space is full.
	AnswerInvite(ctx context.Context, id, by wire.ID, answer []byte, now time.Time) (Invite, error)
	ApproveInvite(ctx context.Context, id, by wire.ID, a wire.Approve, l wire.Limits, now time.Time) (Invite, error)
	RevealInvite(ctx context.Context, id, by wire.ID, reveal []byte, now time.Time) (Invite, error)
	// DeleteInvite removes an invite; CodeNotFound, CodeForbidden for anybody
	// but the inviter. Whoever joined by it stays.
	DeleteInvite(ctx context.Context, id, by wire.ID) error

	// Sweep removes invites that expired InviteGrace ago, and sessions that
	// have expired.
	Sweep(ctx context.Context, now time.Time) error
	// Close finishes what is under way and gives everything back. Methods
	// called afterwards return an error.
	Close() error
}

var itemHead = len(wire.AppendItem(nil, wire.Item{}))

// ItemSize is how many bytes of a page an item with so many bytes of data takes.
func ItemSize(data int) int { return itemHead + data }
