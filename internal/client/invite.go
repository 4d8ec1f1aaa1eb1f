package client

import (
	"context"
	"errors"
	"fmt"
	"time"

	"pleach/internal/bond"
	"pleach/seal"
	"pleach/wire"
)

// Pairing as the inviter sees it: make a space and an invitation, let in who
// answered, compare words. Every step is written to the private space before
// it is sent, so that a step that was cut off is repeated with the same bytes.

// InviteLife is how long an invitation is good for.
const InviteLife = 3 * 24 * time.Hour

// joinFragment is what an invitation's link has behind the #.
const joinFragment = "join."

// Invite makes an invitation and returns its link. inPerson means that the
// code is scanned in the same room, and counts as verified.
func (p *Person) Invite(ctx context.Context, inPerson bool) (link string, err error) {
	if _, paired := p.Private().Ring.Pair(); paired {
		return "", ErrHasPartner
	}
	space, err := p.spareSpace(ctx)
	if err != nil {
		return "", err
	}
	made, err := p.newInvite(space, inPerson)
	if err != nil {
		return "", err
	}
	if err := p.private.write(ctx, made); err != nil {
		return "", err
	}
	if err := p.online(ctx, func() error { return p.putInvite(ctx, made) }); err != nil {
		return "", err
	}
	return p.InviteLink(bond.InviteState{InviteMade: made})
}

// spareSpace is a space to invite into: one that was made before and not used,
// or a new one.
func (p *Person) spareSpace(ctx context.Context) (bond.SpaceMade, error) {
	if spare, ok := p.Private().Ring.Spare(); ok {
		return spare, p.createAt(ctx, spare)
	}
	made, err := p.newSpace()
	if err != nil {
		return made, err
	}
	if err := p.private.write(ctx, made); err != nil {
		return made, err
	}
	return made, p.createAt(ctx, made)
}

func (p *Person) newSpace() (bond.SpaceMade, error) {
	id, err := newID(p.cfg.Rand)
	if err != nil {
		return bond.SpaceMade{}, err
	}
	member, err := seal.NewMember(p.cfg.Rand)
	if err != nil {
		return bond.SpaceMade{}, err
	}
	commit, err := firstCommit(p.cfg.Rand, id, member)
	return bond.SpaceMade{Space: id, Member: member.Bytes(), Commit: commit.Bytes(), At: p.cfg.Now()}, err
}

func (p *Person) createAt(ctx context.Context, made bond.SpaceMade) error {
	return p.online(ctx, func() error {
		return p.api.CreateSpace(ctx, wire.NewSpace{Space: made.Space, Commit: made.Commit})
	})
}

func (p *Person) newInvite(space bond.SpaceMade, inPerson bool) (bond.InviteMade, error) {
	secret, err := seal.NewInviteSecret(p.cfg.Rand)
	if err != nil {
		return bond.InviteMade{}, err
	}
	member, err := seal.ParseMember(space.Member)
	if err != nil {
		return bond.InviteMade{}, err
	}
	commit, err := seal.ParseCommit(space.Commit)
	if err != nil {
		return bond.InviteMade{}, err
	}
	offer, err := secret.SealOffer(p.cfg.Rand, seal.Offer{
		Space: space.Space, Name: p.Private().Name, InPerson: inPerson,
		Inviter: member.Public(), Commit: commit.Hash(),
	})
	now := p.cfg.Now()
	return bond.InviteMade{
		Invite: secret.ID(), Space: space.Space, Secret: secret[:], Offer: offer,
		InPerson: inPerson, Expires: now.Add(InviteLife), At: now,
	}, err
}

func (p *Person) putInvite(ctx context.Context, i bond.InviteMade) error {
	return p.api.PutInvite(ctx, i.Invite, wire.NewInvite{Space: i.Space, Expires: i.Expires, Offer: i.Offer})
}

// InviteLink is the link of an invitation: the secret is behind the #, so it
// never reaches a server.
func (p *Person) InviteLink(i bond.InviteState) (string, error) {
	member, err := p.madeMember(i.Space)
	if err != nil {
		return "", err
	}
	hash := member.Public().Hash()
	link := seal.Link{Secret: seal.InviteSecret(i.Secret), InviterHash: [16]byte(hash[:16])}
	return p.cfg.Origin + "/#" + joinFragment + link.String(), nil
}

func (p *Person) firstCommitOf(space wire.ID) (seal.Commit, error) {
	for _, m := range p.Private().Ring.Made {
		if m.Space == space {
			return seal.ParseCommit(m.Commit)
		}
	}
	return seal.Commit{}, fmt.Errorf("%w: space", ErrNotFound)
}

func (p *Person) madeMember(space wire.ID) (seal.Member, error) {
	for _, m := range p.Private().Ring.Made {
		if m.Space == space {
			return seal.ParseMember(m.Member)
		}
	}
	return seal.Member{}, fmt.Errorf("%w: space", ErrNotFound)
}

// CloseInvite withdraws an invitation that was not approved.
func (p *Person) CloseInvite(ctx context.Context, id wire.ID) error {
	if _, err := p.invite(id); err != nil {
		return err
	}
	if err := p.private.write(ctx, bond.InviteClosed{Invite: id, At: p.cfg.Now()}); err != nil {
		return err
	}
	err := p.online(ctx, func() error { return p.api.DeleteInvite(ctx, id) })
	if errors.Is(err, &wire.Problem{Code: wire.CodeNotFound}) || errors.Is(err, &wire.Problem{Code: wire.CodeInviteExpired}) {
		return nil
	}
	return err
}

func (p *Person) invite(id wire.ID) (bond.InviteState, error) {
	for _, i := range p.Private().Ring.Invites {
		if i.Invite == id {
			return i, nil
		}
	}
	return bond.InviteState{}, fmt.Errorf("%w: invitation", ErrNotFound)
}

// Knock is somebody who answered an invitation and waits to be let in.
type Knock struct {
	Invite wire.ID
	Name   string

	answer []byte
	joiner seal.MemberPublic
}

// Knocks asks the relay who answered this person's open invitations.
func (p *Person) Knocks(ctx context.Context) ([]Knock, error) {
	var knocks []Knock
	for _, i := range p.Private().Ring.Waiting(p.cfg.Now()) {
		k, err := p.knock(ctx, i)
		if err != nil {
			return knocks, err
		}
		if k != nil {
			knocks = append(knocks, *k)
		}
	}
	return knocks, nil
}

// knock is nil while nobody has answered.
func (p *Person) knock(ctx context.Context, i bond.InviteState) (*Knock, error) {
	var at wire.Invite
	err := p.online(ctx, func() (err error) {
		at, err = p.api.Invite(ctx, i.Invite)
		if errors.Is(err, &wire.Problem{Code: wire.CodeNotFound}) {
			return p.putInvite(ctx, i.InviteMade) // the relay never got it
		}
		return err
	})
	if errors.Is(err, &wire.Problem{Code: wire.CodeInviteExpired}) {
		return nil, nil
	}
	if err != nil || len(at.Answer) == 0 {
		return nil, err
	}
	answer, err := seal.InviteSecret(i.Secret).OpenAnswer(i.Offer, at.Answer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInviteChanged, err)
	}
	return &Knock{Invite: i.Invite, Name: answer.Name, answer: at.Answer, joiner: answer.Joiner}, nil
}

// Approve lets in who answered an invitation. From then on the shared space is
// open to both; nothing that either wrote before is in it.
func (p *Person) Approve(ctx context.Context, id wire.ID) error {
	i, err := p.invite(id)
	if err != nil {
		return err
	}
	if i.Approved == nil {
		approved, err := p.newApproval(ctx, i)
		if err != nil {
			return err
		}
		if err := p.private.write(ctx, approved); err != nil {
			return err
		}
		i.Approved = &approved
	}
	if err := p.sendApproval(ctx, *i.Approved); err != nil {
		return err
	}
	return p.enterPair(ctx)
}

func (p *Person) sendApproval(ctx context.Context, a bond.InviteApproved) error {
	return p.online(ctx, func() error {
		return p.api.Approve(ctx, a.Invite, wire.Approve{Approval: a.Approval, N: a.N, Commit: a.Commit})
	})
}

func (p *Person) newApproval(ctx context.Context, i bond.InviteState) (bond.InviteApproved, error) {
	none := bond.InviteApproved{}
	k, err := p.knock(ctx, i)
	if err != nil {
		return none, err
	}
	if k == nil {
		return none, fmt.Errorf("%w: nobody has answered this invitation yet", ErrNotFound)
	}
	commit, err := p.admit(i.Space, k.joiner)
	if err != nil {
		return none, err
	}
	nonce, err := seal.NewNonce(p.cfg.Rand)
	if err != nil {
		return none, err
	}
	anchor := commit.Hash()
	approval, err := seal.InviteSecret(i.Secret).SealApproval(p.cfg.Rand, i.Offer, k.answer,
		seal.Approval{Nonce: nonce, Commit: anchor})
	return bond.InviteApproved{
		Invite: i.Invite, Name: k.Name, Answer: k.answer, Approval: approval,
		N: commit.N, Commit: commit.Bytes(), Anchor: anchor[:], Nonce: nonce[:], At: p.cfg.Now(),
	}, err
}

// admit makes the commit that adds the joiner, with a fresh epoch key: what
// was sealed under the key before stays the inviter's alone.
func (p *Person) admit(space wire.ID, joiner seal.MemberPublic) (seal.Commit, error) {
	member, err := p.madeMember(space)
	if err != nil {
		return seal.Commit{}, err
	}
	first, err := p.firstCommitOf(space)
	if err != nil {
		return seal.Commit{}, err
	}
	key, err := seal.NewKey(p.cfg.Rand)
	if err != nil {
		return seal.Commit{}, err
	}
	members := []seal.MemberPublic{member.Public(), joiner}
	return seal.NewCommit(p.cfg.Rand, member, &first, space, members, nil, key, nil)
}

// revealed looks for the joiner's nonce and keeps the six words.
func (p *Person) revealed(ctx context.Context, i bond.InviteState) error {
	at, err := p.api.Invite(ctx, i.Invite)
	if err != nil || len(at.Reveal) == 0 {
		return err
	}
	secret, a := seal.InviteSecret(i.Secret), i.Approved
	reveal, err := secret.OpenReveal(i.Offer, a.Answer, a.Approval, at.Reveal)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInviteChanged, err)
	}
	words := seal.CompareWords(i.Offer, a.Answer, a.Approval, [32]byte(a.Nonce), reveal.Nonce)
	return p.private.write(ctx, bond.InviteRevealed{Invite: i.Invite, Words: words})
}
