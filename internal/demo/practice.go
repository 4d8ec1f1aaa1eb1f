package demo

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/wire"
)

//go:embed practice.json
var practiceFile []byte

// practice is what the two did in the rooms Ground, Open up and Grow, by how
// many days ago.
type practice struct {
	Disclosures []opened       `json:"disclosures"` // shared
	Written     []opened       `json:"written"`     // and kept
	Wishes      []wished       `json:"wishes"`
	Grounded    []named        `json:"grounded"`
	Resources   []resource     `json:"resources"`
	Patterns    []pattern      `json:"patterns"`
	Cycles      []cycle        `json:"cycles"` // each is laid on the day that it is drawn
	Cards       []card         `json:"cards"`
	Likes       liked          `json:"likes"`
	Months      []monthAnswers `json:"months"` // reviews that both prepared and talked through
}

type opened struct {
	said
	Card string `json:"card"`
	How  string `json:"how"`
	News bool   `json:"news"`
}

type wished struct {
	said
	Need string `json:"need"`
	Keep bool   `json:"keep"`
}

type named struct {
	moment
	ID string `json:"id"`
}

type resource struct {
	said
	Side bond.Side `json:"side"`
}

type pattern struct {
	moment
	bond.PatternKept
}

type cycle struct {
	moment
	bond.Cycle
}

type card struct {
	said
	Deck  string `json:"deck"`
	Depth int    `json:"depth"`
	Both  bool   `json:"both"`
}

type liked struct {
	Ago  int      `json:"ago"`
	Ada  []string `json:"ada"`
	Noor []string `json:"noor"`
}

type monthAnswers struct {
	Ago  int               `json:"ago"`
	Ada  map[string]string `json:"ada"`
	Noor map[string]string `json:"noor"`
}

func readPractice() (practice, error) {
	var p practice
	d := json.NewDecoder(bytes.NewReader(practiceFile))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return p, fmt.Errorf("demo: practice.json: %w", err)
	}
	return p, nil
}

// on runs do for those of a day, as the one who did it.
func on[T interface{ on() moment }](c *couple, ago int, all []T, do func(*life, T) error) error {
	for _, one := range all {
		if m := one.on(); m.Ago == ago {
			if err := do(c.who(m.By), one); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m moment) on() moment { return m }

// ground is what each did alone.
func (c *couple) ground(ctx context.Context, ago int) error {
	return inTurn(
		func() error { return c.look(ctx, ago) },
		func() error {
			return on(c, ago, c.practice.Grounded, func(l *life, n named) error { return l.p().Ground(ctx, n.ID) })
		},
		func() error {
			return on(c, ago, c.practice.Resources, func(l *life, r resource) error { return l.p().KeepResource(ctx, r.Side, r.Text) })
		},
		func() error {
			return on(c, ago, c.practice.Patterns, func(l *life, p pattern) error { return l.p().KeepPattern(ctx, p.PatternKept) })
		},
		func() error {
			return on(c, ago, c.practice.Cycles, func(l *life, y cycle) error {
				if err := l.p().DrawCycle(ctx, y.Cycle); err != nil {
					return err
				}
				return l.p().LayCycle(ctx)
			})
		},
	)
}

// open is what each wrote, and told the other.
func (c *couple) open(ctx context.Context, ago int) error {
	write := func(l *life, o opened) (wire.ID, error) {
		deck, _ := content.English().Shelf().Deck("open")
		d := bond.Disclosure{Card: o.Card, How: o.How, News: o.News, Text: o.Text}
		for _, k := range deck.Cards {
			if k.ID == o.Card {
				d.Depth = k.Depth
			}
		}
		return l.p().Write(ctx, d)
	}
	return inTurn(
		func() error {
			return on(c, ago, c.practice.Disclosures, func(l *life, o opened) error {
				id, err := write(l, o)
				if err != nil {
					return err
				}
				_, err = l.p().Disclose(ctx, id)
				return err
			})
		},
		func() error {
			return on(c, ago, c.practice.Written, func(l *life, o opened) error { _, err := write(l, o); return err })
		},
		func() error {
			return on(c, ago, c.practice.Wishes, func(l *life, w wished) error {
				if w.Keep {
					return l.p().KeepWish(ctx, w.Need, w.Text)
				}
				return l.p().Wish(ctx, w.Need, w.Text)
			})
		},
	)
}

func inTurn(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// month is the review that both prepare and talk through.
func (c *couple) month(ctx context.Context, ago int) error {
	for _, m := range c.practice.Months {
		if m.Ago != ago {
			continue
		}
		round := bond.RoundAt("monthly", c.now())
		w := week{Form: "hour", Ada: m.Ada, Noor: m.Noor}
		if err := c.answerBoth(ctx, round, w); err != nil {
			return err
		}
		return c.talk(ctx, round, w)
	}
	return nil
}

// look says when the two look at themselves: at the needs on most Sundays,
// at the rest about once a month.
func (c *couple) look(ctx context.Context, ago int) error {
	week := ago / 7
	for i, l := range []*life{c.ada, c.noor} {
		if c.now().Weekday() == time.Sunday && (week+3*i)%5 != 0 {
			if err := c.reflect(ctx, l, "needs", week, i); err != nil {
				return err
			}
		}
		for n, scale := range []string{"closeness", "attachment", "noticing"} {
			if ago%28 != 4+2*n+i {
				continue
			}
			if err := c.reflect(ctx, l, scale, week, i); err != nil {
				return err
			}
		}
	}
	return nil
}
