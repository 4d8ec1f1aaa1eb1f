package demo

import (
	"context"

	"pleach/internal/bond"
)

// choose has both say, unseen, which ideas they would enjoy, and somebody write
// a card of their own.
func (c *couple) choose(ctx context.Context, ago int) error {
	err := on(c, ago, c.practice.Cards, func(l *life, k card) error { return l.p().AddCard(ctx, k.Deck, k.Depth, k.Text, k.Both) })
	if err != nil || c.practice.Likes.Ago != ago {
		return err
	}
	round := bond.RoundAt(bond.NoveltySession, c.now())
	return inTurn(
		func() error { return c.ada.p().Like(ctx, round, c.practice.Likes.Ada) },
		func() error { return c.noor.p().Like(ctx, round, c.practice.Likes.Noor) },
		func() error { return c.sync(ctx) },
	)
}
