package screens

import "pleach/internal/content"

// RoundState is where one's own part of a check-in stands. It never depends on
// what the partner has done, but for Open, which both see at once.
type RoundState string

// The states.
const (
	RoundFresh   RoundState = "fresh"   // nothing written
	RoundDraft   RoundState = "draft"   // something written, kept here
	RoundKept    RoundState = "kept"    // posted; or, alone, kept in private
	RoundSkipped RoundState = "skipped" // left out this week
	RoundOpen    RoundState = "open"    // both have answered
	RoundTalk    RoundState = "talk"    // a talk is under way
	RoundDone    RoundState = "done"    // talked about
	RoundLeft    RoundState = "left"    // answered; other words are still on this device
)

// CheckinView is the room's first page.
type CheckinView struct {
	Session content.Session
	Partner *Person // nil: alone
	Rounds  []RoundLine
	Others  []content.Session
}

// SessionView is what a session is, and the ways into it.
type SessionView struct {
	Session content.Session
	Partner *Person    // nil: alone
	Round   string     // of this week
	Prepare *RoundLine // nil: nothing is written beforehand
	Talk    string     // the id of a talk under way, or ""
	// WriteFirst: the talk begins when both have answered.
	WriteFirst bool
}

// RoundLine is one week.
type RoundLine struct {
	Round string // such as "weekly:2026-W48"
	Week  string // in words
	State RoundState
	URL   string // of the round
}

// PrepareView is the questions that one answers alone.
type PrepareView struct {
	Round   string
	Week    string
	Form    string // of the session: "long", "short"
	Forms   []content.Form
	Asked   []Asked
	Partner *Person
	Problem *ProblemView
	Own     string // leads to other versions of one's own, or ""
}

// Asked is a question and what was said to it so far.
type Asked struct {
	Question content.Question
	Text     string
	Value    int // of a scale, -1 when unsaid
}

func (a Asked) slider() sliderField {
	return sliderField{ID: "said-" + a.Question.ID, Label: a.Question.Ask, Value: a.Value,
		Low: a.Question.Low, High: a.Question.High}
}

func (a Asked) area() areaField {
	return areaField{ID: "said-" + a.Question.ID, Label: a.Question.Ask, Hint: a.Question.Hint, Value: a.Text, Rows: 3}
}

func (a Asked) said() bool { return a.Text != "" || a.Value >= 0 }

// RoundKeptView is a round that is answered here and has not opened.
type RoundKeptView struct {
	Round   string
	Week    string
	Me      Person
	Partner *Person
	Asked   []Asked // one's own answers
	Own     string  // leads to other versions of one's own, or ""
}

// OwnWordsView is what one wrote of a round and the partner did not get.
type OwnWordsView struct {
	Round    string
	Week     string
	Me       Person
	Draft    []Asked // on this device; nil: none
	Settled  bool    // the round takes no more answers
	Versions []OwnVersion
}

// OwnVersion is one's own answers as they once stood.
type OwnVersion struct {
	When  string
	Asked []Asked
}

// RevealView is both people's answers, side by side.
type RevealView struct {
	Round string
	Week  string
	One   Person // slot 1
	Two   Person // slot 2
	Rows  []RevealRow
	Forms []content.Form
	Form  string // the one that was chosen while preparing
	Talk  string // the id of a talk under way, or ""
	Done  bool   // it was talked about
}

// RevealRow is one question and what each said.
type RevealRow struct {
	Question content.Question
	One, Two Asked
}

func formOptions(forms []content.Form, chosen string) []Option {
	var out []Option
	for _, f := range forms {
		out = append(out, Option{Value: f.ID, Label: f.Title, Hint: f.About, Chosen: f.ID == chosen})
	}
	return out
}

func deviceOptions(t Text) []Option {
	return []Option{
		{Value: "one", Label: t.Say("talk.one"), Hint: t.Say("talk.one.hint"), Chosen: true},
		{Value: "two", Label: t.Say("talk.two"), Hint: t.Say("talk.two.hint")},
	}
}

func half(people [2]Person, asked [2]Asked) []struct {
	Person Person
	Asked  Asked
} {
	return []struct {
		Person Person
		Asked  Asked
	}{{people[0], asked[0]}, {people[1], asked[1]}}
}

// With a partner, the words name the other; alone, they do not.

func roundSay(t Text, s RoundState, partner *Person) string {
	if partner == nil && t.Has("round.alone."+string(s)) {
		return t.Say("round.alone." + string(s))
	}
	return t.Say("round.is." + string(s))
}

func prepareTitle(t Text, partner *Person) string {
	if partner == nil {
		return t.Say("prepare.alone.title")
	}
	return t.Say("prepare.title")
}

func prepareLead(t Text, partner *Person) string {
	if partner == nil {
		return t.Say("prepare.alone.lead")
	}
	return t.Say("prepare.lead", "partner", partner.Name)
}

func prepareReach(t Text, partner *Person) string {
	if partner == nil {
		return t.Say("prepare.alone.reach")
	}
	return t.Say("prepare.reach", "partner", partner.Name)
}

func preparePost(t Text, partner *Person) string {
	if partner == nil {
		return t.Say("prepare.alone.post")
	}
	return t.Say("prepare.post")
}

func beginTitle(t Text, done bool) string {
	if done {
		return t.Say("begin.again")
	}
	return t.Say("begin.title")
}
