package seal

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"io"
	"slices"

	"pleach/seal/internal/hpke"
)

// RevokedDevice shuts out one device of one member: what it wrote after Seq is
// not accepted. It has effect only on a device whose certificate is by Member,
// so that nobody can shut out somebody else's device.
type RevokedDevice struct {
	Device [16]byte
	Member [16]byte // whose device it is; NewCommit fills in the author
	Seq    uint64   // the last accepted entry of the device's chain
}

// Commit begins a key epoch. The commits of a space are its only source of
// membership: they form a chain, each signed by a member of the one before.
type Commit struct {
	Space      [16]byte
	N          uint32   // 0 for the first, then one more each
	Prev       [32]byte // hash of commit N-1; zero when N is 0
	Author     [16]byte // the signing member's id
	Members    []MemberPublic
	Revoked    []RevokedDevice
	Commitment [32]byte // of the epoch key, so that all members get the same
	Wraps      [][]byte // the epoch key by HPKE, one for each of Members
	PrevKey    []byte   // the previous epoch key under this one; empty when history is not handed on
	Sig        []byte   // Ed25519 by Author
}

// NewCommit makes and signs the commit after prev, or the first one of space
// when prev is nil. The members are put into their canonical order. The
// devices in revoked are the author's own, and are added to those of prev.
// History is handed on when prevKey is not nil. Encapsulation to the members
// uses the machine's own randomness besides rand. The result has passed Verify.
func NewCommit(rand io.Reader, author Member, prev *Commit, space [16]byte, members []MemberPublic, revoked []RevokedDevice, epochKey Key, prevKey *Key) (Commit, error) {
	c := Commit{
		Space: space, Author: author.public.ID(), Commitment: epochKey.Commitment(),
		Members: slices.SortedFunc(slices.Values(members), byID),
	}
	if prev != nil {
		c.N, c.Prev, c.Revoked = prev.N+1, prev.Hash(), slices.Clone(prev.Revoked)
	}
	c.revoke(revoked)
	if err := c.handOn(rand, prev, epochKey, prevKey); err != nil {
		return Commit{}, err
	}
	if err := c.wrap(epochKey); err != nil {
		return Commit{}, err
	}
	c.Sig = ed25519.Sign(author.sign, c.message())
	return c, c.Verify(prev)
}

// revoke adds the author's devices that are not shut out yet.
func (c *Commit) revoke(devices []RevokedDevice) {
	for _, d := range devices {
		known := slices.ContainsFunc(c.Revoked, func(o RevokedDevice) bool { return o.Device == d.Device && o.Member == c.Author })
		if !known {
			c.Revoked = append(c.Revoked, RevokedDevice{Device: d.Device, Member: c.Author, Seq: d.Seq})
		}
	}
}

// handOn wraps the previous epoch key under the new one.
func (c *Commit) handOn(rand io.Reader, prev *Commit, epochKey Key, prevKey *Key) (err error) {
	if prevKey == nil {
		return nil
	}
	if prev == nil {
		return fmt.Errorf("%w: the first epoch has no key before it", ErrBadCommit)
	}
	if err := prev.CheckKey(*prevKey); err != nil {
		return fmt.Errorf("handing on epoch %d: %w", prev.N, err)
	}
	c.PrevKey, err = WrapKey(rand, epochKey, c.prevAAD(), *prevKey)
	return err
}

// wrap encapsulates the epoch key to each member.
func (c *Commit) wrap(epochKey Key) error {
	for _, m := range c.Members {
		if err := m.check(); err != nil {
			return err
		}
		pk, err := hpke.NewPublicKey(m.HPKE)
		if err != nil {
			return fmt.Errorf("%w: a member's HPKE key", ErrMalformed)
		}
		w, err := hpke.Seal(pk, c.info(m), epochKey[:])
		if err != nil {
			return fmt.Errorf("%w: wrapping to a member", ErrMalformed)
		}
		c.Wraps = append(c.Wraps, w)
	}
	return nil
}

// Open returns the epoch key that was wrapped to m. It does not verify the
// commit's place in the chain; see Verify. Errors: ErrNotMember, ErrMalformed,
// ErrWrongKey, ErrCommitment.
func (c Commit) Open(m Member) (Key, error) {
	i := slices.IndexFunc(c.Members, m.public.equal)
	if i < 0 || i >= len(c.Wraps) {
		return Key{}, fmt.Errorf("%w: of epoch %d", ErrNotMember, c.N)
	}
	if len(c.Wraps[i]) != hpkeWrapSize {
		return Key{}, fmt.Errorf("%w: epoch wrap of %d bytes", ErrMalformed, len(c.Wraps[i]))
	}
	b, err := hpke.Open(m.open, c.info(m.public), c.Wraps[i])
	if err != nil {
		return Key{}, fmt.Errorf("opening epoch %d: %w", c.N, ErrWrongKey)
	}
	k := Key(b)
	return k, c.CheckKey(k)
}

// OpenPrev returns the epoch key before this one. Check it with the previous
// commit's CheckKey before use. Errors: ErrNoHistory, ErrMalformed,
// ErrWrongKey.
func (c Commit) OpenPrev(epochKey Key) (Key, error) {
	if len(c.PrevKey) == 0 {
		return Key{}, fmt.Errorf("%w: to epoch %d", ErrNoHistory, c.N)
	}
	k, err := UnwrapKey(epochKey, c.prevAAD(), c.PrevKey)
	if err != nil {
		return Key{}, fmt.Errorf("the key before epoch %d: %w", c.N, err)
	}
	return k, nil
}

// CheckKey returns ErrCommitment when k is not this epoch's key.
func (c Commit) CheckKey(k Key) error { return checkKey(k, c.Commitment) }

// info is what each wrap is bound to: space, epoch, the chain before it,
// author, all members, the epoch key's commitment, and the recipient.
func (c Commit) info(to MemberPublic) []byte {
	var d []byte
	for _, m := range c.Members {
		h := m.Hash()
		d = append(d, h[:]...)
	}
	recipient, members := to.Hash(), hash("members", d)
	return message("epoch", c.Space[:], be32(c.N), c.Prev[:], c.Author[:], members[:], c.Commitment[:], recipient[:])
}

func (c Commit) prevAAD() []byte {
	return message("previous epoch", c.Space[:], be32(c.N), c.Prev[:])
}

func byID(a, b MemberPublic) int {
	x, y := a.ID(), b.ID()
	return bytes.Compare(x[:], y[:])
}
