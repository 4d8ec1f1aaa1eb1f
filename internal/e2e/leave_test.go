package e2e

import "testing"

// Noor stops sharing, alone: first she reads that it can be dangerous and whom
// to call. Ada's screen then says that sharing has ended, without a click, and
// both keep what was shared in twelve weeks. What Noor wrote for herself stays
// hers.
func TestSharingEndsForBothAndEachKeepsTheirCopy(t *testing.T) {
	ada, noor := theSampleCouple(t)
	own, given := noor.secret("a pattern of her own"), noor.secret("something that she gives")
	noor.goesTo("/pattern/pleasing")
	noor.writes("now", own)
	noor.presses("reflect.keep")
	noor.finds("ground.patterns")
	noor.goesTo("/appreciation")
	noor.writes("text", given)
	noor.presses("thanks.preview")
	noor.sees(given)
	noor.presses("thanks.give", "partner", "Ada")
	ada.goesTo("/")
	ada.sees(given)

	noor.goesTo("/settings")
	noor.finds("settings.title")
	noor.presses("leave.link")
	noor.finds("leave.title", "partner", "Ada")
	noor.reads("leave.danger")
	noor.reads("safe.numbers.title")
	noor.presses("leave.go")
	noor.finds("copy.title")
	noor.sees(given)
	noor.goesTo("/patterns")
	noor.sees(own)

	ada.reads("ended")
	ada.presses("ended.kept")
	ada.finds("copy.title")
	ada.sees(given)
	ada.goesTo("/settings")
	ada.reads("set.partner.invite")
	ada.seesNothingOf(own)
}
