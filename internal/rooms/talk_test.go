package rooms_test

import (
	"strings"
	"testing"
)

// talking has the two begin this week's talk, in its short form, from Ada's
// browser. Noor's is in step.
func talking(t *testing.T, mode string) (ada, noor *browser) {
	t.Helper()
	ada, noor = couple(t)
	bothAnswer(ada, noor)
	ada.open(week).send("/talk", "form", "short", "mode", mode).reads("Part 1 of 6", "Arrive").sync()
	noor.sync().open(week).reads("Your talk is under way").click("Join the talk").at(ada.url)
	return ada, noor
}

func (b *browser) press(do string) *browser {
	b.t.Helper()
	return b.send(b.url, "do", do)
}

// again loads the page on view once more, after an exchange.
func (b *browser) again() *browser {
	b.t.Helper()
	return b.sync().open(b.url)
}

func TestATalkOnTwoDevicesIsFollowedByBoth(t *testing.T) {
	ada, noor := talking(t, "two")
	ada.press("next").reads("Part 2 of 6", "What I am glad of", "you called my mother").sync()
	noor.again().reads("Part 2 of 6", "you called my mother")

	first := whoseTurn(ada)
	if first != whoseTurn(noor) {
		t.Fatalf("Ada reads %q, Noor reads %q", first, whoseTurn(noor))
	}
	noor.press("swap").sync()
	if second := whoseTurn(ada.again()); second == first || second != whoseTurn(noor) {
		t.Errorf("before %q, after changing over %q on Ada's and %q on Noor's", first, second, whoseTurn(noor))
	}
	noor.press("swap")
	if whoseTurn(noor) != first {
		t.Error("changing over twice is not where it began")
	}

	noor.press("back").reads("Part 1 of 6").press("next").press("skip").reads("Part 3 of 6", "There is no agreement just now").sync()
	ada.again().reads("Part 3 of 6").press("next").reads("Part 4 of 6", "mornings", "says it back")
}

func whoseTurn(b *browser) string {
	b.t.Helper()
	turns := b.page.find("div", func(e *node) bool { return strings.HasPrefix(e.attr["class"], "turn") })
	if len(turns) != 1 {
		b.t.Fatalf("nobody's turn on %s: %s", b.url, b.page.words())
	}
	return turns[0].find("p", nil)[0].words()
}

func TestATalkOnOneDeviceIsReadFromBothSides(t *testing.T) {
	ada, noor := talking(t, "one")
	for _, b := range []*browser{ada, noor} {
		across := b.page.find("div", func(e *node) bool { return strings.HasPrefix(e.attr["class"], "across") })
		if len(across) != 1 || across[0].attr["aria-hidden"] != "true" {
			t.Errorf("%s: %d lines for the other side of the table", b.url, len(across))
		}
	}
	ada.press("next").press("next").press("next").press("next").reads("Part 5 of 6", "One small agreement")
	ada.send(ada.url+"/agreement", "do", "none").reads("Part 6 of 6").press("next").reads("That was time well spent")
	ada.sync()
	noor.again().reads("That was time well spent")
	noor.open("/checkin").reads("You have talked about this one").click("Read both again").reads("Talk about it again")
}

func TestEitherEndsSoftlyAndTheOtherSeesIt(t *testing.T) {
	ada, noor := talking(t, "two")
	ada.press("next").sync()
	noor.again().press("end").reads("Enough for today").sync()
	ada.press("next") // Ada did not know yet
	ada.again().reads("Enough for today").lacks("Part ")
	for _, do := range []string{"next", "back", "swap", "skip", "end"} {
		ada.follow("POST", ada.url, map[string][]string{"do": {do}})
		ada.reads("Enough for today") // an ended talk stays ended
	}
	ada.open(week).reads("Talk about it again").send("/talk", "form", "long", "mode", "two").reads("Part 1 of 8").sync()
	noor.open(week)
	noor.again().reads("Your talk is under way").click("Join the talk").reads("Part 1 of 8")
}

func TestAnAgreementThatDoesNotFitKeepsItsWords(t *testing.T) {
	ada, noor := talking(t, "two")
	for range 4 {
		ada.press("next")
	}
	form := ada.url + "/agreement"
	ada.holds("start", "2026-11-24").holds("review", "2026-12-08").holds("expires", "2027-01-05").holds("owner", "both")
	ada.send(form, "do", "agree", "if", "it is Thursday evening", "owner", "me").reads("Half of it is not there yet")
	ada.holds("if", "it is Thursday evening").holds("owner", "me")
	ada.send(form, "do", "agree", "then", "I cook", "review", "2026-11-01").reads("These dates are out of order")
	ada.holds("if", "it is Thursday evening").holds("then", "I cook").holds("review", "2026-11-01")
	ada.send(form, "do", "agree", "review", "gibberish").reads("These dates are out of order").holds("review", "gibberish")
	ada.send(form, "do", "agree", "review", "2026-12-08").reads("Part 6 of 6").press("next").reads("You agreed", "it is Thursday evening", "I cook").sync()

	noor.sync().open("/").reads("If it is Thursday evening, then I cook").click("If it is Thursday").at("/agreements").reads("Ada", "look back on 8 December")
	if len(noor.page.find("button", func(e *node) bool { return e.attr["name"] == "kept" })) > 0 {
		t.Error("it asks how it went before it began")
	}
}

// agreed has the couple make one agreement.
func agreed(t *testing.T) (ada, noor *browser, form string) {
	t.Helper()
	ada, noor = talking(t, "two")
	for range 4 {
		ada.press("next")
	}
	ada.send(ada.url+"/agreement", "do", "agree", "if", "it rains", "then", "we stay in").press("next").sync()
	noor.sync().open("/agreements").reads("it rains", "Both of us")
	return ada, noor, noor.page.find("form", func(f *node) bool { return strings.HasPrefix(f.attr["action"], "/agreement/") })[0].attr["action"]
}

func TestAnAgreementIsLookedBackAt(t *testing.T) {
	ada, noor, form := agreed(t)
	noor.now = noor.now.AddDate(0, 0, 14)
	noor.open("/").reads("A good time to look back at it")
	noor.open("/agreements").reads("time to look back", "How did it go?").send(form, "kept", "partly").reads("it worked in part").sync()
	ada.now = noor.now
	ada.sync().open("/agreements").reads("it worked in part").send(form, "kept", "yes").reads("it worked")
	ada.now = ada.now.AddDate(0, 2, 0)
	ada.open("/agreements").reads("There is no agreement just now", "Earlier ones", "it rains")
}

func TestEitherWithdrawsAnAgreementAlone(t *testing.T) {
	ada, noor, form := agreed(t)
	noor.send(form, "do", "withdraw").at("/agreements").reads("withdrawn", "Earlier ones").sync()
	ada.sync().open("/agreements").reads("withdrawn").lacks(form)
	ada.open("/").lacks("it rains")
	if w := ada.ask("POST", form, map[string][]string{"kept": {"splendid"}}); w.Code != 422 {
		t.Errorf("a way that it cannot have gone: %d", w.Code)
	}
}

func TestNobodyTalksBeforeBothHaveAnswered(t *testing.T) {
	ada, _ := couple(t)
	w := ada.ask("POST", "/talk", map[string][]string{"round": {"weekly:2026-W48"}, "form": {"short"}, "mode": {"two"}})
	if w.Code != 422 || len(ada.Person().Shared().Talks) != 0 {
		t.Errorf("status %d", w.Code)
	}
}
