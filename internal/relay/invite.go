package relay

import (
	"bytes"
	"time"

	"pleach/wire"
)

// InviteGrace is how long an invite is kept after it has expired, so that late
// comers learn that it has, and so that the two can finish what they began.
const InviteGrace = 7 * 24 * time.Hour

// Invite is how a second account comes into a space: an offer by the inviter,
// an answer by the first account that gives one, an approval by the inviter
// that lets it in, and a reveal by the joiner. All four are sealed.
type Invite struct {
	ID       wire.ID
	Space    wire.ID
	Inviter  wire.ID
	Joiner   wire.ID // zero until somebody has answered
	Expires  time.Time
	Offer    []byte
	Answer   []byte
	Approval []byte
	Reveal   []byte
}

// NewInvite checks a new invite. One that would live too long is cut to what
// the relay allows, since the asker's clock may be off. Errors: CodeMalformed,
// CodeInviteExpired for one that has expired already.
func NewInvite(id, by wire.ID, n wire.NewInvite, l wire.Limits, now time.Time) (Invite, error) {
	inv := Invite{ID: id, Space: n.Space, Inviter: by, Offer: n.Offer, Expires: n.Expires.Truncate(time.Millisecond)}
	if last := now.Add(time.Duration(l.InviteTTL) * time.Second); inv.Expires.After(last) {
		inv.Expires = last.Truncate(time.Millisecond)
	}
	if len(n.Offer) == 0 {
		return inv, Refuse(wire.CodeMalformed, "An invite has an offer.")
	}
	if !now.Before(inv.Expires) {
		return inv, Refuse(wire.CodeInviteExpired, "It would have run out before it began.")
	}
	return inv, nil
}

// SameAs reports whether n is a repeat of the request that made inv.
func (inv Invite) SameAs(n Invite) bool {
	return inv.Inviter == n.Inviter && inv.Space == n.Space && bytes.Equal(inv.Offer, n.Offer)
}

// Read decides whether an account may see the invite: the inviter and the
// joiner, and anybody signed in while nobody has answered, since to know the id
// is to have been invited. Errors: CodeInviteUsed, CodeInviteExpired.
func (inv Invite) Read(by wire.ID, now time.Time) error {
	switch {
	case !inv.Joiner.IsZero() && by != inv.Inviter && by != inv.Joiner:
		return Refuse(wire.CodeInviteUsed, "")
	case inv.Approval == nil && !now.Before(inv.Expires):
		return Refuse(wire.CodeInviteExpired, "")
	}
	return nil
}

// Answered is the invite with the answer in it; the first answer wins. Errors:
// CodeInviteUsed, CodeInviteExpired, CodeForbidden for the inviter.
func (inv Invite) Answered(by wire.ID, answer []byte, now time.Time) (Invite, error) {
	if by == inv.Inviter {
		return inv, Refuse(wire.CodeForbidden, "You cannot answer your own invite.")
	}
	if err := inv.Read(by, now); err != nil {
		return inv, err
	}
	if len(answer) == 0 {
		return inv, Refuse(wire.CodeMalformed, "An answer has data.")
	}
	if !inv.Joiner.IsZero() && !bytes.Equal(inv.Answer, answer) {
		return inv, Refuse(wire.CodeInviteUsed, "You have answered it, with other bytes.")
	}
	inv.Joiner, inv.Answer = by, answer
	return inv, nil
}

// Approved is the invite with the approval in it. Errors: CodeForbidden for
// anybody but the inviter, CodeNotFound before there is an answer,
// CodeInviteExpired, CodeExists for another approval than the one given.
func (inv Invite) Approved(by wire.ID, approval []byte, now time.Time) (Invite, error) {
	switch {
	case by != inv.Inviter:
		return inv, Refuse(wire.CodeForbidden, "Only who invited may approve.")
	case len(approval) == 0:
		return inv, Refuse(wire.CodeMalformed, "An approval has data.")
	case inv.Approval != nil && !bytes.Equal(inv.Approval, approval):
		return inv, Refuse(wire.CodeExists, "It is approved, with other bytes.")
	case inv.Approval == nil && !now.Before(inv.Expires):
		return inv, Refuse(wire.CodeInviteExpired, "")
	case inv.Joiner.IsZero():
		return inv, Refuse(wire.CodeNotFound, "Nobody has answered this invite yet.")
	}
	inv.Approval = approval
	return inv, nil
}

// SameApproval decides on the repeat of an approval, from what AdmitCommit said
// of its commit: only the commit that was stored will do. Errors: CodeExists.
func SameApproval(fresh bool, err error) error {
	if fresh || err != nil {
		return Refuse(wire.CodeExists, "It is approved, with another commit.")
	}
	return nil
}

// Revealed is the invite with the reveal in it. Errors: CodeForbidden for
// anybody but the joiner, CodeNotFound before the approval, CodeExists for
// another reveal than the one given.
func (inv Invite) Revealed(by wire.ID, reveal []byte) (Invite, error) {
	switch {
	case inv.Joiner.IsZero() || by != inv.Joiner:
		return inv, Refuse(wire.CodeForbidden, "Only who answered may reveal.")
	case len(reveal) == 0:
		return inv, Refuse(wire.CodeMalformed, "A reveal has data.")
	case inv.Approval == nil:
		return inv, Refuse(wire.CodeNotFound, "This invite is not approved yet.")
	case inv.Reveal != nil && !bytes.Equal(inv.Reveal, reveal):
		return inv, Refuse(wire.CodeExists, "It is revealed, with other bytes.")
	}
	inv.Reveal = reveal
	return inv, nil
}

// Wire is the invite as it travels.
func (inv Invite) Wire() wire.Invite {
	return wire.Invite{
		Space: inv.Space, Expires: inv.Expires, Offer: inv.Offer,
		Answer: inv.Answer, Approval: inv.Approval, Reveal: inv.Reveal,
	}
}
