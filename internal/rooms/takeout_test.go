package rooms_test

import (
	"bytes"
	"io"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"filippo.io/age"

	search "pleach/internal/testkit/canary"
)

// takes makes the file with drawn words.
func (b *browser) takes() (words string, file []byte) {
	b.t.Helper()
	b.open("/settings").click(text("takeout.begin")).reads("only its words open it")
	b.send("/settings/takeout", "do", "words").at("/settings/takeout/made").reads(text("made.words"))
	words = b.page.find("pre", nil)[0].words()
	return words, b.saves()
}

// saves follows the link that saves the file.
func (b *browser) saves() []byte {
	b.t.Helper()
	link := b.page.find("a", func(a *node) bool { return a.has("download") })[0]
	if link.attr["download"] != "archive-2026-11-24.age" {
		b.t.Errorf("the file's name is %q", link.attr["download"])
	}
	w := b.ask("GET", link.attr["href"], nil)
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/octet-stream" || w.Header().Get("Cache-Control") != "no-store" {
		b.t.Errorf("the file comes with %d and %v", w.Code, w.Header())
	}
	return w.Body.Bytes()
}

// hands gives a file to the page, as the script does before it sends the form.
func (b *browser) hands(file []byte) *browser {
	b.t.Helper()
	r := httptest.NewRequest("POST", "/settings/bring/file", bytes.NewReader(file))
	r.Header.Set("Content-Type", "application/octet-stream")
	w := httptest.NewRecorder()
	b.rooms.ServeHTTP(w, r)
	if w.Code != 204 {
		b.t.Fatalf("handing over the file gives %d", w.Code)
	}
	return b
}

func TestAdaTakesEverythingToAnotherServer(t *testing.T) {
	ada, _, _ := lived(t)
	words, file := ada.takes()
	id, err := age.NewScryptIdentity(words)
	must(t, err)
	r, err := age.Decrypt(bytes.NewReader(file), id)
	must(t, err)
	plain, err := io.ReadAll(r)
	must(t, err)
	if !strings.Contains(string(plain), canary) || search.Find(file, canary) != "" {
		t.Error("what the two wrote is not in the file, or stands there for everybody to read")
	}

	again := newWorld(t).browser().signUp("Ada")
	again.open("/signup/test").click(text("bring.begin")).at("/settings/bring")
	again.send("/settings/bring", "do", "all", "passphrase", words).reads(text("problem.file_none.title"))
	again.hands(file).send("/settings/bring", "do", "all", "passphrase", "other words").
		reads(text("problem.passphrase_wrong.title"), text("bring.held"))
	again.send("/settings/bring", "do", "all", "passphrase", words).at("/settings/bring").reads("things came along").lacks("already.")
	again.click(text("ended.kept")).reads(text("copy.moved"), "Noor", canary).lacks("Take it back")
	again.open("/").reads(text("moved")).open("/history").reads(canary).click(text("history.before")).at("/kept")
	again.open("/settings").reads(text("moved"), text("ledger.what.past"))
	again.open("/settings/bring").hands(file).send("/settings/bring", "do", "all", "passphrase", words).reads(text("bring.none"))
	for path, page := range map[string]string{"/settings/moving": "move.title", "/patterns": "ground.patterns", "/resources": "ground.resources"} {
		again.open(path).reads(text(page))
	}
}

func TestAPassphraseOfOnesOwnMayBeChosen(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/settings/takeout/made").at("/settings/takeout")
	for _, weak := range []string{"", " ", "too short"} {
		ada.open("/settings/takeout").send("/settings/takeout", "do", "own", "passphrase", weak).reads(text("problem.passphrase_short.title"))
	}
	ada.send("/settings/takeout", "do", "own", "passphrase", "a lantern by the old gate").at("/settings/takeout/made").reads(text("made.own"))
	if len(ada.page.find("pre", nil)) > 0 {
		t.Error("the page shows words that nobody drew")
	}
	if file := ada.saves(); !bytes.HasPrefix(file, []byte("age-encryption.org/v1\n")) {
		t.Errorf("the file begins with %.30q", file)
	}
	ada.send("/settings/takeout", "do", "done").at("/settings").open("/settings/takeout/made").at("/settings/takeout")
}

func TestADamagedFileSaysWhereAndWhatIsWholeComesAlong(t *testing.T) {
	ada, _, _ := lived(t)
	words, file := ada.takes()
	again := newWorld(t).browser().signUp("Ada")
	id, err := age.NewScryptIdentity(words)
	must(t, err)
	r, err := age.Decrypt(bytes.NewReader(file), id)
	must(t, err)
	plain, err := io.ReadAll(r)
	must(t, err)
	to, err := age.NewScryptRecipient(words)
	must(t, err)
	to.SetWorkFactor(4)
	var broken bytes.Buffer
	w, err := age.Encrypt(&broken, to)
	must(t, err)
	w.Write(plain[:len(plain)/2])
	must(t, w.Close())

	again.open("/settings/bring").hands(broken.Bytes()).send("/settings/bring", "do", "all", "passphrase", words).
		reads(text("problem.file_damaged.title"), "The damage is in line")
	if again.Person().HasPast() {
		t.Error("something was changed")
	}
	again.send("/settings/bring", "do", "whole", "passphrase", words).reads("came along")
	again.open("/settings/bring").hands(file).send("/settings/bring", "do", "all", "passphrase", words).reads("came along", "already.")
	again.open("/settings/bring").hands([]byte("\x89PNG")).send("/settings/bring", "do", "all", "passphrase", words).reads(text("problem.file_kind.title"))
}

// TestTheFileIsGoneWithTheKeys: after the quick exit neither the words nor the
// file can be had, and a locked device takes none.
func TestTheFileIsGoneWithTheKeys(t *testing.T) {
	ada, _, _ := lived(t)
	words, file := ada.takes()
	ada.ask("POST", "/exit", url.Values{})
	for _, path := range []string{"/settings/takeout/made", "/settings/takeout/file", "/settings/bring"} {
		if w := ada.ask("GET", path, nil); bytes.Contains(w.Body.Bytes(), file[:40]) || strings.Contains(w.Body.String(), words) || !strings.Contains(w.Body.String(), text("unlock.title")) {
			t.Errorf("%s says %.200q", path, w.Body)
		}
	}
	ada.open("/").send("/unlock", "password", password).open("/settings/takeout/made").at("/settings/takeout").lacks(words)
}
