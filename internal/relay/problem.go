package relay

import (
	"net/http"

	"pleach/wire"
)

// Refuse makes the problem for a code, with what was wrong, what was kept and
// what to do in plain words. Detail narrows it down; it is a fixed sentence of
// ours and never holds an id, a size that a person chose, or content. An
// unknown code gives the problem for CodeInternal.
func Refuse(code wire.Code, detail string) *wire.Problem {
	p, ok := problems[code]
	if !ok {
		p = problems[wire.CodeInternal]
		code = wire.CodeInternal
	}
	p.Type, p.Code, p.Detail = "about:blank", code, detail
	return &p
}

const (
	keptHere   = "Everything on your device is kept, and the server changed nothing."
	keptQueued = "What you wrote is kept on this device, in the queue of things to send."
)

// problems has the texts of every code once.
var problems = map[wire.Code]wire.Problem{
	wire.CodeMalformed: {Status: http.StatusBadRequest,
		Title: "The server could not read this request.",
		Kept:  keptHere,
		Todo:  "Reload Pleach and try again. If it happens again, tell whoever hosts it."},
	wire.CodeVersion: {Status: http.StatusBadRequest,
		Title: "This device and the server speak different versions of Pleach.",
		Kept:  keptHere,
		Todo:  "Reload the page or update Pleach, then try again."},
	wire.CodeUnauthorized: {Status: http.StatusUnauthorized,
		Title: "You are not signed in, or your session has ended.",
		Kept:  keptQueued,
		Todo:  "Unlock Pleach with your password to sign in again."},
	wire.CodeLoginRefused: {Status: http.StatusUnauthorized,
		Title: "Signing in did not work.",
		Kept:  keptHere,
		Todo:  "Check the password and the recovery kit. Nothing was created, and you may try again."},
	wire.CodeForbidden: {Status: http.StatusForbidden,
		Title: "This is not open to your account.",
		Kept:  keptHere,
		Todo:  "Check that you are signed in with the right account."},
	wire.CodeSignupClosed: {Status: http.StatusForbidden,
		Title: "This server takes new people only with its sign-up code, or not at all.",
		Kept:  keptHere,
		Todo:  "Ask whoever hosts this server, or use another one."},
	wire.CodeAccountLocked: {Status: http.StatusForbidden,
		Title: "Whoever hosts this server has locked this account.",
		Kept:  keptQueued,
		Todo:  "Ask the host. You can still read and export what is on this device."},
	wire.CodeAccountClosed: {Status: http.StatusGone,
		Title: "This account is closed.",
		Kept:  "What is on this device stays readable here.",
		Todo:  "Export it if you want to keep it, or begin a new account."},
	wire.CodeNotFound: {Status: http.StatusNotFound,
		Title: "There is nothing here.",
		Kept:  keptHere,
		Todo:  "Check the link, or go back and try again."},
	wire.CodeExists: {Status: http.StatusConflict,
		Title: "Something else has this place already.",
		Kept:  "What was there first is unchanged, and so is what is on your device.",
		Todo:  "Begin again. Your device will choose a new place."},
	wire.CodeFork: {Status: http.StatusConflict,
		Title: "The server has a different entry where this one should go.",
		Kept:  "Both are kept: the server's where it is, yours on this device.",
		Todo:  "Do not write on a copy of this device. Open Settings, Devices, and begin a new chain here."},
	wire.CodeGap: {Status: http.StatusConflict,
		Title: "Something that comes before this is missing on the server.",
		Kept:  keptQueued,
		Todo:  "Your device will send the missing part first. Nothing is asked of you."},
	wire.CodeCommitRace: {Status: http.StatusConflict,
		Title: "Another device changed the keys of this space at the same moment.",
		Kept:  "The change that came first is kept. Yours was not applied.",
		Todo:  "Your device will take in that change and try again."},
	wire.CodeStaleCursor: {Status: http.StatusConflict,
		Title: "This device has seen more than the server has.",
		Kept:  keptHere,
		Todo:  "The server may have been restored from a backup. Your device will compare and tell you if anything is missing."},
	wire.CodeGateAnswered: {Status: http.StatusConflict,
		Title: "You have already answered here, and an answer cannot be changed.",
		Kept:  "Your first answer is kept as it was.",
		Todo:  "Say what you want to add when you talk, or write it as an entry."},
	wire.CodeInviteUsed: {Status: http.StatusConflict,
		Title: "This invite has been used.",
		Kept:  keptHere,
		Todo:  "Ask for a new invite. If you did not expect this, tell your partner in person."},
	wire.CodeInviteExpired: {Status: http.StatusGone,
		Title: "This invite has run out.",
		Kept:  keptHere,
		Todo:  "Ask for a new invite, and check that the date on this device is right."},
	wire.CodeTooLarge: {Status: http.StatusRequestEntityTooLarge,
		Title: "This is more than the server takes at once.",
		Kept:  keptQueued,
		Todo:  "Make it shorter, or send it in parts."},
	wire.CodeQuota: {Status: http.StatusInsufficientStorage,
		Title: "A limit of this server has been reached.",
		Kept:  keptQueued,
		Todo:  "Remove what you no longer need, or ask the host for more room."},
	wire.CodeRate: {Status: http.StatusTooManyRequests,
		Title: "That was a lot at once.",
		Kept:  keptQueued,
		Todo:  "Wait a moment. Your device tries again by itself."},
	wire.CodeFull: {Status: http.StatusInsufficientStorage,
		Title: "The server cannot write now, most likely because its disk is full.",
		Kept:  keptQueued,
		Todo:  "Tell whoever hosts it. Your device tries again by itself."},
	wire.CodeInternal: {Status: http.StatusInternalServerError,
		Title: "Something went wrong on the server.",
		Kept:  keptQueued,
		Todo:  "Your device tries again by itself. The host finds the reason in the server's log."},
}
