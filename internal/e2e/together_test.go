package e2e

import (
	"regexp"
	"strconv"
	"testing"
	"time"

	"pleach/internal/chromium"
)

// household is Ada and Noor, each in front of a browser of their own, and the
// server between them.
type household struct {
	server    *server
	ada, noor *person
}

// The main job: two people find each other, look at how they are, answer alone,
// read each other's answers when both have, and talk.
func TestTwoPeople(t *testing.T) {
	live(t, nothingHappens)
}

// Both reload in the middle. What they had typed is still there.
func TestTwoPeopleWhoReload(t *testing.T) {
	live(t, func(h *household) {
		h.ada.goesTo("/appreciation")
		h.ada.writes("text", h.ada.secret("half an appreciation"))
		for _, p := range []*person{h.ada, h.noor} {
			here := p.value("location.pathname")
			p.goesTo("/safe") // somebody came in; nothing was saved on purpose
			p.finds("safe.title")
			p.goesTo(here)
			p.must(p.tab.Reload())
			p.unlocks()
		}
		h.ada.waits(`document.getElementById("text").value === %s`, chromium.Quote(h.ada.secrets["half an appreciation"]))
		h.noor.waits(`document.getElementById("said-went-well").value === %s`, chromium.Quote(h.noor.secrets["what went well"]))
		h.noor.waits(`document.getElementById("said-attention").value === %s`, chromium.Quote(h.noor.secrets["attention"]))
	})
}

// Noor's network goes in the middle, and comes back. What she writes meanwhile
// is on her device, and she is told.
func TestTwoPeopleAndNoNetwork(t *testing.T) {
	live(t, func(h *household) {
		h.noor.line.cuts()
		round := h.noor.value("location.pathname")
		h.noor.goesTo("/")
		h.noor.savesPulse(h.noor.secret("a pulse in the dark"))
		h.noor.reads("sync.unsent.one")
		h.noor.goesTo(round)
		h.noor.posts()
		h.noor.finds("kept.title")
		h.noor.waits(`document.getElementById("sync").textContent.includes("Saved on this device")`)
		h.noor.seesNothingOf(h.ada.secrets["what went well"])
		h.noor.line.mends()
	})
}

// The server dies in the middle, without a chance to tidy up, while both have
// something to say. It starts again on the same folder.
func TestTwoPeopleAndAServerThatDies(t *testing.T) {
	live(t, func(h *household) {
		h.server.dies()
		h.ada.goesTo("/appreciation")
		h.ada.finds("thanks.title", "partner", "Noor")
		h.ada.writes("text", h.ada.secret("words to a dead server"))
		h.ada.presses("thanks.preview")
		h.ada.presses("thanks.give", "partner", "Noor")
		h.ada.finds("history.title")
		h.ada.waits(`document.getElementById("sync").textContent.includes("Saved on this device")`)
		h.noor.posts()
		h.noor.finds("kept.title")
		h.server.start()
		h.noor.goesTo("/")
		h.noor.sees(h.ada.secrets["words to a dead server"])
	})
}

func nothingHappens(*household) {}

// live is the whole story. In its middle, when Ada has posted her answers and
// Noor has written but not posted hers, something happens.
func live(t *testing.T, happens func(*household)) {
	s := serve(t)
	h := &household{server: s, ada: newPerson(t, "Ada", s), noor: newPerson(t, "Noor", s)}
	h.meet()
	h.lookAtHowTheyAre()
	h.adaAnswers()
	h.noorWrites()
	happens(h)
	h.readBoth()
	h.talk()
	h.lookBack()
	h.nobodyElseCanRead()
}

// Noor opens Ada's link before she has an account. It waits for her.
func (h *household) meet() {
	h.ada.begins()
	h.ada.signsUp()
	h.ada.isHome()
	link := h.ada.invites()
	h.noor.opensLink(link)
	h.noor.finds("welcome.title")
	h.noor.signsUp()
	pair(h.ada, h.noor, link)
}

// Each saves a pulse with a line. Ada shows hers; Noor's stays hers.
func (h *household) lookAtHowTheyAre() {
	line := h.ada.secret("a pulse")
	h.noor.savesPulse(h.noor.secret("a pulse"))
	h.ada.savesPulse(line)
	h.ada.shows(h.noor, line)
	h.noor.sees(line)
	h.ada.goesTo("/history")
	h.ada.finds("history.title")
	h.ada.holds(line)
	h.ada.seesNothingOf(h.noor.secrets["a pulse"])
}

// Ada posts first. On Noor's side nothing at all is different.
func (h *household) adaAnswers() {
	before := h.noor.page("/checkin")
	h.ada.preparesCheckin()
	h.ada.answers(h.ada.secret("what went well"), h.ada.secret("attention"))
	h.ada.posts()
	h.ada.finds("kept.title")
	h.ada.hasSent(anAnswer, 0)
	h.noor.goesTo("/")
	h.noor.isHome()
	h.noor.seesNothingOf(h.ada.secrets["what went well"])
	h.noor.visits("/history history.title")
	h.noor.seesNothingOf(h.ada.secrets["what went well"])
	if after := h.noor.page("/checkin"); after != before {
		h.noor.t.Errorf("Noor can tell that Ada has answered. Before:\n%s\nafter:\n%s", before, after)
	}
}

// page is the whole of a page of the app, for comparing.
func (p *person) page(path string) string {
	p.t.Helper()
	p.goesTo(path)
	p.waits(`document.querySelector("[aria-current=page]").pathname === %q`, path)
	return p.value(`document.getElementById("app").innerHTML`)
}

// What the server takes from a browser.
var (
	anAnswer = regexp.MustCompile(`^PUT /v1/spaces/[^/]+/gates/[^/]+$`)
	anEntry  = regexp.MustCompile(`^POST /v1/spaces/[^/]+/entries$`)
)

// hasSent waits until the server has taken one more of something than before.
func (p *person) hasSent(match *regexp.Regexp, before int) {
	p.t.Helper()
	end := time.Now().Add(chromium.Patience)
	for p.line.count(match) <= before {
		if time.Now().After(end) {
			p.t.Fatalf("%s's browser never sent %v", p.name, match)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (h *household) noorWrites() {
	h.noor.preparesCheckin()
	h.noor.answers(h.noor.secret("what went well"), h.noor.secret("attention"))
}

// readBoth ends with the answers of both on both screens, side by side.
func (h *household) readBoth() {
	h.noor.goesTo("/checkin")
	h.ada.goesTo("/checkin")
	if h.noor.canAnswer() {
		h.noor.must(h.noor.tab.Run(`document.querySelector("#rounds a").click()`))
		h.noor.finds("prepare.title")
		h.noor.posts()
	}
	for _, p := range []*person{h.ada, h.noor} {
		p.goesTo("/checkin")
		p.reads("round.is.open")
		p.presses("round.go.open")
		p.finds("reveal.title")
		for _, writer := range []*person{h.ada, h.noor} {
			p.sees(writer.secrets["what went well"])
			p.sees(writer.secrets["attention"])
		}
	}
}

// canAnswer reports whether the answers have not been posted yet.
func (p *person) canAnswer() bool {
	p.t.Helper()
	return p.value(`document.querySelector("#rounds a").textContent`) != "" &&
		p.value(`String(!!`+finder+`(`+quote("round.go.draft")+`))`) == "true"
}

// talk is guided, on two devices: whoever goes on takes both along.
func (h *household) talk() {
	h.ada.presses("talk.two")
	h.ada.presses("begin.go")
	h.ada.isAtPart("1", strconv.Itoa(h.ada.talkLength()))
	h.noor.presses("begin.join")
	length := h.noor.talkLength()
	of := strconv.Itoa(length)
	movers := []*person{h.ada, h.noor}
	for n := 1; n < length; n++ {
		mover := movers[n%2]
		if agreement := n == length-1; agreement {
			mover.agrees(mover.secret("if it rains"), mover.secret("then we stay"))
		} else {
			mover.presses("talk.next")
		}
		h.ada.isAtPart(strconv.Itoa(n+1), of)
		h.noor.isAtPart(strconv.Itoa(n+1), of)
	}
	h.noor.presses("talk.finish")
	h.noor.finds("ended.title")
	h.ada.finds("ended.title")
}

// lookBack finds everything in the history of both, and thanks.
func (h *household) lookBack() {
	gift := h.ada.secret("an appreciation")
	h.ada.thanks(h.noor, gift)
	h.noor.goesTo("/")
	h.noor.sees(gift)
	made := h.ada.secrets["then we stay"] + h.noor.secrets["then we stay"]
	for _, p := range []*person{h.ada, h.noor} {
		p.goesTo("/history")
		p.finds("history.title")
		p.reads("history.both")
		p.reads("history.talk")
		p.sees(made)
		p.sees(gift)
		p.visits("/agreements agree.title", "/settings settings.title", "/safe safe.title")
	}
}
