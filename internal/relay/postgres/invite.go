package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"pleach/internal/relay"
	"pleach/wire"
)

// PutInvite implements relay.Store.
func (s *Store) PutInvite(ctx context.Context, inv relay.Invite, l wire.Limits, now time.Time) error {
	return s.write(ctx, func(c *conn) error {
		if _, err := spaceOf(c, inv.Inviter, inv.Space); err != nil {
			return err
		}
		have, found, err := invite(c, inv.ID)
		switch {
		case err != nil:
			return err
		case found && have.SameAs(inv):
			return nil
		case found:
			return relay.Refuse(wire.CodeExists, "")
		}
		if err := roomForInvite(c, inv.Inviter, l, now); err != nil {
			return err
		}
		c.run(`INSERT INTO invite_places (invite_id, space_id, expires) VALUES ($1, $2, $3)`, inv.ID, inv.Space, inv.Expires)
		c.run(`INSERT INTO invites (invite_id, space_id, inviter_id, expires, offer) VALUES ($1, $2, $3, $4, $5)`,
			inv.ID, inv.Space, inv.Inviter, inv.Expires, inv.Offer)
		return nil
	})
}

// roomForInvite drops expired invites when the account has as many as it may.
func roomForInvite(c *conn, by wire.ID, l wire.Limits, now time.Time) error {
	takeTurn(c, by)
	spaces, err := spacesOf(c, by) // whoever leaves a space leaves no invite
	if err != nil {
		return err
	}
	n := 0
	var late [][2]wire.ID
	for _, space := range spaces {
		err := c.each(func(r pgx.Rows) error {
			var id wire.ID
			var expires time.Time
			err := r.Scan(fixed(id[:]), moment{&expires})
			if n++; !expires.After(now) {
				late = append(late, [2]wire.ID{space, id})
			}
			return err
		}, `SELECT invite_id, expires FROM invites WHERE space_id = $1 AND inviter_id = $2 AND approval IS NULL`, space, by)
		if err != nil {
			return err
		}
	}
	if n < l.Invites {
		return nil
	}
	for _, inv := range late {
		dropInvite(c, inv[0], inv[1])
	}
	if n-len(late) >= l.Invites {
		return relay.Refuse(wire.CodeQuota, "You have as many open invites as you may.")
	}
	return nil
}

// inviteSpace is the space that an invite is for.
func inviteSpace(c *conn, id wire.ID) (space wire.ID, found bool, err error) {
	found, err = c.one([]any{fixed(space[:])}, `SELECT space_id FROM invite_places WHERE invite_id = $1`, id)
	return space, found, err
}

func invite(c *conn, id wire.ID) (inv relay.Invite, found bool, err error) {
	space, found, err := inviteSpace(c, id)
	if err != nil || !found {
		return inv, false, err
	}
	inv.ID, inv.Space = id, space
	found, err = c.one([]any{fixed(inv.Inviter[:]), fixed(inv.Joiner[:]), moment{&inv.Expires}, &inv.Offer, &inv.Answer, &inv.Approval, &inv.Reveal},
		`SELECT inviter_id, joiner_id, expires, offer, answer, approval, reveal FROM invites WHERE space_id = $1 AND invite_id = $2`, space, id)
	return inv, found, err
}

func mustInvite(c *conn, id wire.ID) (relay.Invite, error) {
	inv, found, err := invite(c, id)
	if err == nil && !found {
		err = relay.Refuse(wire.CodeNotFound, "There is no such invite. It may have been taken back.")
	}
	return inv, err
}

// Invite implements relay.Store.
func (s *Store) Invite(ctx context.Context, id wire.ID) (inv relay.Invite, err error) {
	err = s.read(ctx, func(c *conn) error {
		inv, err = mustInvite(c, id)
		return err
	})
	return inv, err
}

// lockedInvite is mustInvite, with the space locked before it is read.
func lockedInvite(c *conn, id wire.ID) (relay.Invite, error) {
	space, found, err := inviteSpace(c, id)
	if err == nil && found {
		_, _, err = loadSpace(c, space)
	}
	if err != nil {
		return relay.Invite{}, err
	}
	return mustInvite(c, id)
}

// changeInvite loads an invite, changes it and writes it back.
func (s *Store) changeInvite(ctx context.Context, id wire.ID, change func(*conn, relay.Invite) (relay.Invite, error)) (out relay.Invite, err error) {
	err = s.write(ctx, func(c *conn) error {
		inv, err := lockedInvite(c, id)
		if err != nil {
			return err
		}
		if out, err = change(c, inv); err != nil {
			return err
		}
		c.run(`UPDATE invites SET joiner_id = $3, answer = $4, approval = $5, reveal = $6 WHERE space_id = $1 AND invite_id = $2`,
			inv.Space, id, orNull(out.Joiner), out.Answer, out.Approval, out.Reveal)
		return nil
	})
	if err != nil {
		return relay.Invite{}, err
	}
	return out, nil
}

// AnswerInvite implements relay.Store.
func (s *Store) AnswerInvite(ctx context.Context, id, by wire.ID, answer []byte, now time.Time) (relay.Invite, error) {
	return s.changeInvite(ctx, id, func(c *conn, inv relay.Invite) (relay.Invite, error) {
		if inv.Joiner.IsZero() && by != inv.Inviter {
			in := false
			err := c.ask(isMember(&in, inv.Space, by))
			if err == nil && in {
				err = relay.Refuse(wire.CodeForbidden, "You are in this space already.")
			}
			if err != nil {
				return inv, err
			}
		}
		return inv.Answered(by, answer, now)
	})
}

// RevealInvite implements relay.Store.
func (s *Store) RevealInvite(ctx context.Context, id, by wire.ID, reveal []byte, now time.Time) (relay.Invite, error) {
	return s.changeInvite(ctx, id, func(_ *conn, inv relay.Invite) (relay.Invite, error) {
		return inv.Revealed(by, reveal)
	})
}

// ApproveInvite implements relay.Store.
func (s *Store) ApproveInvite(ctx context.Context, id, by wire.ID, a wire.Approve, l wire.Limits, now time.Time) (relay.Invite, error) {
	return s.changeInvite(ctx, id, func(c *conn, inv relay.Invite) (relay.Invite, error) {
		next, err := inv.Approved(by, a.Approval, now)
		if err != nil {
			return inv, err
		}
		return next, letIn(c, inv, a, l, now)
	})
}

// letIn appends the commit and makes the joiner a member.
func letIn(c *conn, inv relay.Invite, a wire.Approve, l wire.Limits, now time.Time) error {
	sp, err := spaceOf(c, inv.Inviter, inv.Space)
	if err != nil {
		return err
	}
	fresh, err := sp.admitCommit(c, a.N, a.Commit)
	switch {
	case inv.Approval != nil:
		return relay.SameApproval(fresh, err)
	case err != nil:
		return err
	}
	if fresh {
		if err := sp.append(c, a.Commit, l); err != nil {
			return err
		}
	}
	return join(c, inv, l, now)
}

func join(c *conn, inv relay.Invite, l wire.Limits, now time.Time) error {
	in, err := members(c, inv.Space)
	switch {
	case err != nil:
		return err
	case slices.Contains(in, inv.Joiner):
		return nil
	case len(in) >= relay.MaxMembers:
		return relay.Refuse(wire.CodeQuota, "This space has as many members as it may.")
	}
	if err := roomForSpace(c, inv.Joiner, l, "Who joins has as many spaces as they may."); err != nil {
		return err
	}
	addMember(c, inv.Space, inv.Joiner, now)
	return nil
}

// DeleteInvite implements relay.Store.
func (s *Store) DeleteInvite(ctx context.Context, id, by wire.ID) error {
	return s.write(ctx, func(c *conn) error {
		inv, err := lockedInvite(c, id)
		switch {
		case err != nil:
			return err
		case inv.Inviter != by:
			return relay.Refuse(wire.CodeForbidden, "Only who invited may take an invite back.")
		}
		dropInvite(c, inv.Space, id)
		return nil
	})
}
