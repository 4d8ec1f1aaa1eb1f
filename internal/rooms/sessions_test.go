package rooms_test

import (
	"strings"
	"testing"

	"pleach/internal/content"
)

func TestEverySessionCanBeDoneToItsEnd(t *testing.T) {
	ada, noor := couple(t)
	for _, s := range content.English().Sessions {
		t.Run(s.ID, func(t *testing.T) {
			ada.open("/session/"+s.ID).reads(s.Title, "Begin together")
			if len(s.Prepare) > 0 && s.Rhythm != content.AnyTime {
				ada.reads(text("session.first")).lacks("Begin the talk")
				round := "/checkin/" + s.ID + ":2026-W48"
				ada.open(round).send(round, "do", "post", "said-would-like", "tea").sync()
				noor.open(round).send(round, "do", "post", "said-would-like", "rain").sync()
				ada.sync().open("/session/" + s.ID).lacks(text("session.first"))
			}
			ada.send("/talk", "form", s.Forms[0].ID, "mode", "two")
			talk := ada.url
			for i, step := range s.Forms[0].Steps {
				ada.reads(step.Title, step.Words[0])
				switch {
				case step.Kind == content.KindReturn:
					ada.send(talk, "back", "40")
				case step.Kind == content.KindAgreement:
					ada.send(talk+"/agreement", "do", "none")
				case i < len(s.Forms[0].Steps)-1:
					ada.send(talk, "do", "next")
				}
			}
			ada.sync()
			noor.sync().open(talk).reads(s.Forms[0].Steps[len(s.Forms[0].Steps)-1].Title)
			ada.send(talk, "do", "next").reads(text("ended.title"))
			ada.sync()
			noor.sync().open(talk).reads(text("ended.title"))
		})
	}
}

func TestEitherLeavesASessionAndItEndsSoftlyForTheOther(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/session/repair").send("/talk", "form", "half", "mode", "two").sync()
	noor.sync().open("/session/repair").click("Join the talk").send(ada.url, "do", "end").sync()
	ada.sync().open(ada.url).reads(text("ended.softly.title"))
}

// TestABreakHasAWayBack: either calls it, and both see when it ends.
func TestABreakHasAWayBack(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/session/time-out").send("/talk", "mode", "two").send(ada.url, "back", "tomorrow").reads("Settle", "at this time").sync()
	noor.sync().open("/").reads("A break, with a way back", "9:00").click("A break, with a way back").reads("Settle")
}

// TestBothSeeTheSameCardAndNoneComesTwice draws all cards of one depth on two
// devices in turn.
func TestBothSeeTheSameCardAndNoneComesTwice(t *testing.T) {
	ada, noor := couple(t)
	deck, _ := content.English().Shelf().Deck("open")
	ada.open("/session/open-up").send("/talk", "form", "one", "mode", "two").sync()
	seen := map[string]bool{}
	for i := range len(deck.At(1)) {
		who, other := ada, noor
		if i%2 == 1 {
			who, other = noor, ada
		}
		card := cardOn(who)
		if seen[card] {
			t.Fatalf("card %d, %q, was there before", i, card)
		}
		seen[card] = true
		if other.sync().open(ada.url); cardOn(other) != card {
			t.Fatalf("one sees %q, the other %q", card, cardOn(other))
		}
		other.send(ada.url, "do", "card").sync()
		who.sync().open(ada.url)
	}
}

func cardOn(b *browser) string {
	b.t.Helper()
	cards := b.page.find("p", func(p *node) bool { return strings.Contains(p.attr["class"], "cardtext") })
	if len(cards) != 1 {
		b.t.Fatalf("%s shows %d cards", b.url, len(cards))
	}
	return cards[0].words()
}

func TestAloneASessionCanBeRead(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/checkin").click("Mend something").reads("This is for two", "Are we calm?").lacks("Begin the talk")
	ada.click("Begin").at("/checkin/repair:2026-W48").reads("What was my part in it?")
}
