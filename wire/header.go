package wire

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
)

// Class is the coarse kind of an entry, all that the relay learns of it.
type Class byte

const (
	// ClassCert is the first entry of a device's chain in a space. Its body is
	// in clear: the certificate that a member key gave the device.
	ClassCert Class = 1
	// ClassEvent is a sealed event of any practice.
	ClassEvent Class = 2
	// ClassErase is an author's word that an event of theirs is erased, and
	// stays for good. Its body is an Erasure, in clear.
	ClassErase Class = 3
)

// Head names the newest entry of one device's chain.
type Head struct {
	Device ID
	Seq    uint64
	Hash   Hash
}

// Header is the authenticated part of an entry that the relay sees.
type Header struct {
	Class   Class
	Space   ID
	Epoch   uint32 // index of the key epoch the content key is wrapped under
	Device  ID
	Seq     uint64 // 1 for the first entry of the chain, then one more each
	Lamport uint64 // greater than that of every entry in Seen and of Prev
	Prev    Hash   // hash of the entry Seq-1 of this device; zero when Seq is 1
	// Commitment binds the content key, so that one ciphertext cannot be
	// opened to two texts. Zero unless ClassEvent.
	Commitment Hash
	// Seen lists the heads of other devices that moved since this device's
	// entry before, ascending by device. It makes a fork permanent.
	Seen []Head
}

const headerFixed = 4 + 16 + 4 + 16 + 8 + 8 + 32 + 32 + 2
const headSize = 16 + 8 + 32

// MaxSeen bounds the heads that one header may list.
const MaxSeen = 256

// Bytes is the header's only encoding: version, suite, class, a zero byte,
// then the fields in order. It is the associated data of the body.
func (h Header) Bytes() []byte {
	b := make([]byte, 0, headerFixed+len(h.Seen)*headSize)
	b = append(b, Version, SuiteXChaCha, byte(h.Class), 0)
	b = append(b, h.Space[:]...)
	b = binary.BigEndian.AppendUint32(b, h.Epoch)
	b = append(b, h.Device[:]...)
	b = binary.BigEndian.AppendUint64(b, h.Seq)
	b = binary.BigEndian.AppendUint64(b, h.Lamport)
	b = append(b, h.Prev[:]...)
	b = append(b, h.Commitment[:]...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(h.Seen)))
	for _, s := range h.Seen {
		b = append(b, s.Device[:]...)
		b = binary.BigEndian.AppendUint64(b, s.Seq)
		b = append(b, s.Hash[:]...)
	}
	return b
}

// ParseHeader reads what Bytes wrote. Errors: ErrVersion, ErrMalformed.
func ParseHeader(b []byte) (Header, error) {
	var h Header
	s := cryptobyte.String(b)
	var version, suite, class, zero uint8
	var count uint16
	if !s.ReadUint8(&version) || !s.ReadUint8(&suite) {
		return h, fmt.Errorf("%w: header of %d bytes", ErrMalformed, len(b))
	}
	if version != Version || suite != SuiteXChaCha {
		return h, fmt.Errorf("%w: header version %d, suite %d", ErrVersion, version, suite)
	}
	ok := s.ReadUint8(&class) && s.ReadUint8(&zero) && zero == 0 &&
		s.CopyBytes(h.Space[:]) && s.ReadUint32(&h.Epoch) && s.CopyBytes(h.Device[:]) &&
		s.ReadUint64(&h.Seq) && s.ReadUint64(&h.Lamport) &&
		s.CopyBytes(h.Prev[:]) && s.CopyBytes(h.Commitment[:]) && s.ReadUint16(&count)
	if !ok || count > MaxSeen || len(s) != int(count)*headSize {
		return h, fmt.Errorf("%w: header", ErrMalformed)
	}
	h.Class = Class(class)
	for range count {
		var head Head
		s.CopyBytes(head.Device[:])
		s.ReadUint64(&head.Seq)
		s.CopyBytes(head.Hash[:])
		h.Seen = append(h.Seen, head)
	}
	return h, h.check()
}

// check refuses headers that no honest client writes.
func (h Header) check() error {
	switch {
	case h.Class < ClassCert || h.Class > ClassErase:
		return fmt.Errorf("%w: entry class %d", ErrVersion, h.Class)
	case h.Seq == 0 || (h.Seq == 1) != h.Prev.IsZero():
		return fmt.Errorf("%w: seq %d and its previous hash do not agree", ErrMalformed, h.Seq)
	case (h.Seq == 1) != (h.Class == ClassCert):
		return fmt.Errorf("%w: a chain starts with its certificate, and only there", ErrMalformed)
	case h.Class != ClassEvent && !h.Commitment.IsZero():
		return fmt.Errorf("%w: only an event has a content key to commit to", ErrMalformed)
	}
	for i := 1; i < len(h.Seen); i++ {
		if string(h.Seen[i-1].Device[:]) >= string(h.Seen[i].Device[:]) {
			return fmt.Errorf("%w: seen heads are not ascending", ErrMalformed)
		}
	}
	return nil
}

// ChainHash is the hash of an entry in its chain: over the header and the hash
// of the body, so that a chain still verifies after the body was erased.
func (h Header) ChainHash(body Hash) Hash {
	d := sha256.New()
	d.Write([]byte("pleach/1 entry\x00"))
	d.Write(h.Bytes())
	d.Write(body[:])
	return Hash(d.Sum(nil))
}
