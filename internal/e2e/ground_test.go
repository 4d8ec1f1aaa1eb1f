package e2e

import "testing"

// Ada looks at her needs, tells Noor one wish in words, and lays a circle. Noor
// reads the wish, sees nothing of the circle, lays her own, and both read two
// drawings of one circle.
func TestGroundAloneAndSideBySide(t *testing.T) {
	ada, noor := theSampleCouple(t)
	ada.goesTo("/ground")
	ada.finds("ground.title")
	ada.goesTo("/reflect/needs")
	ada.movesSlider("said-trust-1", 3)
	ada.presses("reflect.keep")
	ada.reads("reflect.saved")
	ada.presses("wish.choose")
	ada.finds("wish.title")
	ada.picks("need", "nurturance")
	ada.writes("text", ada.secret("a wish"))
	ada.presses("thanks.preview")
	ada.finds("preview.title", "partner", "Noor")
	ada.presses("preview.show", "partner", "Noor")
	ada.sees(ada.secrets["a wish"])
	noor.goesTo("/")
	noor.sees(ada.secrets["a wish"])

	before := noor.roomSays("/cycle")
	ada.laysCircle("withdraw", "reach", ada.secret("a circle"))
	ada.hasSent(anAnswer, 0)
	if after := noor.roomSays("/cycle"); after != before {
		t.Errorf("Noor can tell that Ada has laid hers. Before:\n%s\nafter:\n%s", before, after)
	}
	noor.laysCircle("reach", "withdraw", noor.secret("a circle"))
	for _, p := range []*person{ada, noor} {
		p.goesTo("/cycle")
		p.reads("cycle.both")
		p.waits(`document.querySelectorAll('a[href^="/cycle/side/"]').length > 1`) // the newest first
		p.must(p.tab.Run(`document.querySelector('a[href^="/cycle/side/"]').click()`))
		p.finds("cycle.side.title")
		p.sees(ada.secrets["a circle"])
		p.sees(noor.secrets["a circle"])
	}
	ada.goesTo("/ground/exercise/push")
	ada.presses("timer.start")
	ada.waits(`document.querySelector(".timer.is-running")`)
	ada.presses("ground.stop")
	ada.finds("ground.title")
}

// picks chooses a key by its value.
func (p *person) picks(name, value string) {
	p.t.Helper()
	key := `document.querySelector('input[name="` + name + `"][value="` + value + `"]')`
	p.waits("%s", key)
	p.must(p.tab.Run(key + ".click()"))
}

// laysCircle draws a circle and lays it there, after a look at it.
func (p *person) laysCircle(theirs, mine, words string) {
	p.t.Helper()
	p.goesTo("/cycle/draw")
	p.finds("cycle.draw")
	p.picks("theirs", theirs)
	p.picks("mine", mine)
	p.writes("words", words)
	p.presses("reflect.keep")
	p.finds("ground.cycle")
	p.presses("cycle.lay.go")
	p.sees(words)
	p.presses("cycle.lay.yes")
	p.finds("ground.cycle")
}

// roomSays is what a page says, wherever it stands in the navigation.
func (p *person) roomSays(path string) string {
	p.t.Helper()
	p.goesTo(path)
	return p.value(`document.getElementById("main").innerText`)
}
