package bond

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"pleach/wire"
)

// ErrInput says that what somebody entered does not fit. The rest of the
// message says what and why, in words that the screens may show.
var ErrInput = errors.New("bond: this does not fit")

// The ways in which an entry does not fit; each is an ErrInput.
var (
	ErrNothing    = fmt.Errorf("%w: nothing was said", ErrInput)
	ErrLong       = fmt.Errorf("%w: too long", ErrInput)
	ErrIncomplete = fmt.Errorf("%w: a part is missing", ErrInput)
	ErrDates      = fmt.Errorf("%w: the dates are out of order", ErrInput)
)

// Round names one check-in: a session and the week it is for. Both partners
// come to the same name on their own, so that nobody has to start a round and
// nothing shows who came first.
type Round struct {
	Session string // "weekly"
	Year    int    // ISO 8601 week year
	Week    int    // ISO 8601 week, 1 to 53
}

// RoundAt is the round of a session for the week of t, in t's zone.
func RoundAt(session string, t time.Time) Round {
	y, w := t.ISOWeek()
	return Round{Session: session, Year: y, Week: w}
}

// String is such as "weekly:2026-W48".
func (r Round) String() string { return fmt.Sprintf("%s:%04d-W%02d", r.Session, r.Year, r.Week) }

// ParseRound reads what String writes.
func ParseRound(s string) (Round, error) {
	session, week, ok := strings.Cut(s, ":")
	year, number, ok2 := strings.Cut(week, "-W")
	y, err := strconv.Atoi(year)
	w, err2 := strconv.Atoi(number)
	r := Round{Session: session, Year: y, Week: w}
	if !ok || !ok2 || err != nil || err2 != nil || w < 1 || w > 53 || session == "" || r.String() != s {
		return Round{}, fmt.Errorf("%w: %q is not a check-in's name", ErrInput, s)
	}
	return r, nil
}

// MarshalText implements encoding.TextMarshaler; no round is the empty text.
func (r Round) MarshalText() ([]byte, error) {
	if r == (Round{}) {
		return nil, nil
	}
	return []byte(r.String()), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Round) UnmarshalText(b []byte) (err error) {
	if *r = (Round{}); len(b) > 0 {
		*r, err = ParseRound(string(b))
	}
	return err
}

// Monday is the first day of the round's week, at midnight in loc.
func (r Round) Monday(loc *time.Location) time.Time {
	jan4 := time.Date(r.Year, 1, 4, 0, 0, 0, 0, loc) // always in week 1
	back := (int(jan4.Weekday()) + 6) % 7
	return jan4.AddDate(0, 0, (r.Week-1)*7-back)
}

// End is the midnight in loc at which the round's week is over.
func (r Round) End(loc *time.Location) time.Time { return r.Monday(loc).AddDate(0, 0, 7) }

// Before is the same session's round of the week before.
func (r Round) Before() Round { return RoundAt(r.Session, r.Monday(time.UTC).AddDate(0, 0, -7)) }

// Gate is the id under which answers of this round are held back in a space.
func (r Round) Gate(space wire.ID) wire.ID {
	sum := sha256.Sum256([]byte("pleach/1 gate\x00" + string(space[:]) + r.String()))
	return wire.ID(sum[:16])
}
