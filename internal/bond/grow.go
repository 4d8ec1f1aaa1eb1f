package bond

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pleach/wire"
)

// Aspiration is something that the two would like to grow together.
type Aspiration struct {
	ID   wire.ID   `json:"id"`
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Check refuses an empty or a far too long one.
func (a Aspiration) Check() error { return someWords(a.Text) }

// Aspired puts an aspiration into the shared space.
type Aspired struct{ Aspiration }

// Kind implements Event.
func (Aspired) Kind() string { return "aspiration/1" }

// Plan is something new to do together: an idea of the deck, or one's own.
type Plan struct {
	ID   wire.ID   `json:"id"`
	At   time.Time `json:"at"`
	Card string    `json:"card,omitempty"`
	Text string    `json:"text,omitempty"` // when it is no card
}

// Check refuses a plan for nothing.
func (p Plan) Check() error {
	if p.Card != "" {
		return nil
	}
	return someWords(p.Text)
}

// Planned puts something new on the list of the two.
type Planned struct{ Plan }

// Kind implements Event.
func (Planned) Kind() string { return "plan/1" }

// Experiment is something that the two try for a while, and look back at.
type Experiment struct {
	ID    wire.ID   `json:"id"`
	At    time.Time `json:"at"`
	Text  string    `json:"text"`
	Start Date      `json:"start"`
	End   Date      `json:"end"`
}

// Check refuses an empty one, and one that ends before it starts.
func (x Experiment) Check() error {
	if !x.Start.valid() || !x.End.valid() || x.End <= x.Start {
		return fmt.Errorf("%w: it ends after it starts", ErrDates)
	}
	return someWords(x.Text)
}

// Experimented begins an experiment.
type Experimented struct{ Experiment }

// Kind implements Event.
func (Experimented) Kind() string { return "experiment/1" }

// Outcome says what became of something that the two had set out to do.
type Outcome string

// The values of Outcome.
const (
	Done    Outcome = "done"    // it was done, it came true, it is worth keeping
	LetGo   Outcome = "let-go"  // it was let go, without a reason
	Changed Outcome = "changed" // it became something else
)

// LookedAt closes an aspiration, a plan or an experiment, by either.
type LookedAt struct {
	ID      wire.ID   `json:"id"`
	At      time.Time `json:"at"`
	Outcome Outcome   `json:"outcome"`
	Text    string    `json:"text,omitempty"`
}

// Kind implements Event.
func (LookedAt) Kind() string { return "looked-at/1" }

// Check refuses an outcome that is none.
func (l LookedAt) Check() error {
	if l.Outcome != Done && l.Outcome != LetGo && l.Outcome != Changed {
		return fmt.Errorf("%w: %q is no way for it to end", ErrInput, l.Outcome)
	}
	return short(l.Text)
}

// CardAdded is a card of one's own: in the private space for oneself, in the
// shared space for both.
type CardAdded struct {
	ID    wire.ID   `json:"id"`
	At    time.Time `json:"at"`
	Deck  string    `json:"deck"`
	Depth int       `json:"depth,omitempty"`
	Text  string    `json:"text"`
}

// Kind implements Event.
func (CardAdded) Kind() string { return "card/1" }

// CardDrawn remembers, in private, that a card came up: so that it does not
// come again before the others have.
type CardDrawn struct {
	Card string    `json:"card"`
	At   time.Time `json:"at"`
}

// Kind implements Event.
func (CardDrawn) Kind() string { return "card-drawn/1" }

// NextCard is the first card of a deck's order that came up least often.
func NextCard(order []string, drawn map[string]int) string {
	next := ""
	for _, id := range order {
		if next == "" || drawn[id] < drawn[next] {
			next = id
		}
	}
	return next
}

// Check refuses an empty or a far too long card, and one at a depth that is none.
func (c CardAdded) Check() error {
	if c.Depth < 0 || c.Depth > 3 {
		return fmt.Errorf("%w: there are three depths, not %d", ErrInput, c.Depth)
	}
	return someWords(c.Text)
}

func someWords(text string) error {
	if strings.TrimSpace(text) == "" {
		return fmt.Errorf("%w: there are no words yet", ErrNothing)
	}
	return short(text)
}

// Ended is what stands beside something that came to an end. The first look
// ended it; Also is what the other said of it, who had looked at the same time.
type Ended struct {
	By wire.ID
	LookedAt
	Also *Ended
}

// All are both looks, the one that counts first; none while it is open.
func (e *Ended) All() (all []*Ended) {
	for ; e != nil; e = e.Also {
		all = append(all, e)
	}
	return all
}

// with is the end with one more look at it: the first of each counts.
func (e *Ended) with(by wire.ID, l LookedAt) *Ended {
	switch {
	case e == nil:
		return &Ended{By: by, LookedAt: l}
	case e.By != by && e.Also == nil && l.Text != "":
		e.Also = &Ended{By: by, LookedAt: l}
	}
	return e
}

// SharedAspiration, SharedPlan and SharedExperiment have beside them who began
// them, and how they ended; nil while they are open.
type (
	SharedAspiration struct {
		Author wire.ID
		Aspiration
		Ended *Ended
	}
	SharedPlan struct {
		Author wire.ID
		Plan
		Ended *Ended
	}
	SharedExperiment struct {
		Author wire.ID
		Experiment
		Ended *Ended
	}
)

// Grow is what the shared journal knows of growing, in order of the log.
type Grow struct {
	Aspirations []SharedAspiration
	Plans       []SharedPlan
	Experiments []SharedExperiment
	Cards       []CardAdded
}

func (g *Grow) apply(author wire.ID, e Event) bool {
	switch e := e.(type) {
	case Aspired:
		g.Aspirations = append(g.Aspirations, SharedAspiration{Author: author, Aspiration: e.Aspiration})
	case Planned:
		g.Plans = append(g.Plans, SharedPlan{Author: author, Plan: e.Plan})
	case Experimented:
		g.Experiments = append(g.Experiments, SharedExperiment{Author: author, Experiment: e.Experiment})
	case CardAdded:
		g.Cards = append(g.Cards, e)
	case LookedAt:
		g.end(author, e)
	default:
		return false
	}
	return true
}

// end closes what is still open: the first to look at it counts, and the words
// of the other stand beside it. Where both have something under one id, a look is
// at one's own, so that nobody's words come to stand beside what they never saw.
func (g *Grow) end(by wire.ID, l LookedAt) {
	own := false
	g.each(l.ID, func(author wire.ID, end **Ended) { own = own || author == by && *end == nil })
	g.each(l.ID, func(author wire.ID, end **Ended) {
		if author == by || !own {
			*end = (*end).with(by, l)
		}
	})
}

// each visits what has the id.
func (g *Grow) each(id wire.ID, visit func(author wire.ID, end **Ended)) {
	for i := range g.Aspirations {
		if a := &g.Aspirations[i]; a.ID == id {
			visit(a.Author, &a.Ended)
		}
	}
	for i := range g.Plans {
		if p := &g.Plans[i]; p.ID == id {
			visit(p.Author, &p.Ended)
		}
	}
	for i := range g.Experiments {
		if x := &g.Experiments[i]; x.ID == id {
			visit(x.Author, &x.Ended)
		}
	}
}

// takeBack removes what its author had begun, and reports when that was. For
// whoever only ended it, it removes the words of the end.
func (g *Grow) takeBack(author, id wire.ID) (at time.Time, ok bool) {
	own := func(thing, by wire.ID, when time.Time, end *Ended) bool {
		switch {
		case thing != id:
		case by == author:
			at, ok = when, true
			return true
		}
		for _, e := range end.All() {
			if e.By == author {
				e.Text = ""
			}
		}
		return false
	}
	g.Aspirations = slices.DeleteFunc(g.Aspirations, func(a SharedAspiration) bool { return own(a.ID, a.Author, a.At, a.Ended) })
	g.Plans = slices.DeleteFunc(g.Plans, func(p SharedPlan) bool { return own(p.ID, p.Author, p.At, p.Ended) })
	g.Experiments = slices.DeleteFunc(g.Experiments, func(x SharedExperiment) bool { return own(x.ID, x.Author, x.At, x.Ended) })
	return at, ok
}
