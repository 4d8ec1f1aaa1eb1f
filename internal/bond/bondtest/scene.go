package bondtest

import (
	"fmt"
	"slices"
	"time"

	"pleach/internal/bond"
	"pleach/wire"
)

// Scene is what Ada has shared: one of each kind. Noor's client knows all of it.
type Scene struct {
	Ada, Noor wire.ID // members
	Space     wire.ID
	At        time.Time
	Round     bond.Round

	Talk, Pulse, Thanks, Opened, Wish, Garden, Plan, Trial, Deal wire.ID
}

// NewScene is a scene with ids of its own.
func NewScene(ada, noor, space wire.ID, at time.Time) Scene {
	id := func(n byte) wire.ID { return wire.ID{0xA0, n} }
	return Scene{
		Ada: ada, Noor: noor, Space: space, At: at, Round: bond.RoundAt("weekly", at),
		Talk: id(1), Pulse: id(2), Thanks: id(3), Opened: id(4), Wish: id(5), Garden: id(6), Plan: id(7), Trial: id(8), Deal: id(9),
	}
}

// Written is what Ada wrote, in order.
func (s Scene) Written() []bond.Event {
	return []bond.Event{
		bond.ProfileSet{Name: "Ada"},
		bond.PulseShown{Pulse: bond.Pulse{ID: s.Pulse, At: s.At, Mood: 70, Energy: bond.Unsaid, Closeness: bond.Unsaid, Room: bond.Unsaid, Note: "rain"}},
		bond.Appreciated{Appreciation: bond.Appreciation{ID: s.Thanks, At: s.At, Text: "for the soup"}},
		bond.Disclosed{Disclosure: bond.Disclosure{ID: s.Opened, At: s.At, How: "listen", Text: "the dark stairs"}},
		bond.Wished{Wish: bond.Wish{ID: s.Wish, At: s.At, Need: "nurturance", Text: "a long hug"}},
		bond.Aspired{Aspiration: bond.Aspiration{ID: s.Garden, At: s.At, Text: "a garden"}},
		bond.Planned{Plan: bond.Plan{ID: s.Plan, At: s.At, Text: "a night by the sea"}},
		bond.Experimented{Experiment: bond.Experiment{ID: s.Trial, At: s.At, Text: "no phones at table", Start: bond.DateOf(s.At), End: bond.DateOf(s.At.AddDate(0, 0, 14))}},
		bond.AgreementMade{Agreement: bond.Agreement{
			ID: s.Deal, Owner: s.Ada, If: "it is Sunday", Then: "I cook", At: s.At,
			Start: bond.DateOf(s.At), Review: bond.DateOf(s.At.AddDate(0, 0, 14)), Expires: bond.DateOf(s.At.AddDate(0, 0, 42)),
		}},
		bond.LookedAt{ID: s.Plan, At: s.At, Outcome: bond.Done, Text: "we saw the stars"},
		bond.TalkMoved{ID: s.Talk, Round: s.Round, Form: "long", Mode: bond.OneDevice, At: s.At},
	}
}

// Words are all that stands under a person's name in a journal, a line each.
func Words(s *bond.Shared, who wire.ID) []string {
	var all []string
	add := func(by wire.ID, what string, v any) {
		if by == who {
			all = append(all, fmt.Sprintf("%s %+v", what, v))
		}
	}
	add(who, "name", s.Names[who])
	for _, p := range s.Shown {
		add(p.Author, "pulse", p.Pulse)
	}
	for _, a := range s.Appreciations {
		add(a.Author, "appreciation", a.Appreciation)
	}
	for _, d := range s.OpenUp.Disclosures {
		add(d.Author, "disclosure", d)
	}
	for _, w := range s.OpenUp.Wishes {
		add(w.Author, "wish", w)
	}
	for _, a := range s.Agreements {
		add(a.Author, "agreement", a.Agreement)
	}
	for _, g := range s.Gone {
		add(g.Author, "taken back", g)
	}
	all = append(all, grown(s.Grow, who)...)
	slices.Sort(all)
	return all
}

func grown(g bond.Grow, who wire.ID) (all []string) {
	add := func(by wire.ID, what string, end *bond.Ended) {
		if by == who {
			all = append(all, what)
		}
		for _, e := range end.All() {
			if e.By == who {
				all = append(all, fmt.Sprintf("looked at %+v", e.LookedAt))
			}
		}
	}
	for _, a := range g.Aspirations {
		add(a.Author, fmt.Sprintf("aspiration %+v", a.Aspiration), a.Ended)
	}
	for _, p := range g.Plans {
		add(p.Author, fmt.Sprintf("plan %+v", p.Plan), p.Ended)
	}
	for _, x := range g.Experiments {
		add(x.Author, fmt.Sprintf("experiment %+v", x.Experiment), x.Ended)
	}
	return all
}
