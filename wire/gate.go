package wire

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
)

// Answer is what one member posts to a gate. The relay tells nobody of it until
// every member of the space has posted; then all answers enter the stream at
// once. It cannot be changed after posting.
type Answer struct {
	Space      ID
	Gate       ID
	Epoch      uint32
	Device     ID
	Commitment Hash // of the content key; published with the answer
	Wrap       []byte
	Body       []byte
	Sig        []byte // by the device key, over Hash
}

// Header is the associated data of the answer's body.
func (a Answer) Header() []byte {
	b := append(make([]byte, 0, 88), Version, SuiteXChaCha, 'G', 0)
	b = append(b, a.Space[:]...)
	b = append(b, a.Gate[:]...)
	b = binary.BigEndian.AppendUint32(b, a.Epoch)
	b = append(b, a.Device[:]...)
	return append(b, a.Commitment[:]...)
}

// Hash is what the device signs: header and body hash, not the wrap, which in
// strict mode follows later.
func (a Answer) Hash() Hash {
	body := HashBody(a.Body)
	d := sha256.New()
	d.Write([]byte("pleach/1 answer\x00"))
	d.Write(a.Header())
	d.Write(body[:])
	return Hash(d.Sum(nil))
}

// Append adds the answer's encoding to b.
func (a Answer) Append(b []byte) []byte {
	c := cryptobyte.NewBuilder(b)
	c.AddBytes(a.Header())
	c.AddUint8LengthPrefixed(func(c *cryptobyte.Builder) { c.AddBytes(a.Wrap) })
	c.AddUint8LengthPrefixed(func(c *cryptobyte.Builder) { c.AddBytes(a.Sig) })
	c.AddUint24LengthPrefixed(func(c *cryptobyte.Builder) { c.AddBytes(a.Body) })
	return c.BytesOrPanic()
}

// ParseAnswer reads what Append wrote. The result aliases b. Errors:
// ErrVersion, ErrMalformed.
func ParseAnswer(b []byte) (Answer, error) {
	var a Answer
	var head [4]byte
	var wrap, sig, body cryptobyte.String
	s := cryptobyte.String(b)
	if !s.CopyBytes(head[:]) {
		return a, fmt.Errorf("%w: answer of %d bytes", ErrMalformed, len(b))
	}
	if head[0] != Version || head[1] != SuiteXChaCha {
		return a, fmt.Errorf("%w: answer version %d, suite %d", ErrVersion, head[0], head[1])
	}
	ok := head[2] == 'G' && head[3] == 0 &&
		s.CopyBytes(a.Space[:]) && s.CopyBytes(a.Gate[:]) && s.ReadUint32(&a.Epoch) &&
		s.CopyBytes(a.Device[:]) && s.CopyBytes(a.Commitment[:]) &&
		s.ReadUint8LengthPrefixed(&wrap) && s.ReadUint8LengthPrefixed(&sig) &&
		s.ReadUint24LengthPrefixed(&body) && s.Empty() &&
		len(sig) == SigSize && (len(wrap) == 0 || len(wrap) == WrapSize)
	if !ok {
		return Answer{}, fmt.Errorf("%w: answer of %d bytes", ErrMalformed, len(b))
	}
	a.Wrap, a.Sig, a.Body = wrap, sig, body
	return a, nil
}

// Key releases the wrap of an answer that was posted without one (strict mode).
type Key struct {
	Gate   ID
	Device ID
	Wrap   []byte
}

// Append adds the key's encoding to b.
func (k Key) Append(b []byte) []byte {
	b = append(b, Version, SuiteXChaCha, 'K', 0)
	b = append(b, k.Gate[:]...)
	b = append(b, k.Device[:]...)
	return append(b, k.Wrap...)
}

// ParseKey reads what Append wrote. The result aliases b. Errors: ErrVersion,
// ErrMalformed.
func ParseKey(b []byte) (Key, error) {
	if len(b) < 2 {
		return Key{}, fmt.Errorf("%w: key of %d bytes", ErrMalformed, len(b))
	}
	if b[0] != Version || b[1] != SuiteXChaCha {
		return Key{}, fmt.Errorf("%w: key version %d, suite %d", ErrVersion, b[0], b[1])
	}
	if len(b) != 36+WrapSize || b[2] != 'K' || b[3] != 0 {
		return Key{}, fmt.Errorf("%w: key of %d bytes", ErrMalformed, len(b))
	}
	return Key{Gate: ID(b[4:20]), Device: ID(b[20:36]), Wrap: b[36:]}, nil
}
