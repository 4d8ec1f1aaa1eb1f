package content

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"
)

func TestTheWeeklySession(t *testing.T) {
	s, ok := English().Session("weekly")
	if !ok {
		t.Fatal("there is no weekly session")
	}
	for id, want := range map[string]struct{ minutes, steps int }{"long": {48, 8}, "short": {15, 6}} {
		f, ok := s.Form(id)
		if !ok || f.Minutes != want.minutes || len(f.Steps) != want.steps {
			t.Errorf("form %s has %d minutes in %d steps, want %d in %d", id, f.Minutes, len(f.Steps), want.minutes, want.steps)
		}
		if f.Steps[0].Kind != KindArrive || f.Steps[len(f.Steps)-1].Kind != KindReconnect {
			t.Errorf("form %s does not begin by arriving and end by reconnecting", id)
		}
	}
	if n := len(s.Prepare); n < 5 || n > 7 {
		t.Errorf("there are %d questions to prepare, want 5 to 7", n)
	}
	if q, ok := s.Question("room-me"); !ok || q.Kind != AnswerScale {
		t.Error("nobody is asked whether there was room for oneself")
	}
}

func TestEveryProblemSaysWhatWasKeptAndWhatToDo(t *testing.T) {
	text := English().Text
	for _, key := range text.Keys() {
		if name, ok := strings.CutPrefix(key, "problem."); ok {
			code, _, _ := strings.Cut(name, ".")
			for _, part := range []string{"title", "kept", "todo"} {
				if !text.Has("problem." + code + "." + part) {
					t.Errorf("problem %s has no %s", code, part)
				}
			}
		}
	}
}

// A slip in a data file is told with the place and the remedy.
func TestASlipInASessionIsTold(t *testing.T) {
	good, err := os.ReadFile("en/sessions/weekly.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"minutes that do not add up": {`"minutes": 48`, `"minutes": 50`, "forms[0].minutes: is 50, its steps take 48; make the two agree"},
		"a field nobody knows":       {`"about": "Once`, `"abuot": "Once`, `unknown field "abuot"`},
		"a kind nobody knows":        {`"kind": "arrive"`, `"kind": "arive"`, `forms[0].steps[0].kind: is "arive"; write one of`},
		"turns of no length":         {`"turns": "each", "turnSeconds": 240`, `"turns": "each"`, "forms[0].steps[1].turnSeconds: is 0; write 15 to 600"},
		"a number that is a word":    {`"minutes": 48`, `"minutes": "48"`, "is a string; write a int"},
		"an id that is there twice":  {`"id": "room-us"`, `"id": "room-me"`, `prepare[5].id: "room-me" is there twice`},
		"a comma too many":           {`"id": "weekly",`, `"id": "weekly",,`, "line 2: is not JSON"},
		"words that are empty":       {`"title": "Arrive"`, `"title": " "`, "forms[0].steps[0].title: is empty"},
		"a scale without an end":     {`"low": "running on empty", `, ``, "prepare[0].low: is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(string(good), c.old, c.new, 1)
			_, err := ParseSession("en/sessions/weekly.json", []byte(bad))
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestAMissingFileIsTold(t *testing.T) {
	_, err := Load(fstest.MapFS{"de/ui.json": {Data: []byte(`{"dir":"ltr","words":{}}`)}}, "de")
	if err == nil || !strings.Contains(err.Error(), "de/sessions") {
		t.Errorf("got %v, want the folder named", err)
	}
	if _, err = Load(files, "xx"); err == nil || !strings.Contains(err.Error(), "xx/ui.json") {
		t.Errorf("got %v, want the file named", err)
	}
}

func TestSayFillsPlaceholders(t *testing.T) {
	text, err := ParseText("t", "en", []byte(`{"dir":"ltr","words":{"a":"Show it to {partner}, {partner}","n.one":"{n} thing","n.other":"{n} things"}}`))
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		text.Say("a", "partner", "Noor"): "Show it to Noor, Noor",
		text.Count("n", 1):               "1 thing",
		text.Count("n", 3):               "3 things",
		text.Say("gone"):                 "[gone]",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if _, err := ParseText("t", "en", []byte(`{"dir":"ltr","words":{"a":"{Partner}"}}`)); err == nil {
		t.Error("a brace that is no placeholder was taken")
	}
}

// Whatever people write, it is only ever shown, never read as a placeholder.
func TestSayHoldsWhateverItIsGiven(t *testing.T) {
	text := English().Text
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.OneOf(rapid.String(), rapid.Just("{then}"), rapid.Just("{if}"))
		when, then := words.Draw(t, "if"), words.Draw(t, "then")
		if got, want := text.Say("open.agreement", "if", when, "then", then), "If "+when+", then "+then; got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func TestPastMomentsAreSaidAsPeopleDo(t *testing.T) {
	text := English().Text
	at := func(s string) time.Time {
		v, err := time.Parse("2006-01-02 15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	now := at("2026-11-24 20:15") // a Tuesday
	for moment, want := range map[string]string{
		"2026-11-24 20:14": "just now",
		"2026-11-24 08:00": "this morning",
		"2026-11-23 21:00": "yesterday evening",
		"2026-11-20 21:00": "Friday",
		"2026-11-03 09:00": "3 November",
		"2025-12-31 09:00": "31 December 2025",
	} {
		if got := text.When(at(moment), now); got != want {
			t.Errorf("%s is %q, want %q", moment, got, want)
		}
	}
	for monday, want := range map[string]string{
		"2026-11-23 00:00": "This week", "2026-11-16 00:00": "Last week", "2026-11-02 00:00": "Week of 2 November",
	} {
		if got := text.Week(at(monday), now); got != want {
			t.Errorf("%s is %q, want %q", monday, got, want)
		}
	}
}

func TestEverySentenceHoldsItsPlaceholders(t *testing.T) {
	text := English().Text
	known := []string{"page", "n", "of", "part", "day", "d", "month", "year", "name", "partner", "host", "low", "high",
		"week", "until", "if", "then", "speaker", "listener", "from", "other", "since", "when", "device", "clock", "word", "noted",
		"one", "two", "est", "lo", "hi", "size", "moods", "days", "pairs", "need", "hour", "to", "together", "room", "weeks", "looks", "what", "effort", "cost", "line"}
	for _, key := range text.Keys() {
		for _, p := range Placeholders(text.Say(key)) {
			if !slices.Contains(known, p) {
				t.Errorf("%s: nobody fills {%s}", key, p)
			}
		}
	}
}

func FuzzParseSession(f *testing.F) {
	good, err := os.ReadFile("en/sessions/weekly.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"id":"a","forms":[{"steps":[{}]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := ParseSession("fuzz.json", raw)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.What == "" || e.Todo == "" {
				t.Fatalf("an error that does not help: %v", err)
			}
			return
		}
		for _, form := range s.Forms {
			for _, step := range form.Steps {
				if step.Minutes < 1 || len(step.Words) == 0 {
					t.Fatalf("an empty step was taken: %+v", step)
				}
			}
		}
	})
}

func FuzzParseText(f *testing.F) {
	f.Add([]byte(`{"dir":"ltr","words":{"a":"{b}"}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, err := ParseText("fuzz.json", "xx", raw)
		if err != nil {
			return
		}
		for _, k := range text.Keys() {
			if strings.TrimSpace(text.Say(k)) == "" {
				t.Fatalf("%q has no words", k)
			}
		}
	})
}

func BenchmarkLoadEnglish(b *testing.B) {
	for b.Loop() {
		if _, err := Load(files, "en"); err != nil {
			b.Fatal(err)
		}
	}
}
