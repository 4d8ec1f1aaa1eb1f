package demo

import (
	"context"
	"testing"
	"time"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
	"pleach/internal/host"
	"pleach/internal/relay/mem"
	"pleach/internal/remote/nethttp"
)

func TestTheCoupleHasTwelveWeeksThatEitherCanOpen(t *testing.T) {
	ctx := context.Background()
	var clock Clock
	h, err := host.Start(host.Config{Store: mem.New(), Clock: clock.Now, Listen: []string{"127.0.0.1:0", "127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	ada, noor := h.Origins()[0], h.Origins()[1]
	now := time.Date(2026, 11, 24, 19, 0, 0, 0, time.UTC)
	couple, err := Make(ctx, Config{Ada: ada, Noor: noor, Now: now, Clock: &clock, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	app, err := client.Open(ctx, client.Config{Storage: memstore.New(), Transport: nethttp.New(noor), Origin: noor,
		Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	if err := app.SignIn(ctx, couple.Noor.Code(), Password, "A browser"); err != nil {
		t.Fatal(err)
	}
	p := app.Person()
	if err := p.Sync(ctx); err != nil {
		t.Fatal(err)
	}
	s, private := p.Shared(), p.Private()
	if len(private.Pulses) < 90 || len(s.Appreciations) != 8 || len(s.Agreements) != 6 || len(s.Shown) != 3 || len(s.Talks) != 10 {
		t.Errorf("pulses %d, appreciations %d, agreements %d, shown %d, talks %d",
			len(private.Pulses), len(s.Appreciations), len(s.Agreements), len(s.Shown), len(s.Talks))
	}
	answer, weeks, ok := p.OurMoods()
	if !ok || len(weeks) < 10 || answer.Kind != bond.MoodsTogether || answer.Link.Lo <= 0 || answer.Link.Hi > .9 {
		t.Errorf("of their moods the map says %+v from %d weeks", answer, len(weeks))
	}
	if r := p.Rhythm(); r.Missing() > 0 || r.Lasts == nil {
		t.Errorf("Noor's rhythm is %+v", r)
	}
	round := p.Round(bond.RoundAt("weekly", now))
	if !round.Own.Posted || round.Opened != nil {
		t.Errorf("this week's check-in should be answered by Noor alone: %+v", round)
	}
	if len(s.OpenUp.Disclosures) != 8 || len(s.OpenUp.Wishes) != 3 || len(s.Grow.Plans) != 5 || s.Leaves.N < 6 {
		t.Errorf("disclosures %d, wishes %d, plans %d, leaves %d", len(s.OpenUp.Disclosures), len(s.OpenUp.Wishes), len(s.Grow.Plans), s.Leaves.N)
	}
	g := private.Ground
	if len(g.Of("needs")) < 7 || len(g.Of("closeness")) < 2 || len(g.Grounded) != 4 || len(g.Patterns) != 1 || len(g.Cycles) != 1 {
		t.Errorf("needs %d, closeness %d, exercises %d, patterns %d, circles %d", len(g.Of("needs")), len(g.Of("closeness")), len(g.Grounded), len(g.Patterns), len(g.Cycles))
	}
	for r, talk := range s.Talks {
		if !talk.Ended || len(p.Round(r).Opened) != 2 {
			t.Errorf("%v: talk %+v, %d answers", r, talk, len(p.Round(r).Opened))
		}
	}
}

func TestTheStoryAnswersQuestionsThatExist(t *testing.T) {
	session, _ := content.English().Session("weekly")
	s, err := readStory()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range s.Weeks {
		for _, said := range []map[string]string{w.Ada, w.Noor} {
			for id := range said {
				if _, ok := session.Question(id); !ok {
					t.Errorf("%d weeks ago: there is no question %q", w.Ago, id)
				}
			}
		}
		if _, ok := session.Form(w.Form); !ok {
			t.Errorf("%d weeks ago: there is no form %q", w.Ago, w.Form)
		}
	}
}

func TestTheSameSeedGivesTheSameWeeks(t *testing.T) {
	end := time.Date(2026, 11, 24, 19, 0, 0, 0, time.UTC)
	a, b := moods(7, 12, end), moods(7, 12, end)
	if len(a) != len(b) || len(a) < 160 {
		t.Fatalf("%d and %d half days", len(a), len(b))
	}
	for i := range a {
		if (a[i].ada == nil) != (b[i].ada == nil) || a[i].ada != nil && *a[i].ada != *b[i].ada {
			t.Fatalf("half day %d differs", i)
		}
	}
}
