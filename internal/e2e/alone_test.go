package e2e

import (
	"strings"
	"testing"
)

// newcomer is Ada with a fresh account, on Today.
func newcomer(t *testing.T) *person {
	t.Helper()
	ada := newPerson(t, "Ada", serve(t))
	ada.begins()
	ada.signsUp()
	ada.isHome()
	return ada
}

// reloads comes back to a locked device.
func (p *person) reloads() {
	p.t.Helper()
	p.must(p.tab.Reload())
	p.finds("unlock.title")
}

func TestTheWrongPasswordAndThenTheRightOne(t *testing.T) {
	ada := newcomer(t)
	ada.reloads()
	ada.writes("password", "something else altogether")
	ada.presses("unlock.go")
	ada.reads("problem.wrong_password.title")
	ada.reads("problem.wrong_password.todo")
	ada.unlocks()
	ada.isHome()
}

// The exit is one press from Today. Coming back asks for the password.
func TestTheQuickExit(t *testing.T) {
	ada := newcomer(t)
	ada.presses("exit.button")
	ada.waits(`location.pathname === "/kitchen" && document.querySelector("h1")`)
	ada.seesNothingOf("Pleach")
	ada.opens("/")
	ada.finds("unlock.title")
	ada.unlocks()
	ada.isHome()
}

// Ada opens her account on a second device, with some trouble over the kit, and
// finds what she wrote on the first.
func TestASecondDevice(t *testing.T) {
	ada := newcomer(t)
	line, before := ada.secret("the first device"), ada.line.count(anEntry)
	ada.savesPulse(line)
	ada.hasSent(anEntry, before)
	tablet := ada.secondDevice()
	tablet.begins()
	tablet.comesBackWith("a shopping list", ada.password)
	tablet.reads("problem.not_a_kit.title")
	tablet.writes("kit", strings.Replace(ada.kit, "Words: "+ada.words[0], "Words: xylograph", 1))
	tablet.writes("password", ada.password)
	tablet.presses("kitin.go")
	tablet.reads("problem.kit_damaged.title")
	tablet.sees("Look at word 1")
	tablet.writes("kit", ada.kit)
	tablet.writes("password", "not her password at all")
	tablet.presses("kitin.go")
	tablet.reads("problem.wrong_kit.title")
	tablet.writes("kit", ada.kit)
	tablet.writes("password", ada.password)
	tablet.presses("kitin.go")
	tablet.isHome()
	tablet.goesTo("/history")
	tablet.finds("history.title")
	tablet.holds(line)
}

// After the first visit the app needs no network to open.
func TestOpeningWithoutANetwork(t *testing.T) {
	ada := newcomer(t)
	ada.must(ada.tab.Run(`navigator.serviceWorker.ready`))
	ada.line.cuts()
	ada.reloads()
	ada.unlocks()
	ada.savesPulse(ada.secret("an island"))
	ada.reads("sync.unsent.one")
	before := ada.line.count(anEntry)
	ada.line.mends()
	ada.hasSent(anEntry, before)
	ada.waits(`document.getElementById("sync").textContent.trim() === ""`)
}

// Two tabs: only one writes, and the other can take over.
func TestUsingItInAnotherTab(t *testing.T) {
	ada := newcomer(t)
	first, second := ada.tab, ada.newTab()
	ada.tab = second
	ada.opens("/")
	ada.waits(`document.querySelector("[data-use-here]")`)
	ada.must(second.Run(`document.querySelector("[data-use-here]").click()`))
	ada.unlocks()
	ada.isHome()
	ada.tab = first
	ada.waits(`document.querySelector("[data-use-here]") && !document.getElementById("today-open")`)
}

// The server is down when somebody signs up. They are told, and once it is back
// the same form works.
func TestSigningUpWithoutAServer(t *testing.T) {
	s := serve(t)
	ada := newPerson(t, "Ada", s)
	ada.opens("/")
	ada.waits(`document.querySelector("#app h1")`)
	ada.presses("welcome.start")
	ada.finds("signup.title")
	s.dies()
	ada.writes("name", ada.name)
	ada.writes("password", ada.password)
	ada.presses("signup.go")
	ada.reads("problem.offline_needed.title")
	ada.waits(`document.getElementById("name").value === "Ada"`)
	s.start()
	ada.writes("password", ada.password)
	ada.presses("signup.go")
	ada.finds("kit.title")
}

// A link works once. Whoever comes second learns what that may mean.
func TestAnInvitationWorksOnce(t *testing.T) {
	s := serve(t)
	ada, noor, other := newPerson(t, "Ada", s), newPerson(t, "Noor", s), newPerson(t, "Noor", s)
	ada.begins()
	ada.signsUp()
	ada.isHome()
	link := ada.invites()
	noor.opensLink(link)
	noor.signsUp()
	pair(ada, noor, link)
	other.opensLink(link)
	other.signsUp()
	other.reads("problem.invite_used.title")
	other.reads("problem.invite_used.todo")
	other.goesTo("/")
	other.isHome()
}
