package content

import (
	"fmt"
	"strings"
	"unicode"
)

// What Lint takes. Flesch calls 60 and more plain English; the formula says
// little about a text of some words, such as a label.
const (
	plainEase      = 60
	easeFrom       = 12 // words
	sentenceWords  = 32
	paragraphWords = 60
	textWords      = 90
)

// Lint returns what is wrong with a text by our own rules for words: warm,
// plain, short, and never a label for a person. It returns nil for a text that
// is fine. It knows English.
func Lint(text string) []string {
	var wrong []string
	if strings.Contains(text, "!") {
		wrong = append(wrong, "has an exclamation mark")
	}
	for _, w := range wordsOf(text) {
		if why, ok := unwanted[w]; ok {
			wrong = append(wrong, fmt.Sprintf("says %q: %s", w, why))
		}
	}
	for _, s := range sentences(text) {
		if n := len(strings.Fields(s)); n > sentenceWords {
			wrong = append(wrong, fmt.Sprintf("has a sentence of %d words; %d are plenty: %q", n, sentenceWords, s))
		}
	}
	return append(wrong, tiring(text)...)
}

// tiring is what makes a text hard to read, or long.
func tiring(text string) []string {
	var wrong []string
	n := len(strings.Fields(text))
	if n > textWords {
		wrong = append(wrong, fmt.Sprintf("has %d words; %d are plenty", n, textWords))
	}
	for _, p := range strings.Split(text, "\n\n") {
		if n := len(strings.Fields(p)); n > paragraphWords {
			wrong = append(wrong, fmt.Sprintf("has a paragraph of %d words; %d are plenty", n, paragraphWords))
		}
	}
	if e := Ease(text); n >= easeFrom && e < plainEase {
		wrong = append(wrong, fmt.Sprintf("reads hard, with an ease of %.0f; from %d on it is plain", e, plainEase))
	}
	return wrong
}

const (
	clinical = "that is a word for a file, not for a person"
	assumes  = "that assumes who they are to each other"
	presses  = "that presses or keeps count"
	jargon   = "that is a word for engineers"
)

// unwanted are words that no screen says, and why. Whole words, lower case.
var unwanted = map[string]string{
	"codependent": clinical, "codependency": clinical, "disorder": clinical, "symptom": clinical,
	"symptoms": clinical, "diagnosis": clinical, "patient": clinical, "dysfunction": clinical,
	"dysfunctional": clinical, "toxic": clinical, "narcissist": clinical, "narcissistic": clinical,
	"avoidant": clinical, "anxious": clinical, "insecure": clinical, "trauma": clinical,
	"therapy": clinical, "unhealthy": clinical, "addict": clinical, "needy": clinical,
	"husband": assumes, "wife": assumes, "spouse": assumes, "marriage": assumes, "married": assumes,
	"boyfriend": assumes, "girlfriend": assumes, "fiancé": assumes, "wedding": assumes,
	"he": assumes, "she": assumes, "him": assumes, "her": assumes, "his": assumes, "hers": assumes,
	"streak": presses, "score": presses, "missed": presses, "overdue": presses, "late": presses,
	"hurry": presses, "failed": presses, "must": presses, "waiting for your partner": presses,
	"encrypted": jargon, "decrypt": jargon, "server-side": jargon, "sync": jargon, "synced": jargon,
	"invalid": jargon, "token": jargon, "epoch": jargon, "commit": jargon, "cursor": jargon,
	"error": jargon, "database": jargon, "authentication": jargon, "authenticate": jargon,
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '-'
	})
}

func sentences(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return r == '.' || r == '?' || r == ':' || r == ';' || r == '\n'
	})
}
