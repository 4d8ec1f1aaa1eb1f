package content

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

// said is a text that a person may read, and where it stands.
type said struct{ where, text string }

// everything is all that Pleach says: on screens, in sessions, on the shelf.
func everything() []said {
	var all []said
	add := func(where string, texts []string) {
		for _, text := range texts {
			all = append(all, said{where, text})
		}
	}
	lib := English()
	for _, key := range lib.Text.Keys() {
		add(key, []string{lib.Text.Say(key)})
	}
	for _, s := range lib.Sessions {
		add(s.ID, s.texts())
	}
	shelf := lib.Shelf()
	for _, d := range shelf.Decks {
		add("deck "+d.ID, d.texts())
	}
	for _, s := range shelf.Scales {
		add("scale "+s.ID, s.texts())
	}
	add("shelf", slices.Concat(shelf.Exercises.texts(), shelf.Patterns.texts(), shelf.Receiving.texts(),
		shelf.Regions.texts(), shelf.Resources.texts(), shelf.Cycle.texts(), shelf.Safe.texts()))
	return all
}

func (s Session) texts() []string {
	all := []string{s.Title, s.About}
	for _, q := range s.Prepare {
		all = append(all, q.Ask, q.Hint, q.Low, q.High)
	}
	for _, f := range s.Forms {
		all = append(all, f.Title, f.About)
		for _, step := range f.Steps {
			all = append(all, step.Title)
			all = append(all, step.Words...)
			all = append(all, step.Prompts...)
		}
	}
	return all
}

// Everything that a person may read goes through the rules for words.
func TestEveryTextFollowsTheRulesForWords(t *testing.T) {
	all := everything()
	for _, s := range all {
		for _, wrong := range Lint(s.text) {
			t.Errorf("%s %s: %q", s.where, wrong, s.text)
		}
	}
	if len(all) < 1500 {
		t.Errorf("only %d texts were read", len(all))
	}
}

// Half of all texts are very easy. The ten that are not are told, so that they
// can be looked at: go test -v -run Easy ./internal/content
func TestTextsAreEasyToRead(t *testing.T) {
	long := slices.DeleteFunc(everything(), func(s said) bool { return len(strings.Fields(s.text)) < easeFrom })
	slices.SortFunc(long, func(a, b said) int { return cmp.Compare(Ease(a.text), Ease(b.text)) })
	for _, s := range long[:10] {
		t.Logf("%3.0f  %s: %s", Ease(s.text), s.where, s.text)
	}
	if middle := Ease(long[len(long)/2].text); middle < 80 {
		t.Errorf("the ease in the middle is %.0f, want 80", middle)
	}
}

func TestLintFindsWhatItIsFor(t *testing.T) {
	for text, want := range map[string]string{
		"Well done!":                  "exclamation",
		"You seem codependent.":       "codependent",
		"Ask her about it.":           "her",
		"You missed Tuesday.":         "missed",
		strings.Repeat("word ", 40):   "40 words",
		"Your answers are encrypted.": "encrypted",
		strings.Repeat("A day. ", 50): "100 words",
		strings.Repeat("A day. ", 31): "paragraph of 62",
		"Participation necessitates confidentiality; organisational considerations notwithstanding, communication remains voluntary, reversible and entirely individual.": "reads hard",
	} {
		if got := strings.Join(Lint(text), "\n"); !strings.Contains(got, want) {
			t.Errorf("Lint(%q) = %q, want something about %q", text, got, want)
		}
	}
	if got := Lint("Their evening was theirs. Say it in other words."); got != nil {
		t.Errorf("Lint complains of a fine text: %q", got)
	}
}

func TestSyllablesAreEstimated(t *testing.T) {
	for word, want := range map[string]int{
		"tea": 1, "the": 1, "take": 1, "takes": 1, "asked": 1, "wanted": 2, "table": 2, "changes": 2, "together": 3,
		"diary": 3, "evening": 3, "agreement": 3, "password": 2, "one": 1, "noticing": 3, "recovery": 4, "trying": 2, "quarrel": 2,
	} {
		if got := syllablesOf(word); got != want {
			t.Errorf("%s has %d syllables, want %d", word, got, want)
		}
	}
}

// Flesch's own anchors: a text of short words is very easy, one of long words
// is very difficult, and what nobody said is easy.
func TestEaseTellsEasyFromHard(t *testing.T) {
	for text, want := range map[string][2]float64{
		"The cat sat on the mat.":                                                           {110, 120},
		"Say what you need. Then ask what the other needs, and wait.":                       {90, 121},
		"Institutional communication necessitates considerable organisational flexibility.": {-300, 10},
		"": {100, 100}, "{n}:": {100, 122}, "???": {100, 100},
	} {
		if got := Ease(text); got < want[0] || got > want[1] {
			t.Errorf("Ease(%q) = %.0f, want %v", text, got, want)
		}
	}
}
