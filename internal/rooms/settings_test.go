package rooms_test

import (
	"testing"
	"time"
)

func TestANameIsChangedForBoth(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/settings").send("/settings/name", "name", "Ada L.").reads("Saved.").holds("name", "Ada L.").sync()
	noor.sync().open("/settings").reads("Ada L.")
	if w := ada.ask("POST", "/settings/name", map[string][]string{"name": {"  "}}); w.Code != 422 {
		t.Errorf("an empty name: %d", w.Code)
	}
}

func TestChoicesStayChosen(t *testing.T) {
	ada, _ := couple(t)
	ada.open("/settings").holds("strict", "server").send("/settings/strict", "strict", "device").holds("strict", "device")
	ada.send("/settings/lock", "minutes", "5").holds("minutes", "5").holds("strict", "device")
	if w := ada.ask("POST", "/settings/lock", map[string][]string{"minutes": {"-4"}}); w.Code != 422 {
		t.Errorf("minus four minutes: %d", w.Code)
	}
}

func TestTheLedgerSaysWhoCanReadWhat(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/").send("/pulse", "mood", "20").click("Show this to").send(ada.url)
	ada.open("/").send("/pulse", "mood", "30")
	ada.open("/appreciation").send("/appreciation", "do", "preview", "text", "the soup").send("/appreciation", "do", "give")
	bothAnswer(ada, noor)
	want := map[string]string{
		"Your pulses 2 so far":                           "Ada",
		"Pulses that you showed 1 so far":                "Ada Noor",
		"Check-in answers that you both opened 1 so far": "Ada Noor",
		"Appreciations that you gave 1 so far":           "Ada Noor",
		"Check-in answers that have not opened":          "Ada",
		"Agreements":                                     "Ada Noor",
		"Your first name":                                "Ada Noor",
	}
	rows := map[string]string{}
	for _, row := range ada.open("/settings").page.find("tbody", nil)[0].find("tr", nil) {
		who := ""
		for _, name := range row.find("bdi", nil) {
			who += " " + name.words()
		}
		rows[row.find("th", nil)[0].words()] = who[1:]
	}
	for what, who := range want {
		if rows[what] != who {
			t.Errorf("%q can be read by %q, want %q (all: %v)", what, rows[what], who, rows)
		}
	}
}

func TestADeviceIsShutOut(t *testing.T) {
	w := newWorld(t)
	phone, tablet := w.browser().signUp("Ada"), w.browser()
	kit := phone.ask("GET", "/kit/file", nil).Body.String()
	tablet.open("/kit").send("/kit", "kit", kit, "password", password).sync()
	phone.sync().until("/settings", "Shut out").click("Shut out").reads("gets nothing new from now on")
	phone.send(phone.url, "do", "revoke").at("/settings/password").reads("It may still hold the keys")
	phone.open("/settings").lacks("/settings/device/")
	if err := tablet.Person().Sync(ctx); err == nil {
		t.Error("the tablet still gets in")
	}
	tablet.open("/").reads(text("welcome.removed"))
	if phone.open("/settings/device/AAAAAAAAAAAAAAAAAAAAAA").status != 404 {
		t.Errorf("a device that is not there: %d", phone.status)
	}
}

func TestADeviceIsGivenAnotherName(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/settings").click("Rename").reads("Another name for")
	ada.send(ada.url, "name", " ").reads(text("problem.name_empty.title"))
	ada.send(ada.url, "name", "the blue phone").at("/settings").reads("the blue phone")
}

func TestLeavingADeviceTakesEverythingOffIt(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/").send("/pulse", "mood", "50", "note", "rain")
	ada.open("/settings").click("Leave this device").reads("Everything of yours is removed", "You have not checked yet", "One entry has not been sent yet")
	ada.click("Stay").at("/settings")
	ada.open("/settings/signout").send("/settings/signout", "do", "signout").at("/").reads("Grow side by side")
	if names, _ := ada.storage.Names(ctx, ""); len(names) > 0 || ada.HasAccount() {
		t.Errorf("left behind: %v", names)
	}
}

// TestANewDeviceIsToldToItsOwner is safety rule 9: on the devices that were
// there before, and to nobody else.
func TestANewDeviceIsToldToItsOwner(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.browser().signUp("Ada"), w.browser().signUp("Noor")
	meet(ada, noor)
	before := noor.sync().open("/").page.words()
	kit := ada.ask("GET", "/kit/file", nil).Body.String()
	tablet := w.browser()
	tablet.open("/kit").send("/kit", "kit", kit, "password", password).at("/").lacks("has been opened as yours")

	ada.now = ada.now.Add(20 * time.Minute)
	ada.until("/", "has been opened as yours")
	if after := noor.sync().open("/").page.words(); after != before {
		t.Errorf("Noor is told of Ada's device:\n%s", after)
	}
}
