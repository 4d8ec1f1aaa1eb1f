package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"pleach/internal/bond"
	"pleach/seal"
	"pleach/wire"
)

// Pairing as the joiner sees it: look at an invitation, answer it, be let in,
// compare words.

// Invitation is what a link says before somebody answers it.
type Invitation struct {
	Name     string // of who invites
	InPerson bool

	link  seal.Link
	offer seal.Offer
	raw   []byte
}

// Look opens an invitation's link or its token, and changes nothing.
func (p *Person) Look(ctx context.Context, link string) (Invitation, error) {
	if _, after, ok := strings.Cut(link, "#"); ok {
		link = after
	}
	l, err := seal.ParseLink(strings.TrimPrefix(strings.TrimSpace(link), joinFragment))
	if err != nil {
		return Invitation{}, err
	}
	var at wire.Invite
	err = p.online(ctx, func() (err error) { at, err = p.api.Invite(ctx, l.Secret.ID()); return err })
	if err != nil {
		return Invitation{}, err
	}
	offer, err := l.OpenOffer(at.Offer)
	if err != nil || at.Space != offer.Space {
		return Invitation{}, fmt.Errorf("%w: %w", ErrInviteChanged, err)
	}
	for _, m := range p.Private().Ring.Made {
		if m.Space == offer.Space {
			return Invitation{}, ErrOwnInvite
		}
	}
	return Invitation{Name: offer.Name, InPerson: offer.InPerson, link: l, offer: offer, raw: at.Offer}, nil
}

// Join answers an invitation. The inviter then decides; nothing is shared by
// joining.
func (p *Person) Join(ctx context.Context, link string) error {
	if _, paired := p.Private().Ring.Pair(); paired {
		return ErrHasPartner
	}
	i, err := p.Look(ctx, link)
	if err != nil {
		return err
	}
	j, err := p.newAnswer(i)
	if err != nil {
		return err
	}
	if err := p.private.write(ctx, j); err != nil {
		return err
	}
	return p.putAnswer(ctx, j)
}

func (p *Person) putAnswer(ctx context.Context, j bond.InviteJoined) error {
	return p.online(ctx, func() error { return p.api.PutAnswer(ctx, j.Invite, j.Answer) })
}

func (p *Person) newAnswer(i Invitation) (bond.InviteJoined, error) {
	for _, j := range p.Private().Ring.Joins {
		if j.Invite == i.link.Secret.ID() {
			return j.InviteJoined, nil // repeat with the same bytes
		}
	}
	member, err := seal.NewMember(p.cfg.Rand)
	if err != nil {
		return bond.InviteJoined{}, err
	}
	nonce, err := seal.NewNonce(p.cfg.Rand)
	if err != nil {
		return bond.InviteJoined{}, err
	}
	answer, err := i.link.Secret.SealAnswer(p.cfg.Rand, i.raw, seal.JoinAnswer{
		Name: p.Private().Name, Joiner: member.Public(), NonceHash: seal.HashNonce(nonce),
	})
	return bond.InviteJoined{
		Invite: i.link.Secret.ID(), Space: i.offer.Space, Name: i.Name, Secret: i.link.Secret[:],
		Offer: i.raw, Answer: answer, Nonce: nonce[:], Member: member.Bytes(),
		InPerson: i.InPerson, At: p.cfg.Now(),
	}, err
}

// LeaveJoin drops an invitation that this person answered and that was not
// approved yet.
func (p *Person) LeaveJoin(ctx context.Context, id wire.ID) error {
	return p.private.write(ctx, bond.InviteClosed{Invite: id, At: p.cfg.Now()})
}

// approved looks for the inviter's yes and, when it is there, enters the
// shared space.
func (p *Person) approved(ctx context.Context, j bond.JoinState) error {
	at, err := p.api.Invite(ctx, j.Invite)
	if errors.Is(err, &wire.Problem{Code: wire.CodeInviteUsed}) || errors.Is(err, &wire.Problem{Code: wire.CodeForbidden}) {
		return fmt.Errorf("%w: %w", ErrInviteChanged, err)
	}
	if err != nil {
		return err
	}
	if len(at.Answer) == 0 {
		return p.putAnswer(ctx, j.InviteJoined)
	}
	if len(at.Approval) == 0 {
		return nil
	}
	words, anchor, err := p.admitted(ctx, j, at.Approval)
	if err != nil {
		return err
	}
	if err := p.sendReveal(ctx, j, at.Approval); err != nil {
		return err
	}
	err = p.private.write(ctx, bond.SpaceJoined{Invite: j.Invite, Approval: at.Approval, Anchor: anchor[:], Words: words, At: p.cfg.Now()})
	if err != nil {
		return err
	}
	return p.enterPair(ctx)
}

// admitted checks that the space is the one that was offered and that this
// person is now in it, and returns the six words and the commit's hash.
func (p *Person) admitted(ctx context.Context, j bond.JoinState, sealed []byte) ([]string, wire.Hash, error) {
	none := wire.Hash{}
	secret := seal.InviteSecret(j.Secret)
	offer, err := secret.OpenOffer(j.Offer)
	if err != nil {
		return nil, none, fmt.Errorf("%w: %w", ErrInviteChanged, err)
	}
	approval, err := secret.OpenApproval(j.Offer, j.Answer, sealed)
	if err != nil {
		return nil, none, fmt.Errorf("%w: %w", ErrInviteChanged, err)
	}
	if err := p.checkCommits(ctx, j, offer, approval); err != nil {
		return nil, none, err
	}
	return seal.CompareWords(j.Offer, j.Answer, sealed, approval.Nonce, [32]byte(j.Nonce)), approval.Commit, nil
}

func (p *Person) checkCommits(ctx context.Context, j bond.JoinState, offer seal.Offer, approval seal.Approval) error {
	raw, err := p.api.Space(j.Space).Commits(ctx, 0)
	if err != nil {
		return err
	}
	if len(raw) < 2 {
		return fmt.Errorf("%w: the space has no second commit", ErrInviteChanged)
	}
	first, err := seal.ParseCommit(raw[0])
	if err != nil {
		return err
	}
	second, err := seal.ParseCommit(raw[1])
	if err != nil {
		return err
	}
	if first.Hash() != offer.Commit || second.Hash() != approval.Commit {
		return fmt.Errorf("%w: its commits are others than were offered", ErrInviteChanged)
	}
	if err := errors.Join(first.Verify(nil), second.Verify(&first)); err != nil {
		return fmt.Errorf("%w: %w", ErrInviteChanged, err)
	}
	member, err := seal.ParseMember(j.Member)
	if err != nil {
		return err
	}
	if !isExactly(first, offer.Inviter) || !isExactly(second, offer.Inviter, member.Public()) {
		return fmt.Errorf("%w: somebody else is in the space", ErrInviteChanged)
	}
	return nil
}

// isExactly reports whether a commit's members are these and nobody else.
func isExactly(c seal.Commit, want ...seal.MemberPublic) bool {
	return len(c.Members) == len(want) && !slices.ContainsFunc(want, func(w seal.MemberPublic) bool {
		return !slices.ContainsFunc(c.Members, func(m seal.MemberPublic) bool { return m.Hash() == w.Hash() })
	})
}

func (p *Person) sendReveal(ctx context.Context, j bond.JoinState, approval []byte) error {
	reveal, err := seal.InviteSecret(j.Secret).SealReveal(p.cfg.Rand, j.Offer, j.Answer, approval,
		seal.Reveal{Nonce: [32]byte(j.Nonce)})
	if err != nil {
		return err
	}
	err = p.api.PutReveal(ctx, j.Invite, reveal)
	if errors.Is(err, &wire.Problem{Code: wire.CodeExists}) {
		return nil // an earlier try got through
	}
	return err
}

// CompareWords keeps what the person said of the six words. When they differ
// the pairing ends here: the space is never written to again.
func (p *Person) CompareWords(ctx context.Context, same bool) error {
	pair, ok := p.Private().Ring.Pair()
	if !ok {
		return ErrNoPartner
	}
	err := p.private.write(ctx, bond.WordsCompared{Invite: pair.Invite, Same: same, At: p.cfg.Now()})
	if err != nil || same {
		return err
	}
	p.dropPair()
	return nil
}
