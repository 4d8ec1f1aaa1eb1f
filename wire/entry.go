package wire

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte"
)

// SigSize is the size of an Ed25519 signature, the only kind in version 1.
const SigSize = 64

// WrapSize is the size of a wrapped content key: nonce 24, key 32, tag 16.
const WrapSize = 72

// Entry is one link of a device's chain as it travels and as it is stored.
type Entry struct {
	Header Header
	// Wrap is the content key under the epoch key, empty for ClassCert.
	Wrap []byte
	// Body is the padded ciphertext, or the certificate for ClassCert.
	Body []byte
	// Sig signs the chain hash and stands on the last entry of a batch; it is
	// empty on the entries before, which the chain covers.
	Sig []byte
}

// Hash is the entry's hash in its chain.
func (e Entry) Hash() Hash { return e.Header.ChainHash(HashBody(e.Body)) }

// Append adds the entry's encoding to b: header, wrap, signature and body, each
// with its length before it.
func (e Entry) Append(b []byte) []byte {
	c := cryptobyte.NewBuilder(b)
	c.AddUint16LengthPrefixed(func(c *cryptobyte.Builder) { c.AddBytes(e.Header.Bytes()) })
	c.AddUint8LengthPrefixed(func(c *cryptobyte.Builder) { c.AddBytes(e.Wrap) })
	c.AddUint8LengthPrefixed(func(c *cryptobyte.Builder) { c.AddBytes(e.Sig) })
	c.AddUint24LengthPrefixed(func(c *cryptobyte.Builder) { c.AddBytes(e.Body) })
	return c.BytesOrPanic()
}

// ParseEntry reads what Append wrote. The result aliases b. Errors:
// ErrVersion, ErrMalformed.
func ParseEntry(b []byte) (Entry, error) {
	var header, wrap, sig, body cryptobyte.String
	s := cryptobyte.String(b)
	ok := s.ReadUint16LengthPrefixed(&header) && s.ReadUint8LengthPrefixed(&wrap) &&
		s.ReadUint8LengthPrefixed(&sig) && s.ReadUint24LengthPrefixed(&body) && s.Empty()
	if !ok {
		return Entry{}, fmt.Errorf("%w: entry of %d bytes", ErrMalformed, len(b))
	}
	h, err := ParseHeader(header)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Header: h, Wrap: wrap, Sig: sig, Body: body}
	return e, e.check()
}

func (e Entry) check() error {
	switch {
	case len(e.Sig) != 0 && len(e.Sig) != SigSize:
		return fmt.Errorf("%w: signature of %d bytes", ErrMalformed, len(e.Sig))
	case e.Header.Class == ClassCert && len(e.Wrap) != 0:
		return fmt.Errorf("%w: a certificate has no wrap", ErrMalformed)
	case len(e.Wrap) != 0 && len(e.Wrap) != WrapSize:
		return fmt.Errorf("%w: wrap of %d bytes", ErrMalformed, len(e.Wrap))
	}
	return nil
}
