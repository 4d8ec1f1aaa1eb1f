package e2e

import "testing"

// What Ada does in Ground is hers: a reflection, something that helps, a moment
// that she looks at, the questions about safety. Noor's rooms say what they said.
func TestWhatIsPrivateTellsTheOtherNothing(t *testing.T) {
	ada, noor := theSampleCouple(t)
	rooms := []string{"/ground", "/map", "/history", "/grow"}
	before := map[string]string{}
	for _, room := range rooms {
		before[room] = noor.roomSays(room)
	}
	ada.goesTo("/reflect/attachment")
	ada.movesSlider("said-reaching-1", 3)
	ada.presses("reflect.keep")
	ada.reads("reflect.saved")

	ada.goesTo("/resources")
	ada.finds("ground.resources")
	ada.writes("text-inside", ada.secret("what helps"))
	ada.presses("resource.add")
	ada.sees(ada.secrets["what helps"])

	ada.goesTo("/pattern/pleasing")
	ada.writes("now", ada.secret("a moment"))
	ada.writes("then", ada.secret("long ago"))
	ada.presses("reflect.keep")
	ada.finds("ground.patterns")
	ada.sees(ada.secrets["long ago"])

	ada.goesTo("/safe/look")
	ada.finds("safe.look.title")
	ada.must(ada.tab.Run(`document.querySelectorAll("fieldset input[value=yes]").forEach((i) => i.click())`))
	ada.presses("safe.look.go")
	ada.finds("safe.result.title")
	ada.reads("safe.numbers.title")
	ada.presses("safe.look.forget")

	ada.visits("/map map.title", "/map/pleach grown.title", "/settings settings.title")
	for _, room := range rooms {
		if after := noor.roomSays(room); after != before[room] {
			t.Errorf("Noor can tell by %s what Ada did. Before:\n%s\nafter:\n%s", room, before[room], after)
		}
	}
}

// Something to try, an agreement, and good news: Ada begins each, Noor meets it,
// and either ends it.
func TestTryingAgreeingAndGoodNews(t *testing.T) {
	ada, noor := theSampleCouple(t)
	try := ada.secret("something to try")
	ada.goesTo("/grow/add?kind=experiment")
	ada.finds("plant.experiment.title")
	ada.writes("text", try)
	ada.presses("thanks.preview")
	ada.sees(try)
	ada.presses("plant.give.experiment")
	noor.goesTo("/grow")
	noor.sees(try)
	noor.must(noor.tab.Run(`[...document.querySelectorAll("a.thing")].find((a) => a.textContent.includes(` + `"` + try + `")).click()`))
	noor.finds("thing.experiment")
	noor.presses("look.experiment.changed")
	noor.reads("looked.experiment.changed")

	when := ada.secret("if it snows")
	ada.goesTo("/grow/agreement")
	ada.agrees(when, ada.secret("then we walk"))
	ada.finds("preview.title", "partner", "Noor")
	ada.presses("grow.agree.give")
	ada.finds("agree.title")
	noor.goesTo("/agreements")
	noor.sees(when)
	noor.must(noor.tab.Run(`[...document.querySelectorAll("article")].find((a) => a.textContent.includes("` + when + `")).querySelector('[value="withdraw"]').click()`))
	noor.waits(`![...document.querySelectorAll("article")].find((a) => a.textContent.includes(%q)).querySelector('[value="withdraw"]')`, when)
	ada.waits(`![...document.querySelectorAll("article")].find((a) => a.textContent.includes(%q)).querySelector('[value="withdraw"]')`, when)

	news := ada.secret("good news")
	ada.goesTo("/open/write?news")
	ada.finds("writing.news.title")
	ada.writes("text", news)
	ada.presses("writing.keep")
	ada.presses("written.share", "partner", "Noor")
	ada.presses("item.share", "partner", "Noor")
	ada.reads("item.yours", "partner", "Noor")
	noor.goesTo("/")
	noor.must(noor.tab.Wait(`document.querySelector('a[href^="/open/item/"]')`))
	noor.must(noor.tab.Run(`document.querySelector('a[href^="/open/item/"]').click()`))
	noor.sees(news)
	noor.reads("guide.news")
	noor.presses("guide.news.go")
	noor.isCalled("Good news")
}
