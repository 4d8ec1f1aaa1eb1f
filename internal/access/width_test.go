package access

import (
	"strings"
	"testing"

	"pleach/internal/chromium"
	"pleach/internal/content"
)

var accents = strings.NewReplacer("a", "á", "e", "ë", "i", "ï", "o", "ö", "u", "ü", "n", "ñ", "s", "š", "A", "Á", "E", "Ë", "I", "Ï", "O", "Ö", "S", "Š", "T", "Ṭ")

// longer accents a text outside of its placeholders and makes each word with
// more than three letters about a third longer, as German is to English.
func longer(text string) string {
	var b strings.Builder
	for text != "" {
		before, rest, ok := strings.Cut(text, "{")
		for i, word := range strings.Split(before, " ") {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(stretch(word))
		}
		if !ok {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		b.WriteString("{" + name + "}")
		text = after
	}
	return b.String()
}

func stretch(word string) string {
	stem := strings.TrimRight(word, ".,:;?")
	letters := []rune(stem)
	if len(letters) <= 3 {
		return accents.Replace(word)
	}
	return accents.Replace(stem+string(letters[:1+len(letters)/3])) + word[len(stem):]
}

// measure tells what does not fit: a page that scrolls sideways, something that
// hangs over its edge, words that are wider than what they stand in, words that
// are cut, and a room's link under the quick exit. What scrolls by itself, what
// only a screen reader reads, and a link to the whole that ends in three dots is
// let be.
const measure = `(() => {
	const wrong = [], wide = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth > wide) wrong.push("the page is " + document.documentElement.scrollWidth + " wide");
	for (const e of document.querySelectorAll("body *")) {
		if (e.closest(".unseen, .scroll, .skip, svg, template")) continue;
		const r = e.getBoundingClientRect(), s = getComputedStyle(e);
		if (!r.width || !r.height || s.visibility === "hidden") continue;
		const say = (what) => wrong.push(what + ": " + e.outerHTML.slice(0, 160) + ", " + e.innerText?.slice(0, 40));
		const field = e.matches("input, textarea, select");
		if (r.left < -1 || r.right > wide + 1) say("hangs over (" + Math.round(r.left) + " to " + Math.round(r.right) + ")");
		else if (!field && s.display !== "inline" && e.scrollWidth > e.clientWidth + 1) say("words do not fit (" + e.scrollWidth + " in " + e.clientWidth + ")");
		else if (!field && !(e.closest("a") && s.webkitLineClamp !== "none") && /hidden|clip/.test(s.overflowY) && e.scrollHeight > e.clientHeight + 1) say("words are cut");
	}
	const exit = document.querySelector(".quick-exit").getBoundingClientRect();
	for (const a of document.querySelectorAll("nav a")) {
		const r = a.getBoundingClientRect();
		if (r.left < exit.right && r.right > exit.left && r.top < exit.bottom && r.bottom > exit.top) wrong.push("the exit covers " + a.innerText);
	}
	return wrong;
})()`

// A language with longer words that runs the other way fits on a phone.
func TestEveryLanguageFitsOnAPhone(t *testing.T) {
	needChromium(t)
	g := show(t, content.English().Map("x-pseudo", "rtl", longer), nil, nil)
	g.each(t, g.fits)
}

// fits measures the page on view on a phone. What is on every page is told once.
func (g *gallery) fits(t *testing.T) {
	if err := g.Size(360, 800); err != nil {
		t.Fatal(err)
	}
	wrong, err := chromium.Value[[]string](g.Tab, measure)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		if !g.told[w] {
			t.Error(w)
		}
		g.told[w] = true
	}
}

// The measures find what they are for: a page with something too wide, words
// that are wider than their button, and words that are cut.
func TestMeasuresFindWhatTheyAreFor(t *testing.T) {
	needChromium(t)
	g := show(t, content.English(), nil, nil)
	if err := g.Size(360, 800); err != nil {
		t.Fatal(err)
	}
	if err := g.Open(g.origin + "/today"); err != nil {
		t.Fatal(err)
	}
	spoil := `document.querySelector("main").insertAdjacentHTML("beforeend", "<div style='inline-size: 500px'>wide</div>" +
		"<button style='inline-size: 3rem; white-space: nowrap'>far too many words</button><p style='block-size: 1rem; overflow: hidden'>one<br>two</p>")`
	if err := g.Run(spoil); err != nil {
		t.Fatal(err)
	}
	found, err := chromium.Value[[]string](g.Tab, measure)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"the page is 5", "hangs over", "words do not fit", "words are cut"} {
		if !strings.Contains(strings.Join(found, "\n"), want) {
			t.Errorf("%q was not found: %q", want, found)
		}
	}
}
