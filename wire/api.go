package wire

import "time"

// The JSON bodies of the relay's routes. Byte slices are base64 in JSON.

// Info is the answer of GET /v1/info.
type Info struct {
	Version int    `json:"version"`
	Origin  string `json:"origin"` // what a login signs; clients compare it with where they are
	Signup  string `json:"signup"` // "open", "code" or "closed"
	Limits  Limits `json:"limits"`
}

// Limits are the sizes that a relay accepts. All in bytes or counts.
type Limits struct {
	Entry     int   `json:"entry"`      // one entry's body
	Batch     int   `json:"batch"`      // one push body
	Pull      int   `json:"pull"`       // most bytes of one pull
	Space     int64 `json:"space"`      // a space's stored bytes
	Spaces    int   `json:"spaces"`     // spaces of one account
	Devices   int   `json:"devices"`    // devices of one account
	Invites   int   `json:"invites"`    // open invites of one account
	InviteTTL int   `json:"invite_ttl"` // longest life of an invite, in seconds
}

// DefaultLimits are generous for two people and small for a server.
func DefaultLimits() Limits {
	return Limits{
		Entry: 256 << 10, Batch: 4 << 20, Pull: 4 << 20, Space: 1 << 30,
		Spaces: 32, Devices: 32, Invites: 16, InviteTTL: 7 * 24 * 3600,
	}
}

// NewAccount is the body of POST /v1/accounts. The relay learns public keys and
// sealed bytes, nothing that a password could be tried against.
type NewAccount struct {
	Account ID     `json:"account"`
	KDF     byte   `json:"kdf"`            // version of the key derivation, for the record only; never served
	Login   []byte `json:"login"`          // Ed25519 public key from password and secret key
	Rescue  []byte `json:"rescue"`         // Ed25519 public key from recovery words and secret key
	Wraps   Wraps  `json:"wraps"`          // the master key, sealed
	Code    string `json:"code,omitempty"` // the host's sign-up code, where it asks for one
	Sig     []byte `json:"sig"`            // by Login, over SignupMessage
}

// Wraps hold the master key sealed under each of its two keys. Before is what
// the master key opens of the one that it replaced; a new account has none.
type Wraps struct {
	Password []byte `json:"password"`
	Words    []byte `json:"words"`
	Before   []byte `json:"before,omitempty"`
}

// Challenge is the answer of POST /v1/login/challenge: the same for accounts
// that exist and for those that do not.
type Challenge struct {
	Nonce  []byte    `json:"nonce"` // 32 bytes
	Expiry time.Time `json:"expiry"`
	Now    time.Time `json:"now"` // so that a client can tell that its clock is off
}

// ChallengeRequest is the body of POST /v1/login/challenge.
type ChallengeRequest struct {
	Account ID `json:"account"`
}

// Login is the body of POST /v1/login.
type Login struct {
	Account ID        `json:"account"`
	Device  ID        `json:"device"` // this browser's or program's own random id
	Nonce   []byte    `json:"nonce"`
	Expiry  time.Time `json:"expiry"`
	Rescue  bool      `json:"rescue,omitempty"` // signed with the recovery key
	Sig     []byte    `json:"sig"`
}

// Session is the answer of POST /v1/login.
type Session struct {
	Token   string    `json:"token"` // bearer token; the relay keeps only its hash
	Expires time.Time `json:"expires"`
}

// Account is the answer of GET /v1/account.
type Account struct {
	Account ID    `json:"account"`
	Wraps   Wraps `json:"wraps"`
}

// NewKeys is the body of PUT /v1/account/keys: everything that a new password,
// or a new recovery kit, changes at the relay, in one step. The key that it
// replaces signs it, so that a session alone cannot lock anybody out of their
// account. It ends the sessions and streams of all other devices.
type NewKeys struct {
	Login    []byte `json:"login"`  // Ed25519 public key from password and secret key
	Rescue   []byte `json:"rescue"` // Ed25519 public key from recovery words and secret key
	Wraps    Wraps  `json:"wraps"`
	ByRescue bool   `json:"by_rescue,omitempty"` // signed with the recovery key that was valid so far
	Sig      []byte `json:"sig"`                 // over NewKeysMessage
}

// CloseAccount is the body of POST /v1/account/close.
type CloseAccount struct {
	Sig []byte `json:"sig"` // by the login key, over CloseMessage
}

// Device is one row of GET /v1/devices. Names of devices are private and live
// in the person's own space, not here.
type Device struct {
	Device  ID        `json:"device"`
	Since   time.Time `json:"since"`
	Used    string    `json:"used"` // the month in which it was last signed in and used, "2026-11"
	Current bool      `json:"current"`
}

// Notice is the body of PUT /v1/devices/{device}/notice, and the answer of GET
// /v1/notices/{account}/{device}: what tells a device that it was removed by
// its own person. The relay cannot make one up.
type Notice struct {
	Data []byte `json:"data"` // at most 4 KiB
}

// NewSpace is the body of POST /v1/spaces.
type NewSpace struct {
	Space  ID     `json:"space"`
	Commit []byte `json:"commit"` // epoch commit 0
}

// Commits is the answer of GET /v1/spaces/{space}/commits.
type Commits struct {
	Commits [][]byte `json:"commits"` // from the asked-for index on, in order
}

// PutCommit is the body of PUT /v1/spaces/{space}/commits/{n}.
type PutCommit struct {
	Commit []byte `json:"commit"`
}

// Leave is the body of POST /v1/spaces/{space}/leave: the commit that removes
// whoever leaves. Who is alone in the space sends none, and the space goes.
type Leave struct {
	N      uint32 `json:"n,omitempty"`
	Commit []byte `json:"commit,omitempty"`
}

// Pushed is the answer to a push.
type Pushed struct {
	Pos uint64 `json:"pos"` // of the batch's last entry
}

// Invite is the answer of GET /v1/invites/{invite}, to the two whom it concerns
// and, while nobody has answered, to any signed-in account that knows its id.
type Invite struct {
	Space    ID        `json:"space"`
	Expires  time.Time `json:"expires"`
	Offer    []byte    `json:"offer"`              // by the inviter
	Answer   []byte    `json:"answer,omitempty"`   // by the joiner
	Approval []byte    `json:"approval,omitempty"` // by the inviter
	Reveal   []byte    `json:"reveal,omitempty"`   // by the joiner
}

// NewInvite is the body of PUT /v1/invites/{invite}.
type NewInvite struct {
	Space   ID        `json:"space"`
	Expires time.Time `json:"expires"`
	Offer   []byte    `json:"offer"`
}

// Sealed is the body of PUT /v1/invites/{invite}/answer and .../reveal.
type Sealed struct {
	Data []byte `json:"data"`
}

// Approve is the body of PUT /v1/invites/{invite}/approval. The relay stores
// the approval, appends the commit and lets the joiner's account in, at once.
type Approve struct {
	Approval []byte `json:"approval"`
	N        uint32 `json:"n"`
	Commit   []byte `json:"commit"`
}

// Events of GET /v1/stream, as the SSE field "event". The data is an ID.
const (
	EventAdvanced = "advanced" // a space has new items or commits
	EventInvite   = "invite"   // an invite of yours has moved
)

// HeaderNext carries the cursor for the next pull, and HeaderMore is "1" when
// there is more now.
const (
	HeaderNext = "Pleach-Next"
	HeaderMore = "Pleach-More"
)

// HeaderVersion is sent with every request; the relay refuses versions it does
// not speak with CodeVersion.
const HeaderVersion = "Pleach-Version"

// ContentFrames is the media type of binary bodies.
const ContentFrames = "application/vnd.pleach.frames"
