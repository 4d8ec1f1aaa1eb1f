package bond

import (
	"fmt"
	"time"

	"pleach/wire"
)

// Reflected is a reflection in the private space: sentences that somebody
// answered from 0 to 100, by item id. Items that were left alone are not in it.
type Reflected struct {
	ID    wire.ID        `json:"id"`
	Scale string         `json:"scale"` // such as "needs"
	At    time.Time      `json:"at"`
	Said  map[string]int `json:"said"`
}

// Kind implements Event.
func (Reflected) Kind() string { return "reflection/1" }

// Check refuses a reflection that says nothing or says it out of range.
func (r Reflected) Check() error {
	if len(r.Said) == 0 {
		return fmt.Errorf("%w: no sentence has an answer yet; one is enough", ErrNothing)
	}
	for _, n := range r.Said {
		if n < 0 || n > 100 {
			return fmt.Errorf("%w: an answer goes from 0 to 100, not %d", ErrInput, n)
		}
	}
	return nil
}

// Wish is what somebody chose to say of their needs: "this week I could use
// more …". It never holds a rating.
type Wish struct {
	ID   wire.ID   `json:"id"`
	At   time.Time `json:"at"`
	Need string    `json:"need"` // the part of the reflection on needs
	Text string    `json:"text,omitempty"`
}

// Check refuses a wish for nothing, and a far too long one.
func (w Wish) Check() error {
	if w.Need == "" {
		return fmt.Errorf("%w: choose what there could be more of", ErrNothing)
	}
	return short(w.Text)
}

// Wished is a wish in the shared space.
type Wished struct{ Wish }

// Kind implements Event.
func (Wished) Kind() string { return "wish/1" }

// WishKept is a wish that stays in the private space.
type WishKept struct{ Wish }

// Kind implements Event.
func (WishKept) Kind() string { return "wish-kept/1" }

// short refuses a text that does not fit.
func short(text string) error {
	if len(text) > MaxText {
		return fmt.Errorf("%w: the text has %d bytes, %d fit", ErrLong, len(text), MaxText)
	}
	return nil
}
