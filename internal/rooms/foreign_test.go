package rooms_test

import (
	"strings"

	"pleach/internal/content"
)

// foreign is a library in which every letter is another.
func foreign(l *content.Library) *content.Library {
	out := &content.Library{Text: l.Text.Map("qps", "ltr", estranged)}
	for _, s := range l.Sessions {
		out.Sessions = append(out.Sessions, foreignSession(s))
	}
	return out
}

func foreignSession(s content.Session) content.Session {
	s.Title, s.About = estranged(s.Title), estranged(s.About)
	prepare := make([]content.Question, len(s.Prepare))
	for i, q := range s.Prepare {
		q.Ask, q.Hint, q.Low, q.High = estranged(q.Ask), estranged(q.Hint), estranged(q.Low), estranged(q.High)
		prepare[i] = q
	}
	forms := make([]content.Form, len(s.Forms))
	for i, f := range s.Forms {
		forms[i] = foreignForm(f)
	}
	s.Prepare, s.Forms = prepare, forms
	return s
}

func foreignForm(f content.Form) content.Form {
	f.Title, f.About = estranged(f.Title), estranged(f.About)
	steps := make([]content.Step, len(f.Steps))
	for i, s := range f.Steps {
		s.Title, s.Words, s.Prompts = estranged(s.Title), estrangedAll(s.Words), estrangedAll(s.Prompts)
		steps[i] = s
	}
	f.Steps = steps
	return f
}

func estrangedAll(texts []string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = estranged(s)
	}
	return out
}

// estranged moves plain letters into another alphabet and leaves placeholders.
func estranged(s string) string {
	var b strings.Builder
	inside := false
	for _, r := range s {
		switch {
		case r == '{' || r == '}':
			inside = r == '{'
		case inside:
		case r >= 'a' && r <= 'z':
			r += 'а' - 'a' // Cyrillic
		case r >= 'A' && r <= 'Z':
			r += 'А' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
