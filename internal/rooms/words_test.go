package rooms_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"pleach/internal/client"
	"pleach/internal/content"
	"pleach/internal/rooms"
	"pleach/wire"
)

// text is the app's own words by key.
func text(key string, pairs ...string) string {
	if !content.English().Text.Has(key) {
		return "no words for " + key
	}
	return content.English().Text.Say(key, pairs...)
}

func TestEveryErrorSaysWhatHappenedWhatWasKeptAndWhatToDo(t *testing.T) {
	codes := append(rooms.Codes(), "offline_needed", "internal", "words_differ", "clock_off", "newer")
	for _, code := range relayCodes(t) {
		if !wire.Code(code).Known() {
			t.Errorf("a refusal with the code %q counts as nobody's", code)
		}
	}
	for _, code := range append(codes, relayCodes(t)...) {
		for _, part := range []string{"title", "kept", "todo"} {
			key := "problem." + code + "." + part
			if words := text(key); strings.HasPrefix(words, "no words for") {
				t.Errorf("%s: an error of this code tells nothing", key)
			}
		}
	}
}

// relayCodes are the values of wire.Code, read from its source, so that a new
// one is not forgotten here.
func relayCodes(t *testing.T) (codes []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../wire/problem.go", nil, 0)
	must(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Code") {
			return true
		}
		code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		must(t, err)
		codes = append(codes, code)
		return false
	})
	if len(codes) < 20 {
		t.Fatalf("only %d codes found", len(codes))
	}
	return codes
}

func TestAnErrorIsExplainedHoweverDeepItIsWrapped(t *testing.T) {
	for err, code := range rooms.Errors() {
		wrapped := errors.Join(errors.New("before"), fmt.Errorf("while saving: %w", err))
		if got := rooms.CodeOf(wrapped); got != code {
			t.Errorf("%v is explained as %q, want %q", err, got, code)
		}
	}
	for err, want := range map[error]string{
		&wire.Problem{Code: wire.CodeRate}:                                     "rate",
		fmt.Errorf("pushing: %w", &wire.Problem{Code: wire.CodeFull}):          "full",
		fmt.Errorf("%w: dial tcp", client.ErrNoAnswer):                         "offline_needed",
		errors.New("a nil pointer, say"):                                       "internal",
		fmt.Errorf("%w: %w", client.ErrInviteChanged, client.ErrNoAnswer):      "invite_changed",
		fmt.Errorf("%w: %w", client.ErrStorageFull, errors.New("quota, 507")):  "storage_full",
		fmt.Errorf("%w: %w", client.ErrStorageRefused, errors.New("readonly")): "storage_refused",
	} {
		if got := rooms.CodeOf(err); got != want {
			t.Errorf("%v is explained as %q, want %q", err, got, want)
		}
	}
}

// hostile are texts that a page must show as they are.
var hostile = map[string]string{
	"markup":          `<script>alert(1)</script> <img src=x onerror="alert(2)"> </textarea><h1>hello</h1>`,
	"quotes":          `"'><b onmouseover='x'>& &amp; &lt;`,
	"emoji":           "👩🏽\u200d❤️\u200d👩🏻 🫶 a̐éö̲ 𝒳",
	"right to left":   "שלום, עולם. مرحبا \u202eoverride\u202c \u200f",
	"templates":       "{name} {partner} {{.}} ${x} %s %d \\u003c",
	"lines":           "one\n\n  two\ttabbed\n",
	"20,000 letters":  strings.Repeat("ñ", 20_000),
	"20,000 of three": strings.Repeat("語", 20_000),
}

func TestTextsAreShownAsTheyWereWritten(t *testing.T) {
	ada, noor := couple(t)
	for name, words := range hostile {
		want := strings.Join(strings.Fields(words), " ")
		ada.open("/appreciation").send("/appreciation", "do", "preview", "text", words)
		ada.faithful(name+", previewed", want)
		if got := ada.page.forms("/appreciation")[0].fields()["text"]; got != words {
			t.Errorf("%s: the preview's form holds another text (%d bytes, want %d)", name, len(got), len(words))
		}
		ada.send("/appreciation", "do", "edit").faithful(name+", edited", want)
		ada.send("/appreciation", "do", "preview").send("/appreciation", "do", "give").sync()
		noor.sync().open("/").faithful(name+", received", want)
		noor.open("/history").faithful(name+", in the history", want)
	}
}

// faithful fails when a page lost words, or took them for markup.
func (b *browser) faithful(name, want string) {
	b.t.Helper()
	if b.status != 200 || !strings.Contains(b.page.words(), want) {
		b.t.Errorf("%s: status %d, and the words are not there", name, b.status)
	}
	for _, complaint := range complaints(b.page) {
		b.t.Errorf("%s: the page %s", name, complaint)
	}
	if len(b.page.find("script", nil))+len(b.page.find("img", nil)) > 0 {
		b.t.Errorf("%s: a text became markup", name)
	}
}

func TestHostileNamesAreNamesAndNothingElse(t *testing.T) {
	ada := newWorld(t).browser()
	const name = `<b onclick=x>Ada & "Co" {partner}`
	ada.open("/signup").send("/signup", "name", name, "password", password).open("/").faithful("hello", "Good evening, "+name)
	ada.open("/settings").holds("name", name).faithful("settings", name)
}

func TestATextThatIsTooLongComesBackWhole(t *testing.T) {
	ada, _ := couple(t)
	long := strings.Repeat("語", 30_000)
	ada.open("/appreciation").send("/appreciation", "do", "preview", "text", long).reads("That is more than fits", "20,000 characters").holds("text", long)
	ada.open(week).send(week, "do", "post", "said-went-well", long).reads("That is more than fits").holds("said-went-well", long)
	ada.open("/").send("/pulse", "note", strings.Repeat("x", 501)).reads("That is more than fits")
	if p := ada.Person(); len(p.Private().Pulses)+len(p.Private().Kept)+len(p.Shared().Appreciations) > 0 {
		t.Error("a part of it was kept")
	}
}
