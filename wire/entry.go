package wire

import (
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// SigSize is the size of an Ed25519 signature, the only kind in version 1.
const SigSize = 64

// WrapSize is the size of a wrapped content key: nonce 24, key 32, tag 16.
const WrapSize = 72

// Entry is one link of a device's chain as it travels and as it is stored.
type Entry struct {
	Header Header
	// Wrap is the content key under the epoch key, empty unless ClassEvent.
	Wrap []byte
	// Body is the padded ciphertext of ClassEvent, the certificate of ClassCert,
	// the Erasure of ClassErase.
	Body []byte
	// Erased is the hash of the body of an event that has neither body nor wrap
	// any more, and zero for every other entry.
	Erased Hash
	// Sig signs the chain hash and stands on the last entry of a batch; it is
	// empty on the entries before, which the chain covers.
	Sig []byte
}

// erasedMark stands where another entry has the length of its wrap.
const erasedMark = 0xff

// Hash is the entry's hash in its chain, the same before and after an erasure.
func (e Entry) Hash() Hash {
	if !e.Erased.IsZero() {
		return e.Header.ChainHash(e.Erased)
	}
	return e.Header.ChainHash(HashBody(e.Body))
}

// Erase is the entry without its words: an event loses wrap and body and keeps
// its place. Other entries have none, and stay as they are.
func (e Entry) Erase() Entry {
	if e.Header.Class == ClassEvent && e.Erased.IsZero() {
		e.Erased = HashBody(e.Body)
		e.Wrap, e.Body = nil, nil
	}
	return e
}

// Append adds the entry's encoding to b: header, wrap, signature and body, each
// with its length before it. After an erasure a mark and the hash of the body
// stand in place of the wrap, and nothing in place of the body.
func (e Entry) Append(b []byte) []byte {
	header := e.Header.Bytes()
	b = slices.Grow(b, len(header)+len(e.Wrap)+len(e.Sig)+len(e.Body)+len(e.Erased)+8)
	b = appendPrefixed(b, 2, header)
	if !e.Erased.IsZero() {
		b = append(append(b, erasedMark), e.Erased[:]...)
		return appendPrefixed(b, 1, e.Sig)
	}
	b = appendPrefixed(b, 1, e.Wrap)
	b = appendPrefixed(b, 1, e.Sig)
	return appendPrefixed(b, 3, e.Body)
}

// appendPrefixed adds data behind their length in so many bytes. What is longer
// than that can say is a mistake in the caller, and panics: cut short it would
// be read as something else.
func appendPrefixed(b []byte, width int, data []byte) []byte {
	if len(data)>>(8*width) != 0 {
		panic("wire: longer than its length can say")
	}
	for i := width - 1; i >= 0; i-- {
		b = append(b, byte(len(data)>>(8*i)))
	}
	return append(b, data...)
}

// ParseEntry reads what Append wrote. The result aliases b. Errors:
// ErrVersion, ErrMalformed.
func ParseEntry(b []byte) (Entry, error) {
	var header, wrap, sig, body cryptobyte.String
	var e Entry
	s := cryptobyte.String(b)
	ok := s.ReadUint16LengthPrefixed(&header)
	if erased := ok && len(s) > 0 && s[0] == erasedMark; erased {
		ok = s.Skip(1) && s.CopyBytes(e.Erased[:]) && !e.Erased.IsZero() && s.ReadUint8LengthPrefixed(&sig)
	} else {
		ok = ok && s.ReadUint8LengthPrefixed(&wrap) && s.ReadUint8LengthPrefixed(&sig) && s.ReadUint24LengthPrefixed(&body)
	}
	if !ok || !s.Empty() {
		return Entry{}, fmt.Errorf("%w: entry of %d bytes", ErrMalformed, len(b))
	}
	var err error
	if e.Header, err = ParseHeader(header); err != nil {
		return Entry{}, err
	}
	e.Wrap, e.Body, e.Sig = wrap, body, sig
	return e, e.check()
}

func (e Entry) check() error {
	event := e.Header.Class == ClassEvent
	switch {
	case len(e.Sig) != 0 && len(e.Sig) != SigSize:
		return fmt.Errorf("%w: signature of %d bytes", ErrMalformed, len(e.Sig))
	case !event && len(e.Wrap) != 0:
		return fmt.Errorf("%w: only an event has a wrap", ErrMalformed)
	case !event && !e.Erased.IsZero():
		return fmt.Errorf("%w: only an event can be erased", ErrMalformed)
	case len(e.Wrap) != 0 && len(e.Wrap) != WrapSize:
		return fmt.Errorf("%w: wrap of %d bytes", ErrMalformed, len(e.Wrap))
	case e.Header.Class == ClassErase:
		_, err := ParseErasure(e.Body)
		return err
	}
	return nil
}
