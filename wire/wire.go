// Package wire is what travels between a client and the relay: identifiers,
// entry headers, frames, stream items, JSON bodies, error codes and limits.
//
// It is pure and knows no keys: a body, a wrap and a signature are bytes here.
// What is inside them belongs to package seal, and the relay, which imports
// only this package, can therefore read none of it.
//
// Left out on purpose: cryptography other than hashing, storage, HTTP. The
// relay's routes are in internal/relay/relayhttp.
//
// Integers are big-endian. Every encoding here has exactly one valid form, and
// decoders refuse anything else with ErrMalformed or ErrVersion.
package wire

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
)

// Version is the protocol version that this package speaks. Decoders refuse
// every other version: an unknown version never degrades to a known one.
const Version = 1

// SuiteXChaCha is the only cipher suite of version 1: XChaCha20-Poly1305 for
// bodies and wraps, SHA-256 for chains and Ed25519 for signatures.
const SuiteXChaCha = 1

// ErrMalformed says that bytes are not a valid encoding. Nothing was read.
var ErrMalformed = errors.New("wire: malformed")

// ErrVersion says that a record has a version or suite this build does not
// know. Readers fail closed: they keep the bytes and show nothing.
var ErrVersion = errors.New("wire: unknown version")

// ID names an account, a device, a space, a gate or an invite. IDs come from
// clients: 16 random or derived bytes, never a server's counter.
type ID [16]byte

// String is the base64url form without padding (22 characters).
func (id ID) String() string { return base64.RawURLEncoding.EncodeToString(id[:]) }

// IsZero reports whether the ID was never set.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText makes IDs base64url in JSON.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText is the reverse of MarshalText.
func (id *ID) UnmarshalText(b []byte) error {
	got, err := ParseID(string(b))
	if err == nil {
		*id = got
	}
	return err
}

const idText = 22

// ParseID reads the form that String writes. It returns ErrMalformed for
// anything else.
func ParseID(s string) (ID, error) {
	var id ID
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != len(id) || len(s) != idText { // the decoder overlooks line breaks
		return ID{}, fmt.Errorf("%w: an id is 22 base64url characters", ErrMalformed)
	}
	copy(id[:], b)
	return id, nil
}

// Hash is a SHA-256 hash.
type Hash [32]byte

// IsZero reports whether the hash was never set.
func (h Hash) IsZero() bool { return h == Hash{} }

// HashBody is the hash of a ciphertext, which stays when the body is erased.
func HashBody(body []byte) Hash { return sha256.Sum256(body) }
