package seal

import (
	"encoding/binary"
	"fmt"
	"io"
)

// InviteSecret is the 256-bit secret that two people share before they pair.
// It travels in a Link, never through the relay.
type InviteSecret [32]byte

// NewInviteSecret draws a secret for one invitation.
func NewInviteSecret(rand io.Reader) (InviteSecret, error) {
	var s InviteSecret
	err := fill(rand, s[:])
	return s, err
}

// ID is the name under which the relay keeps the invitation; it tells nothing
// of the secret.
func (s InviteSecret) ID() [16]byte { return [16]byte(derive(s[:], nil, "invite id", 16)) }

// Format never reveals the secret, whatever the verb.
func (s InviteSecret) Format(f fmt.State, _ rune) { io.WriteString(f, "seal.InviteSecret(hidden)") }

// MarshalText refuses, so that a secret cannot slip into JSON or a log record.
func (s InviteSecret) MarshalText() ([]byte, error) { return nil, errSecret }

// The four steps of pairing. Each has its own key, and binds every sealed step
// before it.
const (
	stepOffer    = "offer"
	stepAnswer   = "answer"
	stepApproval = "approval"
	stepReveal   = "reveal"
)

// seal pads and seals one step after the sealed steps before it.
func (s InviteSecret) seal(rand io.Reader, step string, before [][]byte, plain []byte) ([]byte, error) {
	p, err := pad(plain)
	if err != nil {
		return nil, err
	}
	return SealBox(rand, s.stepKey(step), transcript(step, before), p)
}

func (s InviteSecret) open(step string, before [][]byte, sealed []byte) ([]byte, error) {
	p, err := OpenBox(s.stepKey(step), transcript(step, before), sealed)
	if err != nil {
		return nil, fmt.Errorf("invitation, %s: %w", step, err)
	}
	plain, err := unpad(p)
	if err != nil {
		return nil, fmt.Errorf("invitation, %s: %w", step, err)
	}
	return plain, nil
}

func (s InviteSecret) stepKey(step string) Key {
	return Key(derive(s[:], nil, "invite "+step, 32))
}

// transcript is a hash of the sealed steps so far, each with its length.
func transcript(step string, steps [][]byte) []byte {
	h := hash("invite "+step, framed(steps))
	return h[:]
}

func framed(steps [][]byte) []byte {
	var b []byte
	for _, s := range steps {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
		b = append(b, s...)
	}
	return b
}

// NewNonce draws one person's share of the words that they will compare.
func NewNonce(rand io.Reader) ([32]byte, error) {
	var n [32]byte
	err := fill(rand, n[:])
	return n, err
}

// HashNonce is how the joiner commits to a nonce before the inviter's is known.
func HashNonce(nonce [32]byte) [32]byte { return hash("nonce", nonce[:]) }

// CompareWords are six calm words that are the same on both sides exactly when
// nobody stands between the two. They are drawn from the sealed steps, which
// hold both people's keys, and from both nonces: the inviter's, which is in the
// approval, and the joiner's, which only the reveal shows. Whoever knows the
// invite secret and controls the relay has to choose each side's steps before
// the other side's nonce is out, and so has one try in 2^60.
//
// The sealed reveal itself is not part of it: its sender could vary it at the
// very end, when every other part is known. Take joiner's nonce only from
// OpenReveal, which holds it against the hash in the answer.
func CompareWords(offer, answer, approval []byte, inviter, joiner [32]byte) []string {
	h := hash("compare", inviter[:], joiner[:], framed([][]byte{offer, answer, approval}))
	return spell(calm(), 10, h[:], 6)
}
