package seal

import (
	"encoding/base64"
	"fmt"
	"io"
)

// Link is what an invitation carries outside the relay, in a QR code or behind
// the # of a link, so that no server ever sees it.
type Link struct {
	Secret      InviteSecret
	InviterHash [16]byte // MemberPublic.ID of the inviter
}

// String is the link's token for a URL fragment: base64url of version, secret
// and hash, 66 characters. It is a secret; do not log it.
func (l Link) String() string {
	b := append([]byte{version}, l.Secret[:]...)
	return base64.RawURLEncoding.EncodeToString(append(b, l.InviterHash[:]...))
}

// Format never reveals the secret, whatever the verb; call String where the
// token is meant.
func (l Link) Format(f fmt.State, _ rune) { io.WriteString(f, "seal.Link(hidden)") }

// ParseLink reads what String wrote. Errors: ErrNotALink, ErrVersion.
func ParseLink(s string) (Link, error) {
	var l Link
	b, ok := fromText(s)
	if !ok || len(b) == 0 {
		return l, fmt.Errorf("%w: wrong characters", ErrNotALink)
	}
	if b[0] != version {
		return l, fmt.Errorf("%w: invitation link", ErrVersion)
	}
	if len(b) != 1+32+16 {
		return l, fmt.Errorf("%w: it is not whole", ErrNotALink)
	}
	copy(l.Secret[:], b[1:])
	copy(l.InviterHash[:], b[33:])
	return l, nil
}

// fromText reads base64url in its one form. The library's decoder overlooks line
// breaks.
func fromText(s string) ([]byte, bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return b, err == nil && base64.RawURLEncoding.EncodedLen(len(b)) == len(s)
}

// OpenOffer opens the offer and checks that it is by the person who made the
// link. Errors: those of InviteSecret.OpenOffer, and ErrWrongInviter.
func (l Link) OpenOffer(sealed []byte) (Offer, error) {
	o, err := l.Secret.OpenOffer(sealed)
	if err != nil {
		return Offer{}, err
	}
	if o.Inviter.ID() != l.InviterHash {
		return Offer{}, ErrWrongInviter
	}
	return o, nil
}
