package seal

import (
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	version   byte = 1
	nonceSize      = chacha20poly1305.NonceSizeX
	overhead       = nonceSize + chacha20poly1305.Overhead
)

// SealBox seals plain under k for this person's own eyes: local snapshots,
// drafts, vault records. The box is a version byte, a 24-byte random nonce and
// the XChaCha20-Poly1305 ciphertext; it shows the length of plain. The same aad
// is needed to open it.
func SealBox(rand io.Reader, k Key, aad, plain []byte) ([]byte, error) {
	return lock(rand, []byte{version}, k, message("box", aad), plain)
}

// OpenBox opens what SealBox made. Errors: ErrVersion, ErrMalformed,
// ErrWrongKey.
func OpenBox(k Key, aad, box []byte) ([]byte, error) {
	rest, err := unversion("box", box)
	if err != nil {
		return nil, err
	}
	return unlock(k, message("box", aad), rest)
}

// lock appends a random nonce and the ciphertext to dst.
func lock(rand io.Reader, dst []byte, k Key, aad, plain []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(k[:])
	if err != nil {
		return nil, err
	}
	start := len(dst)
	out := make([]byte, start+nonceSize, start+overhead+len(plain))
	copy(out, dst)
	nonce := out[start:]
	if err := fill(rand, nonce); err != nil {
		return nil, err
	}
	return aead.Seal(out, nonce, plain, aad), nil
}

// unlock opens nonce and ciphertext.
func unlock(k Key, aad, box []byte) ([]byte, error) {
	if len(box) < overhead {
		return nil, fmt.Errorf("%w: %d sealed bytes are too few", ErrMalformed, len(box))
	}
	aead, err := chacha20poly1305.NewX(k[:])
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, box[:nonceSize], box[nonceSize:], aad)
	if err != nil {
		return nil, ErrWrongKey
	}
	return plain, nil
}

// unversion takes the version byte off a record.
func unversion(what string, b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, fmt.Errorf("%w: empty %s", ErrMalformed, what)
	}
	if b[0] != version {
		return nil, fmt.Errorf("%w: %s version %d", ErrVersion, what, b[0])
	}
	return b[1:], nil
}
