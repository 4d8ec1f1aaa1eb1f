package bond

import (
	"slices"
	"time"

	"pleach/wire"
)

// Ring is what a person's private space says of the spaces they share and of
// the pairings under way.
type Ring struct {
	Made    []SpaceMade
	Invites []InviteState    // that this person made, oldest first
	Joins   []JoinState      // invitations that they answered, oldest first
	Renewed []MemberRenewed  // oldest first
	Ended   map[wire.ID]bool // shared spaces that are over
}

// InviteState is an invitation of one's own and how far it has come.
type InviteState struct {
	InviteMade
	Approved *InviteApproved
	Words    []string // once the joiner has revealed
	Compared *WordsCompared
	Closed   bool
}

// JoinState is somebody's invitation that this person answered.
type JoinState struct {
	InviteJoined
	Joined   *SpaceJoined
	Compared *WordsCompared
	Closed   bool
}

func (r *Ring) apply(e Event) {
	switch e := e.(type) {
	case SpaceMade:
		r.Made = append(r.Made, e)
	case InviteMade:
		r.Invites = append(r.Invites, InviteState{InviteMade: e})
	case InviteApproved:
		r.invite(e.Invite, func(i *InviteState) { i.Approved = first(i.Approved, &e) })
	case InviteRevealed:
		r.invite(e.Invite, func(i *InviteState) { i.Words = e.Words })
	case InviteClosed:
		r.invite(e.Invite, func(i *InviteState) { i.Closed = true })
		r.join(e.Invite, func(j *JoinState) { j.Closed = true })
	case InviteJoined:
		r.Joins = append(r.Joins, JoinState{InviteJoined: e})
	case SpaceJoined:
		r.join(e.Invite, func(j *JoinState) { j.Joined = first(j.Joined, &e) })
	case MemberRenewed:
		r.Renewed = append(r.Renewed, e)
	case WordsCompared:
		r.invite(e.Invite, func(i *InviteState) { i.Compared = &e })
		r.join(e.Invite, func(j *JoinState) { j.Compared = &e })
	}
}

// first keeps what was there: a step of pairing happens once, and a second
// device that repeated it is not followed.
func first[T any](old, new *T) *T {
	if old != nil {
		return old
	}
	return new
}

func (r *Ring) invite(id wire.ID, change func(*InviteState)) {
	for i := range r.Invites {
		if r.Invites[i].Invite == id {
			change(&r.Invites[i])
		}
	}
}

func (r *Ring) join(id wire.ID, change func(*JoinState)) {
	for i := range r.Joins {
		if r.Joins[i].Invite == id {
			change(&r.Joins[i])
		}
	}
}

// Pair is the space shared with a partner.
type Pair struct {
	Space    wire.ID
	Invite   wire.ID
	Member   []byte   // secret member keys, the first ones, which name this person
	Renewed  [][]byte // those that came later, oldest first
	Anchor   []byte   // hash of the commit that made the two a pair
	Inviter  bool
	Partner  string // the name from pairing, until the shared journal has one
	InPerson bool
	Words    []string // nil until both sides have revealed
	Compared *WordsCompared
	Since    time.Time
}

// Verified reports whether the two know that nobody sits between them.
func (p Pair) Verified() bool {
	return p.InPerson || (p.Compared != nil && p.Compared.Same)
}

// Pair finds the newest pairing that went through, was not refused over its
// words and has not ended.
func (r Ring) Pair() (Pair, bool) {
	var best Pair
	for _, p := range r.pairs() {
		if !r.Ended[p.Space] && !p.Since.Before(best.Since) {
			best = p
		}
	}
	return best, !best.Space.IsZero()
}

// Former are the pairings that have ended.
func (r Ring) Former() []Pair {
	return slices.DeleteFunc(r.pairs(), func(p Pair) bool { return !r.Ended[p.Space] })
}

func (r Ring) pairs() []Pair {
	var all []Pair
	for _, i := range r.Invites {
		if p, ok := i.pair(r); ok {
			all = append(all, p)
		}
	}
	for _, j := range r.Joins {
		if p, ok := j.pair(); ok {
			all = append(all, p)
		}
	}
	for i := range all {
		for _, m := range r.Renewed {
			if m.Space == all[i].Space {
				all[i].Renewed = append(all[i].Renewed, m.Member)
			}
		}
	}
	return all
}

// RenewedFor reports whether there are keys in a shared space that were made
// after those of the private space.
func (r Ring) RenewedFor(space, after wire.ID) bool {
	return slices.ContainsFunc(r.Renewed, func(m MemberRenewed) bool { return m.Space == space && m.After == after })
}

func differ(c *WordsCompared) bool { return c != nil && !c.Same }

func (i InviteState) pair(r Ring) (Pair, bool) {
	made, ok := r.made(i.Space)
	if i.Approved == nil || differ(i.Compared) || !ok {
		return Pair{}, false
	}
	return Pair{
		Space: i.Space, Invite: i.Invite, Member: made.Member, Anchor: i.Approved.Anchor, Inviter: true, Partner: i.Approved.Name,
		InPerson: i.InPerson, Words: i.Words, Compared: i.Compared, Since: i.Approved.At,
	}, true
}

func (j JoinState) pair() (Pair, bool) {
	if j.Joined == nil || differ(j.Compared) {
		return Pair{}, false
	}
	return Pair{
		Space: j.Space, Invite: j.Invite, Member: j.Member, Anchor: j.Joined.Anchor, Partner: j.Name,
		InPerson: j.InPerson, Words: j.Joined.Words, Compared: j.Compared, Since: j.Joined.At,
	}, true
}

func (r Ring) made(space wire.ID) (SpaceMade, bool) {
	for _, m := range r.Made {
		if m.Space == space {
			return m, true
		}
	}
	return SpaceMade{}, false
}

// Spare is a space that this person made and that was never used up by an
// approved invitation: a new invitation goes into it.
func (r Ring) Spare() (SpaceMade, bool) {
	for n := len(r.Made) - 1; n >= 0; n-- {
		used := false
		for _, i := range r.Invites {
			used = used || (i.Space == r.Made[n].Space && i.Approved != nil)
		}
		if !used {
			return r.Made[n], true
		}
	}
	return SpaceMade{}, false
}

// Waiting lists own invitations that may still be answered or approved at t.
func (r Ring) Waiting(t time.Time) []InviteState {
	var open []InviteState
	for _, i := range r.Invites {
		if i.Approved == nil && !i.Closed && t.Before(i.Expires) {
			open = append(open, i)
		}
	}
	return open
}

// Joining is the newest invitation that this person answered and that has not
// been approved.
func (r Ring) Joining() (JoinState, bool) {
	for n := len(r.Joins) - 1; n >= 0; n-- {
		if j := r.Joins[n]; j.Joined == nil && !j.Closed {
			return j, true
		}
	}
	return JoinState{}, false
}
