package rooms_test

import (
	"strings"
	"testing"

	"pleach/internal/content"
)

// open writes something and returns the address of its private page.
func (b *browser) writes(text, how string) string {
	b.t.Helper()
	b.open("/open/write").send("/open/write", "text", text, "how", how)
	return b.url
}

// TestOneThingIsSharedAfterAPreviewAndTakenBack is safety rules 1 and 12.
func TestOneThingIsSharedAfterAPreviewAndTakenBack(t *testing.T) {
	ada, noor := couple(t)
	secret, said := "the key under the stone", "I am afraid of the winter"
	ada.writes(secret, "listen")
	page := ada.writes(said, "comfort")
	ada.reads("Only you can read this", said)
	noor.sync().open("/open").lacks(said, secret)

	ada.open(page).click("See how Noor would see it").reads(said, "I would like to be comforted.").lacks(secret)
	noor.sync().open("/").lacks("has shared something")
	ada.send(ada.url).reads("Noor can read this.")
	item := ada.url
	ada.sync()

	noor.sync().open("/").click("Ada has shared something with you").at(item)
	noor.reads(said, "They would like warmth more than words.").lacks(secret, "Take it back", "seen", "read by")
	before := ada.open(item).page.words()
	noor.sync()
	if after := ada.sync().open(item).page.words(); after != before {
		t.Errorf("Ada's page tells that Noor was there:\n%s", after)
	}

	ada.send("/back/" + strings.TrimPrefix(item, "/open/item/")).reads("This was taken back").lacks(said)
	ada.sync()
	noor.sync().open(item).reads("This was taken back").lacks(said)
	noor.open("/open").reads("Taken back").lacks(said)
	noor.open("/history").lacks(said)
	ada.open("/open").reads(secret[:0])
}

func TestNobodyTakesBackForTheOther(t *testing.T) {
	ada, noor := couple(t)
	ada.writes("soup", "listen")
	ada.click("See how Noor").send(ada.url)
	item := ada.url
	ada.sync()
	noor.sync().ask("POST", "/back/"+strings.TrimPrefix(item, "/open/item/"), nil)
	noor.open(item).reads("soup")
	ada.sync().open(item).reads("soup")
}

// TestAnAppreciationAndAShownPulseCanBeTakenBack from the history.
func TestAnAppreciationAndAShownPulseCanBeTakenBack(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/appreciation").send("/appreciation", "do", "preview", "text", "the soup on Sunday").send("/appreciation", "do", "give").sync()
	noor.sync().open("/").reads("the soup on Sunday")
	ada.open("/history").reads("the soup on Sunday")
	back := ada.page.find("form", func(f *node) bool { return strings.HasPrefix(f.attr["action"], "/back/") })
	if len(back) != 1 {
		t.Fatalf("%d things can be taken back, want 1", len(back))
	}
	ada.send(back[0].attr["action"]).at("/history").reads("taken back").lacks("the soup on Sunday")
	ada.sync()
	noor.sync().open("/").lacks("the soup on Sunday")
	noor.open("/history").reads("taken back").lacks("the soup on Sunday")
}

// TestQuestionsDoNotRepeatUntilAllCameUp draws a whole depth, with a question
// of one's own among them.
func TestQuestionsDoNotRepeatUntilAllCameUp(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/open/addcard").send("/open/addcard", "depth", "3", "text", "What is home?").at("/open")
	deck, _ := content.English().Shelf().Deck("open")
	all := len(deck.At(3)) + 1
	seen := map[string]bool{}
	ada.open("/open/card?depth=3")
	for range all {
		if card := cardOn(ada); seen[card] {
			t.Fatalf("%q came up twice", card)
		} else {
			seen[card] = true
		}
		ada.send("/open/card")
	}
	if !seen["What is home?"] || !seen[cardOn(ada)] {
		t.Errorf("own card: %v; after all of them: %q", seen["What is home?"], cardOn(ada))
	}
}

func TestAQuestionForBothComesUpForBoth(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/open/addcard").send("/open/addcard", "depth", "2", "for", "both", "text", "What is a Sunday?")
	ada.open("/open/addcard").send("/open/addcard", "depth", "2", "for", "me", "text", "Only for Ada?").sync()
	noor.sync()
	deck, _ := content.English().Shelf().Deck("open")
	seen := map[string]bool{}
	noor.open("/open/card?depth=2")
	for range len(deck.At(2)) + 1 {
		seen[cardOn(noor)] = true
		noor.send("/open/card")
	}
	if !seen["What is a Sunday?"] || seen["Only for Ada?"] {
		t.Errorf("for both: %v; for Ada: %v", seen["What is a Sunday?"], seen["Only for Ada?"])
	}
}

func TestALongTextInAnyScriptComesThroughWhole(t *testing.T) {
	ada, noor := couple(t)
	for _, text := range []string{strings.Repeat("a long evening, ", 1249), "👩🏽‍❤️‍👩🏻 🌧️", "אני כאן, ואת כאן. وأنا هنا"} {
		ada.writes(text, "ask")
		ada.click("See how Noor").send(ada.url).sync()
		noor.sync().open(ada.url).reads(strings.TrimSpace(text))
	}
}

func TestNothingWrittenIsLostWhenItWasEmpty(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/open/write?news").send("/open/write", "text", "  ").reads("There are no words yet")
	ada.send("/open/write", "text", "They took my drawing").reads("They took my drawing")
	ada.click("Write on").holds("text", "They took my drawing")
	ada.open("/open").reads("Good news").lacks("See how")
}
