package rooms_test

import (
	"html"
	"net/url"
	"strings"
	"testing"

	"pleach/internal/bond"
)

// The stories of one person with two devices, who begins the same thing on both.
// A draft stays on the device where it was typed. Whichever is sent first
// counts, and the words of the other are still there, only for their writer.

// twoDevices is Ada with a phone and a tablet, and Noor.
func twoDevices(t *testing.T) (phone, tablet, noor *browser) {
	t.Helper()
	w := newWorld(t)
	phone, noor = w.browser().signUp("Ada"), w.browser().signUp("Noor")
	meet(phone, noor)
	tablet = w.browser()
	kit, err := phone.Person().Kit(ctx)
	must(t, err)
	must(t, tablet.SignIn(ctx, kit.Code(), password, "a tablet"))
	for range 2 {
		exchange(tablet, phone, noor)
	}
	return phone, tablet, noor
}

func exchange(all ...*browser) {
	for range 2 {
		for _, b := range all {
			b.sync()
		}
	}
}

// types is what the shim does while somebody types: a draft, on this device.
func (b *browser) types(key string, pairs ...string) {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	if w := b.ask("POST", "/draft/"+key, form); w.Code != 204 {
		b.t.Fatalf("the draft %s: %d", key, w.Code)
	}
}

func TestAnAnswerPostedOnThePhoneWhileTheTabletHoldsAnother(t *testing.T) {
	phone, tablet, noor := twoDevices(t)
	const draft = "checkin-weekly:2026-W48"
	tablet.open(week).holds("said-went-well", "")
	tablet.types(draft, "said-went-well", "the tablet's rain", "form", "short")
	phone.open(week).send(week, "do", "post", "said-went-well", "the phone's sun", "form", "short")
	exchange(phone, tablet)

	// The form that is still on view there is refused, with every word in it.
	tablet.follow("POST", week, url.Values{"do": {"post"}, "said-went-well": {"the tablet's rain, all day"}, "form": {"short"}})
	tablet.reads(text("problem.gate_answered.title")).holds("said-went-well", "the tablet's rain, all day")
	tablet.open("/checkin").reads(text("round.is.left")).click(text("round.go.left"))
	tablet.reads("Only you can read this", "the tablet's rain, all day").lacks("the phone's sun")
	tablet.open(week).reads("the phone's sun").click(text("own.go")).reads("the tablet's rain, all day")

	noor.open(week).send(week, "do", "post", "said-went-well", "noor's fog", "form", "short")
	exchange(noor, phone, tablet)
	noor.open(week).reads("the phone's sun", "noor's fog").lacks("rain")
	tablet.open(week).reads("the phone's sun", "noor's fog").lacks("rain") // both may be looking at this one
	phone.open("/checkin").lacks("other words")
	tablet.open("/checkin").click(text("round.go.left")).reads("the tablet's rain").send(week, "do", "away").at("/checkin").lacks(text("round.is.left"))
}

// TestBothDevicesPostWithoutANetwork: each believes that its answers count.
func TestBothDevicesPostWithoutANetwork(t *testing.T) {
	phone, tablet, noor := twoDevices(t)
	for b, words := range map[*browser]string{phone: "the phone's sun", tablet: "the tablet's rain"} {
		b.open(week).send(week, "do", "post", "said-went-well", words, "form", "short").reads(words)
	}
	noor.open(week).send(week, "do", "post", "said-went-well", "noor's fog", "form", "short")
	exchange(tablet, phone, noor, tablet)
	for _, b := range []*browser{phone, tablet, noor} {
		b.open(week).reads("the tablet's rain", "noor's fog").lacks("the phone's sun")
	}
	for _, b := range []*browser{phone, tablet} {
		b.open(week + "?own").reads("the phone's sun").lacks("the tablet's rain")
		b.open("/history").click(text("own.title")).reads("the phone's sun")
	}
	noor.open(week + "?own").reads(text("own.none")).lacks("the phone's sun")
}

// TestBothDevicesKeepForLater: the newest is the one to go on with, and the
// other version is a link away.
func TestBothDevicesKeepForLater(t *testing.T) {
	phone, tablet, _ := twoDevices(t)
	phone.open(week).send(week, "do", "keep", "said-went-well", "the phone's sun")
	tablet.open(week).send(week, "do", "keep", "said-went-well", "the tablet's rain")
	exchange(phone, tablet)
	for _, b := range []*browser{phone, tablet} {
		now, other := "the phone's sun", "the tablet's rain"
		if !strings.Contains(html.UnescapeString(b.open(week).html), now) {
			now, other = other, now
		}
		b.holds("said-went-well", now).click(text("own.go")).reads(other).lacks(now)
	}
}

func TestADraftIsFoundWhenAnswersWereKeptAlone(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	must(t, ada.Person().KeepAnswers(ctx, bond.Answers{Round: bond.RoundAt("weekly", ada.now), Said: map[string]string{"went-well": "the phone's sun"}}))
	ada.types("checkin-weekly:2026-W48", "said-went-well", "the tablet's rain")
	ada.open("/checkin").click(text("round.go.left")).reads("the tablet's rain")
	ada.open(week).reads("the phone's sun").click(text("own.go")).reads("the tablet's rain")
}

func TestAWeekThatWentByKeepsItsDraft(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.types("checkin-weekly:2026-W48", "said-went-well", "half a thought")
	ada.now = ada.now.AddDate(0, 0, 28)
	ada.open("/checkin").click(text("round.go.draft")+" : Week").at(week).holds("said-went-well", "half a thought")
}

// TestAnAgreementEditedOnBoth: the phone agrees and takes the talk along. What
// the tablet holds is not lost, and its button moves the talk no further.
func TestAnAgreementEditedOnBoth(t *testing.T) {
	phone, tablet, noor := twoDevices(t)
	bothAnswer(phone, noor)
	phone.open(week).send("/talk", "form", "short", "mode", "two")
	for range 4 {
		phone.press("next")
	}
	talk, form := phone.url, phone.url+"/agreement"
	exchange(phone, tablet, noor)
	tablet.open(talk).reads("Part 5 of 6")
	tablet.types("agreement", "if", "it snows", "start", "2026-11-24")
	phone.send(form, "do", "agree", "if", "it rains", "then", "we stay in").reads("Part 6 of 6")
	exchange(phone, tablet, noor)

	tablet.follow("POST", form, url.Values{"do": {"agree"}, "if": {"it snows"}})
	tablet.reads(text("problem.agreement_incomplete.title")).holds("if", "it snows")
	tablet.follow("POST", form, url.Values{"do": {"none"}, "if": {"it snows"}})
	tablet.reads("Part 6 of 6")
	tablet.open("/grow/agreement").holds("if", "it snows").holds("then", "").send("/grow/agreement", "do", "agree", "then", "we go out").reads("we go out")
	tablet.send("/grow/agreement", "do", "give")
	exchange(tablet, phone, noor)
	noor.open("/agreements").reads("it rains", "it snows")
	noor.open(talk).reads("Part 6 of 6")
	phone.open("/grow/agreement").holds("if", "")
}

// TestSomethingWrittenAgainOnBoth: the phone shares its version, the tablet has
// another.
func TestSomethingWrittenAgainOnBoth(t *testing.T) {
	phone, tablet, noor := twoDevices(t)
	page := phone.writes("I am afraid", "listen")
	exchange(phone, tablet)
	again := "/open/write?id=" + strings.TrimPrefix(page, "/open/written/")
	tablet.open(again).holds("text", "I am afraid")
	tablet.types("open-"+strings.TrimPrefix(page, "/open/written/"), "text", "I am afraid of the stairs", "how", "listen")
	phone.open(page).click("See how Noor").send(phone.url)
	item := phone.url
	exchange(phone, tablet, noor)

	tablet.open("/open").reads(text("openup.begun")).click(text("openup.begun.what")).holds("text", "I am afraid of the stairs")
	tablet.send("/open/write").at(page).reads("Written for yourself", "I am afraid of the stairs", text("written.before"))
	exchange(tablet, phone, noor)
	for _, b := range []*browser{phone, tablet} {
		b.open(item).reads("I am afraid").lacks("stairs")
		b.open(page).reads("the stairs")
	}
	noor.open("/open").lacks("stairs")
	tablet.open(page).click("See how Noor").send(tablet.url).reads("the stairs")
	tablet.ask("POST", page+"/share", nil) // pressed twice
	exchange(tablet, noor)
	noor.open(tablet.url).reads("the stairs")
	noor.open(item).reads("I am afraid").lacks("stairs")
	if n := len(noor.Person().Shared().OpenUp.Disclosures); n != 2 {
		t.Errorf("%d things were shared, want 2", n)
	}
}

// TestWhatIsTakenBackIsPrivateAgain: the place between the two says so, and the
// words are their writer's, who may share them another day.
func TestWhatIsTakenBackIsPrivateAgain(t *testing.T) {
	phone, tablet, noor := twoDevices(t)
	page := phone.writes("the key under the stone", "listen")
	phone.click("See how Noor").send(phone.url)
	item := phone.url
	exchange(phone, tablet, noor)
	phone.send("/back/" + strings.TrimPrefix(item, "/open/item/")).reads("This was taken back")
	exchange(phone, tablet, noor)
	noor.open("/open").lacks("the key")
	noor.open(item).reads("This was taken back").lacks("the key")
	tablet.open(page).reads("Written for yourself", "the key under the stone").click("See how Noor").send(tablet.url)
	exchange(tablet, noor)
	noor.open(tablet.url).reads("the key under the stone")
	noor.open(item).reads("This was taken back")
}

// TestAPageThatWasBegunOnACardIsFound, although another card came up since.
func TestAPageThatWasBegunOnACardIsFound(t *testing.T) {
	ada := newWorld(t).browser().signUp("Ada")
	ada.open("/open/card?depth=2")
	card := cardOn(ada)
	ada.click(text("card.write"))
	id := ada.page.forms("/open/write")[0].fields()["card"]
	ada.types("open-"+id, "text", "half a page", "card", id)
	ada.open("/open/card?depth=2").send("/open/card")
	if cardOn(ada) == card {
		t.Fatal("the same card came up")
	}
	ada.open("/open").click(card).holds("text", "half a page").send("/open/write").reads("half a page", card)
	ada.open("/open").lacks(text("openup.begun"))
}

// TestWordsAboutSomethingThatTheOtherEnded: Noor ended it while Ada wrote.
func TestWordsAboutSomethingThatTheOtherEnded(t *testing.T) {
	ada, noor := couple(t)
	ada.plants("plan", "learn to row").sync()
	noor.sync().open("/grow").click("learn to row").send(noor.url, "outcome", "done", "words", "in July").sync()
	there := noor.url
	ada.sync().follow("POST", there, url.Values{"outcome": {"done"}, "words": {"with your sister"}})
	ada.at(there).reads("in July", text("own.begun"), "with your sister")
	ada.follow("POST", there, url.Values{"outcome": {"done"}, "words": {"in July"}}) // the same words need no place of their own
	ada.reads("with your sister").send(there, "do", "away").reads("in July").lacks("with your sister")
	ada.sync()
	noor.sync().open(there).lacks("sister")
}

// TestWhatIsTakenBackMayBeAskedForAgain: by a second press, from a page of
// before, or from another device.
func TestWhatIsTakenBackMayBeAskedForAgain(t *testing.T) {
	phone, tablet, noor := twoDevices(t)
	phone.writes("the key under the stone", "listen")
	phone.click("See how Noor").send(phone.url)
	item, back := phone.url, "/back/"+strings.TrimPrefix(phone.url, "/open/item/")
	exchange(phone, tablet)
	tablet.open(item).send(back)
	exchange(tablet, phone)
	phone.send(back).at(item).reads("This was taken back")
	must(t, phone.Person().Appreciate(ctx, "the soup", false))
	thanks := "/back/" + phone.Person().Shared().Appreciations[0].ID.String()
	phone.open("/history").send(thanks)
	phone.follow("POST", thanks, nil)
	phone.at("/history").reads("taken back").lacks("the soup")
	noor.sync().follow("POST", back, nil)
	if noor.status != 404 {
		t.Errorf("what Noor did not share: %d", noor.status)
	}
}
