package client

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pleach/internal/bond"
	"pleach/wire"
)

// Aspire notes something that the two would like to grow.
func (p *Person) Aspire(ctx context.Context, text string) error {
	a := bond.Aspiration{At: p.cfg.Now(), Text: strings.TrimSpace(text)}
	if err := a.Check(); err != nil {
		return err
	}
	return p.give(ctx, &a.ID, func() bond.Event { return bond.Aspired{Aspiration: a} })
}

// PlanNew puts a card, or an idea in one's own words, on the list of the two.
func (p *Person) PlanNew(ctx context.Context, card, text string) error {
	n := bond.Plan{At: p.cfg.Now(), Card: card, Text: strings.TrimSpace(text)}
	if err := n.Check(); err != nil {
		return err
	}
	return p.give(ctx, &n.ID, func() bond.Event { return bond.Planned{Plan: n} })
}

// Experiment begins something to try from today on, for a number of days.
func (p *Person) Experiment(ctx context.Context, text string, days int) error {
	now := p.cfg.Now()
	x := bond.Experiment{At: now, Text: strings.TrimSpace(text), Start: bond.DateOf(now), End: bond.DateOf(now.AddDate(0, 0, days))}
	if err := x.Check(); err != nil {
		return err
	}
	return p.give(ctx, &x.ID, func() bond.Event { return bond.Experimented{Experiment: x} })
}

// LookAt closes an aspiration, a plan or an experiment, with a few words if
// there are any.
func (p *Person) LookAt(ctx context.Context, id wire.ID, outcome bond.Outcome, text string) error {
	if !p.grows(id) {
		return fmt.Errorf("%w: it has come to its end already", ErrNotFound)
	}
	e := bond.LookedAt{ID: id, At: p.cfg.Now(), Outcome: outcome, Text: strings.TrimSpace(text)}
	if err := e.Check(); err != nil {
		return err
	}
	return p.share(ctx, e)
}

// grows reports whether something with the id is still open.
func (p *Person) grows(id wire.ID) bool {
	s := p.Shared()
	if s == nil {
		return false
	}
	return slices.ContainsFunc(s.Grow.Aspirations, func(a bond.SharedAspiration) bool { return a.ID == id && a.Ended == nil }) ||
		slices.ContainsFunc(s.Grow.Plans, func(n bond.SharedPlan) bool { return n.ID == id && n.Ended == nil }) ||
		slices.ContainsFunc(s.Grow.Experiments, func(x bond.SharedExperiment) bool { return x.ID == id && x.Ended == nil })
}

// AddCard adds a card of one's own to a deck: for oneself, or for both.
func (p *Person) AddCard(ctx context.Context, deck string, depth int, text string, both bool) error {
	c := bond.CardAdded{At: p.cfg.Now(), Deck: deck, Depth: depth, Text: strings.TrimSpace(text)}
	if err := c.Check(); err != nil {
		return err
	}
	event := func() bond.Event { return c }
	if both {
		return p.give(ctx, &c.ID, event)
	}
	return p.keep(ctx, &c.ID, event)
}

// Drew remembers that a card came up.
func (p *Person) Drew(ctx context.Context, card string) error {
	return p.private.write(ctx, bond.CardDrawn{Card: card, At: p.cfg.Now()})
}

// Like says which ideas one would enjoy. Only what both like is ever shown, and
// only once both have said so in the same round. Alone it is kept.
func (p *Person) Like(ctx context.Context, r bond.Round, cards []string) error {
	return p.Answer(ctx, likes(r, cards))
}

// KeepLikes keeps them in private.
func (p *Person) KeepLikes(ctx context.Context, r bond.Round, cards []string) error {
	return p.KeepAnswers(ctx, likes(r, cards))
}

func likes(r bond.Round, cards []string) bond.Answers {
	said := map[string]string{}
	for _, c := range cards {
		said[c] = "yes"
	}
	return bond.Answers{Round: r, Said: said}
}

// began reports whether this person began what has the id, or ended it with
// words.
func (p *Person) began(g bond.Grow, id wire.ID) bool {
	me := p.Self()
	mine := func(thing, author wire.ID, end *bond.Ended) bool {
		said := slices.ContainsFunc(end.All(), func(e *bond.Ended) bool { return e.By == me && e.Text != "" })
		return thing == id && (author == me || said)
	}
	return slices.ContainsFunc(g.Aspirations, func(a bond.SharedAspiration) bool { return mine(a.ID, a.Author, a.Ended) }) ||
		slices.ContainsFunc(g.Plans, func(n bond.SharedPlan) bool { return mine(n.ID, n.Author, n.Ended) }) ||
		slices.ContainsFunc(g.Experiments, func(x bond.SharedExperiment) bool { return mine(x.ID, x.Author, x.Ended) })
}
