package seal

import "errors"

// The sentinels of this package. Every returned error wraps one of them, or
// the error of the random source, with what was being read and never with a
// key, a password, a word or a text.
var (
	// ErrVersion says that a record was made by a newer Pleach, or not by
	// Pleach. Readers keep the bytes and show nothing.
	ErrVersion = errors.New("seal: unknown version")
	// ErrMalformed says that bytes are not a valid encoding, whatever the key.
	ErrMalformed = errors.New("seal: malformed")
	// ErrWrongKey says that a key does not open these bytes: it is another key,
	// or the bytes or their associated data were changed. The two cannot be
	// told apart.
	ErrWrongKey = errors.New("seal: wrong key, or changed bytes")
	// ErrCommitment says that a key is not the one that was committed to.
	ErrCommitment = errors.New("seal: key does not match its commitment")
	// ErrTooLarge says that a text is larger than MaxPlain.
	ErrTooLarge = errors.New("seal: too large")
	// ErrEmptyPassword says that there is no password to derive from.
	ErrEmptyPassword = errors.New("seal: empty password")
	// ErrServer says that a kit's server is not an origin such as
	// https://home.example.
	ErrServer = errors.New("seal: not a server's origin")
	// ErrNotAKit says that a text is something else than a recovery kit.
	ErrNotAKit = errors.New("seal: not a recovery kit")
	// ErrKitDamaged says that a text is a recovery kit with a typing error or a
	// missing part. The error is a *KitError that says where.
	ErrKitDamaged = errors.New("seal: damaged recovery kit")
	// ErrNotMember says that a key belongs to nobody in the space.
	ErrNotMember = errors.New("seal: not a member")
	// ErrBadSignature says that a signature is not by the key that it names.
	ErrBadSignature = errors.New("seal: bad signature")
	// ErrBadCommit says that an epoch commit breaks a rule: it does not follow
	// its predecessor, or does what its author may not do.
	ErrBadCommit = errors.New("seal: commit breaks a rule")
	// ErrNoHistory says that a commit does not hand on the key before it.
	ErrNoHistory = errors.New("seal: history was not handed on")
	// ErrNotALink says that a text is not an invitation, or not a whole one.
	ErrNotALink = errors.New("seal: not an invitation link")
	// ErrWrongInviter says that an offer is not by the person who made the link.
	ErrWrongInviter = errors.New("seal: the offer is not by the one who made the link")
	// ErrNotAHandover says that a text is no code for a further device, or not a
	// whole one.
	ErrNotAHandover = errors.New("seal: not a code for a further device")
	// ErrNonce says that a revealed nonce is not the one committed to.
	ErrNonce = errors.New("seal: nonce does not match its hash")
)
