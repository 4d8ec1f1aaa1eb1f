package rooms

import (
	"errors"
	"strconv"
	"time"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/replica"
	"pleach/internal/screens"
	"pleach/seal"
	"pleach/wire"
)

// named gives each error that a person can meet the code of its words.
var named = []struct {
	err  error
	code string
}{
	{client.ErrPassword, "wrong_password"},
	{errPasskeyNotMade, "passkey_not_made"},
	{client.ErrPasskey, "passkey"},
	{client.ErrKitOrPassword, "wrong_kit"},
	{client.ErrKeyChanged, "key_changed"},
	{client.ErrOldKit, "kit_old"},
	{client.ErrCodeLate, "code_late"},
	{client.ErrBehind, "behind"},
	{seal.ErrNotAHandover, "code_damaged"},
	{seal.ErrNotAKit, "not_a_kit"},
	{seal.ErrKitDamaged, "kit_damaged"},
	{client.ErrOtherServer, "other_server"},
	{client.ErrWeakPassword, "password_short"},
	{client.ErrWeakPassphrase, "passphrase_short"},
	{client.ErrPassphrase, "passphrase_wrong"},
	{client.ErrNoFile, "file_none"},
	{client.ErrFileKind, "file_kind"},
	{client.ErrFileNewer, "file_newer"},
	{client.ErrNoName, "name_empty"},
	{client.ErrHasAccount, "has_account"},
	{client.ErrHasPartner, "paired"},
	{client.ErrNoPartner, "no_partner"},
	{client.ErrOwnInvite, "own_invite"},
	{client.ErrInviteChanged, "invite_changed"},
	{seal.ErrNotALink, "link_unreadable"},
	{client.ErrVault, "vault"},
	{client.ErrNotFound, "not_found"},
	{client.ErrStorageFull, "storage_full"},
	{client.ErrStorageRefused, "storage_refused"},
	{bond.ErrLong, "text_long"},
	{bond.ErrIncomplete, "agreement_incomplete"},
	{bond.ErrDates, "agreement_dates"},
	{errPulseEmpty, "pulse_empty"},
	{errAnswersEmpty, "answers_empty"},
	{errWordsEmpty, "appreciation_empty"},
	{errReflectionEmpty, "reflection_empty"},
	{errWishEmpty, "wish_empty"},
	{errPatternEmpty, "pattern_empty"},
	{errCycleEmpty, "cycle_empty"},
	{errIdeasEmpty, "ideas_empty"},
	{bond.ErrInput, "input"},
	{replica.ErrDamaged, "damaged"},
	{replica.ErrRegression, "regression"},
	{replica.ErrGap, "gap"},
	{replica.ErrFork, "fork"},
	{replica.ErrSplice, "splice"},
	{replica.ErrOrder, "splice"},
	{replica.ErrVersion, "unknown_version"},
	{replica.ErrMalformed, "malformed"},
	{replica.ErrBadSignature, "bad_signature"},
	{replica.ErrNotMember, "not_member"},
	{replica.ErrBadCommit, "bad_commit"},
	{replica.ErrEpochUnknown, "gap"},
	{replica.ErrOwnRollback, "own_rollback"},
	{replica.ErrWithheld, "withheld"},
	{replica.ErrNotAuthor, "not_author"},
	{replica.ErrTooLarge, "too_large"},
	{replica.ErrAnswered, "gate_answered"},
	{seal.ErrVersion, "unknown_version"},
	{client.ErrNotARelay, "not_a_relay"},
}

// explain finds the words for an error. What has none is "internal" when it
// came from here, and "offline" when a call to the relay had no answer.
func explain(err error) screens.ProblemView {
	var refusal *wire.Problem
	if errors.As(err, &refusal) {
		return screens.ProblemView{Code: string(refusal.Code)}
	}
	var damage *client.DamagedFile
	if errors.As(err, &damage) {
		return screens.ProblemView{Code: "file_damaged", Values: []string{"line", strconv.Itoa(damage.Line), "n", strconv.Itoa(damage.Whole)}}
	}
	for _, n := range named {
		if errors.Is(err, n.err) {
			return screens.ProblemView{Code: n.code}
		}
	}
	if errors.Is(err, client.ErrNoAnswer) {
		return screens.ProblemView{Code: "offline_needed"}
	}
	return screens.ProblemView{Code: "internal"}
}

// farClock is how far a clock may be off before it is worth a word.
const farClock = 24 * time.Hour

// notice is what a page should say although it works: trouble with what the
// relay serves, a refusal of the account, a clock that is off.
func (v *visit) notice() *screens.Notice {
	if err := v.p.Trouble(); err != nil {
		return noticeOf(explain(err))
	}
	l := v.p.Link()
	if l.Strange {
		return &screens.Notice{Code: "not_a_relay"}
	}
	if l.Refused != nil {
		return &screens.Notice{Code: string(l.Refused.Code)}
	}
	if l.Skew > farClock || l.Skew < -farClock {
		return &screens.Notice{Code: "clock_off", Values: []string{"clock", v.text.Day(v.now, v.now.Add(l.Skew))}}
	}
	if n := v.unknown(); n > 0 {
		return &screens.Notice{Code: "newer", Values: []string{"n", strconv.Itoa(n)}}
	}
	return nil
}

// sync counts what waits to be sent only while something is in the way: what
// is on its way just now is not worth a word.
func (v *visit) sync() screens.Sync {
	l := v.p.Link()
	s := screens.Sync{Offline: l.Offline}
	if l.Offline || l.Slow || l.Refused != nil {
		s.Unsent = v.p.Pending()
	}
	return s
}

func noticeOf(p screens.ProblemView) *screens.Notice {
	return &screens.Notice{Code: p.Code, Values: p.Values}
}

// unknown counts the entries that a newer version wrote.
func (v *visit) unknown() int {
	n := v.p.Private().Unknown
	if s := v.p.Shared(); s != nil {
		n += s.Unknown
	}
	return n
}
