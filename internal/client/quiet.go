package client

import (
	"context"
	"time"
)

// quiet is the draft that remembers until when nothing that takes two is
// suggested. It is sealed, on this device alone, and goes with the drafts.
const quiet = "quiet"

// Quiet asks for no suggestions of joint exercises until a time.
func (p *Person) Quiet(ctx context.Context, until time.Time) error {
	return p.SaveDraft(ctx, quiet, Draft{"until": until.UTC().Format(time.RFC3339)})
}

// IsQuiet reports whether that time is still to come, or the person has paused.
func (p *Person) IsQuiet(ctx context.Context) bool {
	if p.Private().Paused {
		return true
	}
	until, err := time.Parse(time.RFC3339, p.Draft(ctx, quiet)["until"])
	return err == nil && p.cfg.Now().Before(until)
}
