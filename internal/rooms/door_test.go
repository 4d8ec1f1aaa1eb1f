package rooms_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"pleach/internal/host"
)

func TestSomebodyBeginsAlone(t *testing.T) {
	ada := newWorld(t).browser()
	ada.open("/").reads("Grow side by side").click("Begin").reads("Step 1 of 3")
	ada.send("/signup", "name", "Ada", "password", "short").reads("That one is easy to guess", "Nothing was made yet").holds("name", "Ada")
	ada.lacks("short\"") // a password never comes back
	ada.send("/signup", "name", "  ", "password", password).reads("There is no name yet")
	ada.send("/signup", "name", "Ada", "password", password).at("/signup/kit").reads("Step 2 of 3", "Your recovery kit")
	words := ada.kitWords()
	if len(words) != 12 {
		t.Fatalf("a kit of %d words", len(words))
	}
	ada.click("I have put it somewhere safe").at("/signup/test").reads("Step 3 of 3")

	asks := ada.asked()
	if len(asks) != 3 {
		t.Fatalf("the test asks for words %v", asks)
	}
	answer := func(first string) []string {
		pairs := []string{"do", "check"}
		for i, n := range asks {
			word := words[n-1]
			if i == 0 && first != "" {
				word = first
			}
			pairs = append(pairs, "word-"+strconv.Itoa(n), word)
		}
		return pairs
	}
	ada.send("/signup/test", answer("nonsense")...).reads("That is not quite it")
	if again := ada.asked(); len(again) != 3 || again[0] != asks[0] {
		t.Errorf("after a wrong word it asks for %v, before for %v", again, asks)
	}
	ada.send("/signup/test", answer(strings.ToUpper(words[asks[0]-1]))...).at("/").reads("Good evening, Ada", "Invite your partner")
	ada.lacks("Check your recovery kit")
}

func TestTheKitTestCanWait(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/").reads("Check your recovery kit").click("Check your recovery kit").at("/signup/test")
	ada.send("/signup/test", "do", "check").reads("That is not quite it") // three empty fields are no proof
	ada.click("Show me the kit again").at("/signup/kit")
	file := ada.ask("GET", "/kit/file", nil)
	if !strings.HasPrefix(file.Header().Get("Content-Type"), "text/plain") || !strings.Contains(file.Body.String(), strings.Join(ada.kitWords()[:4], " ")) {
		t.Errorf("the kit's file: %v", file.Header())
	}
}

func TestAHostThatGivesAccountsByCode(t *testing.T) {
	noor := worldOf(t, host.Config{Signup: "code", Code: "under the doormat"}).browser()
	noor.open("/signup").send("/signup", "name", "Noor", "password", password, "code", "a guess")
	noor.reads(text("problem.signup_closed.title")).holds("code", "a guess").holds("name", "Noor")
	noor.send("/signup", "password", password, "code", "under the doormat").at("/signup/kit")
}

func TestAWrongPasswordOpensNothing(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/safe").send("/lock").at("/").reads("Welcome back").lacks("Ada")
	ada.send("/unlock", "password", "not the password").reads("That password does not open it", "you can try as often as you like")
	if ada.status != 422 || ada.Person() != nil {
		t.Errorf("status %d", ada.status)
	}
	ada.lacks("not the password")
	ada.send("/unlock", "password", password).at("/").reads("Good evening, Ada")
}

func TestQuickExitLocksAndSaysNothing(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	w := ada.ask("POST", "/exit", nil)
	if w.Code != 204 || w.Body.Len() != 0 || ada.Person() != nil {
		t.Errorf("status %d, %d bytes", w.Code, w.Body.Len())
	}
	ada.open("/").reads("Welcome back")
}

func TestAKitWithASlipIsNamedByItsWord(t *testing.T) {
	w := newWorld(t)
	ada, tablet := w.browser().signUp("Ada"), w.browser()
	kit := ada.ask("GET", "/kit/file", nil).Body.String()
	words := ada.open("/settings/kit").kitWords()

	tablet.open("/").click("I have a recovery kit").at("/kit")
	tablet.send("/kit", "kit", "eggs, milk, bread", "password", password).reads("This is not a recovery kit").holds("kit", "eggs, milk, bread")

	slip := words[4] + "x" // the fifth word, with a letter too many
	damaged := strings.Replace(kit, words[4], slip, 1)
	tablet.send("/kit", "kit", damaged, "password", password).reads("Something in this kit is not right", "5", words[4])
	tablet.holds("kit", damaged)

	tablet.send("/kit", "kit", kit, "password", "another long password").reads(text("problem.wrong_kit.title"))
	if tablet.HasAccount() {
		t.Error("a wrong password made an account on the device")
	}
	tablet.send("/kit", "kit", kit, "password", password).at("/").reads("Good evening, Ada")
}

func TestAKitOfAnotherServer(t *testing.T) {
	here, there := newWorld(t).browser().signUp("Ada"), newWorld(t).browser()
	kit := here.ask("GET", "/kit/file", nil).Body.String()
	there.open("/kit").send("/kit", "kit", kit, "password", password).reads(text("problem.other_server.title"))
}

func TestWhatALinkBringsAlong(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.browser().signUp("Ada"), w.browser()
	link := ada.invite("afar")
	_, fragment, _ := strings.Cut(link, "#")

	noor.follow("POST", "/arrive", url.Values{"fragment": {"#" + fragment}})
	noor.at("/").reads("Grow side by side") // no account yet; the invitation waits
	noor.click("Begin").send("/signup", "name", "Noor", "password", password).click("I have put it somewhere safe")
	noor.send("/signup/test", "do", "later").at("/join").reads("Ada invites you")

	tablet := w.browser()
	tablet.follow("POST", "/arrive", url.Values{"fragment": {"kit.PK1-something"}})
	tablet.holds("kit", "PK1-something")

	tablet.follow("POST", "/arrive", url.Values{"fragment": {"demo.not base64"}})
	tablet.at("/").reads("Grow side by side")
	tablet.follow("POST", "/arrive", url.Values{"fragment": {"anything"}})
	tablet.at("/")
}

func TestSomebodyWithAnInvitationAndNoAccount(t *testing.T) {
	newWorld(t).browser().open("/").click("I have an invitation").reads("Your invitation can wait").click("Begin").at("/signup")
}

func TestAForgottenPasswordIsReplacedWithTheKit(t *testing.T) {
	w := newWorld(t)
	ada := w.browser().signUp("Ada")
	kit := ada.ask("GET", "/kit/file", nil).Body.String()
	ada.open("/safe").send("/lock").click("I forgot it").at("/kit").reads("A new password")
	ada.send("/kit", "kit", kit, "password", "short").reads("That one is easy to guess").holds("kit", kit)
	ada.send("/kit", "kit", kit, "password", "a brand new password").at("/").reads("Good evening, Ada")
	ada.open("/safe").send("/lock").send("/unlock", "password", password).reads("That password does not open it")
	ada.send("/unlock", "password", "a brand new password").reads("Good evening, Ada")

	tablet := w.browser().open("/kit").click("I do not know the password either").reads("A new password")
	tablet.send("/kit", "kit", kit, "password", "yet another password").reads("Good evening, Ada")
}
