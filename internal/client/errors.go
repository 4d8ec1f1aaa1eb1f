package client

import (
	"errors"

	"pleach/internal/remote"
)

// ErrNoAnswer: the relay could not be reached.
var ErrNoAnswer = remote.ErrNoAnswer

// ErrNotARelay: something answered in the relay's place, or as no relay that
// this build knows. It is an ErrNoAnswer too: what is written waits.
var ErrNotARelay = remote.ErrNotARelay

// The errors that a person can cause or meet. Screens have a text for each.
var (
	// ErrPassword: the password does not open this device's vault. Nothing was
	// changed and nothing was made.
	ErrPassword = errors.New("client: the password does not open this vault")
	// ErrPasskey: the passkey does not open this vault, or there is none. Nothing
	// was changed, and the password opens it as before.
	ErrPasskey = errors.New("client: the passkey does not open this vault")
	// ErrNoKeeper: this device cannot keep another way in beside the password.
	ErrNoKeeper = errors.New("client: this device keeps no other way in")
	// ErrKitOrPassword: the relay refused the login of a kit. It never says
	// which of the two is wrong.
	ErrKitOrPassword = errors.New("client: this kit and this password do not belong together")
	// ErrKeyChanged: the relay let this device in, and its copy of the master key
	// does not open, or leads elsewhere. Nothing was changed and nothing was made.
	ErrKeyChanged = errors.New("client: the relay's copy of the key is not this account's")
	// ErrRemoved: another device of this person has removed this one, and what
	// was on it is gone.
	ErrRemoved = errors.New("client: this device was removed by another one of yours")
	// ErrOldKit: the kit of this device was replaced on another one, and opens
	// nothing any more.
	ErrOldKit = errors.New("client: this device's kit was replaced on another device")
	// ErrCodeLate: a code for a further device was good for some minutes, or
	// until the password was changed.
	ErrCodeLate = errors.New("client: this code is no longer good")
	// ErrBehind: the relay serves less than the device had that showed the code.
	ErrBehind = errors.New("client: the relay serves less than the other device has")
	// ErrLocked: the person is not unlocked on this device.
	ErrLocked = errors.New("client: locked")
	// ErrHasAccount: this device holds an account already.
	ErrHasAccount = errors.New("client: there is an account on this device already")
	// ErrOtherServer: the kit belongs to another server.
	ErrOtherServer = errors.New("client: this kit belongs to another server")
	// ErrNoPartner: there is nobody to share with yet.
	ErrNoPartner = errors.New("client: there is no partner yet")
	// ErrHasPartner: a pairing went through already.
	ErrHasPartner = errors.New("client: there is a partner already")
	// ErrInviteChanged: the invitation does not match its link, or was answered
	// by somebody else.
	ErrInviteChanged = errors.New("client: the invitation does not match its link")
	// ErrOwnInvite: somebody opened their own invitation.
	ErrOwnInvite = errors.New("client: this invitation is your own")
	// ErrVault: the vault's record on this device cannot be read.
	ErrVault = errors.New("client: this device's vault cannot be read")
	// ErrWeakPassword: the password is shorter than MinPassword characters.
	ErrWeakPassword = errors.New("client: the password is too short")
	// ErrNoName: a name is needed.
	ErrNoName = errors.New("client: a name is needed")
	// ErrNotFound: there is no such thing in the journal.
	ErrNotFound = errors.New("client: there is no such thing")
)
