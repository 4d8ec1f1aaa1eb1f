package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/cryptobyte"

	"pleach/seal/internal/hpke"
)

// hpkeWrapSize is what an epoch key grows to when it is sealed to a member.
const hpkeWrapSize = hpke.Overhead + 32

// Bytes is the commit's only encoding: version, the fields in order, lists
// with their count before them, and the signature.
func (c Commit) Bytes() []byte {
	b := cryptobyte.NewBuilder(c.unsigned())
	b.AddBytes(c.Sig)
	return b.BytesOrPanic()
}

// Hash names the commit in the chain. It covers the signature.
func (c Commit) Hash() [32]byte { return hash("commit", c.Bytes()) }

// message is what the author signs.
func (c Commit) message() []byte { return message("commit signature", c.unsigned()) }

func (c Commit) unsigned() []byte {
	b := cryptobyte.NewBuilder([]byte{version})
	b.AddBytes(c.Space[:])
	b.AddUint32(c.N)
	b.AddBytes(c.Prev[:])
	b.AddBytes(c.Author[:])
	b.AddUint8(uint8(len(c.Members)))
	for _, m := range c.Members {
		m.add(b)
	}
	b.AddUint16(uint16(len(c.Revoked)))
	for _, d := range c.Revoked {
		b.AddBytes(d.Device[:])
		b.AddBytes(d.Member[:])
		b.AddUint64(d.Seq)
	}
	b.AddBytes(c.Commitment[:])
	for _, w := range c.Wraps {
		b.AddBytes(w)
	}
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(c.PrevKey) })
	return b.BytesOrPanic()
}

// ParseCommit reads what Bytes wrote. It checks the form only; see Verify.
// Errors: ErrVersion, ErrMalformed.
func ParseCommit(b []byte) (Commit, error) {
	rest, err := unversion("commit", b)
	if err != nil {
		return Commit{}, err
	}
	var c Commit
	s := cryptobyte.String(rest)
	ok := s.CopyBytes(c.Space[:]) && s.ReadUint32(&c.N) && s.CopyBytes(c.Prev[:]) &&
		s.CopyBytes(c.Author[:]) && c.readMembers(&s) && c.readRevoked(&s) &&
		s.CopyBytes(c.Commitment[:]) && c.readWraps(&s) && c.readPrevKey(&s) &&
		readCopy(&s, &c.Sig, ed25519.SignatureSize) && s.Empty()
	if !ok {
		return Commit{}, fmt.Errorf("%w: commit of %d bytes", ErrMalformed, len(b))
	}
	return c, nil
}

func (c *Commit) readMembers(s *cryptobyte.String) bool {
	var n uint8
	if !s.ReadUint8(&n) {
		return false
	}
	for range n {
		var m MemberPublic
		if !m.read(s) {
			return false
		}
		c.Members = append(c.Members, m)
	}
	return true
}

func (c *Commit) readRevoked(s *cryptobyte.String) bool {
	var n uint16
	if !s.ReadUint16(&n) {
		return false
	}
	for range n {
		var d RevokedDevice
		if !s.CopyBytes(d.Device[:]) || !s.CopyBytes(d.Member[:]) || !s.ReadUint64(&d.Seq) {
			return false
		}
		c.Revoked = append(c.Revoked, d)
	}
	return true
}

func (c *Commit) readWraps(s *cryptobyte.String) bool {
	for range c.Members {
		var w []byte
		if !readCopy(s, &w, hpkeWrapSize) {
			return false
		}
		c.Wraps = append(c.Wraps, w)
	}
	return true
}

func (c *Commit) readPrevKey(s *cryptobyte.String) bool {
	var n uint8
	if !s.ReadUint8(&n) || (n != 0 && n != WrapSize) {
		return false
	}
	return n == 0 || readCopy(s, &c.PrevKey, WrapSize)
}

// readCopy reads n bytes that share no memory with the input.
func readCopy(s *cryptobyte.String, out *[]byte, n int) bool {
	var b []byte
	if !s.ReadBytes(&b, n) {
		return false
	}
	*out = bytes.Clone(b)
	return true
}

func be32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
