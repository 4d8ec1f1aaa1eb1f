package remote

import (
	"context"

	"pleach/wire"
)

func invitePath(invite wire.ID) string { return "/v1/invites/" + invite.String() }

// PutInvite stores an offer under the id that its secret derives.
func (c *Client) PutInvite(ctx context.Context, invite wire.ID, in wire.NewInvite) error {
	return c.json(ctx, "PUT", invitePath(invite), in, nil)
}

// Invite returns how far an invite has got.
func (c *Client) Invite(ctx context.Context, invite wire.ID) (wire.Invite, error) {
	var out wire.Invite
	return out, c.json(ctx, "GET", invitePath(invite), nil, &out)
}

// PutAnswer is the joiner's sealed answer to the offer.
func (c *Client) PutAnswer(ctx context.Context, invite wire.ID, answer []byte) error {
	return c.json(ctx, "PUT", invitePath(invite)+"/answer", wire.Sealed{Data: answer}, nil)
}

// Approve lets the joiner in: the approval and the commit, in one step.
func (c *Client) Approve(ctx context.Context, invite wire.ID, a wire.Approve) error {
	return c.json(ctx, "PUT", invitePath(invite)+"/approval", a, nil)
}

// PutReveal is the joiner's sealed nonce, which completes the words to compare.
func (c *Client) PutReveal(ctx context.Context, invite wire.ID, reveal []byte) error {
	return c.json(ctx, "PUT", invitePath(invite)+"/reveal", wire.Sealed{Data: reveal}, nil)
}

// DeleteInvite withdraws an invite.
func (c *Client) DeleteInvite(ctx context.Context, invite wire.ID) error {
	return c.json(ctx, "DELETE", invitePath(invite), nil, nil)
}
