package client

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pleach/internal/bond"
	"pleach/wire"
)

// Pulse keeps a pulse in the private space and returns its id. Time and id are
// set here.
func (p *Person) Pulse(ctx context.Context, pulse bond.Pulse) (wire.ID, error) {
	pulse.At = p.cfg.Now()
	pulse.Note = strings.TrimSpace(pulse.Note)
	if err := pulse.Check(); err != nil {
		return wire.ID{}, err
	}
	var err error
	if pulse.ID, err = newID(p.cfg.Rand); err != nil {
		return wire.ID{}, err
	}
	return pulse.ID, p.private.write(ctx, bond.PulseTaken{Pulse: pulse})
}

// UndoPulse takes a pulse out of the private journal. A pulse that was shown
// stays with whom it was shown to.
func (p *Person) UndoPulse(ctx context.Context, id wire.ID) error {
	if _, err := p.OwnPulse(id); err != nil {
		return err
	}
	return p.private.erase(ctx, id, bond.PulseUndone{ID: id})
}

// OwnPulse finds a pulse of the private journal, or ErrNotFound.
func (p *Person) OwnPulse(id wire.ID) (bond.Pulse, error) {
	pulses := p.Private().Pulses
	i := slices.IndexFunc(pulses, func(q bond.Pulse) bool { return q.ID == id })
	if i < 0 {
		return bond.Pulse{}, fmt.Errorf("%w: pulse", ErrNotFound)
	}
	return pulses[i], nil
}

// ShowPulse puts one pulse into the shared space, as it is.
func (p *Person) ShowPulse(ctx context.Context, id wire.ID) error {
	pulse, err := p.OwnPulse(id)
	if err != nil {
		return err
	}
	return p.share(ctx, bond.PulseShown{Pulse: pulse})
}

// Appreciate gives an appreciation to the partner, or keeps it in private when
// there is none yet or keep is set.
func (p *Person) Appreciate(ctx context.Context, text string, keep bool) error {
	id, err := newID(p.cfg.Rand)
	if err != nil {
		return err
	}
	a := bond.Appreciation{ID: id, At: p.cfg.Now(), Text: strings.TrimSpace(text)}
	if err := a.Check(); err != nil {
		return err
	}
	if keep || p.Shared() == nil {
		return p.private.write(ctx, bond.AppreciationKept{Appreciation: a})
	}
	return p.share(ctx, bond.Appreciated{Appreciation: a})
}

// Agree writes an agreement into the shared space.
func (p *Person) Agree(ctx context.Context, a bond.Agreement) error {
	var err error
	if a.ID, err = newID(p.cfg.Rand); err != nil {
		return err
	}
	a.At, a.If, a.Then = p.cfg.Now(), strings.TrimSpace(a.If), strings.TrimSpace(a.Then)
	if err := a.Check(); err != nil {
		return err
	}
	return p.share(ctx, bond.AgreementMade{Agreement: a})
}

// Review keeps how an agreement went.
func (p *Person) Review(ctx context.Context, id wire.ID, kept bond.Kept) error {
	if err := p.agreement(id); err != nil {
		return err
	}
	if !slices.Contains([]bond.Kept{bond.KeptYes, bond.KeptPartly, bond.KeptNotThis}, kept) {
		return fmt.Errorf("%w: %q is not a way it can have gone", bond.ErrInput, kept)
	}
	return p.share(ctx, bond.AgreementReviewed{ID: id, Kept: kept, At: p.cfg.Now()})
}

// Withdraw ends an agreement, alone and without a reason.
func (p *Person) Withdraw(ctx context.Context, id wire.ID) error {
	if err := p.agreement(id); err != nil {
		return err
	}
	return p.share(ctx, bond.AgreementWithdrawn{ID: id, At: p.cfg.Now()})
}

func (p *Person) agreement(id wire.ID) error {
	if s := p.Shared(); s != nil {
		if slices.ContainsFunc(s.Agreements, func(a bond.AgreementState) bool { return a.ID == id }) {
			return nil
		}
	}
	return fmt.Errorf("%w: agreement", ErrNotFound)
}

// SetSettings replaces the person's settings.
func (p *Person) SetSettings(ctx context.Context, s bond.Settings) error {
	if s.LockAfter < 0 || s.LockAfter > 240 {
		return fmt.Errorf("%w: the app locks after 1 to 240 minutes", bond.ErrInput)
	}
	return p.private.write(ctx, s)
}

// Rename changes the person's name, for themselves and for their partner.
func (p *Person) Rename(ctx context.Context, name string) error {
	if name = strings.TrimSpace(name); name == "" {
		return ErrNoName
	}
	if err := (bond.ProfileSet{Name: name}).Check(); err != nil {
		return err
	}
	if err := p.private.write(ctx, bond.ProfileSet{Name: name}); err != nil {
		return err
	}
	if p.Shared() == nil {
		return nil
	}
	return p.share(ctx, bond.ProfileSet{Name: name})
}

// TestKit checks words of the recovery kit, by position from 1. When all of
// them are right, and there are some, it remembers so. It returns the positions
// that are wrong, ascending.
func (p *Person) TestKit(ctx context.Context, words map[int]string) (wrong []int, err error) {
	kit, err := p.Kit(ctx)
	if err != nil {
		return nil, err
	}
	for i, want := range kit.Words() {
		got, asked := words[i+1]
		if asked && !strings.EqualFold(strings.TrimSpace(got), want) {
			wrong = append(wrong, i+1)
		}
	}
	if len(wrong) > 0 || len(words) == 0 {
		return wrong, nil
	}
	return nil, p.private.write(ctx, bond.KitTested{At: p.cfg.Now()})
}
