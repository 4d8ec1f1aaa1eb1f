package client

import (
	"context"
	"fmt"
	"strings"

	"pleach/internal/bond"
	"pleach/wire"
)

// Reflect keeps a reflection in the private space. Nobody else can read it, and
// nothing of it is ever shared.
func (p *Person) Reflect(ctx context.Context, scale string, said map[string]int) error {
	e := bond.Reflected{Scale: scale, At: p.cfg.Now(), Said: said}
	if err := e.Check(); err != nil {
		return err
	}
	return p.keep(ctx, &e.ID, func() bond.Event { return e })
}

// Wish tells the partner what there could be more of this week.
func (p *Person) Wish(ctx context.Context, need, text string) error {
	w := bond.Wish{At: p.cfg.Now(), Need: need, Text: strings.TrimSpace(text)}
	if err := w.Check(); err != nil {
		return err
	}
	return p.give(ctx, &w.ID, func() bond.Event { return bond.Wished{Wish: w} })
}

// KeepWish keeps it for oneself.
func (p *Person) KeepWish(ctx context.Context, need, text string) error {
	w := bond.Wish{At: p.cfg.Now(), Need: need, Text: strings.TrimSpace(text)}
	if err := w.Check(); err != nil {
		return err
	}
	return p.keep(ctx, &w.ID, func() bond.Event { return bond.WishKept{Wish: w} })
}

// KeepResource notes something that helps.
func (p *Person) KeepResource(ctx context.Context, side bond.Side, text string) error {
	e := bond.ResourceKept{At: p.cfg.Now(), Side: side, Text: strings.TrimSpace(text)}
	if err := e.Check(); err != nil {
		return err
	}
	return p.keep(ctx, &e.ID, func() bond.Event { return e })
}

// DropResource takes it off the list.
func (p *Person) DropResource(ctx context.Context, id wire.ID) error {
	return p.private.erase(ctx, id, bond.ResourceDropped{ID: id})
}

// Ground remembers that an exercise was done.
func (p *Person) Ground(ctx context.Context, exercise string) error {
	return p.private.write(ctx, bond.Grounded{Exercise: exercise, At: p.cfg.Now()})
}

// KeepPattern writes an entry of the pattern journal. Time and id are set here.
func (p *Person) KeepPattern(ctx context.Context, e bond.PatternKept) error {
	e.At = p.cfg.Now()
	if err := e.Check(); err != nil {
		return err
	}
	return p.keep(ctx, &e.ID, func() bond.Event { return e })
}

// DrawCycle keeps a map of a quarrel in the private space.
func (p *Person) DrawCycle(ctx context.Context, c bond.Cycle) error {
	if err := c.Check(); err != nil {
		return err
	}
	e := bond.CycleDrawn{At: p.cfg.Now(), Cycle: c}
	return p.keep(ctx, &e.ID, func() bond.Event { return e })
}

// LayCycle puts the newest map beside the partner's. Neither is seen before
// both have done so within a week, and a map that only one has laid looks like
// none.
func (p *Person) LayCycle(ctx context.Context) error {
	drawn := p.Private().Ground.Cycles
	if len(drawn) == 0 {
		return fmt.Errorf("%w: no circle is drawn yet", ErrNotFound)
	}
	r := bond.RoundAt(bond.CycleSession, p.cfg.Now())
	return p.Answer(ctx, bond.Answers{Round: r, Said: drawn[len(drawn)-1].Said()})
}

// keep writes a private event with a fresh id.
func (p *Person) keep(ctx context.Context, id *wire.ID, event func() bond.Event) (err error) {
	if *id, err = newID(p.cfg.Rand); err != nil {
		return err
	}
	return p.private.write(ctx, event())
}

// give writes a shared event with a fresh id.
func (p *Person) give(ctx context.Context, id *wire.ID, event func() bond.Event) (err error) {
	if *id, err = newID(p.cfg.Rand); err != nil {
		return err
	}
	return p.share(ctx, event())
}
