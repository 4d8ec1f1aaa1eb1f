package bond

import (
	"time"

	"pleach/wire"
)

// The events of this file are the person's key ring and the steps of pairing,
// in their private space: every device of theirs can go on where another
// stopped, and a step that was cut off is repeated with the same bytes. Keys
// are opaque bytes here.

// SpaceMade is a shared space that this person made, so far alone.
type SpaceMade struct {
	Space  wire.ID   `json:"space"`
	Member []byte    `json:"member"` // secret member keys
	Commit []byte    `json:"commit"` // commit 0
	At     time.Time `json:"at"`
}

// Kind implements Event.
func (SpaceMade) Kind() string { return "space-made/1" }

// InviteMade is an invitation into that space.
type InviteMade struct {
	Invite   wire.ID   `json:"invite"`
	Space    wire.ID   `json:"space"`
	Secret   []byte    `json:"secret"`
	Offer    []byte    `json:"offer"` // sealed
	InPerson bool      `json:"in_person"`
	Expires  time.Time `json:"expires"`
	At       time.Time `json:"at"`
}

// Kind implements Event.
func (InviteMade) Kind() string { return "invite/1" }

// InviteApproved is the inviter's yes, kept before it is sent.
type InviteApproved struct {
	Invite   wire.ID   `json:"invite"`
	Name     string    `json:"name"` // the joiner's
	Answer   []byte    `json:"answer"`
	Approval []byte    `json:"approval"`
	N        uint32    `json:"n"`
	Commit   []byte    `json:"commit"`
	Anchor   []byte    `json:"anchor"` // hash of the commit
	Nonce    []byte    `json:"nonce"`
	At       time.Time `json:"at"`
}

// Kind implements Event.
func (InviteApproved) Kind() string { return "invite-approved/1" }

// InviteRevealed holds the words that the inviter's side computed.
type InviteRevealed struct {
	Invite wire.ID  `json:"invite"`
	Words  []string `json:"words"`
}

// Kind implements Event.
func (InviteRevealed) Kind() string { return "invite-revealed/1" }

// InviteClosed ends an invitation that was not approved.
type InviteClosed struct {
	Invite wire.ID   `json:"invite"`
	At     time.Time `json:"at"`
}

// Kind implements Event.
func (InviteClosed) Kind() string { return "invite-closed/1" }

// InviteJoined is this person's answer to an invitation, kept before it is
// sent.
type InviteJoined struct {
	Invite wire.ID `json:"invite"`
	Space  wire.ID `json:"space"`
	Name   string  `json:"name"` // the inviter's
	Secret []byte  `json:"secret"`
	Offer  []byte  `json:"offer"`
	Answer []byte  `json:"answer"`
	Nonce  []byte  `json:"nonce"`
	Member []byte  `json:"member"`
	// InPerson is what the offer said: the code was scanned in one room.
	InPerson bool      `json:"in_person"`
	At       time.Time `json:"at"`
}

// Kind implements Event.
func (InviteJoined) Kind() string { return "invite-joined/1" }

// SpaceJoined says that the inviter let this person in.
type SpaceJoined struct {
	Invite   wire.ID   `json:"invite"`
	Approval []byte    `json:"approval"`
	Anchor   []byte    `json:"anchor"` // hash of the commit that let them in
	Words    []string  `json:"words"`
	At       time.Time `json:"at"`
}

// Kind implements Event.
func (SpaceJoined) Kind() string { return "space-joined/1" }

// WordsCompared is what the person said of the six words.
type WordsCompared struct {
	Invite wire.ID   `json:"invite"`
	Same   bool      `json:"same"`
	At     time.Time `json:"at"`
}

// Kind implements Event.
func (WordsCompared) Kind() string { return "words/1" }

// MemberRenewed holds this person's new keys in a shared space, kept before
// they are used.
type MemberRenewed struct {
	Space  wire.ID   `json:"space"`
	Member []byte    `json:"member"` // secret member keys
	After  wire.ID   `json:"after"`  // the keys of the private space that made it necessary
	At     time.Time `json:"at"`
}

// Kind implements Event.
func (MemberRenewed) Kind() string { return "member-renewed/1" }
