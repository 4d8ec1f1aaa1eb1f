package content

import (
	"fmt"
	"slices"
)

// Exercises are short things to do alone, for the body first.
type Exercises struct {
	About string     `json:"about"`
	All   []Exercise `json:"exercises"`
}

// Exercise is a few timed steps. A time is an offer: every step can be left,
// stretched or skipped, and none needs sound.
type Exercise struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"` // "breath", "senses", "movement" or "orientation"
	Title   string   `json:"title"`
	About   string   `json:"about"`
	Minutes int      `json:"minutes"` // the steps' sum, rounded up
	Steps   []Moment `json:"steps"`
}

// Moment is one step of an exercise.
type Moment struct {
	Seconds int    `json:"seconds"`
	Words   string `json:"words"`
}

// Exercise returns the exercise with an id.
func (e Exercises) Exercise(id string) (Exercise, bool) {
	return find(e.All, id, func(e Exercise) string { return e.ID })
}

var exerciseKinds = []string{"breath", "senses", "movement", "orientation"}

func (e Exercises) check(c *checker) {
	c.words("about", e.About, maxParagraph)
	for _, kind := range exerciseKinds {
		if !slices.ContainsFunc(e.All, func(x Exercise) bool { return x.Kind == kind }) {
			c.refuse("exercises", "has none of the kind "+kind, "write one")
		}
	}
	for i, x := range e.All {
		x.check(c, fmt.Sprintf("exercises[%d]", i))
	}
	uniqueIDs(c, "exercises", e.All, func(x Exercise) string { return x.ID })
}

func (e Exercise) check(c *checker, at string) {
	c.id(at+".id", e.ID)
	c.words(at+".title", e.Title, maxTitle)
	c.words(at+".about", e.About, maxSentence)
	c.count(at+".steps", len(e.Steps), 1, 8)
	if !slices.Contains(exerciseKinds, e.Kind) {
		c.refuse(at+".kind", fmt.Sprintf("is %q", e.Kind), "write one of the kinds in ground.go")
	}
	sum := 0
	for i, m := range e.Steps {
		c.words(fmt.Sprintf("%s.steps[%d].words", at, i), m.Words, maxParagraph)
		c.count(fmt.Sprintf("%s.steps[%d].seconds", at, i), m.Seconds, 10, 300)
		sum += m.Seconds
	}
	if minutes := (sum + 59) / 60; minutes != e.Minutes {
		c.refuse(at+".minutes", fmt.Sprintf("is %d, its steps take %d", e.Minutes, minutes), "make the two agree")
	}
}

func (e Exercises) texts() []string {
	all := []string{e.About}
	for _, x := range e.All {
		all = append(all, x.Title, x.About)
		for _, m := range x.Steps {
			all = append(all, m.Words)
		}
	}
	return all
}

// Patterns are things that people do, and how to look at one: now, then, what
// it was for, and a new answer.
type Patterns struct {
	About  string    `json:"about"`
	All    []Pattern `json:"patterns"`
	Now    Prompt    `json:"now"`
	Then   Prompt    `json:"then"`
	Needed Prompt    `json:"needed"`
	New    Prompt    `json:"new"`
}

// Pattern names something that people do, never what somebody is.
type Pattern struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	About string `json:"about"`
}

// Prompt asks for a few words.
type Prompt struct {
	Title string `json:"title"`
	Ask   string `json:"ask"`
	Hint  string `json:"hint"`
}

// Pattern returns the pattern with an id.
func (p Patterns) Pattern(id string) (Pattern, bool) {
	return find(p.All, id, func(p Pattern) string { return p.ID })
}

func (p Patterns) check(c *checker) {
	c.words("about", p.About, maxParagraph)
	c.count("patterns", len(p.All), 1, 24)
	for i, x := range p.All {
		at := fmt.Sprintf("patterns[%d]", i)
		c.id(at+".id", x.ID)
		c.words(at+".title", x.Title, maxTitle)
		c.words(at+".about", x.About, maxSentence)
	}
	for at, ask := range map[string]Prompt{"now": p.Now, "then": p.Then, "needed": p.Needed, "new": p.New} {
		c.words(at+".title", ask.Title, maxTitle)
		c.words(at+".ask", ask.Ask, maxSentence)
		c.most(at+".hint", ask.Hint, maxSentence)
	}
	uniqueIDs(c, "patterns", p.All, func(p Pattern) string { return p.ID })
}

func (p Patterns) texts() []string {
	all := []string{p.About}
	for _, x := range p.All {
		all = append(all, x.Title, x.About)
	}
	for _, ask := range []Prompt{p.Now, p.Then, p.Needed, p.New} {
		all = append(all, ask.Title, ask.Ask, ask.Hint)
	}
	return all
}
