package seal

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte"

	"pleach/seal/internal/hpke"
)

// hpkeKeySize is an ML-KEM-768 encapsulation key and an X25519 point.
const hpkeKeySize = hpke.PublicKeySize

// Member holds the secret keys of one person in one space: an HPKE key that
// epoch keys are wrapped to, and an Ed25519 key that signs commits and device
// certificates. Nothing links it to the same person's keys in another space.
// The zero Member is not usable; see NewMember and ParseMember.
type Member struct {
	seeds  [64]byte // HPKE key material, then the Ed25519 seed
	open   *hpke.PrivateKey
	sign   ed25519.PrivateKey
	public MemberPublic
}

// NewMember draws fresh member keys.
func NewMember(rand io.Reader) (Member, error) {
	var seeds [64]byte
	if err := fill(rand, seeds[:]); err != nil {
		return Member{}, err
	}
	return newMember(seeds), nil
}

func newMember(seeds [64]byte) Member {
	open, err := hpke.DeriveKeyPair(seeds[:32])
	if err != nil {
		panic("seal: deriving a member key: " + err.Error()) // no seed of 32 bytes fails
	}
	sign := ed25519.NewKeyFromSeed(seeds[32:])
	public := MemberPublic{HPKE: open.PublicKey().Bytes(), Sign: sign.Public().(ed25519.PublicKey)}
	return Member{seeds: seeds, open: open, sign: sign, public: public}
}

// Bytes is the member's secret encoding, 65 bytes: version and the two seeds.
// Keep it sealed.
func (m Member) Bytes() []byte { return append([]byte{version}, m.seeds[:]...) }

// ParseMember reads what Bytes wrote. Errors: ErrVersion, ErrMalformed.
func ParseMember(b []byte) (Member, error) {
	rest, err := unversion("member key", b)
	if err != nil {
		return Member{}, err
	}
	if len(rest) != 64 {
		return Member{}, fmt.Errorf("%w: member key of %d bytes", ErrMalformed, len(b))
	}
	return newMember([64]byte(rest)), nil
}

// Public is what the others may know. It shares no memory with m.
func (m Member) Public() MemberPublic {
	return MemberPublic{HPKE: bytes.Clone(m.public.HPKE), Sign: bytes.Clone(m.public.Sign)}
}

// Format never reveals the keys, whatever the verb.
func (m Member) Format(f fmt.State, _ rune) { io.WriteString(f, "seal.Member(hidden)") }

// MemberPublic is one person in one space as the others know them: an HPKE
// public key of 1216 bytes and an Ed25519 public key of 32.
type MemberPublic struct{ HPKE, Sign []byte }

// Hash is SHA-256 over a label and both keys.
func (p MemberPublic) Hash() [32]byte { return hash("member", p.HPKE, p.Sign) }

// ID is the first half of Hash: the member's name in the space.
func (p MemberPublic) ID() [16]byte {
	h := p.Hash()
	return [16]byte(h[:16])
}

func (p MemberPublic) equal(o MemberPublic) bool {
	return bytes.Equal(p.HPKE, o.HPKE) && bytes.Equal(p.Sign, o.Sign)
}

func (p MemberPublic) verify(msg, sig []byte) bool {
	return len(p.Sign) == ed25519.PublicKeySize && ed25519.Verify(p.Sign, msg, sig)
}

func (p MemberPublic) add(b *cryptobyte.Builder) {
	b.AddBytes(p.HPKE)
	b.AddBytes(p.Sign)
}

// read takes a member's public keys off s, and refuses keys that nothing could
// be wrapped to.
func (p *MemberPublic) read(s *cryptobyte.String) bool {
	var open, sign []byte
	if !s.ReadBytes(&open, hpkeKeySize) || !s.ReadBytes(&sign, ed25519.PublicKeySize) {
		return false
	}
	if _, err := hpke.NewPublicKey(open); err != nil {
		return false
	}
	p.HPKE, p.Sign = bytes.Clone(open), bytes.Clone(sign)
	return true
}

// check refuses public keys of wrong sizes before they are used.
func (p MemberPublic) check() error {
	if len(p.HPKE) != hpkeKeySize || len(p.Sign) != ed25519.PublicKeySize {
		return fmt.Errorf("%w: member keys of %d and %d bytes", ErrMalformed, len(p.HPKE), len(p.Sign))
	}
	return nil
}

// find returns the member with an id.
func find(members []MemberPublic, id [16]byte) (MemberPublic, bool) {
	for _, m := range members {
		if m.ID() == id {
			return m, true
		}
	}
	return MemberPublic{}, false
}
