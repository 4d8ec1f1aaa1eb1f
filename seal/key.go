package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
)

// Key is a 256-bit symmetric key: a content key, an epoch key, a master key or
// a key-encryption key. Printing it in any format shows a placeholder, and it
// refuses to be text; convert with k[:] where bytes are meant.
//
// Package fmt cannot call methods on another struct's unexported fields, so do
// not print structs that hold keys.
type Key [32]byte

// NewKey draws a key from rand.
func NewKey(rand io.Reader) (Key, error) {
	var k Key
	err := fill(rand, k[:])
	return k, err
}

// Zero overwrites the key. Copies that were made before remain.
func (k *Key) Zero() { *k = Key{} }

// Commitment binds whoever publishes it to this key, without revealing it:
// SHA-256 over a label and the key.
func (k Key) Commitment() [32]byte { return hash("commitment", k[:]) }

// String never reveals the key.
func (k Key) String() string { return "seal.Key(hidden)" }

// Format never reveals the key, whatever the verb.
func (k Key) Format(f fmt.State, _ rune) { io.WriteString(f, k.String()) }

// MarshalText refuses, so that a key cannot slip into JSON or a log record.
func (k Key) MarshalText() ([]byte, error) { return nil, errSecret }

var errSecret = errors.New("seal: a secret has no text form")

// fill reads exactly len(b) random bytes.
func fill(rand io.Reader, b []byte) error {
	if _, err := io.ReadFull(rand, b); err != nil {
		return fmt.Errorf("seal: reading randomness: %w", err)
	}
	return nil
}

// label separates the domains of every hash, signature and derivation: no two
// uses in Pleach share one.
func label(what string) []byte { return append([]byte("pleach/1 "+what), 0) }

// hash is SHA-256 over a label and the parts, which have fixed sizes except
// for the last.
func hash(what string, parts ...[]byte) [32]byte {
	d := sha256.New()
	d.Write(label(what))
	for _, p := range parts {
		d.Write(p)
	}
	return [32]byte(d.Sum(nil))
}

// message is a label and the parts, as associated data or to be signed.
func message(what string, parts ...[]byte) []byte {
	b := label(what)
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// derive is HKDF-SHA256. It fails only for lengths that this package never
// asks for.
func derive(secret, salt []byte, what string, n int) []byte {
	out, err := hkdf.Key(sha256.New, secret, salt, "pleach/1 "+what, n)
	if err != nil {
		panic("seal: " + err.Error())
	}
	return out
}
