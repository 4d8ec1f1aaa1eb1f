package seal

import (
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
)

// MaxName is the longest name in an offer or an answer, in bytes of UTF-8.
const MaxName = 200

// Offer is the inviter's first step.
type Offer struct {
	Space    [16]byte
	Name     string // of the inviter, as they want to be called
	InPerson bool   // the link is shown as a QR code, from one screen to the other
	Inviter  MemberPublic
	Commit   [32]byte // hash of the space's newest commit
}

// JoinAnswer is the joiner's step. NonceHash commits to a nonce, see HashNonce.
type JoinAnswer struct {
	Name      string // of the joiner
	Joiner    MemberPublic
	NonceHash [32]byte
}

// Approval is the inviter's second step, sent with the commit that lets the
// joiner in.
type Approval struct {
	Nonce  [32]byte // the inviter's
	Commit [32]byte // hash of that commit
}

// Reveal is the joiner's second step.
type Reveal struct{ Nonce [32]byte }

// SealOffer seals the first step. Errors: ErrMalformed for a name or key that
// has no encoding.
func (s InviteSecret) SealOffer(rand io.Reader, o Offer) ([]byte, error) {
	if err := checkPerson(o.Name, o.Inviter); err != nil {
		return nil, err
	}
	b := cryptobyte.NewBuilder(nil)
	b.AddBytes(o.Space[:])
	addName(b, o.Name)
	b.AddUint8(flag(o.InPerson))
	o.Inviter.add(b)
	b.AddBytes(o.Commit[:])
	return s.seal(rand, stepOffer, nil, b.BytesOrPanic())
}

// OpenOffer opens the first step; Link.OpenOffer also checks whose it is.
// Errors: ErrVersion, ErrMalformed, ErrWrongKey.
func (s InviteSecret) OpenOffer(sealed []byte) (Offer, error) {
	plain, err := s.open(stepOffer, nil, sealed)
	if err != nil {
		return Offer{}, err
	}
	var o Offer
	var inPerson uint8
	r := cryptobyte.String(plain)
	ok := r.CopyBytes(o.Space[:]) && readName(&r, &o.Name) && r.ReadUint8(&inPerson) && inPerson < 2 &&
		o.Inviter.read(&r) && r.CopyBytes(o.Commit[:]) && r.Empty()
	if !ok {
		return Offer{}, malformedStep(stepOffer)
	}
	o.InPerson = inPerson == 1
	return o, nil
}

// SealAnswer seals the joiner's step; offer is the sealed step before it.
// Errors: ErrMalformed.
func (s InviteSecret) SealAnswer(rand io.Reader, offer []byte, a JoinAnswer) ([]byte, error) {
	if err := checkPerson(a.Name, a.Joiner); err != nil {
		return nil, err
	}
	b := cryptobyte.NewBuilder(nil)
	addName(b, a.Name)
	a.Joiner.add(b)
	b.AddBytes(a.NonceHash[:])
	return s.seal(rand, stepAnswer, [][]byte{offer}, b.BytesOrPanic())
}

// OpenAnswer opens the joiner's step. Errors: ErrVersion, ErrMalformed,
// ErrWrongKey, also when it answers another offer.
func (s InviteSecret) OpenAnswer(offer, sealed []byte) (JoinAnswer, error) {
	plain, err := s.open(stepAnswer, [][]byte{offer}, sealed)
	if err != nil {
		return JoinAnswer{}, err
	}
	var a JoinAnswer
	r := cryptobyte.String(plain)
	if !readName(&r, &a.Name) || !a.Joiner.read(&r) || !r.CopyBytes(a.NonceHash[:]) || !r.Empty() {
		return JoinAnswer{}, malformedStep(stepAnswer)
	}
	return a, nil
}

// SealApproval seals the inviter's second step.
func (s InviteSecret) SealApproval(rand io.Reader, offer, answer []byte, a Approval) ([]byte, error) {
	return s.seal(rand, stepApproval, [][]byte{offer, answer}, append(a.Nonce[:], a.Commit[:]...))
}

// OpenApproval opens the inviter's second step. Errors: ErrVersion,
// ErrMalformed, ErrWrongKey.
func (s InviteSecret) OpenApproval(offer, answer, sealed []byte) (Approval, error) {
	plain, err := s.open(stepApproval, [][]byte{offer, answer}, sealed)
	if err != nil {
		return Approval{}, err
	}
	if len(plain) != 64 {
		return Approval{}, malformedStep(stepApproval)
	}
	return Approval{Nonce: [32]byte(plain[:32]), Commit: [32]byte(plain[32:])}, nil
}

// SealReveal seals the joiner's second step.
func (s InviteSecret) SealReveal(rand io.Reader, offer, answer, approval []byte, r Reveal) ([]byte, error) {
	return s.seal(rand, stepReveal, [][]byte{offer, answer, approval}, r.Nonce[:])
}

// OpenReveal opens the joiner's second step, and the answer again, to check
// the nonce against the hash that was given there. Errors: ErrVersion,
// ErrMalformed, ErrWrongKey, ErrNonce.
func (s InviteSecret) OpenReveal(offer, answer, approval, sealed []byte) (Reveal, error) {
	a, err := s.OpenAnswer(offer, answer)
	if err != nil {
		return Reveal{}, err
	}
	plain, err := s.open(stepReveal, [][]byte{offer, answer, approval}, sealed)
	if err != nil {
		return Reveal{}, err
	}
	if len(plain) != 32 {
		return Reveal{}, malformedStep(stepReveal)
	}
	r := Reveal{Nonce: [32]byte(plain)}
	if HashNonce(r.Nonce) != a.NonceHash {
		return Reveal{}, fmt.Errorf("invitation, reveal: %w", ErrNonce)
	}
	return r, nil
}

func malformedStep(step string) error {
	return fmt.Errorf("%w: invitation, %s", ErrMalformed, step)
}

func checkPerson(name string, p MemberPublic) error {
	if len(name) > MaxName || !utf8.ValidString(name) {
		return fmt.Errorf("%w: a name is at most %d bytes of UTF-8", ErrMalformed, MaxName)
	}
	return p.check()
}

func addName(b *cryptobyte.Builder, name string) {
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(name)) })
}

func readName(s *cryptobyte.String, name *string) bool {
	var b cryptobyte.String
	if !s.ReadUint8LengthPrefixed(&b) || len(b) > MaxName || !utf8.Valid(b) {
		return false
	}
	*name = string(b)
	return true
}

func flag(on bool) uint8 {
	if on {
		return 1
	}
	return 0
}
