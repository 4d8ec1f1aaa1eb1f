package bond

import "time"

// Paused, in the private space, begins or ends a person's own pause from what
// takes two. Nobody is told; the newest counts.
type Paused struct {
	On bool      `json:"on"`
	At time.Time `json:"at"`
}

// Kind implements Event.
func (Paused) Kind() string { return "paused/1" }
