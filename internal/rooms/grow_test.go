package rooms_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/content"
)

// plants writes something down for both, after the preview.
func (b *browser) plants(kind, words string, pairs ...string) *browser {
	b.t.Helper()
	b.open("/grow/add?kind=" + kind)
	b.send("/grow/add", append([]string{"text", words, "do", "preview"}, pairs...)...).reads("exactly what", strings.Join(strings.Fields(words), " "))
	return b.send("/grow/add", "do", "give")
}

// ticks chooses ideas of the deck, and posts or keeps them.
func (b *browser) ticks(do string, ids ...string) *browser {
	b.t.Helper()
	var pairs []string
	for _, id := range ids {
		pairs = append(pairs, "like-"+id, "yes")
	}
	return b.open("/grow/new").send("/grow/new", append(pairs, "do", do)...)
}

func ideaNamed(id string) string {
	deck, _ := content.English().Shelf().Deck("novelty")
	card, _ := deck.Card(id)
	return card.Text
}

func TestSomethingToGrowIsSeenBeforeItIsSharedAndEndedByEither(t *testing.T) {
	ada, noor := couple(t)
	const table = "a table with one more chair"
	ada.open("/grow/add?kind=aspiration").send("/grow/add", "do", "preview", "text", table).reads(table)
	ada.sync()
	noor.sync().open("/grow").lacks(table)
	ada.send("/grow/add", "do", "edit").holds("text", table).send("/grow/add", "do", "preview").send("/grow/add", "do", "give").at("/grow").reads(table).sync()
	noor.sync().open("/grow").click(table).reads("Ada", "nobody has to say why").lacks("Take it back")
	noor.send(noor.url, "outcome", "done", "words", "seven at supper").reads("It came true.", "seven at supper").sync()
	ada.sync().open("/grow").lacks(table)
	ada.open("/grow/back").reads("came true", table, "seven at supper")
	ada.open("/history").reads(table)
}

// TestWhatIsLetGoStandsNowhere: no reason, and no list of what came to nothing.
func TestWhatIsLetGoStandsNowhere(t *testing.T) {
	ada, noor := couple(t)
	ada.plants("plan", "learn to row").sync()
	noor.sync().open("/grow").click("learn to row").send(noor.url, "outcome", "let-go").at("/grow").sync()
	ada.sync()
	for _, b := range []*browser{ada, noor} {
		b.open("/grow").lacks("learn to row")
		b.open("/grow/back").lacks("learn to row")
	}
}

// TestNothingTellsWhatTheOtherWouldEnjoy is safety rule 5: it lives the same
// evening in worlds that differ in what Ada did with the ideas.
func TestNothingTellsWhatTheOtherWouldEnjoy(t *testing.T) {
	worlds := map[string]func(ada *browser){
		"nothing": func(*browser) {},
		"post":    func(ada *browser) { ada.ticks("post", "home-1", "outside-5") },
		"keep":    func(ada *browser) { ada.ticks("keep", "home-1") },
		"draw":    func(ada *browser) { ada.open("/grow/draw").send("/grow/draw", "do", "like") },
		"post, strictly": func(ada *browser) {
			ada.open("/settings").send("/settings/strict", "strict", "device")
			ada.ticks("post", "home-1")
		},
	}
	var first map[string]string
	for _, did := range slices.Sorted(maps.Keys(worlds)) {
		seen := noorsIdeas(t, worlds[did])
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

func noorsIdeas(t *testing.T, adaDid func(*browser)) map[string]string {
	w := newWorld(t)
	ada := w.browserWith(client.Config{Storage: memstore.New(), Rand: seeded("ada")}, content.English()).signUp("Ada")
	noor := w.browserWith(client.Config{Storage: memstore.New(), Rand: seeded("noor")}, content.English()).signUp("Noor")
	meet(ada, noor)
	adaDid(ada)
	ada.sync()
	seen := map[string]string{}
	for _, when := range []string{"before", "later"} {
		for _, path := range []string{"/", "/grow", "/grow/new", "/grow/draw", "/grow/back", "/history", "/settings"} {
			html := noor.sync().open(path).html
			seen[path+" "+when] = strings.ReplaceAll(html, strings.TrimPrefix(w.origin, "http://"), "HOST")
		}
		noor.ticks("keep", "play-1")
	}
	return seen
}

// TestOnlyWhatBothWouldEnjoyIsShown, and never what one of them ticked besides.
func TestOnlyWhatBothWouldEnjoyIsShown(t *testing.T) {
	ada, noor := couple(t)
	ada.ticks("post", "home-1", "home-3", "outside-5", "body-3").reads("Your choice is kept").lacks("What you would both enjoy<").sync()
	noor.sync().ticks("post", "home-3", "outside-5", "play-9").sync()
	ada.sync()
	for who, theirs := range map[*browser][]string{ada: {"play-9"}, noor: {"home-1", "body-3"}} {
		who.open("/grow/new").reads("What you would both enjoy", ideaNamed("home-3"), ideaNamed("outside-5"))
		for _, id := range theirs {
			who.lacks(ideaNamed(id), `"`+id+`"`)
		}
	}
	noor.send("/grow/plan", "card", "home-3").at("/grow/new").sync()
	ada.sync().open("/grow").reads(ideaNamed("home-3"))
	ada.open("/grow/new").send("/grow/plan", "card", "outside-5")
	for _, id := range []string{"home-3", "outside-5", "home-3"} {
		ada.ask("POST", "/grow/plan", map[string][]string{"card": {id}}) // again, from an old page
	}
	if n := len(ada.Person().Shared().Grow.Plans); n != 2 {
		t.Errorf("%d plans, want 2", n)
	}
	ada.open("/grow").click(ideaNamed("home-3")).send(ada.url, "outcome", "done").open("/grow/back").reads("something new", ideaNamed("home-3"))
	ada.open("/history").reads("What you would both enjoy")
}

func TestUpToTenIdeasAreShownInOneOrderForBoth(t *testing.T) {
	ada, noor := couple(t)
	deck, _ := content.English().Shelf().Deck("novelty")
	var all []string
	for _, c := range deck.Cards {
		all = append(all, c.ID)
	}
	ada.ticks("post", all...).sync()
	noor.sync().ticks("post", all...).sync()
	ada.sync()
	if a, n := planable(ada), planable(noor); len(a) != 10 || !slices.Equal(a, n) {
		t.Errorf("Ada sees %v, Noor %v", a, n)
	}
}

func planable(b *browser) (ids []string) {
	for _, f := range b.open("/grow/new").page.forms("/grow/plan") {
		ids = append(ids, f.fields()["card"])
	}
	return ids
}

// TestAChoiceThatOnlyOneMadeIsMadeAgain the week after, with what was ticked
// still there.
func TestAChoiceThatOnlyOneMadeIsMadeAgain(t *testing.T) {
	ada, noor := couple(t)
	ada.ticks("post", "learn-1").sync()
	ada.now, noor.now = ada.now.AddDate(0, 0, 7), noor.now.AddDate(0, 0, 7)
	noor.sync().ticks("post", "learn-1").sync()
	ada.sync().open("/grow/new").holds("like-learn-1", "yes").lacks("What you would both enjoy<")
	ada.send("/grow/new", "do", "post").reads("What you would both enjoy", ideaNamed("learn-1"))
}

func TestIdeasAreUsefulAlone(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/grow").click("Something new").send("/grow/new", "do", "keep").reads("Nothing is ticked yet")
	ada.open("/grow/add?kind=plan").send("/grow/add", "do", "keep", "text", "learn the trumpet").at("/grow/new").reads("learn the trumpet")
	ada.ticks("keep", "apart-1").holds("like-apart-1", "yes")
	deck, _ := content.English().Shelf().Deck("novelty")
	seen := map[string]bool{}
	ada.open("/grow/draw")
	for range len(deck.Cards) + 1 {
		if card := cardOn(ada); seen[card] {
			t.Fatalf("%q came up twice", card)
		} else {
			seen[card] = true
		}
		if cardOn(ada) == ideaNamed("body-1") {
			ada.send("/grow/draw", "do", "like")
		} else {
			ada.send("/grow/draw", "do", "next")
		}
	}
	if !seen["learn the trumpet"] {
		t.Error("an idea of one's own never came up")
	}
	ada.open("/grow/new").holds("like-body-1", "yes").holds("like-apart-1", "yes")
	ada.open("/grow/add?kind=aspiration").reads("There is nobody to share with yet")
}

// TestIdeasOfOneStayWithOneUntilTheyAreGiven is safety rule 2: who joins later
// finds nothing from before.
func TestIdeasOfOneStayWithOneUntilTheyAreGiven(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.browser().signUp("Ada"), w.browser().signUp("Noor")
	ada.open("/grow/add?kind=plan").send("/grow/add", "do", "keep", "text", "learn the trumpet")
	ada.ticks("keep", "home-1")
	meet(ada, noor)
	noor.open("/grow/new").lacks("trumpet")
	ada.open("/grow/new").holds("like-home-1", "yes").click("learn the trumpet").holds("text", "learn the trumpet")
	ada.send("/grow/add", "do", "preview", "where", "deck").send("/grow/add", "do", "give").at("/grow/new").sync()
	noor.sync().open("/grow/new").reads("learn the trumpet")
}

func TestAnExperimentRunsForTwoWeeksAndIsLookedAtTogether(t *testing.T) {
	ada, noor := couple(t)
	ada.plants("experiment", "phones sleep in the kitchen").reads("until 8 December").sync()
	noor.sync().open("/").lacks("Something you are trying out")
	noor.now = noor.now.AddDate(0, 0, 14)
	noor.open("/").click("Something you are trying out").reads("phones sleep in the kitchen")
	noor.send(noor.url, "outcome", "changed", "words", "only on weekdays").reads("You keep a part of it.").sync()
	noor.open("/").lacks("Something you are trying out")
	ada.sync()
	ada.ask("POST", ada.urlOf("phones"), map[string][]string{"outcome": {"let-go"}}) // from a page of before
	ada.open("/grow/back").reads("tried, and kept in part", "only on weekdays")
}

// urlOf is the page of the experiment that begins with these words.
func (b *browser) urlOf(words string) string {
	b.t.Helper()
	for _, x := range b.Person().Shared().Grow.Experiments {
		if strings.HasPrefix(x.Text, words) {
			return "/grow/thing/" + x.ID.String()
		}
	}
	b.t.Fatalf("nothing begins with %q", words)
	return ""
}

// TestWhatIsDueIsNotSuggestedAfterAQuickExit is safety rule 17.
func TestWhatIsDueIsNotSuggestedAfterAQuickExit(t *testing.T) {
	ada, _ := couple(t)
	ada.plants("experiment", "phones sleep in the kitchen")
	ada.now = ada.now.AddDate(0, 0, 14)
	ada.open("/").reads("Something you are trying out")
	ada.ask("POST", "/exit", nil)
	must(t, ada.Unlock(ctx, password))
	ada.open("/").lacks("Something you are trying out")
}

func TestAnAgreementIsMadeOutsideOfATalkAndWithdrawnByEither(t *testing.T) {
	ada, noor := couple(t)
	ada.open("/grow/agreement").holds("review", "2026-12-08").send("/grow/agreement", "do", "agree", "if", "it is Thursday").reads("Half of it is not there yet").holds("if", "it is Thursday")
	ada.send("/grow/agreement", "do", "agree", "then", "we walk", "owner", "me").reads("exactly what", "it is Thursday", "we walk")
	ada.sync()
	noor.sync().open("/agreements").lacks("we walk")
	ada.send("/grow/agreement", "do", "edit").holds("then", "we walk").send("/grow/agreement", "do", "agree").send("/grow/agreement", "do", "give").at("/agreements").reads("we walk").sync()
	noor.sync().open("/grow").reads("we walk")
	noor.open("/agreements").send("/agreement/"+noor.Person().Shared().Agreements[0].ID.String(), "do", "withdraw").reads("withdrawn").sync()
	ada.sync().open("/grow").lacks("we walk")
	ada.open("/grow/back").lacks("we walk")
}

// TestAnAgreementThatEndsDuringASession: midnight comes while it is on view, and
// what was said about it is kept all the same.
func TestAnAgreementThatEndsDuringASession(t *testing.T) {
	ada, noor := couple(t)
	must(t, ada.Person().Agree(ctx, bond.Agreement{If: "it rains", Then: "we stay in bed", Start: "2026-11-01", Review: "2026-11-10", Expires: "2026-11-24"}))
	bothAnswer(ada, noor)
	ada.open(week).send("/talk", "form", "long", "mode", "two")
	talk := ada.url
	for !strings.Contains(ada.page.words(), "we stay in bed") {
		ada.send(talk, "do", "next")
	}
	look := "/agreement/" + ada.Person().Shared().Agreements[0].ID.String()
	ada.now = ada.now.Add(5 * time.Hour)
	ada.open(talk).reads("Part").lacks("we stay in bed")
	ada.ask("POST", look, map[string][]string{"kept": {"yes"}}) // pressed just after midnight
	ada.open("/agreements").reads("Earlier ones", "we stay in bed", "it worked")
	ada.open(talk).send(talk, "do", "next").reads("Part").sync()
	noor.now = ada.now
	noor.sync().open("/grow/back").reads("agreed, and it held", "we stay in bed")
}

func TestWhatOneBeganCanBeTakenBackWhileTheOtherLooksAtIt(t *testing.T) {
	ada, noor := couple(t)
	ada.plants("plan", "row to the island").sync()
	noor.sync().open("/grow").click("row to the island").reads("row to the island").lacks("Take it back")
	there := noor.url
	noor.ask("POST", "/back/"+strings.TrimPrefix(there, "/grow/thing/"), nil) // not hers to take back
	ada.open(there).send("/back/" + strings.TrimPrefix(there, "/grow/thing/")).at("/grow").lacks("row to the island")
	ada.sync()
	noor.sync().open(there).reads("This was taken back").lacks("row to the island")
	noor.open("/history").reads("taken back").lacks("row to the island")
	noor.follow("POST", there, map[string][]string{"outcome": {"done"}, "words": {"too cold"}}) // from the page of before
	noor.at(there).reads("This was taken back", "Begun on this device", "too cold").send(there, "do", "away").lacks("too cold")
	if n := len(noor.Person().Shared().Grow.Plans); n != 0 {
		t.Errorf("what is gone can be ended: %d plans", n)
	}
}

func TestTheWordsOfAnEndCanBeTakenBack(t *testing.T) {
	ada, noor := couple(t)
	ada.plants("plan", "row to the island").sync()
	noor.sync().open("/grow").click("row to the island").send(noor.url, "outcome", "done", "words", "too cold").reads("too cold")
	there := noor.url
	noor.send("/back/" + strings.TrimPrefix(there, "/grow/thing/")).sync()
	ada.sync().open(there).reads("row to the island", "You did it.").lacks("too cold")
}

func TestThingsToGrowAreWrittenInAnyScriptAndLength(t *testing.T) {
	ada, noor := couple(t)
	for _, words := range hostile {
		want := strings.Join(strings.Fields(words), " ")
		for _, kind := range []string{"aspiration", "plan", "experiment"} {
			ada.plants(kind, words).sync()
			noor.sync().open("/grow").faithful(kind, want)
		}
		ada.plants("plan", words, "where", "deck").sync()
		noor.sync().open("/grow/new").faithful("idea", want)
	}
	noor.open("/history").faithful("history", "שלום, עולם.")
	long := strings.Repeat("語", 30_000)
	ada.open("/grow/add?kind=plan").send("/grow/add", "do", "preview", "text", long).reads("That is more than fits").holds("text", long)
}

func TestDraftsOfTwoDevicesStayEachTheirOwn(t *testing.T) {
	w := newWorld(t)
	ada, noor := w.browser().signUp("Ada"), w.browser().signUp("Noor")
	meet(ada, noor)
	other := w.browser()
	kit, err := ada.Person().Kit(ctx)
	must(t, err)
	must(t, other.SignIn(ctx, kit.Code(), password, "a tablet"))
	for range 2 {
		other.sync()
		ada.sync()
		noor.sync()
	}
	ada.ask("POST", "/draft/grow-plan", map[string][]string{"text": {"on the phone"}})
	other.ask("POST", "/draft/grow-plan", map[string][]string{"text": {"on the tablet"}})
	ada.open("/grow/add?kind=plan").holds("text", "on the phone").send("/grow/add", "do", "preview").send("/grow/add", "do", "give").sync()
	other.sync().open("/grow").reads("on the phone").open("/grow/add?kind=plan").holds("text", "on the tablet")
}

// TestLookingBackComparesNobody: a month shows no more of one than of the other
// could be shown, and counts nothing.
func TestLookingBackComparesNobody(t *testing.T) {
	ada, noor := couple(t)
	for _, words := range []string{"first soup", "second soup", "third soup", "fourth soup"} {
		must(t, ada.Person().Appreciate(ctx, words, false))
	}
	must(t, noor.Person().Appreciate(ctx, "the ladder", false))
	ada.sync()
	noor.sync()
	ada.sync().open("/grow/back?of=month").reads("November 2026", "the ladder")
	if n := strings.Count(ada.page.words(), "soup"); n != 2 {
		t.Errorf("%d appreciations of one person in a month, want 2", n)
	}
	ada.now = ada.now.AddDate(0, 2, 0)
	ada.open("/grow/back?of=month").reads("Nothing stands here").click("Earlier").click("Earlier").reads("November 2026", "the ladder").click("Later")
	ada.open("/grow/back").reads("November 2026", "the ladder").lacks("Earlier<")
}
