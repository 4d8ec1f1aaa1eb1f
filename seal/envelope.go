package seal

import (
	"crypto/subtle"
	"fmt"
	"io"
)

// WrapSize is the size of a wrapped content key: nonce 24, key 32, tag 16.
const WrapSize = overhead + 32

// SealBody pads and seals one text under its own content key: a 24-byte random
// nonce and the ciphertext, 552 bytes for every text of at most 508 bytes. The
// associated data is the entry's header, which carries the version and the
// key's commitment. Errors: ErrTooLarge.
func SealBody(rand io.Reader, content Key, aad, plain []byte) ([]byte, error) {
	p, err := pad(plain)
	if err != nil {
		return nil, err
	}
	return lock(rand, nil, content, message("body", aad), p)
}

// OpenBody opens what SealBody made, after it has checked that content is the
// key that was committed to: XChaCha20-Poly1305 alone would let an author give
// two readers two keys for two texts in one ciphertext. Errors: ErrCommitment,
// ErrWrongKey, ErrMalformed.
func OpenBody(content Key, commitment [32]byte, aad, body []byte) ([]byte, error) {
	if err := checkKey(content, commitment); err != nil {
		return nil, fmt.Errorf("opening a body: %w", err)
	}
	p, err := unlock(content, message("body", aad), body)
	if err != nil {
		return nil, fmt.Errorf("opening a body: %w", err)
	}
	return unpad(p)
}

// WrapKey seals a content key under an epoch key, in exactly WrapSize bytes.
// The wrap is kept apart from the body, so that it can be held back or erased.
func WrapKey(rand io.Reader, epoch Key, aad []byte, content Key) ([]byte, error) {
	return lock(rand, nil, epoch, message("wrap", aad), content[:])
}

// UnwrapKey opens what WrapKey made. Errors: ErrMalformed, ErrWrongKey.
func UnwrapKey(epoch Key, aad, wrap []byte) (Key, error) {
	if len(wrap) != WrapSize {
		return Key{}, fmt.Errorf("%w: wrap of %d bytes", ErrMalformed, len(wrap))
	}
	content, err := unlock(epoch, message("wrap", aad), wrap)
	if err != nil {
		return Key{}, fmt.Errorf("unwrapping a content key: %w", err)
	}
	return Key(content), nil
}

func checkKey(k Key, commitment [32]byte) error {
	if c := k.Commitment(); subtle.ConstantTimeCompare(c[:], commitment[:]) != 1 {
		return ErrCommitment
	}
	return nil
}
