package demo

import (
	"context"
	"fmt"

	"pleach/internal/bond"
	"pleach/wire"
)

// grow begins what somebody began on this day, and ends what ended on it.
func (c *couple) grow(ctx context.Context, ago int) error {
	for i, g := range c.story.Grown {
		if g.Ago == ago {
			if err := c.begin(ctx, i, g); err != nil {
				return err
			}
		}
		if g.Outcome != "" && g.Ended == ago {
			if err := c.who(g.By).p().LookAt(ctx, c.begun[i], bond.Outcome(g.Outcome), g.Words); err != nil {
				return err
			}
		}
	}
	return nil
}

// begin remembers the id of what was begun, to end it later.
func (c *couple) begin(ctx context.Context, i int, g grown) error {
	p := c.who(g.By).p()
	var err error
	var id func(bond.Grow) wire.ID
	switch g.Kind {
	case "aspiration":
		err = p.Aspire(ctx, g.Text)
		id = func(all bond.Grow) wire.ID { return all.Aspirations[len(all.Aspirations)-1].ID }
	case "plan":
		err = p.PlanNew(ctx, g.Card, g.Text)
		id = func(all bond.Grow) wire.ID { return all.Plans[len(all.Plans)-1].ID }
	case "experiment":
		err = p.Experiment(ctx, g.Text, 14)
		id = func(all bond.Grow) wire.ID { return all.Experiments[len(all.Experiments)-1].ID }
	default:
		err = fmt.Errorf("%q is nothing to grow", g.Kind)
	}
	if err == nil {
		c.begun[i] = id(p.Shared().Grow)
	}
	return err
}
