package bond

import (
	"fmt"
	"strings"
	"time"

	"pleach/wire"
)

// Appreciation is a few words of thanks for something particular.
type Appreciation struct {
	ID   wire.ID   `json:"id"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Check refuses an empty or a far too long one.
func (a Appreciation) Check() error {
	if strings.TrimSpace(a.Text) == "" {
		return fmt.Errorf("%w: there are no words yet", ErrNothing)
	}
	if len(a.Text) > MaxText {
		return fmt.Errorf("%w: the text has %d bytes, %d fit", ErrLong, len(a.Text), MaxText)
	}
	return nil
}

// AppreciationKept stays in the private space.
type AppreciationKept struct{ Appreciation }

// Kind implements Event.
func (AppreciationKept) Kind() string { return "appreciation-kept/1" }

// Appreciated was given to the partner, in the shared space.
type Appreciated struct{ Appreciation }

// Kind implements Event.
func (Appreciated) Kind() string { return "appreciation/1" }
