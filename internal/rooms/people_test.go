package rooms_test

import (
	"strconv"
	"strings"
	"testing"
)

// signUp makes an account and leaves the test of the kit for later.
func (b *browser) signUp(name string) *browser {
	b.t.Helper()
	b.open("/").click("Begin").at("/signup").send("/signup", "name", name, "password", password)
	b.at("/signup/kit").click("I have put it somewhere safe")
	return b.send("/signup/test", "do", "later").at("/").sync()
}

// couple is Ada and Noor, each with a browser. Ada invited Noor, and they sat
// in the same room.
func couple(t testing.TB) (ada, noor *browser) {
	t.Helper()
	w := newWorld(t)
	ada, noor = w.browser(), w.browser()
	ada.signUp("Ada")
	noor.signUp("Noor")
	meet(ada, noor)
	return ada, noor
}

// meet takes the two through an invitation in the same room.
func meet(ada, noor *browser) {
	ada.t.Helper()
	link := ada.invite("here")
	noor.join(link)
	ada.sync().open("/").click("answered your invitation").send(ada.url, "do", "approve")
	for range 2 {
		noor.sync()
		ada.sync()
	}
	noor.sync()
}

// invite makes an invitation and returns the link on its page.
func (b *browser) invite(where string) string {
	b.t.Helper()
	b.open("/pair").send("/pair", "where", where)
	inputs := b.page.find("input", func(e *node) bool { return e.attr["id"] == "invite-link" })
	if len(inputs) != 1 {
		b.t.Fatalf("no link on %s: %s", b.url, b.page.words())
	}
	return inputs[0].attr["value"]
}

// join answers an invitation by its link.
func (b *browser) join(link string) {
	b.t.Helper()
	b.open("/join").send("/join", "link", link).reads("invites you")
	b.send("/join/answer").at("/join/wait")
}

// kitWords are the twelve words on the kit's page.
func (b *browser) kitWords() []string {
	b.t.Helper()
	lists := b.page.find("ol", func(e *node) bool { return strings.Contains(e.attr["class"], "kit-words") })
	if len(lists) != 1 {
		b.t.Fatalf("no words on %s", b.url)
	}
	return strings.Fields(lists[0].words())
}

// asked are the positions of the words that the kit's test asks for.
func (b *browser) asked() []int {
	var asks []int
	for _, e := range b.page.find("input", nil) {
		if n, err := strconv.Atoi(strings.TrimPrefix(e.attr["name"], "word-")); err == nil {
			asks = append(asks, n)
		}
	}
	return asks
}

// week is where this week's check-in is.
const week = "/checkin/weekly:2026-W48"

// bothAnswer takes this week's check-in to where it has opened.
func bothAnswer(ada, noor *browser) {
	ada.t.Helper()
	ada.open(week).send(week, "do", "post", "said-went-well", "the walk by the river", "said-attention", "mornings", "form", "short")
	noor.open(week).send(week, "do", "post", "said-went-well", "the soup", "said-appreciate", "you called my mother", "form", "short")
	ada.sync()
	noor.sync()
	ada.sync()
}
