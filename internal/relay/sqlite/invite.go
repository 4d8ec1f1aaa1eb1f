package sqlite

import (
	"context"
	"slices"
	"time"

	"github.com/ncruces/go-sqlite3"

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
		return c.run(`INSERT INTO invites (invite_id, space_id, inviter_id, expires, offer) VALUES (?, ?, ?, ?, ?)`,
			inv.ID, inv.Space, inv.Inviter, inv.Expires, inv.Offer)
	})
}

// roomForInvite drops expired invites when the account has as many as it may.
func roomForInvite(c *conn, by wire.ID, l wire.Limits, now time.Time) error {
	const waiting = `SELECT count(*) FROM invites WHERE inviter_id = ? AND approval IS NULL`
	n, err := c.count(waiting, by)
	if err != nil || n < int64(l.Invites) {
		return err
	}
	if err := c.run(`DELETE FROM invites WHERE inviter_id = ? AND approval IS NULL AND expires <= ?`, by, now); err != nil {
		return err
	}
	if n, err = c.count(waiting, by); err == nil && n >= int64(l.Invites) {
		err = relay.Refuse(wire.CodeQuota, "You have as many open invites as you may.")
	}
	return err
}

func invite(c *conn, id wire.ID) (inv relay.Invite, found bool, err error) {
	inv.ID = id
	found, err = c.one(func(r *sqlite3.Stmt) {
		inv.Space, inv.Inviter, inv.Joiner = column16(r, 0), column16(r, 1), column16(r, 2)
		inv.Expires, inv.Offer, inv.Answer = columnTime(r, 3), columnBlob(r, 4), columnBlob(r, 5)
		inv.Approval, inv.Reveal = columnBlob(r, 6), columnBlob(r, 7)
	}, `SELECT space_id, inviter_id, joiner_id, expires, offer, answer, approval, reveal FROM invites WHERE invite_id = ?`, id)
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

// changeInvite loads an invite, changes it and writes it back.
func (s *Store) changeInvite(ctx context.Context, id wire.ID, change func(*conn, relay.Invite) (relay.Invite, error)) (out relay.Invite, err error) {
	err = s.write(ctx, func(c *conn) error {
		inv, err := mustInvite(c, id)
		if err != nil {
			return err
		}
		if out, err = change(c, inv); err != nil {
			return err
		}
		return c.run(`UPDATE invites SET joiner_id = ?, answer = ?, approval = ?, reveal = ? WHERE invite_id = ?`,
			orNull(out.Joiner), out.Answer, out.Approval, out.Reveal, id)
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
			in, err := isMember(c, inv.Space, by)
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
	return addMember(c, inv.Space, inv.Joiner, now)
}

// DeleteInvite implements relay.Store.
func (s *Store) DeleteInvite(ctx context.Context, id, by wire.ID) error {
	return s.write(ctx, func(c *conn) error {
		inv, err := mustInvite(c, id)
		switch {
		case err != nil:
			return err
		case inv.Inviter != by:
			return relay.Refuse(wire.CodeForbidden, "Only who invited may take an invite back.")
		}
		return c.run(`DELETE FROM invites WHERE invite_id = ?`, id)
	})
}
