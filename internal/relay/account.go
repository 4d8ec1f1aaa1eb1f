package relay

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"time"

	"pleach/wire"
)

// SessionLife is how long a session lives after it was last used.
const SessionLife = 30 * 24 * time.Hour

// sessionStep is how stale an expiry may get before it is written again, so
// that reading does not mean writing.
const sessionStep = 24 * time.Hour

// maxWrap bounds the sealed master key, twice in each account.
const maxWrap = 4 << 10

// Status says what an account may do.
type Status byte

const (
	Active Status = iota // signs in, reads and writes
	Locked               // by the host; nothing works until it is unlocked
	Closed               // for good; the id stays taken
)

// Refusal is nil for an active account, and CodeAccountLocked or
// CodeAccountClosed otherwise.
func (s Status) Refusal() error {
	switch s {
	case Active:
		return nil
	case Locked:
		return Refuse(wire.CodeAccountLocked, "")
	default:
		return Refuse(wire.CodeAccountClosed, "")
	}
}

// Account is what the relay keeps of a person: public keys and sealed bytes.
type Account struct {
	ID            wire.ID
	KDF           byte
	Login, Rescue []byte // Ed25519 public keys, 32 bytes each
	Wraps         wire.Wraps
	Status        Status
	Since         time.Time
}

// NewAccount checks the shape of a sign-up and its signature over each of the
// origins this relay answers to. Errors: CodeMalformed, CodeLoginRefused.
func NewAccount(n wire.NewAccount, origins []string, now time.Time) (Account, error) {
	a := Account{ID: n.Account, KDF: n.KDF, Login: n.Login, Rescue: n.Rescue, Wraps: n.Wraps, Since: now}
	if n.Account.IsZero() || len(n.Wraps.Before) > 0 {
		return a, Refuse(wire.CodeMalformed, "A new account has an id, and a master key that replaces none.")
	}
	if err := a.checkKeys(); err != nil {
		return a, err
	}
	return a, verified(n.Login, n.Sig, origins, func(origin string) []byte { return wire.SignupMessage(origin, n) })
}

// WithKeys is the account with new keys, which the login key so far, or the
// recovery key, must have signed for one of the origins. Keys that the account
// has already are fine. Errors: CodeMalformed, CodeLoginRefused.
func (a Account) WithKeys(n wire.NewKeys, origins []string) (Account, error) {
	b := a
	b.Login, b.Rescue, b.Wraps = n.Login, n.Rescue, n.Wraps
	if err := b.checkKeys(); err != nil {
		return a, err
	}
	if a.SameAs(b) {
		return b, nil
	}
	key := a.Login
	if n.ByRescue {
		key = a.Rescue
	}
	return b, verified(key, n.Sig, origins, func(origin string) []byte { return wire.NewKeysMessage(origin, a.ID, n) })
}

// Closing checks that the account's login key asked to close it. Errors:
// CodeLoginRefused.
func (a Account) Closing(c wire.CloseAccount, origins []string) error {
	return verified(a.Login, c.Sig, origins, func(origin string) []byte { return wire.CloseMessage(origin, a.ID) })
}

// verified refuses a signature that is for none of the origins.
func verified(key ed25519.PublicKey, sig []byte, origins []string, message func(origin string) []byte) error {
	for _, origin := range origins {
		if ed25519.Verify(key, message(origin), sig) {
			return nil
		}
	}
	return Refuse(wire.CodeLoginRefused, "")
}

func (a Account) checkKeys() error {
	if len(a.Login) != ed25519.PublicKeySize || len(a.Rescue) != ed25519.PublicKeySize {
		return Refuse(wire.CodeMalformed, "An account has an id and two public keys of 32 bytes.")
	}
	for _, w := range [][]byte{a.Wraps.Password, a.Wraps.Words} {
		if len(w) == 0 || len(w) > maxWrap {
			return Refuse(wire.CodeMalformed, "An account has its master key sealed twice, each in 1 to 4096 bytes.")
		}
	}
	if len(a.Wraps.Before) > maxWrap {
		return Refuse(wire.CodeMalformed, "What a master key replaced is sealed in at most 4096 bytes.")
	}
	return nil
}

// SameAs reports whether a sign-up is a repeat of the one that made a.
func (a Account) SameAs(b Account) bool {
	return a.ID == b.ID && a.KDF == b.KDF &&
		bytes.Equal(a.Login, b.Login) && bytes.Equal(a.Rescue, b.Rescue) &&
		bytes.Equal(a.Wraps.Password, b.Wraps.Password) && bytes.Equal(a.Wraps.Words, b.Wraps.Words) &&
		bytes.Equal(a.Wraps.Before, b.Wraps.Before)
}

// Signed reports whether the account signed this login for one of the origins.
func (a Account) Signed(l wire.Login, origins []string) bool {
	key := a.Login
	if l.Rescue {
		key = a.Rescue
	}
	return verified(key, l.Sig, origins, func(origin string) []byte { return wire.LoginMessage(origin, l) }) == nil
}

// Token is a bearer token's secret form: the account's id and 32 random bytes.
// The id is in it so that a session is found by its account, on whatever
// machine that account lives.
type Token [16 + 32]byte

// TokenHash is all that the relay keeps of a token.
type TokenHash [32]byte

// NewToken makes a token for an account.
func NewToken(account wire.ID, rand io.Reader) (Token, error) {
	t := Token(append(account[:], make([]byte, 32)...))
	_, err := io.ReadFull(rand, t[16:])
	return t, err
}

// ParseToken reads the form that String writes. Errors: CodeUnauthorized.
func ParseToken(s string) (Token, error) {
	var t Token
	if len(s) != base64.RawURLEncoding.EncodedLen(len(t)) {
		return t, Refuse(wire.CodeUnauthorized, "")
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != len(t) {
		return t, Refuse(wire.CodeUnauthorized, "")
	}
	return Token(b), nil
}

// String is the form that travels, base64url.
func (t Token) String() string { return base64.RawURLEncoding.EncodeToString(t[:]) }

// Account is whose session the token may open.
func (t Token) Account() wire.ID { return wire.ID(t[:16]) }

// Hash is what stores keep and look for.
func (t Token) Hash() TokenHash { return sha256.Sum256(t[:]) }

// Session is a signed-in device. A device has one session at most: to sign in
// again replaces it.
type Session struct {
	Account wire.ID
	Device  wire.ID
	Token   TokenHash
	Expires time.Time
	Status  Status // of the account, at the time of asking
}

// Stale reports whether the session's expiry should be moved on.
func (s Session) Stale(now time.Time) bool {
	return s.Expires.Sub(now) < SessionLife-sessionStep
}

// Device is a device that has signed in at least once and was not removed.
type Device struct {
	ID    wire.ID
	Since time.Time
	Used  time.Time // within a day
}

// MaxNotice bounds what tells a device that it was removed.
const MaxNotice = 4 << 10
