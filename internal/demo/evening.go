package demo

import (
	"context"
	"fmt"
	"time"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/wire"
)

// evening is what the two do at the end of a day, so many days ago.
func (c *couple) evening(ctx context.Context, ago int) error {
	for _, step := range []func(context.Context, int) error{c.appreciate, c.keep, c.show, c.ground, c.open, c.choose, c.lookBack, c.grow, c.month, c.checkIn} {
		if err := step(ctx, ago); err != nil {
			return fmt.Errorf("demo: %d days ago: %w", ago, err)
		}
	}
	return nil
}

func (c *couple) now() time.Time { return c.Clock.Now().In(c.Now.Location()) }

func (c *couple) who(by string) *life {
	if by == "ada" {
		return c.ada
	}
	return c.noor
}

func (c *couple) appreciate(ctx context.Context, ago int) error {
	for _, a := range c.story.Appreciations {
		if a.Ago == ago {
			if err := c.who(a.By).p().Appreciate(ctx, a.Text, false); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *couple) keep(ctx context.Context, ago int) error {
	for _, a := range c.story.Kept {
		if a.Ago == ago {
			if err := c.who(a.By).p().Appreciate(ctx, a.Text, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// show shares the newest pulse of somebody.
func (c *couple) show(ctx context.Context, ago int) error {
	for _, m := range c.story.Shown {
		pulses := c.who(m.By).p().Private().Pulses
		if m.Ago == ago && len(pulses) > 0 {
			if err := c.who(m.By).p().ShowPulse(ctx, pulses[len(pulses)-1].ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// lookBack reviews agreements on their day, as the story says they went.
func (c *couple) lookBack(ctx context.Context, _ int) error {
	today := bond.DateOf(c.now())
	for _, a := range c.ada.p().Shared().Agreements {
		kept := c.keptAs(a.If)
		if !a.Due(today) || kept == "" {
			continue
		}
		if err := c.ada.p().Review(ctx, a.ID, kept); err != nil {
			return err
		}
	}
	return nil
}

func (c *couple) keptAs(condition string) bond.Kept {
	for _, w := range c.story.Weeks {
		if w.Agreement != nil && w.Agreement.If == condition {
			return bond.Kept(w.Agreement.Kept)
		}
	}
	return ""
}

// checkIn is on Sundays: both prepare, both read, they talk, and sometimes
// they agree on something.
func (c *couple) checkIn(ctx context.Context, ago int) error {
	if c.now().Weekday() != time.Sunday {
		return nil
	}
	round := bond.RoundAt("weekly", c.now())
	for _, w := range c.story.Weeks {
		if bond.RoundAt("weekly", c.Now.AddDate(0, 0, -7*w.Ago)) != round {
			continue
		}
		if err := c.answerBoth(ctx, round, w); err != nil {
			return err
		}
		return c.talk(ctx, round, w)
	}
	return c.ada.p().SkipRound(ctx, round)
}

func (c *couple) answerBoth(ctx context.Context, round bond.Round, w week) error {
	for _, one := range []struct {
		life *life
		said map[string]string
	}{{c.ada, w.Ada}, {c.noor, w.Noor}} {
		err := one.life.p().Answer(ctx, bond.Answers{Round: round, Form: w.Form, Said: one.said})
		if err != nil {
			return fmt.Errorf("%s answers: %w", one.life.name, err)
		}
	}
	return c.sync(ctx)
}

// minutes that the two take for a step of a talk.
const stepTakes = 6 * time.Minute

func (c *couple) talk(ctx context.Context, round bond.Round, w week) error {
	p := c.ada.p()
	if err := p.BeginTalk(ctx, round, w.Form, bond.OneDevice, bond.Move{}); err != nil {
		return err
	}
	steps := stepsOf(round.Session, w.Form)
	for step := 1; step < steps; step++ {
		c.Clock.set(c.Clock.Now().Add(stepTakes))
		if w.Agreement != nil && step == steps-1 {
			if err := c.agree(ctx, p, round, *w.Agreement); err != nil {
				return err
			}
		}
		if err := p.MoveTalk(ctx, round, bond.Move{Step: step}); err != nil {
			return err
		}
	}
	if err := p.EndTalk(ctx, round); err != nil {
		return err
	}
	return c.sync(ctx)
}

func (c *couple) agree(ctx context.Context, p *client.Person, round bond.Round, a agreed) error {
	partner, _ := p.Partner()
	owner := map[string]wire.ID{"ada": p.Self(), "noor": partner.Member}[a.Owner]
	day := func(n int) bond.Date { return bond.DateOf(c.now().AddDate(0, 0, n)) }
	return p.Agree(ctx, bond.Agreement{
		Owner: owner, If: a.If, Then: a.Then, Start: day(0), Review: day(14), Expires: day(42), Round: &round,
	})
}

// thisWeek has one of the two answer this week's check-in, unseen.
func (c *couple) thisWeek(ctx context.Context) error {
	now := c.story.Now
	return c.who(now.By).p().Answer(ctx, bond.Answers{
		Round: bond.RoundAt("weekly", c.Now), Form: now.Form, Said: now.Said,
	})
}
