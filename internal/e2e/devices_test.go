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

// Ada takes a new password on her phone, while her tablet is open. The tablet
// says so, and has what she wrote meanwhile once it is opened with the new one.
// Then she shuts it out, while it is open: it says so without a touch, and opens
// nothing any more.
func TestANewPasswordAndADeviceThatIsShutOut(t *testing.T) {
	phone := newcomer(t)
	tablet := phone.secondDevice()
	tablet.begins()
	tablet.comesBackWith(phone.kit, phone.password)
	tablet.isHome()
	phone.takesAPassword("eleven loud " + phone.password)
	phone.goesTo("/")
	line, before := phone.secret("after the new password"), phone.line.count(anEntry)
	phone.savesPulse(line)
	phone.hasSent(anEntry, before)

	tablet.reads("problem.login_refused.title") // as soon as its stream has ended
	tablet.reloads()
	tablet.unlocks() // the old password opens what was on it, and no more
	tablet.goesTo("/history")
	tablet.reads("problem.login_refused.title")
	tablet.seesNothingOf(line)
	tablet.password = phone.password
	tablet.reloads()
	tablet.unlocks()
	tablet.goesTo("/")
	tablet.isHome()
	tablet.goesTo("/history")
	tablet.holds(line)

	phone.shutsOutTheOther()
	tablet.reads("welcome.removed")
	tablet.seesNothingOf(line)
	tablet.opens("/history")
	tablet.finds("welcome.title")
	tablet.reads("welcome.removed")
	tablet.seesNothingOf(line)
}

// Ada opens her account on a tablet with the code that her phone shows. She has
// what she wrote there, and nothing of the code stays in an address.
func TestADeviceByACode(t *testing.T) {
	phone := newcomer(t)
	line, before := phone.secret("the phone"), phone.line.count(anEntry)
	phone.savesPulse(line)
	phone.hasSent(anEntry, before)
	phone.goesTo("/settings")
	phone.presses("device.add")
	phone.finds("add.title")
	phone.presses("add.go")
	phone.finds("add.code.title")
	phone.waits(`document.querySelector("svg.qr path") && location.pathname === "/settings/add" && !location.hash`)
	link := phone.value(`document.getElementById("device-link").value`)

	tablet := phone.secondDevice()
	tablet.opensLink(link)
	tablet.finds("adding.title")
	tablet.reads("adding.came")
	tablet.writes("password", phone.password)
	tablet.presses("adding.go")
	tablet.isHome()
	tablet.goesTo("/history")
	tablet.holds(line)

	phone.must(phone.tab.Reload())
	phone.unlocks()
	phone.finds("add.title")
	phone.seesNothingOf(link)
}

// takesAPassword changes the password in Settings.
func (p *person) takesAPassword(fresh string) {
	p.t.Helper()
	p.goesTo("/settings/password")
	p.finds("newpassword.title")
	p.writes("old", p.password)
	p.writes("password", fresh)
	p.presses("newpassword.go")
	p.finds("settings.title")
	p.password, p.secrets["new password"] = fresh, fresh
}

// shutsOutTheOther removes the one other device in Settings.
func (p *person) shutsOutTheOther() {
	p.t.Helper()
	p.goesTo("/settings")
	p.presses("device.revoke")
	p.presses("revoke.go")
	p.finds("newpassword.title")
	p.reads("newpassword.removed")
}

// beginsAlone opens this week's check-in of somebody who is alone.
func (p *person) beginsAlone() {
	p.t.Helper()
	p.goesTo("/checkin")
	p.presses("round.go.fresh")
	p.finds("prepare.alone.title")
}
