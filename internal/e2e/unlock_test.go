package e2e

import (
	"strings"
	"testing"

	"pleach/internal/chromium"
)

// byName is Ada on Today, with a fresh account on a server that she calls by its
// name: an address of numbers alone has no passkeys.
func byName(t *testing.T) *person {
	t.Helper()
	s := serve(t)
	s.addr = strings.Replace(s.addr, "127.0.0.1", "localhost", 1)
	s.origin = "http://" + s.addr
	ada := newPerson(t, "Ada", s)
	ada.begins()
	ada.signsUp()
	ada.isHome()
	return ada
}

// stays asks to stay unlocked for a day.
func (p *person) stays() {
	p.t.Helper()
	p.goesTo("/settings/stay")
	p.finds("stay.title")
	p.writes("password", p.password)
	p.presses("stay.go")
	p.finds("settings.title")
	p.waits(`document.querySelector("[aria-labelledby=set-ways]").innerText.includes("stays unlocked")`)
}

// comesBack loads the page anew, and finds Today without a password.
func (p *person) comesBack() {
	p.t.Helper()
	p.must(p.tab.Reload())
	p.isHome()
}

func TestStayingUnlockedInABrowser(t *testing.T) {
	ada := byName(t)
	line := ada.secret("staying")
	ada.savesPulse(line)
	ada.goesTo("/settings/stay")
	ada.writes("password", "not her password at all")
	ada.presses("stay.go")
	ada.reads("problem.wrong_password.title")
	ada.stays()
	ada.goesTo("/")
	ada.comesBack()
	ada.comesBack()
	ada.goesTo("/history")
	ada.must(ada.tab.Reload())
	ada.finds("history.title")
	ada.holds(line)

	// Locking ends it.
	ada.goesTo("/settings")
	ada.presses("lock.now")
	ada.finds("unlock.title")
	ada.hasNoWay()
	ada.reloads()
	ada.unlocks()

	// The quick exit ends it, and nothing has to be said to the worker for that.
	ada.stays()
	ada.must(ada.tab.Run(`window.Worker.prototype.postMessage = () => {}`))
	ada.presses("exit.button")
	ada.waits(`location.pathname === "/kitchen"`)
	ada.opens("/")
	ada.finds("unlock.title")
	ada.hasNoWay()
	ada.reloads()
	ada.unlocks()

	// When its time is over, so is it. A record that was changed opens nothing.
	for _, until := range []string{"1", "4102444800"} {
		ada.stays()
		ada.goesTo("/")
		ada.changesRecord("way/stay", "until", until)
		ada.must(ada.tab.Reload())
		ada.finds("unlock.title")
		ada.hasNoWay()
		ada.unlocks()
	}
}

// hasNoWay waits until nothing is left of staying unlocked: the program forgets
// what no longer opens when it starts.
func (p *person) hasNoWay() {
	p.t.Helper()
	p.waits(`!localStorage.getItem("share")`)
	for _, at := range [][2]string{{"kv", "way/stay"}, {"meta", "secret"}} {
		p.must(p.tab.Run(`(async () => { while (await ` + readRecord(at[0], at[1]) + ` !== undefined) await new Promise((r) => setTimeout(r, 50)); })()`))
	}
}

// readRecord is a script: what the device has under a name.
func readRecord(store, name string) string {
	return `new Promise((resolve, reject) => {
		const open = indexedDB.open("pleach");
		open.onsuccess = () => {
			const get = open.result.transaction("` + store + `").objectStore("` + store + `").get("` + name + `");
			get.onsuccess = () => { open.result.close(); resolve(get.result); };
			get.onerror = () => reject(get.error);
		};
	})`
}

// kept is a record in clear, or "".
func (p *person) kept(name string) string {
	p.t.Helper()
	text, err := chromium.Value[string](p.tab, readRecord("kv", name)+`.then((b) => b ? new TextDecoder().decode(b) : "")`)
	p.must(err)
	return text
}

// changesRecord puts another number into a record, as somebody could who has the
// device's storage.
func (p *person) changesRecord(name, field, value string) {
	p.t.Helper()
	p.must(p.tab.Run(readRecord("kv", name) + `.then((b) => new Promise((resolve, reject) => {
		const w = JSON.parse(new TextDecoder().decode(b));
		w.` + field + ` = ` + value + `;
		const open = indexedDB.open("pleach");
		open.onsuccess = () => {
			const tx = open.result.transaction("kv", "readwrite");
			tx.objectStore("kv").put(new TextEncoder().encode(JSON.stringify(w)), "` + name + `");
			tx.oncomplete = () => { open.result.close(); resolve(); };
			tx.onabort = () => reject(tx.error);
		};
	}))`))
}

// A second tab that takes over finds Ada unlocked, and does not end it.
func TestStayingUnlockedInAnotherTab(t *testing.T) {
	ada := byName(t)
	ada.stays()
	ada.tab = ada.newTab()
	ada.opens("/")
	ada.waits(`document.querySelector("[data-use-here]")`)
	ada.must(ada.tab.Run(`document.querySelector("[data-use-here]").click()`))
	ada.isHome()
	ada.comesBack()
}

// A passkey opens beside the password, and goes with it.
func TestAPasskeyUnlocksInABrowser(t *testing.T) {
	ada := byName(t)
	line := ada.secret("the passkey")
	ada.savesPulse(line)
	device := ada.newAuthenticator()
	ada.must(device.Knows(false)) // a finger that it does not know, and then one that it knows
	ada.asksForPasskey()
	ada.presses("passkey.make")
	ada.reads("problem.passkey_not_made.title")
	ada.must(device.End())
	device = ada.newAuthenticator()
	ada.makesPasskey()
	names, err := device.Passkeys()
	ada.must(err)
	if strings.Join(names, ", ") != "localhost Pleach" {
		t.Errorf("the device lists %q", names)
	}

	ada.goesTo("/")
	ada.reloads() // the page that is there before the program is
	ada.presses("unlock.passkey")
	ada.isHome()
	ada.goesTo("/settings")
	ada.presses("lock.now") // the page that the program draws
	ada.presses("unlock.passkey")
	ada.isHome()
	ada.goesTo("/history")
	ada.holds(line)

	// A finger that the device does not know, and then the password.
	ada.must(device.Knows(false))
	ada.reloads()
	ada.presses("unlock.passkey")
	ada.reads("problem.passkey.title")
	ada.reads("problem.passkey.todo")
	ada.unlocks()

	// Another authenticator has another passkey.
	ada.must(device.End())
	ada.newAuthenticator()
	ada.reloads()
	ada.presses("unlock.passkey")
	ada.reads("problem.passkey.title")
	ada.unlocks()

	// A new one in its place, and a new password, which ends it.
	ada.turnsPasskeyOff()
	ada.asksForPasskey()
	ada.makesPasskey()
	ada.goesTo("/settings/password")
	ada.writes("old", ada.password)
	ada.password += " and more"
	ada.writes("password", ada.password)
	ada.presses("newpassword.go")
	ada.finds("settings.title")
	if kept := ada.kept("way/passkey"); kept != "" {
		t.Errorf("there still is %s", kept)
	}
	ada.reloads()
	ada.waits(`!document.querySelector("form[data-passkey]:not([hidden])")`)
	ada.unlocks()
	ada.finds("settings.title")
}

func (p *person) newAuthenticator() *chromium.Authenticator {
	p.t.Helper()
	a, err := p.tab.Authenticator()
	p.must(err)
	return a
}

// asksForPasskey gives the password, after a wrong one.
func (p *person) asksForPasskey() {
	p.t.Helper()
	p.goesTo("/settings")
	p.presses("set.ways.prompt")
	p.finds("passkey.title")
	p.writes("password", "not her password at all")
	p.presses("passkey.next")
	p.reads("problem.wrong_password.title")
	p.writes("password", p.password)
	p.presses("passkey.next")
	p.reads("passkey.make.what")
}

func (p *person) makesPasskey() {
	p.t.Helper()
	p.presses("passkey.make")
	p.finds("settings.title")
	p.reads("set.ways.passkey")
}

func (p *person) turnsPasskeyOff() {
	p.t.Helper()
	p.goesTo("/settings/passkey")
	p.presses("passkey.off")
	p.finds("settings.title")
	p.reads("set.ways.password")
}

// Where the device has no passkeys that can do this, none is offered.
func TestWithoutTheFunctionNoPasskeyIsOffered(t *testing.T) {
	ada := byName(t)
	ada.goesTo("/settings")
	ada.reads("set.ways.password")
	ada.waits(`!document.querySelector("[data-has-passkeys]").getClientRects().length`)
	ada.seesNothingOf("webauthn")
}
