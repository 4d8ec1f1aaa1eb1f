package relaytest

import (
	"context"
	"errors"
	"testing"
	"time"

	"pleach/internal/relay"
	"pleach/wire"
)

// Run holds a store to the contract. open makes an empty one; the suite closes
// it.
func Run(t *testing.T, open func(t *testing.T) relay.Store) {
	for _, story := range []struct {
		name string
		tell func(*stage)
	}{
		{"an account is made once", accountIsMadeOnce},
		{"keys are replaced", keysAreReplaced},
		{"a closed account leaves nothing of its own", closedAccountLeavesNothing},
		{"locked opens again, closed never does", lockedAndClosed},
		{"a session lives until it ends", sessionLives},
		{"a removed device stays out", removedDeviceStaysOut},
		{"idle devices make room", idleDevicesMakeRoom},
		{"a space is made once", spaceIsMadeOnce},
		{"an account has so many spaces", soManySpaces},
		{"commits are numbered", commitsAreNumbered},
		{"only members write", onlyMembersWrite},
		{"leaving is one step", leavingIsOneStep},
		{"who has left stays out", whoHasLeftStaysOut},
		{"waiting gates stay closed", waitingGatesStayClosed},
		{"the last takes the space away", theLastTakesTheSpaceAway},
		{"what was pushed is pulled", pushedIsPulled},
		{"a repeated push changes nothing", repeatedPush},
		{"a chain has no gaps and no forks", noGapsNoForks},
		{"a chain belongs to one account", chainHasOneOwner},
		{"pages are cut to size", pagesAreCut},
		{"a cursor beyond the end is stale", staleCursor},
		{"a space holds so many bytes", soManyBytes},
		{"what is erased keeps its place", erasedKeepsItsPlace},
		{"only the author erases", onlyTheAuthorErases},
		{"what is not there cannot be erased", erasingNothing},
		{"what was erased can be pushed", erasedIsPushed},
		{"erasing gives room", erasingGivesRoom},
		{"a gate opens when both have answered", gateOpens},
		{"a gate is silent about the first answer", gateIsSilent},
		{"a gate needs two", gateNeedsTwo},
		{"an answer cannot be changed", answerStays},
		{"a key follows an open answer", keyFollows},
		{"an invite lets one person in", inviteLetsIn},
		{"an invite is for the first who answers", inviteIsForOne},
		{"an invite runs out", inviteRunsOut},
		{"an approval is all or nothing", approvalIsAtomic},
		{"an account has so many invites", soManyInvites},
		{"many push at once", manyPushAtOnce},
		{"positions appear in order", positionsAppearInOrder},
		{"a closed store says so", closedStore},
	} {
		t.Run(story.name, func(t *testing.T) {
			s := &stage{T: t, Store: open(t), World: NewWorld(1), now: Start, limits: wire.DefaultLimits()}
			t.Cleanup(func() { _ = s.Store.Close() })
			story.tell(s)
		})
	}
}

// stage is where a story happens.
type stage struct {
	*testing.T
	*World
	Store  relay.Store
	now    time.Time
	limits wire.Limits
}

func (s *stage) ctx() context.Context { return s.T.Context() }

// ok ends the story unless err is nil.
func (s *stage) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("unexpected: %v", err)
	}
}

// refused ends the story unless err is a problem with this code.
func (s *stage) refused(err error, code wire.Code) {
	s.Helper()
	if !errors.Is(err, &wire.Problem{Code: code}) {
		s.Fatalf("got %v, want it refused with %s", err, code)
	}
}

// equal ends the story unless both are the same.
func equal[T comparable](s *stage, got, want T) {
	s.Helper()
	if got != want {
		s.Fatalf("got %v, want %v", got, want)
	}
}

// signedUp makes a person with an account.
func (s *stage) signedUp() *Person {
	s.Helper()
	p := s.Person()
	s.ok(s.Store.CreateAccount(s.ctx(), p.Account()))
	return p
}

// alone makes a space with one member.
func (s *stage) alone(p *Person) wire.ID {
	s.Helper()
	id := s.ID()
	s.ok(s.Store.CreateSpace(s.ctx(), p.ID, wire.NewSpace{Space: id, Commit: s.Bytes(100)}, s.limits, s.now))
	return id
}

// invited makes an invite that was answered.
func (s *stage) invited(space wire.ID, inviter, joiner *Person) relay.Invite {
	s.Helper()
	inv := s.invite(space, inviter)
	inv, err := s.Store.AnswerInvite(s.ctx(), inv.ID, joiner.ID, s.Bytes(50), s.now)
	s.ok(err)
	return inv
}

func (s *stage) invite(space wire.ID, inviter *Person) relay.Invite {
	s.Helper()
	inv := relay.Invite{ID: s.ID(), Space: space, Inviter: inviter.ID, Offer: s.Bytes(50), Expires: s.now.Add(time.Hour)}
	s.ok(s.Store.PutInvite(s.ctx(), inv, s.limits, s.now))
	return inv
}

// couple makes two people and the space that they share.
func (s *stage) couple() (ada, noor *Person, space wire.ID) {
	s.Helper()
	ada, noor = s.signedUp(), s.signedUp()
	space = s.alone(ada)
	s.join(space, ada, noor, 1)
	return ada, noor, space
}

func (s *stage) join(space wire.ID, inviter, joiner *Person, n uint32) {
	s.Helper()
	inv := s.invited(space, inviter, joiner)
	a := wire.Approve{Approval: s.Bytes(50), N: n, Commit: s.Bytes(100)}
	_, err := s.Store.ApproveInvite(s.ctx(), inv.ID, inviter.ID, a, s.limits, s.now)
	s.ok(err)
}

func (s *stage) push(p *Person, b relay.Batch) uint64 {
	s.Helper()
	pos, err := s.Store.Push(s.ctx(), p.ID, b, s.limits)
	s.ok(err)
	return pos
}

// pulled is the whole stream after a position.
func (s *stage) pulled(space wire.ID, after uint64) []wire.Item {
	s.Helper()
	items, err := PullAll(s.ctx(), s.Store, space, after, s.limits.Pull)
	s.ok(err)
	return items
}

// PullAll pulls page after page until there is no more.
func PullAll(ctx context.Context, store relay.Store, space wire.ID, after uint64, most int) ([]wire.Item, error) {
	var all []wire.Item
	for {
		page, err := store.Pull(ctx, space, after, most)
		if err != nil {
			return nil, err
		}
		items, err := wire.ParseItems(page.Body)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
		if after = page.Next; !page.More {
			return all, nil
		}
	}
}
