// Package decade is a couple with ten years of history, for benchmarks: two
// real clients that write some 20,000 entries, of every practice, through a relay in the same
// process, so that it also runs as WebAssembly.
//
// Left out on purpose: plausible moods and words, which package demo has, and
// whatever Noor wrote in private, which is not on Ada's device.
package decade

import (
	"context"
	"fmt"
	"time"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/testkit"
)

// Password is that of both.
const Password = "ten years of a hedge"

// Weeks is how long the two have written.
const Weeks = 520

// Couple is both devices, in step with the relay and unlocked.
type Couple struct {
	Relay     testkit.HandlerTransport
	Now       time.Time // a moment after the last entry
	Ada, Noor Life
}

// Life is one device: the app, and what it keeps.
type Life struct {
	*client.App
	Storage client.Storage
}

// pair is the couple in the making, and its clock.
type pair struct {
	Couple
	now time.Time
}

// Make has the two live through their weeks. It takes a few seconds.
func Make(ctx context.Context) (*Couple, error) {
	w, err := testkit.NewWorld(1)
	if err != nil {
		return nil, err
	}
	c := &pair{Couple: Couple{Relay: testkit.HandlerTransport{Handler: w.Relay}, Now: w.Clock().UTC()}}
	c.now = c.Now
	for _, one := range []struct {
		name string
		life *Life
	}{{"Ada", &c.Ada}, {"Noor", &c.Noor}} {
		if *one.life, err = c.settle(ctx, one.name); err != nil {
			return nil, err
		}
	}
	if err := c.meet(ctx); err != nil {
		return nil, err
	}
	for _, l := range []Life{c.Ada, c.Noor} {
		if err := l.Person().ShareMood(ctx, true); err != nil {
			return nil, err
		}
	}
	for week := range Weeks {
		if err := c.week(ctx, week); err != nil {
			return nil, fmt.Errorf("decade: week %d: %w", week, err)
		}
	}
	c.now = c.Now
	return &c.Couple, c.sync(ctx)
}

func (c *pair) settle(ctx context.Context, name string) (Life, error) {
	l := Life{Storage: memstore.New()}
	var err error
	l.App, err = client.Open(ctx, client.Config{
		Storage: l.Storage, Transport: c.Relay, Origin: testkit.Origin, Now: func() time.Time { return c.now },
	})
	if err != nil {
		return l, err
	}
	return l, l.SignUp(ctx, client.SignUp{Name: name, Password: Password, Device: name + "’s phone"})
}

func (c *pair) meet(ctx context.Context) error {
	ada, noor := c.Ada.Person(), c.Noor.Person()
	link, err := ada.Invite(ctx, true)
	if err != nil {
		return err
	}
	if err := noor.Join(ctx, link); err != nil {
		return err
	}
	knocks, err := ada.Knocks(ctx)
	if err != nil || len(knocks) != 1 {
		return fmt.Errorf("decade: %d knocks: %w", len(knocks), err)
	}
	if err := ada.Approve(ctx, knocks[0].Invite); err != nil {
		return err
	}
	return c.sync(ctx)
}

func (c *pair) sync(ctx context.Context) error {
	for _, l := range []Life{c.Noor, c.Ada, c.Noor, c.Ada} {
		if err := l.Person().Sync(ctx); err != nil {
			return err
		}
	}
	return nil
}

// week is three pulses of Ada's a day and two of Noor's a week, a check-in of
// both, and what they shared.
func (c *pair) week(ctx context.Context, n int) error {
	start := c.Now.AddDate(0, 0, -7*(Weeks-n))
	for hour := 8; hour < 7*24; hour += 8 {
		c.now = start.Add(time.Duration(hour) * time.Hour)
		pulse := bond.Pulse{Mood: bond.Slider(hour % 101), Energy: 40, Closeness: 60, Room: bond.Slider(n % 101), With: bond.Together}
		if hour%56 == 0 {
			pulse.Note = fmt.Sprintf("A line of text that somebody wrote about day %d.", 7*n+hour/24)
		}
		if _, err := c.Ada.Person().Pulse(ctx, pulse); err != nil {
			return err
		}
		if hour%72 != 24 {
			continue
		}
		pulse.Note = ""
		if _, err := c.Noor.Person().Pulse(ctx, pulse); err != nil {
			return err
		}
	}
	if err := c.checkin(ctx, n); err != nil {
		return err
	}
	if err := c.practices(ctx, n); err != nil || n%4 != 3 {
		return err
	}
	return c.sync(ctx)
}

func (c *pair) checkin(ctx context.Context, n int) error {
	round := bond.RoundAt("weekly", c.now)
	said := map[string]string{"went-well": fmt.Sprintf("The walk of week %d, along the river and back.", n), "arriving": "60"}
	for _, l := range []Life{c.Ada, c.Noor} {
		if err := l.Person().Answer(ctx, bond.Answers{Round: round, Form: "short", Said: said}); err != nil {
			return err
		}
		if err := l.Person().Appreciate(ctx, "I was glad that you waited for me at the corner.", false); err != nil {
			return err
		}
	}
	ada := c.Ada.Person()
	pulses := ada.Private().Pulses
	if err := ada.ShowPulse(ctx, pulses[len(pulses)-1].ID); err != nil || n%2 > 0 {
		return err
	}
	return c.talk(ctx, ada, round)
}

// talk goes through the six steps of the short form and ends in an agreement.
func (c *pair) talk(ctx context.Context, p *client.Person, round bond.Round) error {
	if err := p.BeginTalk(ctx, round, "short", bond.OneDevice, bond.Move{}); err != nil {
		return err
	}
	for step := range 5 {
		if err := p.MoveTalk(ctx, round, bond.Move{Step: step + 1}); err != nil {
			return err
		}
	}
	day := func(days int) bond.Date { return bond.DateOf(c.now.AddDate(0, 0, days)) }
	err := p.Agree(ctx, bond.Agreement{
		If: "it is Thursday evening", Then: "one of us cooks", Start: day(0), Review: day(14), Expires: day(42), Round: &round,
	})
	if err != nil {
		return err
	}
	return p.EndTalk(ctx, round)
}
