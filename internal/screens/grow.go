package screens

import "pleach/internal/content"

// GrowKind is what two people can begin together.
type GrowKind string

// The kinds.
const (
	Aspiration GrowKind = "aspiration" // something to grow
	Plan       GrowKind = "plan"       // something new to do
	Experiment GrowKind = "experiment" // something to try for two weeks
)

// GrowView is the room's first page. Its lists are of what is still open.
type GrowView struct {
	Partner     *Person // nil: alone
	Aspirations []GrownThing
	Plans       []GrownThing
	Experiments []GrownThing
	Agreements  []AgreementView
}

// GrownThing is one thing that the two began.
type GrownThing struct {
	ID      string
	Kind    GrowKind
	Text    string
	Who     Person // who wrote it down
	When    string
	Idea    *IdeaView // when it is one of the deck
	Until   string    // of an experiment: the last day, in words
	Due     bool      // the day to look at an experiment has come
	Outcome string    // "done", "changed", "let-go", or "" while it is open
	Words   string    // with which it was ended
}

// URL is the thing's own page.
func (g GrownThing) URL() string { return "/grow/thing/" + g.ID }

func (g GrownThing) small(t Text) string {
	switch {
	case g.Due:
		return t.Say("grow.due")
	case g.Until != "":
		return t.Say("grow.until", "day", g.Until)
	case g.Idea != nil:
		return g.Idea.guess(t)
	}
	return g.When
}

// Icon is the picture of the thing's kind.
func (g GrownThing) Icon() string { return g.Kind.icon() }

func (k GrowKind) icon() string {
	return map[GrowKind]string{Aspiration: "grow", Plan: "sun", Experiment: "turn"}[k]
}

// outcomes are the ways for a thing to end, as buttons.
func (g GrownThing) outcomes(t Text) []Option {
	var all []Option
	for _, o := range []string{"done", "changed", "let-go"} {
		if key := "look." + string(g.Kind) + "." + o; t.Has(key) {
			all = append(all, Option{Value: o, Label: t.Say(key)})
		}
	}
	return all
}

// ThingView is one thing, to look at it together.
type ThingView struct {
	Thing     GrownThing
	Words     string // typed so far
	Yours     bool   // this person can take back something of it
	TakenBack bool
	Problem   *ProblemView
}

// PlantView is a thing as it is written down, and then as the partner will see
// it.
type PlantView struct {
	Kind    GrowKind
	Text    string
	Where   string   // of an idea: "list" or "deck"
	Ideas   []string // some ways to begin
	Partner *Person  // nil: an idea of one's own, for oneself
	Me      Person
	When    string
	Until   string // of an experiment
	Problem *ProblemView
}

func (v PlantView) key() string {
	if v.Partner == nil {
		return "plant.alone"
	}
	return "plant." + string(v.Kind)
}

func (v PlantView) wheres(t Text) []Option {
	return []Option{
		{Value: "list", Label: t.Say("plant.list"), Hint: t.Say("plant.list.what"), Chosen: v.Where != "deck"},
		{Value: "deck", Label: t.Say("plant.deck"), Hint: t.Say("plant.deck.what"), Chosen: v.Where == "deck"},
	}
}

// give says what the last button does.
func (v PlantView) give(t Text) string {
	if v.Where == "deck" {
		return t.Say("plant.give.deck")
	}
	return t.Say("plant.give." + string(v.Kind))
}

// IdeaView is an idea of the deck, or one's own.
type IdeaView struct {
	ID           string
	Text         string
	Effort, Cost int // 0 effort: nobody has guessed
	Liked        bool
}

func (i IdeaView) guess(t Text) string {
	if i.Effort == 0 {
		return t.Say("idea.own")
	}
	return t.Say("idea.guess", "effort", t.Say("effort."+digit(i.Effort)), "cost", t.Say("cost."+digit(i.Cost)))
}

func digit(n int) string { return string(rune('0' + n)) }

// TopicView is the ideas of one topic.
type TopicView struct {
	Title string
	Open  bool
	Ideas []IdeaView
}

// NoveltyView is something new to do: to choose alone, and what both would
// enjoy. Nothing in it depends on what the partner did before both have chosen.
type NoveltyView struct {
	Partner *Person
	About   string
	Topics  []TopicView // empty once this week's choice is made
	Chosen  []IdeaView  // one's own, once it is made
	Waits   bool        // this week's choice is made and has not opened
	Opened  bool        // some week's choices have opened
	Both    []IdeaView  // what both would enjoy and is not on the list
	Private []IdeaView  // own ideas that only this person can read
	Problem *ProblemView
}

// DrawnIdea is one idea by itself.
type DrawnIdea struct {
	Idea    IdeaView
	Partner *Person
}

// BackView is what grew, by month, newest first.
type BackView struct {
	Year         bool // whole years on a page; otherwise single months
	Months       []GrownMonth
	Older, Newer string // URLs, or ""
}

// GrownMonth is one month in which something grew.
type GrownMonth struct {
	Title string
	Items []GrownItem
}

// GrownItem is one thing that grew. How is a key under "grew."
type GrownItem struct {
	How   string
	Icon  string
	Text  string
	Words string  // with which it ended, or ""
	Who   *Person // of an appreciation
}

// AgreePreviewView is an agreement as both will see it.
type AgreePreviewView struct {
	Agreement AgreementView
	Form      AgreementForm
}

// Idea is a card of the deck as screens show it.
func Idea(c content.Card) IdeaView {
	return IdeaView{ID: c.ID, Text: c.Text, Effort: c.Effort, Cost: c.Cost}
}

func growLead(partner *Person) string {
	if partner == nil {
		return "grow.lead.alone"
	}
	return "grow.lead"
}

func thingTitle(t Text, v ThingView) string {
	if v.TakenBack {
		return t.Say("item.gone")
	}
	return t.Say("thing." + string(v.Thing.Kind))
}
