package e2e

import "testing"

// Ada begins the check-in on her tablet, and answers it on her phone. What she
// had typed on the tablet is still there, and nowhere else.
func TestWordsOnTheOtherDeviceAreStillThere(t *testing.T) {
	phone := newcomer(t)
	tablet := phone.secondDevice()
	tablet.begins()
	tablet.comesBackWith(phone.kit, phone.password)
	tablet.isHome()
	typed := tablet.secret("typed on the tablet")
	tablet.beginsAlone()
	tablet.writes("said-went-well", typed)
	tablet.goesTo("/safe") // what was typed is saved on the way

	before := phone.line.count(anEntry)
	phone.beginsAlone()
	phone.writes("said-went-well", phone.secret("sent from the phone"))
	phone.presses("prepare.alone.post")
	phone.finds("kept.alone.title")
	phone.hasSent(anEntry, before)
	phone.goesTo("/checkin")
	phone.seesNothingOf(say("round.go.left"))

	tablet.goesTo("/checkin")
	tablet.presses("round.go.left")
	tablet.finds("own.title")
	tablet.sees(typed)
}

// beginsAlone opens this week's check-in of somebody who is alone.
func (p *person) beginsAlone() {
	p.t.Helper()
	p.goesTo("/checkin")
	p.presses("round.go.fresh")
	p.finds("prepare.alone.title")
}
