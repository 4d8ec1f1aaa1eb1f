package rooms_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
)

func TestStayingUnlockedIsChosenAndEnded(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/settings").reads(text("set.ways.password")).open("/settings/stay").reads("Whoever holds this device unlocked can open Pleach until then.")
	ada.send("/settings/stay", "do", "stay", "for", "week", "password", "not this one").reads(text("problem.wrong_password.title")).holds("for", "week")
	ada.open("/settings/stay").send("/settings/stay", "do", "stay", "for", "week", "password", password).at("/settings")
	if until := ada.Stays(); !until.Equal(evening.Add(7 * 24 * time.Hour)) {
		t.Errorf("until %s", until)
	}
	ada.reads("Pleach stays unlocked here until")
	ada.open("/settings/stay").send("/settings/stay", "do", "end").at("/settings").reads(text("set.ways.password"))
	ada.open("/settings/stay").send("/settings/stay", "do", "stay", "for", "day", "password", password).at("/settings")
	ada.now = evening.Add(24 * time.Hour)
	ada.open("/settings").reads(text("unlock.title")) // an open page too, when the time is over
	ada.send("/unlock", "password", password).open("/settings").reads(text("set.ways.password"))
}

// A tab that another one takes over from forgets its keys and nothing else.
func TestATabThatIsTakenOverEndsNothing(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	must(t, ada.Stay(ctx, password, time.Hour))
	ada.ask("POST", "/exit?tab", nil)
	if ada.Person() != nil || ada.Stays().IsZero() {
		t.Errorf("open %v, stays until %s", ada.Person() != nil, ada.Stays())
	}
	must(t, ada.Unlock(ctx, password))
	if ada.Person().IsQuiet(ctx) {
		t.Error("it counted as a quick exit")
	}
	ada.ask("POST", "/exit", nil)
	if !ada.Stays().IsZero() {
		t.Error("the quick exit did not end it")
	}
}

// given is what a device's prompt gave, as the page's script sends it.
func given(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func TestAPasskeyIsMadeAndOpensTheDoor(t *testing.T) {
	secret := given(strings.Repeat("s", 32))
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/settings/passkey").reads("Whoever knows the PIN of this device", "in the device's own list of passkeys")
	ada.send("/settings/passkey", "password", "not this one").reads(text("problem.wrong_password.title"))
	ada.send("/settings/passkey", "password", password).reads(text("passkey.make.what"))
	ada.send("/settings/passkey/made").reads(text("problem.passkey_not_made.title"), text("passkey.make.what")) // the prompt was closed
	ada.send("/settings/passkey/made", "credential", given("one"), "secret", secret).at("/settings").reads(text("set.ways.passkey"))

	ada.send("/lock").reads(text("unlock.passkey"))
	for _, wrong := range []string{"", "%", given("too short"), given(strings.Repeat("x", 32))} {
		ada.send("/unlock/passkey", "credential", given("one"), "secret", wrong).reads(text("problem.passkey.title"), text("problem.passkey.todo"))
	}
	ada.send("/unlock/passkey", "credential", given("one"), "secret", secret).at("/")
	ada.open("/settings").send("/lock").send("/unlock", "password", password).at("/")
	ada.open("/settings/passkey").reads(text("passkey.on")).send("/settings/passkey/off").at("/settings").reads(text("set.ways.password"))
	ada.send("/lock").lacks(text("unlock.passkey"))
}

// Natively there is the password alone, and no word of anything else.
func TestWithoutAKeeperNoOtherWayIsOffered(t *testing.T) {
	ada := newWorld(t).browserWith(client.Config{Storage: memstore.New()}, content.English()).signUp("Ada")
	ada.open("/settings").lacks(text("set.ways"))
	for _, path := range []string{"/settings/stay", "/settings/passkey"} {
		if ada.open(path).status != 404 {
			t.Errorf("%s is there: %d", path, ada.status)
		}
	}
}
