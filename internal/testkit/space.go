package testkit

import (
	"context"
	"time"

	"pleach/seal"
	"pleach/wire"
)

// NewSpace makes a space in which the device's person is alone, tells the relay,
// and returns its id.
func (d *Device) NewSpace(ctx context.Context) (wire.ID, error) {
	space, commit, err := d.firstCommit()
	if err != nil {
		return space, err
	}
	r, err := d.Open(ctx, space)
	if err != nil {
		return space, err
	}
	if err := r.Bootstrap(ctx, commit.Bytes()); err != nil {
		return space, err
	}
	return space, d.Client.CreateSpace(ctx, wire.NewSpace{Space: space, Commit: commit.Bytes()})
}

func (d *Device) firstCommit() (space wire.ID, c seal.Commit, err error) {
	space = d.world.ID()
	m, err := seal.NewMember(d.rand)
	if err != nil {
		return space, c, err
	}
	key, err := seal.NewKey(d.rand)
	if err != nil {
		return space, c, err
	}
	d.Person.Members[space] = m
	c, err = seal.NewCommit(d.rand, m, nil, space, []seal.MemberPublic{m.Public()}, nil, key, nil)
	return space, c, err
}

// Join lets another person into the device's space, by an invitation at the
// relay. history hands on the key of what was written before. What the steps of
// the invitation say is sealed by pairing; here they are a word each.
func (d *Device) Join(ctx context.Context, space wire.ID, joiner *Device, history bool) error {
	m, err := seal.NewMember(d.rand)
	if err != nil {
		return err
	}
	joiner.Person.Members[space] = m
	commit, err := d.nextCommit(ctx, space, m.Public(), history)
	if err != nil {
		return err
	}
	joiner.Person.Anchors[space] = commit.Hash()
	return d.invite(ctx, space, joiner, commit)
}

// nextCommit is the commit that adds a member to the newest one.
func (d *Device) nextCommit(ctx context.Context, space wire.ID, m seal.MemberPublic, history bool) (seal.Commit, error) {
	r, err := d.Open(ctx, space)
	if err != nil {
		return seal.Commit{}, err
	}
	last, lastKey, err := r.Epoch()
	if err != nil {
		return seal.Commit{}, err
	}
	key, err := seal.NewKey(d.rand)
	if err != nil {
		return seal.Commit{}, err
	}
	handOn := &lastKey
	if !history {
		handOn = nil
	}
	members := append(last.Members[:len(last.Members):len(last.Members)], m)
	return seal.NewCommit(d.rand, d.Person.Members[space], &last, space, members, nil, key, handOn)
}

func (d *Device) invite(ctx context.Context, space wire.ID, joiner *Device, commit seal.Commit) error {
	id := d.world.ID()
	err := d.Client.PutInvite(ctx, id, wire.NewInvite{
		Space: space, Expires: d.world.Clock().Add(time.Hour), Offer: []byte("offer"),
	})
	if err != nil {
		return err
	}
	if err := joiner.Client.PutAnswer(ctx, id, []byte("answer")); err != nil {
		return err
	}
	return d.Client.Approve(ctx, id, wire.Approve{Approval: []byte("approval"), N: commit.N, Commit: commit.Bytes()})
}

// Couple is two people with a device each in one space.
func (w *World) Couple(ctx context.Context) (ada, noor *Device, space wire.ID, err error) {
	if ada, err = w.device(ctx); err != nil {
		return
	}
	if noor, err = w.device(ctx); err != nil {
		return
	}
	if space, err = ada.NewSpace(ctx); err != nil {
		return
	}
	return ada, noor, space, ada.Join(ctx, space, noor, false)
}

func (w *World) device(ctx context.Context) (*Device, error) {
	p, err := w.Person(ctx)
	if err != nil {
		return nil, err
	}
	return p.Device(ctx)
}
