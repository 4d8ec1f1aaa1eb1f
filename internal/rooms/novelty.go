package rooms

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/screens"
)

// noveltyDeck is the deck of things that are new to do.
const noveltyDeck = "novelty"

// mostIdeas is how many ideas that both like are shown at once.
const mostIdeas = 10

// ideas are the deck's, and those that either added for both.
func (v *visit) ideas() []content.Card {
	deck, _ := v.Library.Shelf().Deck(noveltyDeck)
	cards := slices.Clone(deck.Cards)
	if s := v.p.Shared(); s != nil {
		cards = append(cards, ownIdeas(s.Grow.Cards)...)
	}
	return cards
}

func ownIdeas(added []bond.CardAdded) []content.Card {
	var cards []content.Card
	for _, c := range added {
		if c.Deck == noveltyDeck {
			cards = append(cards, content.Card{ID: c.ID.String(), Topic: "own", Text: c.Text})
		}
	}
	return cards
}

// choosable are the ideas that this person may choose from: alone, one's own
// are among them.
func (v *visit) choosable() []content.Card {
	if v.p.Shared() != nil {
		return v.ideas()
	}
	return append(v.ideas(), ownIdeas(v.p.Private().Cards)...)
}

func (v *visit) idea(id string) (content.Card, bool) {
	deck, _ := v.Library.Shelf().Deck(noveltyDeck)
	if card, ok := deck.Card(id); ok || v.p.Shared() == nil {
		return card, ok
	}
	return cardOf(ownIdeas(v.p.Shared().Grow.Cards), id)
}

func cardOf(cards []content.Card, id string) (content.Card, bool) {
	i := slices.IndexFunc(cards, func(c content.Card) bool { return c.ID == id })
	if i < 0 {
		return content.Card{}, false
	}
	return cards[i], true
}

// novelty is this week's round of choosing.
func (v *visit) novelty() bond.Round { return bond.RoundAt(bond.NoveltySession, v.now) }

// likes are the ideas that this person ticked: as they stand in the form, or as
// they were kept last.
func (v *visit) likes() map[string]bool {
	all := map[string]bool{}
	if d := v.p.Draft(v.r.Context(), "novelty"); len(d) > 0 {
		for name := range d {
			if id, ok := strings.CutPrefix(name, "like-"); ok {
				all[id] = true
			}
		}
		return all
	}
	var newest *bond.Answers
	for r, own := range v.p.Private().Rounds {
		if r.Session == bond.NoveltySession && own.Answers != nil && (newest == nil || own.Answers.At.After(newest.At)) {
			newest = own.Answers
		}
	}
	if newest != nil {
		for id := range newest.Said {
			all[id] = true
		}
	}
	return all
}

func (v *visit) noveltyRoom() error { return v.showNovelty(http.StatusOK, v.likes(), nil) }

// showNovelty depends on nothing that the partner did before both have chosen.
func (v *visit) showNovelty(status int, likes map[string]bool, problem *screens.ProblemView) error {
	deck, _ := v.Library.Shelf().Deck(noveltyDeck)
	view := screens.NoveltyView{Partner: v.pair().partner, About: deck.About, Problem: problem}
	for _, c := range ownIdeas(v.p.Private().Cards) {
		view.Private = append(view.Private, screens.Idea(c))
	}
	s := v.p.Round(v.novelty())
	if s.Own.Posted {
		view.Chosen, view.Waits = v.likedIdeas(s.Own.Answers.Said), len(s.Opened) < 2
	} else {
		view.Topics = v.topics(likes)
	}
	view.Both, view.Opened = v.bothLike()
	f := v.frame(v.text.Say("grow.new"), screens.RoomGrow)
	return v.show(status, f, screens.NoveltyPage(v.text, f, view))
}

func (v *visit) likedIdeas(said map[string]string) []screens.IdeaView {
	var all []screens.IdeaView
	for _, c := range v.ideas() {
		if said[c.ID] != "" {
			all = append(all, screens.Idea(c))
		}
	}
	return all
}

// topics are the ideas by topic, each in this person's own order.
func (v *visit) topics(likes map[string]bool) []screens.TopicView {
	var topics []screens.TopicView
	at := map[string]int{}
	for _, c := range v.choosable() {
		i, ok := at[c.Topic]
		if !ok {
			i, at[c.Topic] = len(topics), len(topics)
			topics = append(topics, screens.TopicView{Title: v.text.Say("topic." + c.Topic), Open: i == 0})
		}
		idea := screens.Idea(c)
		idea.Liked = likes[c.ID]
		topics[i].Ideas = append(topics[i].Ideas, idea)
		topics[i].Open = topics[i].Open || idea.Liked
	}
	for _, t := range topics {
		v.shuffle(t.Ideas)
	}
	return topics
}

func (v *visit) shuffle(ideas []screens.IdeaView) {
	var ids []string
	for _, i := range ideas {
		ids = append(ids, i.ID)
	}
	order := bond.Shuffled(v.p.PrivateID(), ids)
	place := map[string]int{}
	for n, id := range order {
		place[id] = n
	}
	slices.SortFunc(ideas, func(a, b screens.IdeaView) int { return place[a.ID] - place[b.ID] })
}

// bothLike is what both ticked in the newest week that opened, without what is
// on their list already. The order is the two's own, so both see the same.
func (v *visit) bothLike() (both []screens.IdeaView, opened bool) {
	r, ok := v.openedNovelty()
	if !ok {
		return nil, false
	}
	answers := slices.Collect(maps.Values(v.p.Round(r).Opened))
	if len(answers) < 2 {
		return nil, false
	}
	planned := map[string]bool{}
	for _, p := range v.p.Shared().Grow.Plans {
		planned[p.Card] = planned[p.Card] || p.Ended == nil
	}
	var ids []string
	cards := v.ideas()
	for _, c := range cards {
		if answers[0].Said[c.ID] != "" && answers[1].Said[c.ID] != "" && !planned[c.ID] {
			ids = append(ids, c.ID)
		}
	}
	ids = bond.Shuffled(v.p.SharedID(), ids)
	for _, id := range ids[:min(len(ids), mostIdeas)] {
		card, _ := cardOf(cards, id)
		both = append(both, screens.Idea(card))
	}
	return both, true
}

// openedNovelty is the newest round of choosing that has opened.
func (v *visit) openedNovelty() (newest bond.Round, found bool) {
	for r, own := range v.p.Private().Rounds {
		later := !found || r.Monday(v.Zone).After(newest.Monday(v.Zone))
		if r.Session == bond.NoveltySession && own.Posted && later && v.p.BothAnswered(r) {
			newest, found = r, true
		}
	}
	return newest, found
}

// chooseIdeas posts this week's choice, or keeps it for oneself. To the partner
// the second looks like nothing, and so does the first until both have chosen.
func (v *visit) chooseIdeas() error {
	likes := map[string]bool{}
	var cards []string
	for _, c := range v.choosable() {
		if v.field("like-"+c.ID) != "" {
			likes[c.ID] = true
			cards = append(cards, c.ID)
		}
	}
	keep := v.p.KeepLikes
	if v.field("do") == "post" && v.p.Shared() != nil {
		keep = v.p.Like
	}
	if err := keep(v.r.Context(), v.novelty(), cards); err != nil {
		problem := explain(empty(err, errIdeasEmpty))
		return v.showNovelty(http.StatusUnprocessableEntity, likes, &problem)
	}
	return v.saved("novelty", "/grow/new")
}

// planIdea puts an idea of the deck on the list of the two. A second press
// changes nothing.
func (v *visit) planIdea() error {
	card, ok := v.idea(v.field("card"))
	if !ok {
		return errNowhere
	}
	s := v.p.Shared()
	if s != nil && slices.ContainsFunc(s.Grow.Plans, func(p bond.SharedPlan) bool { return p.Card == card.ID && p.Ended == nil }) {
		return v.goTo("/grow")
	}
	if err := v.p.PlanNew(v.r.Context(), card.ID, ""); err != nil {
		return err
	}
	return v.goTo("/grow/new")
}

// drawIdea shows one idea by itself, in this person's own order. Looking draws
// nothing.
func (v *visit) drawIdea() error {
	var ids []string
	cards := v.choosable()
	for _, c := range cards {
		ids = append(ids, c.ID)
	}
	id := bond.NextCard(bond.Shuffled(v.p.PrivateID(), ids), v.p.Private().Drawn)
	card, ok := cardOf(cards, id)
	if !ok {
		return errNowhere
	}
	f := v.frame(v.text.Say("idea.title"), screens.RoomGrow)
	view := screens.DrawnIdea{Idea: screens.Idea(card), Partner: v.pair().partner}
	return v.show(http.StatusOK, f, screens.DrawIdeaPage(v.text, f, view))
}

// nextIdea puts an idea aside, among those that one would enjoy or not.
func (v *visit) nextIdea() error {
	card, ok := cardOf(v.choosable(), v.field("card"))
	if !ok {
		return errNowhere
	}
	if v.field("do") == "like" {
		draft := map[string]string{"begun": "yes", "like-" + card.ID: "yes"}
		for id := range v.likes() {
			draft["like-"+id] = "yes"
		}
		if err := v.p.SaveDraft(v.r.Context(), "novelty", draft); err != nil {
			return err
		}
	}
	if err := v.p.Drew(v.r.Context(), card.ID); err != nil {
		return err
	}
	return v.goTo("/grow/draw")
}
