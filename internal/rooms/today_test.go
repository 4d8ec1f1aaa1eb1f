package rooms_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestAPulseIsSavedAndTakenBack(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/").send("/pulse").reads("Nothing has been moved yet", "One is enough")
	if n := len(ada.Person().Private().Pulses); n != 0 {
		t.Fatalf("an empty pulse was kept: %d", n)
	}
	ada.open("/").send("/pulse", "mood", "70", "with", "apart", "note", "  rain on the roof ")
	ada.reads("Saved. Thank you for looking.", "rain on the roof", "You were apart.", "nearer to “bright”")
	if strings.Contains(ada.page.words(), "70") {
		t.Error("a slider is shown as a number")
	}
	p := ada.Person().Private().Pulses[0]
	if p.Mood != 70 || p.Energy.Said() || p.Note != "rain on the roof" {
		t.Errorf("kept %+v", p)
	}
	ada.open("/").reads("Earlier today", "just now", "Only you")
	ada.open("/?saved=" + p.ID.String()).send("/pulse/" + p.ID.String() + "/undo").reads("It is gone. Nothing was kept.").lacks("rain on the roof")
	ada.open("/history").reads("Nothing here yet").lacks("rain on the roof")
}

func TestOnePulseIsShownAfterAPreview(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/").send("/pulse", "mood", "20", "note", "a heavy day")
	ada.click("Show this to Noor").reads("Show this to Noor?", "exactly what Noor will see", "a heavy day").lacks(`href="/pulse`)
	preview := ada.url
	noor.sync().open("/").lacks("a heavy day")
	ada.click("Keep it to myself").at("/")
	noor.sync().open("/").lacks("a heavy day")

	ada.open(preview).send(preview).reads("Noor can read this one.").lacks("/undo")
	ada.open(preview).send(preview) // twice is once
	ada.sync()
	noor.sync().open("/").reads("a heavy day", "showed you this")
	if n := len(noor.Person().Shared().Shown); n != 1 {
		t.Errorf("%d pulses shown", n)
	}
	noor.open("/history").reads("a heavy day")
	noor.now = noor.now.AddDate(0, 0, 8)
	noor.open("/").lacks("a heavy day") // it has moved to the history
}

func TestWhatIsTypedComesBackAfterALock(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	drafts := map[string]url.Values{
		"pulse":                   {"mood": {"35"}, "with": {"together"}, "note": {"half a sen"}},
		"appreciation":            {"text": {"I am glad that you\r\nwaited"}},
		"checkin-weekly:2026-W48": {"said-went-well": {"the walk"}, "said-room-me": {"80"}},
	}
	for key, form := range drafts {
		if w := ada.ask("POST", "/draft/"+key, form); w.Code != 204 {
			t.Fatalf("draft %s: %d", key, w.Code)
		}
	}
	ada.open("/safe").send("/lock").send("/unlock", "password", password)
	ada.holds("mood", "35").holds("with", "together").holds("note", "half a sen")
	ada.open("/appreciation").holds("text", "I am glad that you\nwaited")
	ada.open("/checkin").reads("You have begun").click("Go on writing").holds("said-went-well", "the walk").holds("said-room-me", "80")

	ada.open("/").send("/pulse").at("/").open("/").holds("note", "")
	ada.open("/appreciation").send("/appreciation", "do", "keep").open("/appreciation").holds("text", "")
	ada.open(week).send(week, "do", "keep").open("/checkin").lacks("You have begun")
}

func TestAnAppreciationIsReadOverBeforeItIsGiven(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/").click("glad of").at("/appreciation").send("/appreciation", "do", "preview").reads("There are no words yet")
	ada.send("/appreciation", "do", "preview", "text", "you waited for me").reads("exactly what Noor will see", "you waited for me")
	ada.send("/appreciation", "do", "edit").holds("text", "you waited for me")
	ada.send("/appreciation", "do", "preview", "text", "you waited for me, twice")
	noor.sync().open("/").lacks("you waited")
	ada.send("/appreciation", "do", "give").at("/history").reads("you waited for me, twice", "Both of you").sync()
	noor.sync().open("/").reads("you waited for me, twice")

	ada.open("/appreciation").send("/appreciation", "do", "keep", "text", "not for now").at("/history").reads("not for now").sync()
	noor.sync().open("/").lacks("not for now")
	noor.open("/history").lacks("not for now")
}

func TestAnAppreciationWrittenAloneStaysPrivate(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/appreciation").reads("It stays with you")
	if len(ada.page.find("button", func(e *node) bool { return e.attr["value"] == "preview" })) > 0 {
		t.Error("there is nobody to look at it first for")
	}
	ada.send("/appreciation", "do", "keep", "text", "the neighbour's lilac").at("/history").reads("the neighbour's lilac", "Only you")
}

func TestHistoryTurnsItsPagesByFourWeeks(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	for i := range 9 { // a pulse each week, oldest first
		ada.now = evening.AddDate(0, 0, 7*(i-8))
		ada.open("/").send("/pulse", "mood", "50", "note", "week "+strings.Repeat("i", i+1)+".")
	}
	ada.open("/history").reads("This week", "Last week", "week iiiiiiiii.", "week iiiiii.")
	if n := len(ada.page.find("li", func(e *node) bool { return strings.Contains(e.attr["class"], "item") })); n != 4 {
		t.Errorf("%d pulses on the first page, want 4", n)
	}
	ada.lacks("Newer weeks").click("Earlier weeks").reads("week iiiii.", "week ii.").click("Earlier weeks").reads("week i.").lacks("Earlier weeks")
	ada.click("Newer weeks").reads("week iiiii.").click("Newer weeks").reads("week iiiiiiiii.")
	for _, page := range []string{"/history?page=-3", "/history?page=x", "/history?page=99999999999999999999"} {
		if ada.open(page).status != 200 {
			t.Errorf("%s: %d", page, ada.status)
		}
	}
}

func TestAPulseJustAfterMidnightBelongsToTheNewDay(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.now = time.Date(2026, 11, 24, 23, 50, 0, 0, time.UTC)
	ada.open("/").send("/pulse", "mood", "50").open("/").reads("Earlier today")
	ada.now = ada.now.Add(20 * time.Minute)
	ada.open("/").lacks("Earlier today")
}
