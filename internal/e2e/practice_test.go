package e2e

import (
	"strings"

	"pleach/internal/chromium"
)

// What people do in Pleach: a pulse, a check-in, a talk, an appreciation.

// savesPulse fills in Today's form, with a line.
func (p *person) savesPulse(line string) {
	p.t.Helper()
	p.isHome()
	p.movesSlider("mood", 3)
	p.movesSlider("room", 1)
	p.presses("pulse.together")
	p.presses("pulse.note.add")
	p.writes("note", line)
	p.presses("pulse.save")
	p.sees(line)
	p.reads("saved.title")
}

// shows gives the pulse on view to somebody, after the preview.
func (p *person) shows(other *person, line string) {
	p.t.Helper()
	p.presses("saved.show", "partner", other.name)
	p.finds("preview.title", "partner", other.name)
	p.sees(line)
	p.presses("preview.show", "partner", other.name)
	p.reads("saved.shown", "partner", other.name)
}

// preparesCheckin opens this week's check-in.
func (p *person) preparesCheckin() {
	p.t.Helper()
	p.presses("nav.checkin")
	p.isCalled("The weekly check-in")
	p.must(p.tab.Run(`document.querySelector("#rounds a").click()`))
	p.finds("prepare.title")
}

// isCalled waits for a heading that comes from a session, and not from the words.
func (p *person) isCalled(heading string) {
	p.t.Helper()
	p.waits(`document.querySelector("h1").textContent === %s`, chromium.Quote(heading))
	p.inspect()
}

// answers writes into the check-in on view.
func (p *person) answers(wentWell, attention string) {
	p.t.Helper()
	p.movesSlider("said-arriving", 2)
	p.writes("said-went-well", wentWell)
	p.writes("said-attention", attention)
}

// posts posts the answers on view.
func (p *person) posts() {
	p.t.Helper()
	p.presses("prepare.post")
}

// isAtPart waits for a step of a talk.
func (p *person) isAtPart(n, of string) {
	p.t.Helper()
	p.waits(`document.querySelector("#talk .steps").textContent.includes(%s)`, quote("talk.of", "n", n, "of", of))
	p.inspect()
}

// talkLength is how many parts the talk on view has.
func (p *person) talkLength() int {
	p.t.Helper()
	p.waits(`document.querySelector("#talk .steps")`)
	words := strings.Fields(p.value(`document.querySelector("#talk .steps").firstChild.textContent.trim()`))
	return number(words[len(words)-1])
}

// agrees fills in the agreement on view.
func (p *person) agrees(when, then string) {
	p.t.Helper()
	p.writes("if", when)
	p.writes("then", then)
	p.presses("agree.both")
	p.presses("agree.form.go")
}

// thanks writes an appreciation and gives it.
func (p *person) thanks(other *person, text string) {
	p.t.Helper()
	p.goesTo("/appreciation")
	p.finds("thanks.title", "partner", other.name)
	p.writes("text", text)
	p.presses("thanks.preview")
	p.finds("preview.title", "partner", other.name)
	p.sees(text)
	p.presses("thanks.give", "partner", other.name)
	p.finds("history.title")
	p.sees(text)
}
