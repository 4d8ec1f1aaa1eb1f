package rooms_test

import (
	"strings"

	"pleach/internal/content"
)

// foreign is a library in which every letter is another.
func foreign(l *content.Library) *content.Library { return l.Map("qps", "ltr", estranged) }

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
