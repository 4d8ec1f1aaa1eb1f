// Package demo makes the sample couple, Ada and Noor, with twelve weeks of
// history: two real clients that sign up at a relay, pair, and live through
// those weeks with a clock of their own. Nothing is put into a database behind
// the client's back.
//
// It serves no pages and keeps nothing: whoever calls it gives it a relay that
// runs, and throws both away.
package demo

import (
	"context"
	"fmt"
	"time"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/remote/nethttp"
	"pleach/seal"
	"pleach/wire"
)

// Weeks is how much history the couple has.
const Weeks = 12

// Password is that of both. They are not real, and their kits are printed.
const Password = "two stems, one hedge"

// Config says where the couple lives and when their history ends.
type Config struct {
	// Ada and Noor are the origins at which each signs in: two, so that one
	// browser can be both.
	Ada, Noor string
	Now       time.Time // when their history ends
	Clock     *Clock    // that the relay goes by too
	Seed      uint64
}

// Couple is what is needed to sign in as either.
type Couple struct {
	Ada, Noor seal.Kit
}

// life is one of the two, with the clock that both share.
type life struct {
	app  *client.App
	name string
	kit  seal.Kit
}

func (l *life) p() *client.Person { return l.app.Person() }

// couple is both lives in the making.
type couple struct {
	Config
	ada, noor *life
	story     story
	practice  practice
	notes     map[string]int  // how many lines each has used
	begun     map[int]wire.ID // what the two began, by its place in the story
}

// Make has the two live through their weeks. It takes a second or two.
func Make(ctx context.Context, cfg Config) (Couple, error) {
	s, err := readStory()
	if err != nil {
		return Couple{}, err
	}
	practice, err := readPractice()
	if err != nil {
		return Couple{}, err
	}
	c := &couple{Config: cfg, story: s, practice: practice, notes: map[string]int{}, begun: map[int]wire.ID{}}
	c.Clock.set(cfg.Now.AddDate(0, 0, -7*Weeks))
	if c.ada, err = c.settle(ctx, "Ada", cfg.Ada); err != nil {
		return Couple{}, err
	}
	if c.noor, err = c.settle(ctx, "Noor", cfg.Noor); err != nil {
		return Couple{}, err
	}
	if err := c.pair(ctx); err != nil {
		return Couple{}, fmt.Errorf("demo: pairing: %w", err)
	}
	if err := c.shareMood(ctx); err != nil {
		return Couple{}, fmt.Errorf("demo: sharing mood: %w", err)
	}
	if err := c.live(ctx); err != nil {
		return Couple{}, err
	}
	return Couple{Ada: c.ada.kit, Noor: c.noor.kit}, c.sync(ctx)
}

// shareMood has both choose so, each alone, on their first evening.
func (c *couple) shareMood(ctx context.Context) error {
	for _, l := range []*life{c.ada, c.noor} {
		if err := l.p().ShareMood(ctx, true); err != nil {
			return err
		}
	}
	return nil
}

func (c *couple) settle(ctx context.Context, name, origin string) (*life, error) {
	app, err := client.Open(ctx, client.Config{
		Storage: memstore.New(), Transport: nethttp.New(origin), Origin: origin,
		Now: func() time.Time { return c.Clock.Now().In(c.Now.Location()) },
	})
	if err != nil {
		return nil, err
	}
	err = app.SignUp(ctx, client.SignUp{Name: name, Password: Password, Device: name + "’s phone"})
	if err != nil {
		return nil, fmt.Errorf("demo: %s signs up: %w", name, err)
	}
	kit, err := app.Person().Kit(ctx)
	if err != nil {
		return nil, err
	}
	words := map[int]string{}
	for i, w := range kit.Words() {
		words[i+1] = w
	}
	_, err = app.Person().TestKit(ctx, words)
	return &life{app: app, name: name, kit: kit}, err
}

// pair has Noor scan Ada's code in the same room.
func (c *couple) pair(ctx context.Context) error {
	link, err := c.ada.p().Invite(ctx, true)
	if err != nil {
		return err
	}
	if err := c.noor.p().Join(ctx, link); err != nil {
		return err
	}
	knocks, err := c.ada.p().Knocks(ctx)
	if err != nil || len(knocks) != 1 {
		return fmt.Errorf("%d knocks: %w", len(knocks), err)
	}
	if err := c.ada.p().Approve(ctx, knocks[0].Invite); err != nil {
		return err
	}
	for range 2 {
		if err := c.sync(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (c *couple) sync(ctx context.Context) error {
	for _, l := range []*life{c.ada, c.noor, c.ada} {
		if err := l.p().Sync(ctx); err != nil {
			return fmt.Errorf("demo: %s: %w", l.name, err)
		}
	}
	return nil
}

// live goes through the half days in order, and through what happened on each.
func (c *couple) live(ctx context.Context) error {
	halves := moods(c.Seed, Weeks, c.Now)
	for i, h := range halves {
		c.Clock.set(h.at)
		if err := c.pulses(ctx, h); err != nil {
			return err
		}
		if i+1 < len(halves) && halves[i+1].at.YearDay() == h.at.YearDay() {
			continue
		}
		if err := c.evening(ctx, c.daysAgo(h.at)); err != nil {
			return err
		}
	}
	c.Clock.set(c.Now)
	return c.thisWeek(ctx)
}

// daysAgo counts whole calendar days between a time and now.
func (c *couple) daysAgo(at time.Time) int {
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC) }
	return int(day(c.Now).Sub(day(at)).Hours() / 24)
}

func (c *couple) pulses(ctx context.Context, h half) error {
	for _, one := range []struct {
		life  *life
		pulse *bond.Pulse
		notes []string
	}{{c.ada, h.ada, c.story.Notes.Ada}, {c.noor, h.noor, c.story.Notes.Noor}} {
		if one.pulse == nil {
			continue
		}
		one.pulse.Note = c.note(one.life.name, one.notes)
		if _, err := one.life.p().Pulse(ctx, *one.pulse); err != nil {
			return fmt.Errorf("demo: a pulse of %s: %w", one.life.name, err)
		}
	}
	return nil
}

// note gives every twelfth pulse a line, in turn.
func (c *couple) note(name string, lines []string) string {
	n := c.notes[name]
	c.notes[name]++
	if n%12 != 5 {
		return ""
	}
	return lines[n/12%len(lines)]
}
