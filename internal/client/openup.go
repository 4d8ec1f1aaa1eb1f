package client

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pleach/internal/bond"
	"pleach/wire"
)

// Write keeps something in private that may be shared later. A zero id makes a
// new one; another replaces the version before it. It returns the id.
func (p *Person) Write(ctx context.Context, d bond.Disclosure) (wire.ID, error) {
	d.At, d.Text = p.cfg.Now(), strings.TrimSpace(d.Text)
	if err := d.Check(); err != nil {
		return wire.ID{}, err
	}
	if d.ID.IsZero() {
		var err error
		if d.ID, err = newID(p.cfg.Rand); err != nil {
			return wire.ID{}, err
		}
	}
	return d.ID, p.private.write(ctx, bond.DisclosureKept{Disclosure: d})
}

// Written finds something that was written in private, or ErrNotFound.
func (p *Person) Written(id wire.ID) (bond.Disclosure, error) {
	all := p.Private().Written
	i := slices.IndexFunc(all, func(d bond.Disclosure) bool { return d.ID == id })
	if i < 0 {
		return bond.Disclosure{}, fmt.Errorf("%w: nothing was written under this name", ErrNotFound)
	}
	return all[i], nil
}

// Disclose shares one thing that was written, as it is, and returns under which
// id. What stands between the two keeps its words: when something was shared
// under this id before, and other words stand here now, or it was taken back,
// they are shared as something new, once.
func (p *Person) Disclose(ctx context.Context, id wire.ID) (wire.ID, error) {
	d, err := p.Written(id)
	if err != nil {
		return id, err
	}
	shared := p.disclosed()
	if _, taken := shared[id]; taken {
		for as, other := range shared {
			if other.Text == d.Text && other.Author == p.Self() {
				return as, nil
			}
		}
		if d.ID, err = newID(p.cfg.Rand); err != nil {
			return id, err
		}
	}
	d.At = p.cfg.Now()
	return d.ID, p.share(ctx, bond.Disclosed{Disclosure: d})
}

// disclosed is what stands in the shared space, by id.
func (p *Person) disclosed() map[wire.ID]bond.SharedDisclosure {
	all := map[wire.ID]bond.SharedDisclosure{}
	if s := p.Shared(); s != nil {
		for _, d := range s.OpenUp.Disclosures {
			if old, has := all[d.ID]; !has || old.Author != p.Self() {
				all[d.ID] = d
			}
		}
	}
	return all
}

// TakeBack takes back something that this person had shared. "Taken back"
// stays in its place; what was read is read. The words are erased on this
// device, at the relay, and on the partner's devices when they hear of it.
func (p *Person) TakeBack(ctx context.Context, id wire.ID) error {
	if !p.gave(id) {
		return fmt.Errorf("%w: there is nothing of yours to take back", ErrNotFound)
	}
	_, s := p.spaces()
	if s == nil {
		return ErrNoPartner
	}
	return s.erase(ctx, id, bond.TakenBack{ID: id, At: p.cfg.Now()})
}

// gave reports whether this person shared what has the id, and has not taken
// it back.
func (p *Person) gave(id wire.ID) bool {
	s := p.Shared()
	if s == nil {
		return false
	}
	me := p.Self()
	return slices.ContainsFunc(s.OpenUp.Disclosures, func(d bond.SharedDisclosure) bool { return d.ID == id && d.Author == me && !d.TakenBack }) ||
		slices.ContainsFunc(s.OpenUp.Wishes, func(w bond.SharedWish) bool { return w.ID == id && w.Author == me && !w.TakenBack }) ||
		slices.ContainsFunc(s.Shown, func(q bond.ShownPulse) bool { return q.ID == id && q.Author == me }) ||
		slices.ContainsFunc(s.Appreciations, func(a bond.SharedAppreciation) bool { return a.ID == id && a.Author == me }) ||
		p.began(s.Grow, id)
}
