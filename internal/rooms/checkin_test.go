package rooms_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
)

func TestACheckInAlone(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/").click("Check-in").at(week).reads("Ten minutes with yourself")
	ada.send(week, "do", "post").reads("There is no answer yet")
	ada.send(week, "do", "post", "said-attention", "mornings").at(week).reads("Kept, for you", "mornings")
	ada.open("/history").reads("check-in").click("answers").at(week).reads("mornings")
}

func TestAnswersOpenWhenBothHaveAnswered(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/checkin").click("Begin").at(week).reads("Noor gets the same questions", "Noor sees no difference")
	ada.send(week, "do", "post", "said-went-well", "the walk by the river", "said-room-me", "20", "form", "short")
	ada.at(week).reads("Your answers are kept", "the walk by the river").sync()
	noor.sync().open(week).lacks("the walk by the river")
	noor.send(week, "do", "post", "said-went-well", "the soup", "form", "long").sync()
	for _, b := range []*browser{ada, noor} {
		b.sync().open("/checkin").reads("You can read them side by side").click("Read both").at(week)
		b.reads("Side by side", "the walk by the river", "the soup", "nearer to “hardly any”", "left open")
	}
	if ada.page.find("div", isHalf)[0].words() != noor.page.find("div", isHalf)[0].words() {
		t.Error("the two see the halves in different places")
	}
	answer := ada.ask("POST", week, map[string][]string{"do": {"post"}, "said-went-well": {"something else"}})
	if answer.Code != 422 {
		t.Errorf("a posted answer can be posted again: %d", answer.Code)
	}
	ada.open(week).reads("the walk by the river").lacks("something else")
}

func isHalf(e *node) bool { return strings.HasPrefix(e.attr["class"], "half") }

func TestKeptAnswersCanBeChangedAndPosted(t *testing.T) {
	ada, _ := couple(t)
	ada.open(week).send(week, "do", "keep", "said-would-like", "a day at the sea").at("/checkin").reads("You have begun")
	ada.open(week).holds("said-would-like", "a day at the sea")
	ada.send(week, "do", "skip").at("/checkin").reads("You left this one out").click("Answer after all")
	ada.holds("said-would-like", "a day at the sea") // leaving out throws nothing away
	ada.send(week, "do", "post").at(week).reads("Your answers are kept", "a day at the sea")
}

func TestLastWeekIsStillThereAndALeftOutOneIsNot(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/checkin").reads("This week", "Last week")
	ada.open("/checkin/weekly:2026-W47").send("/checkin/weekly:2026-W47", "do", "skip")
	ada.at("/checkin").lacks("Last week")
	for _, nowhere := range []string{"/checkin/daily:2026-W47", "/checkin/weekly:2026-W60", "/checkin/yesterday"} {
		if ada.open(nowhere).status != 404 {
			t.Errorf("%s: %d", nowhere, ada.status)
		}
	}
}

// TestNothingThatNoorSeesDependsOnWhatAdaDid lives the same evening in worlds
// that differ in one thing: what Ada did with her check-in.
func TestNothingThatNoorSeesDependsOnWhatAdaDid(t *testing.T) {
	const notes = "said-attention"
	worlds := map[string]func(ada *browser){
		"nothing": func(*browser) {},
		"post":    func(ada *browser) { ada.open(week).send(week, "do", "post", notes, "mornings") },
		"keep":    func(ada *browser) { ada.open(week).send(week, "do", "keep", notes, "mornings") },
		"skip":    func(ada *browser) { ada.open(week).send(week, "do", "skip") },
		"post, strictly": func(ada *browser) {
			ada.open("/settings").send("/settings/strict", "strict", "device")
			ada.open(week).send(week, "do", "post", notes, "mornings")
		},
	}
	var first map[string]string
	for _, did := range slices.Sorted(maps.Keys(worlds)) {
		seen := noorsPages(t, worlds[did])
		if first == nil {
			first = seen
		}
		for page, html := range seen {
			if html != first[page] {
				t.Errorf("when Ada did %q, Noor's %s is another:\n%s\n%s", did, page, html, first[page])
			}
		}
	}
}

// noorsPages are what Noor sees of an evening: before her own answers, after
// them, and in between.
func noorsPages(t *testing.T, adaDid func(*browser)) map[string]string {
	w := newWorld(t)
	ada := w.browserWith(client.Config{Storage: memstore.New(), Rand: seeded("ada")}, content.English())
	noor := w.browserWith(client.Config{Storage: memstore.New(), Rand: seeded("noor")}, content.English())
	ada.signUp("Ada")
	noor.signUp("Noor")
	meet(ada, noor)
	adaDid(ada)
	ada.sync()
	seen := map[string]string{}
	look := func(when string) {
		for _, path := range []string{"/", "/checkin", week, "/history", "/settings", "/agreements"} {
			html := noor.sync().open(path).html
			seen[path+" "+when] = strings.ReplaceAll(html, strings.TrimPrefix(w.origin, "http://"), "HOST")
		}
	}
	look("before")
	noor.open(week).send(week, "do", "keep", "said-went-well", "the soup")
	look("while she keeps hers")
	return seen
}
