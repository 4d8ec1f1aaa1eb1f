package rooms_test

import "testing"

func TestPairingFromAfar(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.browser().signUp("Ada"), w.browser().signUp("Noor")
	ada.open("/").click("Invite your partner").at("/pair").reads("We are in the same room", "I was invited")
	link := ada.invite("afar")
	ada.reads("Send this link", "27 November").open("/").reads("Your invitation", "It can be used until 27 November")
	ada.open("/pair").reads("Send this link") // it waits, and is not made twice

	noor.join(link)
	noor.reads("Your answer is on its way", "Ada lets you in").open("/pair").at("/join/wait")
	ada.sync().open("/").reads("Noor answered your invitation").click("Noor answered").reads("Is it who you think it is?", "Let Noor in")
	ada.send(ada.url, "do", "approve").at("/pair/connected").reads("You and Noor are connected")
	for range 2 {
		noor.sync()
		ada.sync()
	}
	noor.open("/join/wait").at("/pair/compare").reads("Do you see the same six words?", "Call Ada")
	ada.open("/pair").at("/pair/compare")
	if a, n := ada.page.find("ol", isSix)[0].words(), noor.page.find("ol", isSix)[0].words(); a != n {
		t.Errorf("Ada has %q, Noor has %q", a, n)
	}
	ada.open("/settings").reads("You have not compared the six words yet").click("Compare six words")
	ada.send("/pair/compare", "do", "same").at("/pair/connected").lacks("Compare six words")
	ada.open("/settings").reads("You know that it is really them")
	noor.open("/pair/compare").click("Compare them later").at("/").open("/settings").reads("You have not compared")
	noor.open("/join").at("/pair/compare")
}

func isSix(e *node) bool { return e.attr["class"] == "six sheet" }

func TestWordsThatDifferEndIt(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.browser().signUp("Ada"), w.browser().signUp("Noor")
	noor.join(ada.invite("afar"))
	ada.sync().open("/pair").send(ada.url, "do", "approve")
	for range 2 {
		noor.sync()
		ada.sync()
	}
	noor.open("/pair/compare").send("/pair/compare", "do", "differ").reads("we stopped", "Start again with a new one")
	noor.click("Try again").at("/pair").reads("Invite your partner")
	noor.open("/settings").reads("You use Pleach alone")
}

func TestInvitationsThatCannotBeUsed(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.browser().signUp("Ada"), w.browser().signUp("Noor")
	link := ada.invite("here")
	ada.open("/join").send("/join", "link", link).reads("This is your own invitation", "It still works")
	noor.open("/join").send("/join", "link", link[:len(link)-9]).reads("This is not an invitation").holds("link", link[:len(link)-9])
	noor.send("/join", "link", "").reads("This is not an invitation")

	ada.open("/pair").send(ada.url, "do", "withdraw").at("/").reads("Invite your partner")
	noor.send("/join", "link", link).reads("This invitation has run out", "Nothing of yours was shared")

	link = ada.invite("afar")
	invite := ada.url
	noor.open("/join").send("/join", "link", link).reads("Ada invites you").click("Not now").at("/")
	ada.now = ada.now.AddDate(0, 0, 4)
	ada.open(invite).at("/pair").reads("We are in the same room") // it ran out; another can be made
}

func TestAnInvitationWorksOnce(t *testing.T) {
	w := newWorld(t)
	ada, noor, third := w.browser().signUp("Ada"), w.browser().signUp("Noor"), w.browser().signUp("Noor")
	link := ada.invite("afar")
	noor.join(link)
	third.open("/join").send("/join", "link", link).reads("This invitation has been used", "somebody else did")
	ada.sync().open("/pair").send(ada.url, "do", "withdraw").at("/").lacks("answered your invitation")
}

func TestWhoeverHasAPartnerInvitesNobodyElse(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/pair").at("/pair/connected")
	noor.open("/join").at("/pair/connected")
	if w := ada.ask("POST", "/pair", map[string][]string{"where": {"here"}}); w.Code != 422 {
		t.Errorf("status %d", w.Code)
	}
	w := noor.ask("POST", "/join/answer", map[string][]string{"name": {"Noor"}})
	if w.Code != 422 {
		t.Errorf("status %d", w.Code)
	}
}

func TestANameCanBeChangedWhileJoining(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.browser().signUp("Ada"), w.browser().signUp("Noor")
	noor.open("/join").send("/join", "link", ada.invite("here")).send("/join/answer", "name", "Noor M.")
	ada.sync().open("/pair").reads("Noor M. answered your invitation")
}
