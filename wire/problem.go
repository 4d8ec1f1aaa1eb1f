package wire

import "fmt"

// Code is a stable name of what went wrong, the same in the API and the app.
type Code string

const (
	CodeMalformed     Code = "malformed"       // 400: the bytes are not a valid encoding
	CodeVersion       Code = "unknown_version" // 400: made by a newer Pleach, or not by Pleach
	CodeUnauthorized  Code = "unauthorized"    // 401: no session, or it has ended
	CodeLoginRefused  Code = "login_refused"   // 401: signature, nonce or account; never says which
	CodeForbidden     Code = "forbidden"       // 403: signed in, but not yours
	CodeSignupClosed  Code = "signup_closed"   // 403: the host takes no new accounts, or wants a code
	CodeAccountLocked Code = "account_locked"  // 403: by the host
	CodeAccountClosed Code = "account_closed"  // 410: by its owner or the host
	CodeNotFound      Code = "not_found"       // 404
	CodeExists        Code = "exists"          // 409: the id is taken by something else
	CodeFork          Code = "fork"            // 409: this seq is stored with another hash
	CodeGap           Code = "gap"             // 409: entries before this one are missing here
	CodeCommitRace    Code = "commit_race"     // 409: another commit has this number
	CodeStaleCursor   Code = "stale_cursor"    // 409: the cursor is beyond what the relay has
	CodeGateAnswered  Code = "gate_answered"   // 409: this member has answered, with other bytes
	CodeInviteUsed    Code = "invite_used"     // 409: somebody else has answered it
	CodeInviteExpired Code = "invite_expired"  // 410
	CodeTooLarge      Code = "too_large"       // 413
	CodeQuota         Code = "quota"           // 507: a space's or an account's limit
	CodeRate          Code = "rate"            // 429: with Retry-After
	CodeFull          Code = "full"            // 507: the relay cannot write now
	CodeInternal      Code = "internal"        // 500: the relay's own fault; details are in its log
)

// Known reports whether this build knows the code, and so what it means.
func (c Code) Known() bool {
	switch c {
	case CodeMalformed, CodeVersion, CodeUnauthorized, CodeLoginRefused, CodeForbidden, CodeSignupClosed,
		CodeAccountLocked, CodeAccountClosed, CodeNotFound, CodeExists, CodeFork, CodeGap, CodeCommitRace,
		CodeStaleCursor, CodeGateAnswered, CodeInviteUsed, CodeInviteExpired, CodeTooLarge, CodeQuota, CodeRate,
		CodeFull, CodeInternal:
		return true
	}
	return false
}

// Problem is an RFC 9457 problem, the body of every refusal. It names what was
// wrong, what was kept and what to do, and never contains content or secrets.
type Problem struct {
	Type   string `json:"type"` // "about:blank"
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   Code   `json:"code"`
	Detail string `json:"detail,omitempty"`
	Kept   string `json:"kept,omitempty"`
	Todo   string `json:"todo,omitempty"`
}

// Error makes a Problem an error.
func (p *Problem) Error() string { return fmt.Sprintf("%s: %s", p.Code, p.Title) }

// Is matches another Problem with the same code, so that
// errors.Is(err, &Problem{Code: CodeFork}) works.
func (p *Problem) Is(target error) bool {
	t, ok := target.(*Problem)
	return ok && t.Code == p.Code
}
