package seal

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// Bucket is the padded size of every small text, in bytes: an answer of one
// word and one of four hundred letters look the same.
const Bucket = 512

// MaxPlain is the largest text that can be sealed, in bytes. What a relay
// accepts is usually less.
const MaxPlain = 15 << 20

// Padme is the size that n bytes are padded to, after Nikitin et al. 2019
// ("Reducing Metadata Leakage from Encrypted Files and Communication with
// PURBs", algorithm 1): it keeps the first bits of n and rounds the rest up, so
// that only O(log log n) bits of a size show, for at most 12 % more bytes.
func Padme(n int) int {
	if n < 2 {
		return n
	}
	e := bits.Len(uint(n)) - 1
	s := bits.Len(uint(e))
	mask := 1<<(e-s) - 1
	return (n + mask) &^ mask
}

// padded is the size that n bytes have after pad.
func padded(n int) int { return max(Bucket, Padme(4+n)) }

// pad puts the length (4 bytes) in front of plain and zeros behind it.
func pad(plain []byte) ([]byte, error) {
	if len(plain) > MaxPlain {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(plain), MaxPlain)
	}
	b := make([]byte, padded(len(plain)))
	binary.BigEndian.PutUint32(b, uint32(len(plain)))
	copy(b[4:], plain)
	return b, nil
}

// unpad takes off what pad put on, and refuses any other padding.
func unpad(b []byte) ([]byte, error) {
	if len(b) < Bucket {
		return nil, fmt.Errorf("%w: %d padded bytes", ErrMalformed, len(b))
	}
	n := binary.BigEndian.Uint32(b)
	if n > MaxPlain || padded(int(n)) != len(b) {
		return nil, fmt.Errorf("%w: padding to %d bytes", ErrMalformed, len(b))
	}
	plain, rest := b[4:4+n:4+n], b[4+n:]
	for _, z := range rest {
		if z != 0 {
			return nil, fmt.Errorf("%w: padding is not zero", ErrMalformed)
		}
	}
	return plain, nil
}
