package client

import (
	"context"

	"pleach/internal/bond"
)

// Pause begins or ends this person's own pause: while it lasts nothing that
// takes two is suggested, on any of their devices. Beginning one also ends the
// consent to share mood; ending one does not bring that back, because a yes is
// always said anew. Nobody is told of either.
func (p *Person) Pause(ctx context.Context, on bool) error {
	now := p.cfg.Now()
	if p.Private().Paused == on {
		return nil
	}
	events := []bond.Event{bond.Paused{On: on, At: now}}
	if _, s := p.spaces(); on && s != nil && p.sharing(s.id).On {
		events = append(events, bond.MoodSharing{Space: s.id, On: false, At: now})
	}
	return p.private.write(ctx, events...)
}
