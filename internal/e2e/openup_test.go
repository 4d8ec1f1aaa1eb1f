package e2e

import "testing"

// Ada writes something for herself, looks at what Noor would see, and shares
// it. Noor reads it with a guide, and while it is open before her Ada takes it
// back: it goes from Noor's screen without a click, and "taken back" stays.
func TestOpeningUpAndTakingBack(t *testing.T) {
	ada, noor := theSampleCouple(t)
	said := ada.secret("something that moves her")
	before := noor.roomSays("/open")

	ada.goesTo("/open/write")
	ada.finds("writing.title")
	ada.writes("text", said)
	ada.must(ada.tab.Run(`document.querySelector('input[name="how"][value="listen"]').click()`))
	ada.presses("writing.keep")
	ada.finds("written.title")
	ada.sees(said)
	if after := noor.roomSays("/open"); after != before {
		t.Errorf("Noor can tell that Ada has written. Before:\n%s\nafter:\n%s", before, after)
	}

	ada.presses("written.share", "partner", "Noor")
	ada.finds("preview.title", "partner", "Noor")
	ada.sees(said)
	ada.presses("item.share", "partner", "Noor")
	ada.reads("item.yours", "partner", "Noor")

	noor.goesTo("/open")
	newest := `[...document.querySelectorAll("#between a.thing")].find((a) => a.textContent.includes("just now"))`
	noor.waits("%s", newest)
	noor.must(noor.tab.Run(newest + ".click()"))
	noor.finds("item.title", "name", "Ada")
	noor.sees(said)
	noor.reads("guide.leave")

	ada.presses("item.back")
	ada.reads("item.gone.what")
	noor.reads("item.gone.what")
	noor.seesNothingOf(said)
}
