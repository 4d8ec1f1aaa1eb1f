package screenstest

import (
	s "pleach/internal/screens"
)

func (g set) thing(kind s.GrowKind, text string) s.GrownThing {
	return s.GrownThing{ID: "g1", Kind: kind, Text: g.own(text), Who: g.ada, When: g.own("Sunday")}
}

func (g set) ideas() []s.IdeaView {
	deck, _ := g.lib.Shelf().Deck("novelty")
	var all []s.IdeaView
	for _, c := range deck.Cards[:4] {
		all = append(all, s.Idea(c))
	}
	all[1].Liked = true
	return append(all, s.IdeaView{ID: "own", Text: g.own("Row to the island before breakfast.")})
}

func (g set) grow() []Page {
	f := at(s.RoomGrow)
	garden := g.thing(s.Aspiration, "A table at which there is always one more chair.")
	bus := g.thing(s.Plan, "Take the first bus that comes.")
	idea := g.ideas()[2]
	bus.Idea, bus.Text = &idea, idea.Text
	phones := g.thing(s.Experiment, "Phones sleep in the kitchen.")
	phones.Until = g.own("8 December")
	due := phones
	due.Due, due.Who = true, g.noor
	done := phones
	done.Outcome, done.Words = "done", g.own("We slept. We also talked more than we had thought.")
	gone := bus
	gone.Outcome = "let-go"
	all := s.GrowView{Partner: &g.noor, Aspirations: []s.GrownThing{garden}, Plans: []s.GrownThing{bus},
		Experiments: []s.GrownThing{phones, due}, Agreements: []s.AgreementView{g.agreement()}}
	pages := []Page{
		page("grow", s.GrowPage(g.t, f, all)),
		page("grow-empty", s.GrowPage(g.t, f, s.GrowView{Partner: &g.noor})),
		page("grow-alone", s.GrowPage(g.t, f, s.GrowView{})),
		page("thing-aspiration", s.ThingPage(g.t, f, s.ThingView{Thing: garden, Yours: true})),
		page("thing-plan", s.ThingPage(g.t, f, s.ThingView{Thing: bus, Words: g.own("It went to the sea."), Problem: &s.ProblemView{Code: "text_long"}})),
		page("thing-experiment", s.ThingPage(g.t, f, s.ThingView{Thing: due})),
		page("thing-ended", s.ThingPage(g.t, f, s.ThingView{Thing: done, Yours: true})),
		page("thing-left", s.ThingPage(g.t, f, s.ThingView{Thing: done, Words: g.own("With your sister, next time.")})),
		page("thing-let-go", s.ThingPage(g.t, f, s.ThingView{Thing: gone})),
		page("thing-gone", s.ThingPage(g.t, f, s.ThingView{TakenBack: true})),
	}
	return append(append(pages, g.planting()...), g.novelty()...)
}

func (g set) planting() []Page {
	f := at(s.RoomGrow)
	problem := &s.ProblemView{Code: "appreciation_empty"}
	plant := s.PlantView{Kind: s.Experiment, Partner: &g.noor, Me: g.ada, Text: g.own("Phones sleep in the kitchen."), When: g.own("now"), Until: g.own("8 December"), Ideas: g.t.Paras("plant.experiment.ideas")}
	idea := plant
	idea.Kind, idea.Where, idea.Ideas, idea.Until = s.Plan, "deck", nil, ""
	agree := g.agreement()
	form := s.AgreementForm{Action: "/grow/agreement", If: g.own("it is Thursday"), Then: g.own("we walk"), Start: "2026-11-24", Review: "2026-12-08", Expires: "2027-01-05", Me: g.ada, Partner: g.noor}
	back := s.BackView{Year: true, Older: "/grow/back?page=1", Newer: "/grow/back?page=0", Months: []s.GrownMonth{
		{Title: g.own("November 2026"), Items: []s.GrownItem{
			{How: "experiment.done", Icon: "turn", Text: g.own("Phones sleep in the kitchen."), Words: g.own("We slept.")},
			{How: "letter", Icon: "letter", Text: g.letter().Text, Who: &g.noor},
			{How: "agreement", Icon: "agree", Text: g.own("If it rains, then we stay in bed")}}},
		{Title: g.own("October 2026"), Items: []s.GrownItem{{How: "aspiration.done", Icon: "grow", Text: g.own("A table at which there is always one more chair.")}}}}}
	return []Page{
		page("plant-experiment", s.PlantPage(g.t, f, plant)),
		page("plant-idea", s.PlantPage(g.t, f, idea)),
		page("plant-aspiration", s.PlantPage(g.t, f, s.PlantView{Kind: s.Aspiration, Partner: &g.noor, Problem: problem})),
		page("plant-alone", s.PlantPage(g.t, f, s.PlantView{Kind: s.Plan})),
		page("plant-preview", s.PlantPreviewPage(g.t, f, plant)),
		page("plant-preview-deck", s.PlantPreviewPage(g.t, f, idea)),
		page("grow-agreement", s.GrowAgreementPage(g.t, f, form)),
		page("grow-agreement-preview", s.AgreePreviewPage(g.t, f, s.AgreePreviewView{Agreement: agree, Form: form})),
		page("grow-back", s.BackPage(g.t, f, back)),
		page("grow-back-none", s.BackPage(g.t, f, s.BackView{})),
	}
}

func (g set) novelty() []Page {
	f := at(s.RoomGrow)
	deck, _ := g.lib.Shelf().Deck("novelty")
	topics := []s.TopicView{{Title: g.t.Say("topic.home"), Open: true, Ideas: g.ideas()}, {Title: g.t.Say("topic.own"), Ideas: []s.IdeaView{{ID: "x", Text: g.own("Paint the shed at night.")}}}}
	choose := s.NoveltyView{Partner: &g.noor, About: deck.About, Topics: topics, Private: []s.IdeaView{{ID: "p", Text: g.own("Learn the trumpet.")}}}
	empty, alone := choose, choose
	empty.Problem = &s.ProblemView{Code: "ideas_empty"}
	alone.Partner = nil
	waits := s.NoveltyView{Partner: &g.noor, Chosen: g.ideas(), Waits: true}
	both := s.NoveltyView{Partner: &g.noor, Chosen: g.ideas(), Opened: true, Both: g.ideas()}
	return []Page{
		page("new", s.NoveltyPage(g.t, f, choose)),
		page("new-empty", s.NoveltyPage(g.t, f, empty)),
		page("new-alone", s.NoveltyPage(g.t, f, alone)),
		page("new-waits", s.NoveltyPage(g.t, f, waits)),
		page("new-both", s.NoveltyPage(g.t, f, both)),
		page("new-none", s.NoveltyPage(g.t, f, s.NoveltyView{Partner: &g.noor, Chosen: g.ideas(), Opened: true})),
		page("draw", s.DrawIdeaPage(g.t, f, s.DrawnIdea{Idea: g.ideas()[0], Partner: &g.noor})),
	}
}
