package screens_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"pleach/internal/content"
	"pleach/internal/screens"
	"pleach/internal/screens/screenstest"
)

func html(t testing.TB, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// everyPage runs a check on each page in each state.
func everyPage(t *testing.T, check func(t *testing.T, name, html string)) {
	pages := screenstest.Pages(content.English(), nil)
	pages = append(pages,
		screenstest.Page{Name: "shell-unlock", Component: screens.ShellUnlock(content.English().Text)},
		screenstest.Page{Name: "shell-welcome", Component: screens.ShellWelcome(content.English().Text)})
	for _, p := range pages {
		t.Run(p.Name, func(t *testing.T) { check(t, p.Name, html(t, p.Component)) })
	}
}

// Safety rule 14: the way out is the first thing on every page.
func TestQuickExitIsFirstOnEveryPage(t *testing.T) {
	everyPage(t, func(t *testing.T, _, html string) {
		if !regexp.MustCompile(`^<button type="button" class="quick-exit" data-quick-exit>`).MatchString(html) {
			t.Errorf("the page begins with %.80s", html)
		}
		if i := strings.Index(html, `<a class="skip" href="#main">`); i < 0 || i > strings.Index(html, "<main ") {
			t.Error("no skip link before main")
		}
	})
}

func TestEveryPageHasOneHeadingThatTakesTheFocus(t *testing.T) {
	everyPage(t, func(t *testing.T, _, html string) {
		if n := strings.Count(html, "<h1"); n != 1 || !strings.Contains(html, `<h1 tabindex="-1">`) {
			t.Errorf("%d first headings", n)
		}
	})
}

// The Content-Security-Policy forbids style and script in a page.
func TestNoPageHoldsStyleOrScript(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)<script|<style|\sstyle=|\son[a-z]+=|javascript:`)
	everyPage(t, func(t *testing.T, _, html string) {
		if hit := forbidden.FindString(html); hit != "" {
			t.Errorf("there is %q", hit)
		}
	})
}

// Safety rule 21: nothing on a page is loaded from anywhere else.
func TestNoPageLoadsFromElsewhere(t *testing.T) {
	loads := regexp.MustCompile(`(?:src|href|action)="(https?:)?//`)
	everyPage(t, func(t *testing.T, _, html string) {
		if hit := loads.FindString(html); hit != "" {
			t.Errorf("there is %q", hit)
		}
	})
}

var (
	idAttr    = regexp.MustCompile(`\sid="([^"]+)"`)
	refAttr   = regexp.MustCompile(`\s(?:for|aria-labelledby|aria-describedby|aria-controls)="([^"]+)"`)
	inputElem = regexp.MustCompile(`<(?:input|textarea)[^>]*>`)
	brackets  = regexp.MustCompile(`\[[a-z]+\.[a-zA-Z.\-0-9]+\]`)
)

func TestLabelsAndHintsPointAtSomething(t *testing.T) {
	everyPage(t, func(t *testing.T, _, html string) {
		var ids []string
		for _, m := range idAttr.FindAllStringSubmatch(html, -1) {
			if slices.Contains(ids, m[1]) {
				t.Errorf("the id %q is there twice", m[1])
			}
			ids = append(ids, m[1])
		}
		for _, m := range refAttr.FindAllStringSubmatch(html, -1) {
			for _, ref := range strings.Fields(m[1]) {
				if !slices.Contains(ids, ref) {
					t.Errorf("%s points at nothing", m[0])
				}
			}
		}
	})
}

func TestEveryFieldHasALabel(t *testing.T) {
	everyPage(t, func(t *testing.T, _, html string) {
		for _, in := range inputElem.FindAllString(html, -1) {
			id := idAttr.FindStringSubmatch(in)
			switch {
			case strings.Contains(in, `type="hidden"`):
			case strings.Contains(in, `type="radio"`), strings.Contains(in, `type="checkbox"`):
				if !strings.Contains(html, `<label class="key">`+in) {
					t.Errorf("%s is in no label", in)
				}
			case id == nil || !strings.Contains(html, `for="`+id[1]+`"`):
				t.Errorf("%s has no label", in)
			}
		}
	})
}

func TestEveryWordIsThere(t *testing.T) {
	everyPage(t, func(t *testing.T, _, html string) {
		if hit := brackets.FindString(html); hit != "" {
			t.Errorf("no words for %s", hit)
		}
		if hit := regexp.MustCompile(`\{[a-z]+\}`).FindString(html); hit != "" {
			t.Errorf("nobody filled %s", hit)
		}
	})
}

// Every key is used by a screen, or belongs to a family that data chooses from.
func TestNoWordIsForgotten(t *testing.T) {
	var source strings.Builder
	for _, pattern := range []string{"*.go", "*.templ", "../rooms/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, n := range names {
			b, err := os.ReadFile(n)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(b)
		}
	}
	families := []string{"problem.", "when.", "weekday.", "month.", "nav.", "today.hello.", "pulse.", "open.checkin.", "round.",
		"ledger.what.", "ledger.how.", "agree.is.", "agree.was.", "history.kind.", "turn.", "set.", "kit.part.", "safe.for.", "talk.back.", "depth.", "writing.",
		"topic.", "effort.", "cost.", "grow.", "plant.", "look.", "looked.", "thing.", "grew.",
		"map.part.", "move.title.", "move.how.", "rhythm.", "ours.", "share.title.", "share.off.", "twig.kept.", "grown.",
		"ground.kind.", "ground.look.", "reflect.lead.", "reflect.early.", "reflect.swing.", "reflect.moves."}
	for _, key := range content.English().Text.Keys() {
		stem := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other"), ".hint")
		known := strings.Contains(source.String(), `"`+stem+`"`)
		for _, f := range families {
			known = known || strings.HasPrefix(key, f)
		}
		if !known {
			t.Errorf("no screen says %s", key)
		}
	}
}

var pseudoLetters = strings.NewReplacer(
	"a", "á", "b", "ḅ", "c", "č", "d", "ḍ", "e", "ë", "f", "ḟ", "g", "ǵ", "h", "ḥ", "i", "ï", "j", "ĵ", "k", "ḳ", "l", "ḷ", "m", "ṁ",
	"n", "ñ", "o", "ö", "p", "ṗ", "q", "ꝗ", "r", "ṛ", "s", "š", "t", "ṭ", "u", "ü", "v", "ṿ", "w", "ẅ", "x", "ẋ", "y", "ÿ", "z", "ž",
	"A", "Á", "B", "Ḅ", "C", "Č", "D", "Ḍ", "E", "Ë", "F", "Ḟ", "G", "Ǵ", "H", "Ḥ", "I", "Ï", "J", "Ĵ", "K", "Ḳ", "L", "Ḷ", "M", "Ṁ",
	"N", "Ñ", "O", "Ö", "P", "Ṗ", "Q", "Ꝗ", "R", "Ṛ", "S", "Š", "T", "Ṭ", "U", "Ü", "V", "Ṿ", "W", "Ẅ", "X", "Ẋ", "Y", "Ÿ", "Z", "Ž")

// pseudo accents every letter outside of placeholders and makes it longer.
func pseudo(text string) string {
	var b strings.Builder
	for text != "" {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(pseudoLetters.Replace(before))
		if !ok {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString("{" + name + "}")
		text = after
	}
	return b.String() + " ẋẋẋ"
}

var (
	proper    = regexp.MustCompile(`<bdi>[^<]*</bdi>`) // a name, the same in every language
	tags      = regexp.MustCompile(`<[^>]*>`)
	spoken    = regexp.MustCompile(`(?:aria-label|alt|title|placeholder|data-busy)="([^"]*)"`)
	plainWord = regexp.MustCompile(`[A-Za-z]{2,}`)
)

// In a language without a plain letter, a plain word that is left on a page was
// written into the page. Nobody who reads another language could read it.
func TestNoScreenHoldsATextOfItsOwn(t *testing.T) {
	for _, p := range screenstest.Pages(content.English().Map("x-pseudo", "rtl", pseudo), pseudoLetters.Replace) {
		page := html(t, p.Component)
		text := tags.ReplaceAllString(proper.ReplaceAllString(page, ""), "\n")
		for _, m := range spoken.FindAllStringSubmatch(page, -1) {
			text += "\n" + m[1]
		}
		text = strings.NewReplacer("&#34;", "", "&#39;", "", "&amp;", "", "&lt;", "", "&gt;", "").Replace(text)
		if hit := plainWord.FindString(text); hit != "" {
			t.Errorf("%s says %q", p.Name, hit)
		}
	}
}

// Safety rule 5: posted, kept, or left out, and whatever the partner did, the
// page says nothing about the partner.
func TestNothingSaysWhoHasAnswered(t *testing.T) {
	text := content.English().Text
	for _, state := range []string{"fresh", "draft", "kept", "skipped"} {
		for _, key := range []string{"round.is." + state, "open.checkin." + state} {
			if strings.Contains(text.Say(key), "partner") || strings.Contains(text.Say(key), "{") {
				t.Errorf("%s speaks of the other: %q", key, text.Say(key))
			}
		}
	}
}

// What people write is shown as they wrote it, and is never markup.
func TestWhatPeopleWriteIsNeverMarkup(t *testing.T) {
	nasty := func(s string) string { return s + `"><img src=x onerror=alert(1)>` }
	for _, p := range screenstest.Pages(content.English(), nasty) {
		if strings.Contains(html(t, p.Component), "<img") {
			t.Errorf("%s lets markup through", p.Name)
		}
	}
}

func TestTheShellIsSmall(t *testing.T) {
	size := len(html(t, screens.Shell()))
	for _, name := range screens.StylesheetOrder {
		b, err := screens.Stylesheets.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		size += len(b)
	}
	if size > 50_000 {
		t.Errorf("shell and stylesheets are %d bytes, want at most 50,000: the script needs room in 60 kB", size)
	}
}

func BenchmarkToday(b *testing.B) {
	for _, p := range screenstest.Pages(content.English(), nil) {
		if p.Name != "today" && p.Name != "history" && p.Name != "checkin-reveal" {
			continue
		}
		b.Run(p.Name, func(b *testing.B) {
			for b.Loop() {
				html(b, p.Component)
			}
		})
	}
}
