package content

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The most characters that still read well where they stand.
const (
	maxTitle     = 40
	maxWordsAt   = 28 // the words at one end of a scale
	maxSentence  = 160
	maxParagraph = 420
	maxMinutes   = 60
)

// checker keeps the first thing that is wrong.
type checker struct {
	file string
	err  error
}

func (c *checker) refuse(path, what, todo string) {
	if c.err == nil {
		c.err = &Error{File: c.file, Path: path, What: what, Todo: todo}
	}
}

func (c *checker) session(s Session) {
	c.id("id", s.ID)
	c.words("title", s.Title, maxTitle)
	c.words("about", s.About, maxParagraph)
	c.count("prepare", len(s.Prepare), 0, 12)
	c.count("forms", len(s.Forms), 1, 4)
	if !slices.Contains([]Rhythm{Daily, Weekly, Monthly, Yearly, AnyTime}, s.Rhythm) {
		c.refuse("rhythm", fmt.Sprintf("is %q", s.Rhythm), "write one of the rhythms in session.go")
	}
	for i, q := range s.Prepare {
		c.question(fmt.Sprintf("prepare[%d]", i), q)
	}
	for i, f := range s.Forms {
		c.form(fmt.Sprintf("forms[%d]", i), f)
	}
	s.checkNotes(c)
	uniqueIDs(c, "prepare", s.Prepare, func(q Question) string { return q.ID })
	uniqueIDs(c, "forms", s.Forms, func(f Form) string { return f.ID })
}

// checkNotes holds the steps against the questions that they bring up.
func (s Session) checkNotes(c *checker) {
	for i, f := range s.Forms {
		for j, step := range f.Steps {
			if _, asked := s.Question(step.Notes); step.Notes != "" && !asked {
				c.refuse(fmt.Sprintf("forms[%d].steps[%d].notes", i, j), fmt.Sprintf("is %q", step.Notes), "name one of the questions above")
			}
		}
	}
}

func (c *checker) question(at string, q Question) {
	c.id(at+".id", q.ID)
	c.words(at+".ask", q.Ask, maxSentence)
	c.most(at+".hint", q.Hint, maxSentence)
	switch q.Kind {
	case AnswerScale:
		c.words(at+".low", q.Low, maxWordsAt)
		c.words(at+".high", q.High, maxWordsAt)
	case AnswerText:
		if q.Low != "" || q.High != "" {
			c.refuse(at+".low", "a text has no ends", "leave low and high out, or make it a scale")
		}
	default:
		c.refuse(at+".kind", fmt.Sprintf("is %q", q.Kind), `write "text" or "scale"`)
	}
}

func (c *checker) form(at string, f Form) {
	c.id(at+".id", f.ID)
	c.words(at+".title", f.Title, maxTitle)
	c.words(at+".about", f.About, maxSentence)
	c.count(at+".steps", len(f.Steps), 1, 12)
	sum := 0
	for i, s := range f.Steps {
		c.step(fmt.Sprintf("%s.steps[%d]", at, i), s)
		sum += s.Minutes
	}
	if sum != f.Minutes {
		c.refuse(at+".minutes", fmt.Sprintf("is %d, its steps take %d", f.Minutes, sum), "make the two agree")
	}
	uniqueIDs(c, at+".steps", f.Steps, func(s Step) string { return s.ID })
}

func (c *checker) step(at string, s Step) {
	c.id(at+".id", s.ID)
	c.words(at+".title", s.Title, maxTitle)
	c.count(at+".minutes", s.Minutes, 1, maxMinutes)
	c.count(at+".words", len(s.Words), 1, 4)
	for i, w := range s.Words {
		c.words(fmt.Sprintf("%s.words[%d]", at, i), w, maxParagraph)
	}
	for i, p := range s.Prompts {
		c.words(fmt.Sprintf("%s.prompts[%d]", at, i), p, maxSentence)
	}
	if !slices.Contains([]Kind{KindArrive, KindTalk, KindAppreciations, KindReview, KindTopic, KindAgreement, KindSettle, KindReturn, KindCards, KindLookback, KindReconnect}, s.Kind) {
		c.refuse(at+".kind", fmt.Sprintf("is %q", s.Kind), "write one of the kinds in session.go")
	}
	if (s.Kind == KindCards) != (s.Depth != 0) || s.Depth < 0 || s.Depth > 3 {
		c.refuse(at+".depth", fmt.Sprintf("is %d", s.Depth), "write 1 to 3 for a step with cards, and nothing for others")
	}
	c.turns(at, s)
}

func (c *checker) turns(at string, s Step) {
	switch s.Turns {
	case TurnsNone:
		if s.Turn != 0 {
			c.refuse(at+".turnSeconds", "is given, but there are no turns", "leave it out, or say whose turns")
		}
	case TurnsEach, TurnsListener:
		if s.Turn < 15 || s.Turn > 600 {
			c.refuse(at+".turnSeconds", fmt.Sprintf("is %d", s.Turn), "write 15 to 600 seconds")
		}
	default:
		c.refuse(at+".turns", fmt.Sprintf("is %q", s.Turns), `write "none", "each" or "speaker-listener"`)
	}
}

func (c *checker) id(at, id string) {
	ok := id != "" && len(id) <= 32 && id[0] >= 'a' && id[0] <= 'z'
	for _, r := range id {
		ok = ok && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-')
	}
	if !ok {
		c.refuse(at, fmt.Sprintf("is %q", id), "write a short lower-case word, such as went-well")
	}
}

func (c *checker) words(at, text string, limit int) {
	if strings.TrimSpace(text) == "" {
		c.refuse(at, "is empty", "write the words, or take the field out")
	}
	c.most(at, text, limit)
}

func (c *checker) most(at, text string, limit int) {
	if n := utf8.RuneCountInString(text); n > limit {
		c.refuse(at, fmt.Sprintf("has %d characters", n), fmt.Sprintf("say it in %d", limit))
	}
	if !utf8.ValidString(text) {
		c.refuse(at, "is not UTF-8", "save the file as UTF-8")
	}
}

func (c *checker) count(at string, n, low, high int) {
	if n < low || n > high {
		c.refuse(at, fmt.Sprintf("is %d", n), fmt.Sprintf("make it %d to %d", low, high))
	}
}

func uniqueIDs[T any](c *checker, at string, all []T, id func(T) string) {
	seen := map[string]bool{}
	for i, v := range all {
		if seen[id(v)] {
			c.refuse(fmt.Sprintf("%s[%d].id", at, i), fmt.Sprintf("%q is there twice", id(v)), "give each its own id")
		}
		seen[id(v)] = true
	}
}
