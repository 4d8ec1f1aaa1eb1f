package seal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// KDFVersion names the parameters of DeriveRoot: Argon2id with 64 MiB, three
// passes, one lane. They are part of the program and are never taken from a
// server, which could otherwise ask for weak ones.
const KDFVersion byte = 1

const (
	argonPasses = 3
	argonKiB    = 64 << 10
	argonLanes  = 1
)

// Root is what a password and a secret key derive to. It opens an account; it
// encrypts nothing itself.
type Root struct{ key Key }

// DeriveRoot stretches the password and mixes in the secret key, which only
// this person's devices and recovery kit hold: a guessed password alone opens
// nothing. Spaces count, and different ways to type one character do not
// (NFKC). It needs 64 MiB for a good part of a second, or several in a browser.
// Errors: ErrVersion, ErrEmptyPassword.
func DeriveRoot(version byte, password string, account, secret [16]byte) (Root, error) {
	if version != KDFVersion {
		return Root{}, fmt.Errorf("%w: key derivation version %d", ErrVersion, version)
	}
	normal := norm.NFKC.Bytes([]byte(password))
	if len(normal) == 0 {
		return Root{}, ErrEmptyPassword
	}
	salt := sha256.Sum256(account[:])
	stretched := argon2.IDKey(normal, salt[:], argonPasses, argonKiB, argonLanes, 32)
	return Root{Key(derive(append(stretched, secret[:]...), account[:], "root", 32))}, nil
}

// LoginKey signs logins. The relay knows only its public half.
func (r Root) LoginKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(derive(r.key[:], nil, "login", ed25519.SeedSize))
}

// KEK is the key-encryption key that wraps the master key (WrapPassword).
func (r Root) KEK() Key { return Key(derive(r.key[:], nil, "kek", 32)) }

// Zero overwrites the root.
func (r *Root) Zero() { r.key.Zero() }

// Format never reveals the root, whatever the verb.
func (r Root) Format(f fmt.State, _ rune) { io.WriteString(f, "seal.Root(hidden)") }
