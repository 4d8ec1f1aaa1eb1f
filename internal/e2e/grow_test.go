package e2e

import (
	"testing"

	"pleach/internal/content"
)

// Ada puts something down to grow, and ticks alone what she would enjoy. Noor
// sees the first, and nothing of the second, until she has ticked too: then both
// see what they share. Noor puts it on the list, and Ada says that it was done.
func TestGrowingTogether(t *testing.T) {
	ada, noor := theSampleCouple(t)
	chair := ada.secret("something to grow")
	ada.goesTo("/grow")
	ada.finds("grow.title")
	ada.presses("grow.add.aspiration")
	ada.finds("plant.aspiration.title")
	ada.writes("text", chair)
	ada.presses("thanks.preview")
	ada.finds("preview.title", "partner", "Noor")
	ada.sees(chair)
	ada.presses("plant.give.aspiration")
	ada.sees(chair)

	before := noor.roomSays("/grow/new")
	ada.ticks("home-3", "outside-1")
	ada.presses("new.post")
	ada.reads("new.waits")
	ada.hasSent(anAnswer, 0)
	if after := noor.roomSays("/grow/new"); after != before {
		t.Errorf("Noor can tell that Ada has chosen. Before:\n%s\nafter:\n%s", before, after)
	}
	noor.ticks("home-3", "body-1")
	noor.goesTo("/safe") // somebody came in; what was ticked is kept on this device
	noor.goesTo("/grow/new")
	noor.must(noor.tab.Reload())
	noor.unlocks()
	noor.waits(`document.querySelector('input[name="like-home-3"]:checked')`)
	noor.presses("new.post")
	idea, mine, hers := deckIdea("home-3"), deckIdea("body-1"), deckIdea("outside-1")
	for _, p := range []*person{noor, ada} { // the couple shares ideas of earlier weeks too
		p.waits(`document.querySelector('#both input[value="home-3"]')`)
		p.waits(`!document.querySelector('input[name^="like-"]')`)
	}
	noor.seesNothingOf(hers)
	ada.seesNothingOf(mine)
	noor.must(noor.tab.Run(`document.querySelector('#both input[value="home-3"]').form.querySelector("button").click()`))
	noor.waits(`!document.querySelector('#both input[value="home-3"]')`)
	noor.goesTo("/grow")
	noor.sees(chair)
	noor.sees(idea)

	ada.goesTo("/grow")
	ada.sees(idea)
	ada.must(ada.tab.Run(`[...document.querySelectorAll("a.thing")].find((a) => a.textContent.includes("` + idea + `")).click()`))
	ada.finds("thing.plan")
	ada.presses("look.plan.done")
	ada.reads("looked.plan.done")
	ada.goesTo("/grow/back")
	ada.finds("back.title")
	ada.sees(idea)
	noor.visits("/grow/draw idea.title", "/grow/agreement grow.agree", "/grow/back back.title", "/agreements agree.title")
}

// ticks chooses ideas, unfolding their topics.
func (p *person) ticks(ids ...string) {
	p.t.Helper()
	p.goesTo("/grow/new")
	p.finds("grow.new")
	for _, id := range ids {
		box := `document.querySelector('input[name="like-` + id + `"]')`
		p.waits("%s", box)
		p.must(p.tab.Run(box + `.closest("details").open = true; ` + box + ".click()"))
	}
}

func deckIdea(id string) string {
	deck, _ := content.English().Shelf().Deck("novelty")
	card, _ := deck.Card(id)
	return card.Text
}
