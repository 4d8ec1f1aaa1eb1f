package rooms

import (
	"net/http"
	"slices"
	"strings"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/screens"
	"pleach/wire"
)

// growRoom is what the two have begun together and not ended yet.
func (v *visit) growRoom() error {
	pair := v.pair()
	view := screens.GrowView{Partner: pair.partner}
	if v.p.Shared() != nil {
		view.Agreements = v.openAgreements(pair)
		for _, g := range v.grown(pair) {
			if g.Outcome != "" {
				continue
			}
			switch g.Kind {
			case screens.Aspiration:
				view.Aspirations = append(view.Aspirations, g.GrownThing)
			case screens.Plan:
				view.Plans = append(view.Plans, g.GrownThing)
			case screens.Experiment:
				view.Experiments = append(view.Experiments, g.GrownThing)
			}
		}
	}
	f := v.frame(v.text.Say("grow.title"), screens.RoomGrow)
	return v.show(http.StatusOK, f, screens.GrowPage(v.text, f, view))
}

// grownThing is something that the two began, with what a screen does not show.
type grownThing struct {
	screens.GrownThing
	id     wire.ID
	author wire.ID
	end    *bond.Ended
}

// grown is everything that the two began, newest first of each kind.
func (v *visit) grown(pair pair) []grownThing {
	s := v.p.Shared()
	if s == nil {
		return nil
	}
	var all []grownThing
	for _, a := range slices.Backward(s.Grow.Aspirations) {
		all = append(all, v.grownThing(screens.GrownThing{Kind: screens.Aspiration, Text: a.Text, When: v.when(a.At)}, a.ID, a.Author, a.Ended, pair))
	}
	for _, p := range slices.Backward(s.Grow.Plans) {
		all = append(all, v.grownThing(v.planView(p.Plan), p.ID, p.Author, p.Ended, pair))
	}
	for _, x := range slices.Backward(s.Grow.Experiments) {
		all = append(all, v.experiment(x, pair))
	}
	return all
}

func (v *visit) experiment(x bond.SharedExperiment, pair pair) grownThing {
	g := screens.GrownThing{Kind: screens.Experiment, Text: x.Text, When: v.when(x.At), Until: v.day(x.End), Due: x.Ended == nil && x.End <= v.today()}
	return v.grownThing(g, x.ID, x.Author, x.Ended, pair)
}

func (v *visit) grownThing(g screens.GrownThing, id, author wire.ID, end *bond.Ended, pair pair) grownThing {
	g.ID, g.Who = id.String(), pair.of(author)
	if end != nil {
		g.Outcome, g.Words = string(end.Outcome), saidOf(end, pair)
	}
	return grownThing{g, id, author, end}
}

// saidOf is what was written at the end of a thing: by one, or by both.
func saidOf(end *bond.Ended, pair pair) string {
	if end.Also == nil {
		return end.Text
	}
	var said []string
	for _, e := range end.All() {
		if e.Text != "" {
			said = append(said, pair.of(e.By).Name+": "+e.Text)
		}
	}
	return strings.Join(said, "\n")
}

// planView has the words of the idea; a card that this library does not have is
// shown by its id.
func (v *visit) planView(p bond.Plan) screens.GrownThing {
	g := screens.GrownThing{Kind: screens.Plan, Text: p.Text, When: v.when(p.At)}
	if p.Card == "" {
		return g
	}
	g.Text = p.Card
	if card, ok := v.idea(p.Card); ok {
		idea := screens.Idea(card)
		g.Text, g.Idea = card.Text, &idea
	}
	return g
}

// saidBy is what one of the two wrote at the end of a thing.
func saidBy(end *bond.Ended, who wire.ID) string {
	for _, e := range end.All() {
		if e.By == who {
			return e.Text
		}
	}
	return ""
}

// thing is the one that the address names.
func (v *visit) thing(pair pair) (grownThing, error) {
	id, err := pathID(v.r, "thing")
	if err != nil {
		return grownThing{}, err
	}
	g, ok := ownFirst(v.grown(pair), func(g grownThing) (bool, bool) { return g.id == id, g.author == pair.self })
	if !ok {
		return grownThing{}, client.ErrNotFound
	}
	return g, nil
}

// thingRoom is one thing. When it was taken back while it was on view, its place
// says so.
func (v *visit) thingRoom() error {
	pair := v.pair()
	g, err := v.thing(pair)
	words := v.p.Draft(v.r.Context(), "grow-"+v.r.PathValue("thing"))["words"]
	if err != nil && v.wasTakenBack() {
		f := v.frame(v.text.Say("item.gone"), screens.RoomGrow)
		return v.show(http.StatusOK, f, screens.ThingPage(v.text, f, screens.ThingView{TakenBack: true, Thing: screens.GrownThing{ID: v.r.PathValue("thing")}, Words: words}))
	}
	if err != nil {
		return err
	}
	return v.showThing(http.StatusOK, g, pair, words, nil)
}

func (v *visit) wasTakenBack() bool {
	id, err := pathID(v.r, "thing")
	s := v.p.Shared()
	return err == nil && s != nil && slices.ContainsFunc(s.Gone, func(g bond.Gone) bool { return g.ID == id })
}

func (v *visit) showThing(status int, g grownThing, pair pair, words string, problem *screens.ProblemView) error {
	view := screens.ThingView{Thing: g.GrownThing, Words: words, Problem: problem}
	view.Yours = g.author == pair.self || saidBy(g.end, pair.self) != ""
	f := v.frame(v.text.Say("thing."+string(g.Kind)), screens.RoomGrow)
	return v.show(status, f, screens.ThingPage(v.text, f, view))
}

// lookAtThing ends it, by either, with or without words. What the other ended
// or took back meanwhile stays as it is, and the words on this device.
func (v *visit) lookAtThing() error {
	pair := v.pair()
	g, err := v.thing(pair)
	switch {
	case err == nil && g.end != nil, err != nil && v.wasTakenBack():
		return v.tooLate(g)
	case err != nil:
		return err
	}
	outcome := bond.Outcome(v.field("outcome"))
	if err := v.p.LookAt(v.r.Context(), g.id, outcome, v.field("words")); err != nil {
		problem := explain(err)
		return v.showThing(http.StatusUnprocessableEntity, g, pair, v.field("words"), &problem)
	}
	to := "/grow"
	if outcome != bond.LetGo {
		to = g.URL()
	}
	return v.saved("grow-"+g.ID, to)
}

// tooLate keeps what was written about a thing that ended meanwhile, or puts it
// away.
func (v *visit) tooLate(g grownThing) error {
	id, words := v.r.PathValue("thing"), v.field("words")
	var err error
	switch {
	case v.field("do") == "away":
		err = v.p.DropDraft(v.r.Context(), "grow-"+id)
	case words != "" && saidBy(g.end, v.p.Self()) != words && (g.end == nil || g.end.Text != words):
		err = v.p.SaveDraft(v.r.Context(), "grow-"+id, client.Draft{"words": words})
	}
	if err != nil {
		return err
	}
	return v.goTo("/grow/thing/" + id)
}

// due are experiments whose last day has come.
func (v *visit) due(pair pair) []screens.GrownThing {
	s := v.p.Shared()
	if s == nil {
		return nil
	}
	var all []screens.GrownThing
	for _, x := range s.Grow.Experiments {
		if x.Ended == nil && x.End <= v.today() {
			all = append(all, v.experiment(x, pair).GrownThing)
		}
	}
	return all
}
