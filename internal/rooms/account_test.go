package rooms_test

import (
	"testing"
)

const another = "four other words here"

func TestAPasswordIsChangedInSettings(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/").send("/pulse", "mood", "50", "note", "rain")
	ada.open("/settings").click(text("newpassword.change")).reads("Whoever only knows the old one")
	ada.send(ada.url, "old", "not this one", "password", another).reads(text("problem.wrong_password.title"))
	ada.send(ada.url, "old", password, "password", "short").reads(text("problem.password_short.title"))
	ada.send(ada.url, "old", password, "password", another).at("/settings").reads("Saved.")
	ada.send("/lock").send("/unlock", "password", password).reads(text("problem.wrong_password.title"))
	ada.send("/unlock", "password", another).at("/").open("/history").reads("rain")
}

func TestAKitIsReplacedInSettings(t *testing.T) {
	w := newWorld(t)
	phone, tablet := w.browser().signUp("Ada"), w.browser()
	old := phone.ask("GET", "/kit/file", nil).Body.String()
	tablet.open("/kit").send("/kit", "kit", old, "password", password).sync()
	phone.open("/settings").click(text("set.kit.new")).reads("the old ones open nothing any more").send(phone.url).at("/settings/kit").sync()
	if phone.ask("GET", "/kit/file", nil).Body.String() == old {
		t.Error("the kit is the same")
	}
	tablet.sync().open("/settings/kit").at("/settings/kit/new").reads("was replaced on another of your devices")
	tablet.open("/signup/test").at("/settings/kit/new")
}

func TestAnAccountIsDeletedInSettings(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/settings").click(text("close.begin")).reads("There is no way back", "Your partner keeps what you had shared")
	ada.send(ada.url, "password", "not this one").reads(text("problem.wrong_password.title"))
	ada.send(ada.url, "password", password).at("/").reads("Grow side by side")
	if names, _ := ada.storage.Names(ctx, ""); len(names) > 0 || ada.HasAccount() {
		t.Errorf("left behind: %v", names)
	}
	noor.open("/").reads("Noor")
}
