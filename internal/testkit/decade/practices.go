package decade

import (
	"context"
	"fmt"

	"pleach/internal/bond"
	"pleach/internal/client"
)

// practices are what both do in the other rooms: something for oneself each
// week, something opened up every other week, and now and then the rest.
func (c *pair) practices(ctx context.Context, n int) error {
	for _, l := range []Life{c.Ada, c.Noor} {
		p := l.Person()
		if err := alone(ctx, p, n); err != nil {
			return err
		}
		if n%2 == 0 {
			if err := opens(ctx, p, n); err != nil {
				return err
			}
		}
	}
	if n%4 != 1 {
		return nil
	}
	return grows(ctx, c.Ada.Person(), n)
}

// alone is needs and an exercise each week, and the rest about once a month.
func alone(ctx context.Context, p *client.Person, n int) error {
	said := map[string]int{}
	for _, part := range []string{"security", "trust", "reliability", "predictability", "nurturance", "guidance"} {
		said[part+"-1"], said[part+"-2"] = 40+n%50, 45+n%40
	}
	if err := p.Reflect(ctx, "needs", said); err != nil {
		return err
	}
	if err := p.Ground(ctx, "long-breath"); err != nil || n%4 != 0 {
		return err
	}
	for _, do := range []func() error{
		func() error {
			return p.Reflect(ctx, "closeness", map[string]int{"together-1": 60, "together-2": 30, "room-1": n % 101, "room-2": 40})
		},
		func() error {
			return p.KeepResource(ctx, bond.Outside, fmt.Sprintf("The bench by the weir, in week %d.", n))
		},
		func() error {
			return p.KeepPattern(ctx, bond.PatternKept{Pattern: "pleasing", Now: "I said yes before I had looked up.", Then: "At nine, at the table.", New: "I will call back."})
		},
		func() error { return p.KeepWish(ctx, "guidance", "Half an hour to think aloud.") },
		func() error { return p.Appreciate(ctx, "I was brave, and nobody saw.", true) },
		func() error { return p.Drew(ctx, "joy-1-1") },
		func() error {
			return p.DrawCycle(ctx, bond.Cycle{Theirs: "fix", Mine: "withdraw", Inside: "unseen", Need: "heard"})
		},
	} {
		if err := do(); err != nil {
			return err
		}
	}
	if n%52 != 0 {
		return nil
	}
	return p.LayCycle(ctx)
}

// opens is one thing written and told, and now and then a wish, or something
// that is taken back.
func opens(ctx context.Context, p *client.Person, n int) error {
	id, err := p.Write(ctx, bond.Disclosure{Card: "fears-2-2", Depth: 2, How: "listen",
		Text: fmt.Sprintf("In week %d I was quiet, because I think that worry is catching.", n)})
	if err != nil {
		return err
	}
	if _, err := p.Disclose(ctx, id); err != nil || n%8 != 0 {
		return err
	}
	if err := p.Wish(ctx, "nurturance", "An evening without a list."); err != nil || n%40 != 0 {
		return err
	}
	return p.TakeBack(ctx, id)
}

// grows begins a plan, an experiment and an aspiration, and ends them.
func grows(ctx context.Context, p *client.Person, n int) error {
	for _, do := range []func() error{
		func() error { return p.PlanNew(ctx, "outside-1", "") },
		func() error { return p.Experiment(ctx, "Phones sleep in the hall.", 14) },
		func() error { return p.Aspire(ctx, "To sing at other people’s parties.") },
		func() error { return p.AddCard(ctx, "open", 1, "Which sound in this house would you miss?", n%8 == 1) },
	} {
		if err := do(); err != nil {
			return err
		}
	}
	s := p.Shared()
	g := s.Grow
	for _, one := range []struct {
		outcome bond.Outcome
		end     func(bond.Outcome) error
	}{
		{bond.Done, func(o bond.Outcome) error { return p.LookAt(ctx, g.Plans[len(g.Plans)-1].ID, o, "There was a parrot.") }},
		{bond.Changed, func(o bond.Outcome) error { return p.LookAt(ctx, g.Experiments[len(g.Experiments)-1].ID, o, "") }},
		{bond.LetGo, func(o bond.Outcome) error { return p.LookAt(ctx, g.Aspirations[len(g.Aspirations)-1].ID, o, "") }},
	} {
		if err := one.end(one.outcome); err != nil {
			return err
		}
	}
	if len(s.Agreements) == 0 {
		return nil
	}
	last := s.Agreements[len(s.Agreements)-1].ID
	if n%12 == 1 {
		return p.Withdraw(ctx, last)
	}
	return p.Review(ctx, last, bond.KeptYes)
}
