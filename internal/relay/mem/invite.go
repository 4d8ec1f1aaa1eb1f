package mem

import (
	"context"
	"slices"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

// PutInvite implements relay.Store.
func (s *Store) PutInvite(ctx context.Context, inv relay.Invite, l wire.Limits, now time.Time) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	if _, err := s.of(inv.Inviter, inv.Space); err != nil {
		return err
	}
	if have, ok := s.invites[inv.ID]; ok {
		if have.SameAs(inv) {
			return nil
		}
		return relay.Refuse(wire.CodeExists, "")
	}
	waiting := s.waiting(inv.Inviter)
	if len(waiting) >= l.Invites {
		waiting = slices.DeleteFunc(waiting, func(w relay.Invite) bool { return s.dropExpired(w, now) })
	}
	if len(waiting) >= l.Invites {
		return relay.Refuse(wire.CodeQuota, "You have as many open invites as you may.")
	}
	s.invites[inv.ID] = inv
	return nil
}

// waiting lists an account's invites that are not approved.
func (s *Store) waiting(by wire.ID) []relay.Invite {
	var out []relay.Invite
	for _, inv := range s.invites {
		if inv.Inviter == by && inv.Approval == nil {
			out = append(out, inv)
		}
	}
	return out
}

func (s *Store) dropExpired(inv relay.Invite, now time.Time) bool {
	if now.Before(inv.Expires) {
		return false
	}
	delete(s.invites, inv.ID)
	return true
}

// Invite implements relay.Store.
func (s *Store) Invite(ctx context.Context, id wire.ID) (relay.Invite, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return relay.Invite{}, err
	}
	defer end()
	return s.invite(id)
}

func (s *Store) invite(id wire.ID) (relay.Invite, error) {
	inv, ok := s.invites[id]
	if !ok {
		return inv, relay.Refuse(wire.CodeNotFound, "There is no such invite. It may have been taken back.")
	}
	return inv, nil
}

// AnswerInvite implements relay.Store.
func (s *Store) AnswerInvite(ctx context.Context, id, by wire.ID, answer []byte, now time.Time) (relay.Invite, error) {
	return s.changeInvite(ctx, id, func(inv relay.Invite) (relay.Invite, error) {
		if sp := s.spaces[inv.Space]; inv.Joiner.IsZero() && by != inv.Inviter && slices.Contains(sp.members, by) {
			return inv, relay.Refuse(wire.CodeForbidden, "You are in this space already.")
		}
		return inv.Answered(by, answer, now)
	})
}

// RevealInvite implements relay.Store.
func (s *Store) RevealInvite(ctx context.Context, id, by wire.ID, reveal []byte, now time.Time) (relay.Invite, error) {
	return s.changeInvite(ctx, id, func(inv relay.Invite) (relay.Invite, error) {
		return inv.Revealed(by, reveal)
	})
}

// ApproveInvite implements relay.Store.
func (s *Store) ApproveInvite(ctx context.Context, id, by wire.ID, a wire.Approve, l wire.Limits, now time.Time) (relay.Invite, error) {
	return s.changeInvite(ctx, id, func(inv relay.Invite) (relay.Invite, error) {
		next, err := inv.Approved(by, a.Approval, now)
		if err != nil {
			return inv, err
		}
		return next, s.letIn(inv, a, l)
	})
}

// letIn appends the commit and makes the joiner a member.
func (s *Store) letIn(inv relay.Invite, a wire.Approve, l wire.Limits) error {
	sp, err := s.of(inv.Inviter, inv.Space)
	if err != nil {
		return err
	}
	fresh, err := sp.admitCommit(a.N, a.Commit, l)
	switch {
	case inv.Approval != nil:
		return relay.SameApproval(fresh, err)
	case err != nil:
		return err
	}
	switch {
	case slices.Contains(sp.members, inv.Joiner):
	case len(sp.members) >= relay.MaxMembers:
		return relay.Refuse(wire.CodeQuota, "This space has as many members as it may.")
	case len(s.spacesOf(inv.Joiner)) >= l.Spaces:
		return relay.Refuse(wire.CodeQuota, "Who joins has as many spaces as they may.")
	default:
		sp.members = append(slices.Clone(sp.members), inv.Joiner)
		sortIDs(sp.members)
	}
	if fresh {
		sp.commit(a.Commit)
	}
	return nil
}

// DeleteInvite implements relay.Store.
func (s *Store) DeleteInvite(ctx context.Context, id, by wire.ID) error {
	end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	inv, err := s.invite(id)
	switch {
	case err != nil:
		return err
	case inv.Inviter != by:
		return relay.Refuse(wire.CodeForbidden, "Only who invited may take an invite back.")
	}
	delete(s.invites, id)
	return nil
}

func (s *Store) changeInvite(ctx context.Context, id wire.ID, change func(relay.Invite) (relay.Invite, error)) (relay.Invite, error) {
	end, err := s.begin(ctx)
	if err != nil {
		return relay.Invite{}, err
	}
	defer end()
	inv, err := s.invite(id)
	if err != nil {
		return inv, err
	}
	next, err := change(inv)
	if err != nil {
		return relay.Invite{}, err
	}
	s.invites[id] = next
	return next, nil
}
