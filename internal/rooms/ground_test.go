package rooms_test

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
)

func TestNeedsOverWeeks(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/").click("Ground").at("/ground").click("What I need, this week").at("/reflect/needs")
	ada.send("/reflect/needs").reads("There is no answer yet")
	ada.send("/reflect/needs", "said-trust-1", "80").at("/reflected/needs").reads("Kept", "Trust", "This week: from in the middle to plenty", text("reflect.early.weeks")).lacks("Warmth</h2>")
	for range 7 {
		ada.now = ada.now.AddDate(0, 0, 7)
		ada.open("/reflect/needs").send("/reflect/needs", "said-trust-1", "80", "said-trust-2", "70", "said-security-1", "10")
	}
	ada.open("/reflected/needs").reads("Over 8 weeks this stayed much the same", "This week: nearer to “plenty”", "The picture in words")
	if n := len(ada.page.find("svg", func(e *node) bool { return e.attr["class"] == "bandchart" })); n != 2 {
		t.Errorf("%d bands, want 2", n)
	}
	ada.open("/ground").reads("Last time: just now")
	for _, link := range ada.page.find("ul", nil) {
		if strings.ContainsAny(link.words(), "0123456789") {
			t.Errorf("the room shows a number: %s", link.words())
		}
	}
}

// TestSharesAreWordsAndNeverRatings is the rule of what may be told of needs: a
// wish, after a preview of exactly what the other will see.
func TestSharesAreWordsAndNeverRatings(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/reflect/needs").send("/reflect/needs", "said-nurturance-1", "7").click("Choose one").at("/wish")
	ada.send("/wish", "do", "preview", "text", "a hug at the door").reads("Nothing is chosen yet").holds("text", "a hug at the door")
	ada.send("/wish", "do", "preview", "need", "nurturance").reads("This is exactly what Noor will see")
	card := ada.page.find("article", nil)[0].words()
	ada.sync()
	noor.sync().open("/").lacks("a hug at the door") // a preview tells nobody
	ada.send("/wish", "do", "edit").holds("text", "a hug at the door").send("/wish", "do", "preview").send("/wish", "do", "give").at("/reflected/needs")
	ada.reads("a hug at the door", "Both of you").sync()
	noor.sync().open("/").reads("a hug at the door", "This week I could use more of this: warmth and being looked after")
	if got := noor.page.find("article", func(e *node) bool { return strings.Contains(e.words(), "a hug") })[0].words(); got != card {
		t.Errorf("the preview said %q, Noor reads %q", card, got)
	}
	if s := noor.Person().Shared(); len(s.OpenUp.Wishes) != 1 || s.Unknown > 0 {
		t.Errorf("%+v", s.OpenUp)
	}
	noor.open("/history").reads("a hug at the door")

	id := ada.Person().Shared().OpenUp.Wishes[0].ID.String()
	ada.send("/back/" + id).open("/reflected/needs").reads("Taken back").lacks("a hug at the door").sync()
	noor.sync().open("/").reads("Taken back").lacks("a hug at the door", "warmth and being")
	noor.open("/history").lacks("a hug at the door")
}

func TestAWishCanStayWithOneself(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/wish").reads("It stays with you").lacks(`value="preview"`)
	ada.send("/wish", "do", "keep", "need", "guidance", "text", "an hour to think aloud").reads("somebody to think with", "an hour to think aloud", "Only you").lacks("Take it back")
	if w := ada.ask("POST", "/wish", url.Values{"do": {"give"}, "need": {"trust"}}); w.Code != 422 {
		t.Errorf("alone, a wish is told to somebody: %d", w.Code)
	}
}

func TestWaysAreTendenciesThatMove(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/reflect/attachment").send("/reflect/attachment", "said-reaching-1", "80").reads("Reaching", "You answered 1 of 6 sentences", "they move").lacks("Guarding</h2>")
	for range 6 {
		ada.now = ada.now.AddDate(0, 1, 0)
		form := []string{}
		for i, item := range content.English().Shelf().Scales[slices.IndexFunc(content.English().Shelf().Scales, func(s content.Scale) bool { return s.ID == "attachment" })].Items {
			form = append(form, "said-"+item.ID, []string{"0", "100"}[i%4/2])
		}
		ada.open("/reflect/attachment").send("/reflect/attachment", form...)
	}
	ada.reads("Reaching", "Guarding", "Your answers point in different directions", "Over 7 months", "May 2027")
}

func TestNoticingIsGentle(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/reflect/noticing").send("/reflect/noticing", "said-fixing-1", "20").lacks("You may care without carrying")
	ada.open("/reflect/noticing").send("/reflect/noticing", "said-fixing-1", "100", "said-fixing-4", "0").reads("You may care without carrying").lacks("You may ask for company")
}

func TestWhatHelpsIsCollectedAndDropped(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/resources").send("/resources", "side", "inside", "text-inside", " ").reads("There are no words yet")
	ada.send("/resources", "side", "inside", "text-inside", "the smell of rain").reads("the smell of rain")
	ada.send("/resources", "idea", "humour")
	ada.lacks(`value="humour"`).reads("humour", "the smell of rain")
	id := ada.Person().Private().Ground.Resources[0].ID.String()
	ada.send("/resource/" + id).lacks("the smell of rain").reads("humour")
}

func TestAnExerciseLeadsThroughAndCanBeLeft(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	x := content.English().Shelf().Exercises.All[0]
	ada.open("/ground/exercises").click(x.Title)
	for _, step := range x.Steps[1:] {
		ada.reads("Stop here", "One more minute").click("Next").reads(step.Words)
	}
	if n := len(ada.Person().Private().Ground.Grounded); n > 0 {
		t.Errorf("%d were kept before anybody said so", n)
	}
	ada.send("/ground/exercise/" + x.ID).at("/ground")
	if g := ada.Person().Private().Ground.Grounded; len(g) != 1 || g[0].Exercise != x.ID {
		t.Errorf("%+v", g)
	}
	ada.open("/ground/exercise/" + x.ID + "?step=99").reads(x.Steps[len(x.Steps)-1].Words)
}

func TestAPatternIsNamedAndAnsweredAnew(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/patterns").reads("Something that steadies you").click("Pleasing")
	ada.send("/pattern/pleasing", "then", "at ten", "new", "sleep on it").reads("The first part has no words yet").holds("then", "at ten")
	ada.send("/pattern/pleasing", "now", "I said yes").at("/patterns").reads("I said yes", "at ten", "sleep on it")
	ada.open("/pattern/pleasing").holds("now", "")
}

// Words come back as they were written, and a draft is the device's own.
func TestGroundKeepsWordsAndDrafts(t *testing.T) {
	w := newWorld(t)
	ada := w.browser().signUp("Ada")
	for name, words := range hostile {
		want := strings.Join(strings.Fields(words), " ")
		ada.open("/pattern/own").send("/pattern/own", "now", words).faithful(name+", a pattern", want)
		ada.open("/wish").send("/wish", "do", "keep", "need", "trust", "text", words).faithful(name+", a wish", want)
		ada.open("/cycle/draw").send("/cycle/draw", "theirs", "loud", "mine", "joke", "words", words).faithful(name+", a circle", want)
		ada.open("/resources").send("/resources", "side", "outside", "text-outside", words).faithful(name+", what helps", want)
	}
	for _, d := range []struct{ key, path, field, value string }{
		{"reflect-needs", "/reflect/needs", "said-trust-1", "35"}, {"wish", "/wish", "text", "half a wish"}, {"pattern-pleasing", "/pattern/pleasing", "then", "at ten"},
		{"cycle", "/cycle/draw", "inside", "alone"}, {"resource-inside", "/resources", "text-inside", "my bre"},
	} {
		ada.ask("POST", "/draft/"+d.key, url.Values{d.field: {d.value}})
		ada.open(d.path).holds(d.field, d.value)
	}
	long := strings.Repeat("語", 30_000)
	ada.open("/pattern/own").send("/pattern/own", "now", long).reads("That is more than fits").holds("now", long)
}

func TestTwoCirclesSideBySide(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/cycle").lacks("Lay it beside").click("Draw my circle")
	ada.send("/cycle/draw", "mine", "reach").reads("A circle has two sides")
	ada.send("/cycle/draw", "theirs", "withdraw", "inside", "alone", "words", "on Sundays").at("/cycle").reads("Noor …", "goes quiet or leaves the room", "comes closer, asks, insists", "on Sundays")
	ada.click("Look at it first").reads("Noor will see exactly this", "on Sundays").send("/cycle/lay").at("/cycle").reads("Yours is laid for this week").sync()
	ada.open("/cycle/lay").at("/cycle").reads("Yours is laid for this week") // no second time
	noor.sync().open("/cycle/side/cycle:2026-W48")
	if noor.status != 404 {
		t.Errorf("one map alone opens: %d", noor.status)
	}
	noor.open("/cycle/draw").send("/cycle/draw", "theirs", "reach", "mine", "withdraw", "inside", "pushed").click("Look at it first").send("/cycle/lay").sync()
	for _, b := range []*browser{ada, noor} {
		b.sync().open("/cycle").click("Two drawings of one circle").reads("The circle is the opponent, and nobody is", "on Sundays", "pushed", "alone")
		if got := b.page.find("div", isHalf); len(got) > 0 {
			t.Error("halves are sections here")
		}
		b.open("/history").click("Two drawings of one circle").at("/cycle/side/cycle:2026-W48")
	}
	if a, b := ada.page.find("section", isHalf), noor.page.find("section", isHalf); len(a) != 2 || a[0].words() != b[0].words() || a[1].words() != b[1].words() {
		t.Error("the two see other maps")
	}
}

// TestNothingThatNoorSeesTellsOfAdasGround lives the same evening in worlds that
// differ in what Ada did in her room: all that Noor sees is the same, whether or
// not she has drawn a circle of her own.
func TestNothingThatNoorSeesTellsOfAdasGround(t *testing.T) {
	draw := func(b *browser) *browser {
		return b.open("/cycle/draw").send("/cycle/draw", "theirs", "withdraw", "mine", "reach")
	}
	worlds := map[string]func(ada *browser){
		"nothing": func(*browser) {},
		"draw":    func(ada *browser) { draw(ada) },
		"lay":     func(ada *browser) { draw(ada).open("/cycle/lay").send("/cycle/lay") },
		"reflect": func(ada *browser) {
			ada.open("/reflect/attachment").send("/reflect/attachment", "said-reaching-1", "100")
			ada.open("/wish").send("/wish", "do", "keep", "need", "trust")
			ada.open("/pattern/pleasing").send("/pattern/pleasing", "now", canary)
			ada.open("/ground/exercise/push?step=4").send("/ground/exercise/push")
		},
	}
	var first map[string]string
	for _, did := range slices.Sorted(maps.Keys(worlds)) {
		seen := noorsGround(t, worlds[did])
		if first == nil {
			first = seen
		}
		for page, html := range seen {
			if html != first[page] {
				t.Errorf("when Ada did %q, Noor's %s is another:\n%s\n%s", did, page, html, first[page])
			}
		}
	}
}

func noorsGround(t *testing.T, adaDid func(*browser)) map[string]string {
	w := newWorld(t)
	ada := w.browserWith(client.Config{Storage: memstore.New(), Rand: seeded("ada")}, content.English())
	noor := w.browserWith(client.Config{Storage: memstore.New(), Rand: seeded("noor")}, content.English())
	ada.signUp("Ada")
	noor.signUp("Noor")
	meet(ada, noor)
	adaDid(ada)
	ada.sync()
	seen := map[string]string{}
	look := func(when string) {
		for _, path := range []string{"/", "/ground", "/cycle", "/cycle/lay", "/cycle/side/cycle:2026-W48", "/reflected/needs", "/history", "/settings"} {
			html := noor.sync().open(path).html
			seen[path+" "+when] = strings.ReplaceAll(html, strings.TrimPrefix(w.origin, "http://"), "HOST")
		}
	}
	look("before")
	noor.open("/cycle/draw").send("/cycle/draw", "theirs", "reach", "mine", "withdraw")
	look("with a circle of her own")
	if s := noor.Person().Shared(); len(s.OpenUp.Wishes) > 0 || s.Unknown > 0 {
		t.Errorf("Noor's device holds %+v", s.OpenUp)
	}
	return seen
}

// A map that only one has laid lapses with its week, and tells nobody.
func TestALaidCircleStaysAlone(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/cycle/draw").send("/cycle/draw", "theirs", "withdraw", "mine", "reach").click("Look at it first").send("/cycle/lay").sync()
	ada.now, noor.now = ada.now.AddDate(0, 0, 7), noor.now.AddDate(0, 0, 7)
	noor.sync().open("/cycle/draw").send("/cycle/draw", "theirs", "reach", "mine", "withdraw").click("Look at it first").send("/cycle/lay").sync()
	ada.sync().open("/cycle").lacks("Side by side").reads("Look at it first")
	ada.open("/history").lacks("circle")
	if r := ada.Person().Round(bond.RoundAt(bond.CycleSession, evening)); len(r.Opened) > 1 {
		t.Error("it opened")
	}
}
