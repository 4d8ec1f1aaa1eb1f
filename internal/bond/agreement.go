package bond

import (
	"fmt"
	"strings"
	"time"

	"pleach/wire"
)

// Date is a day in the writer's calendar, such as "2026-11-24".
type Date string

// DateOf is the day of t in t's zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// In is midnight of the date in loc; the zero time for a malformed date.
func (d Date) In(loc *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), loc)
	if err != nil {
		return time.Time{}
	}
	return t
}

func (d Date) valid() bool { return !d.In(time.UTC).IsZero() }

// Agreement is an if-then plan that the two made together.
type Agreement struct {
	ID wire.ID `json:"id"`
	// Owner is the member who does it, or the zero ID for both.
	Owner   wire.ID   `json:"owner"`
	If      string    `json:"if"`
	Then    string    `json:"then"`
	Start   Date      `json:"start"`
	Review  Date      `json:"review"`
	Expires Date      `json:"expires"`
	Round   *Round    `json:"round,omitempty"` // the check-in that it came from
	At      time.Time `json:"at"`
}

// Check refuses an agreement that leaves out what makes it one.
func (a Agreement) Check() error {
	switch {
	case strings.TrimSpace(a.If) == "" || strings.TrimSpace(a.Then) == "":
		return fmt.Errorf("%w: an agreement says when, and what then", ErrIncomplete)
	case len(a.If)+len(a.Then) > MaxText:
		return fmt.Errorf("%w: the agreement has %d bytes, %d fit", ErrLong, len(a.If)+len(a.Then), MaxText)
	case !a.Start.valid() || !a.Review.valid() || !a.Expires.valid():
		return fmt.Errorf("%w: start, look back and end are dates, such as 2026-11-24", ErrDates)
	case a.Review < a.Start || a.Expires < a.Review:
		return fmt.Errorf("%w: first the start, then the look back, then the end", ErrDates)
	}
	return nil
}

// AgreementMade writes an agreement into the shared space.
type AgreementMade struct{ Agreement }

// Kind implements Event.
func (AgreementMade) Kind() string { return "agreement/1" }

// Kept says how it went.
type Kept string

// The values of Kept.
const (
	KeptYes     Kept = "yes"
	KeptPartly  Kept = "partly"
	KeptNotThis Kept = "not-this-time"
)

// AgreementReviewed is a look back at an agreement. The newest one counts.
type AgreementReviewed struct {
	ID   wire.ID   `json:"id"`
	Kept Kept      `json:"kept"`
	At   time.Time `json:"at"`
}

// Check refuses a way that it cannot have gone.
func (r AgreementReviewed) Check() error {
	if r.Kept != KeptYes && r.Kept != KeptPartly && r.Kept != KeptNotThis {
		return fmt.Errorf("%w: %q is not a way it can have gone", ErrInput, r.Kept)
	}
	return nil
}

// Kind implements Event.
func (AgreementReviewed) Kind() string { return "agreement-review/1" }

// AgreementWithdrawn ends an agreement. Either may, alone, without a reason.
type AgreementWithdrawn struct {
	ID wire.ID   `json:"id"`
	At time.Time `json:"at"`
}

// Kind implements Event.
func (AgreementWithdrawn) Kind() string { return "agreement-withdrawn/1" }
