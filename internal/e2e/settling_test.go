package e2e

import (
	"strings"

	"github.com/chromedp/chromedp/kb"

	"pleach/internal/chromium"
)

// How people begin: an account, a kit, a partner.

// signsUp makes an account and keeps the kit. It ends on Today, or where an
// invitation that waited leads.
func (p *person) signsUp() {
	p.t.Helper()
	p.presses("welcome.start")
	p.finds("signup.title")
	p.writes("name", p.name)
	p.writes("password", p.password)
	p.presses("signup.go")
	p.finds("kit.title")
	p.kit = p.value(`document.getElementById("kit-text").textContent`)
	p.words = p.kitWords()
	p.secrets["kit"] = strings.Join(p.words[:4], " ") // as its text has them, four a line
	p.presses("kit.kept")
	p.finds("kittest.title")
	for _, id := range strings.Fields(p.value(`[...document.querySelectorAll("input[id^=word-]")].map((i) => i.id).join(" ")`)) {
		p.writes(id, p.words[number(id)-1])
	}
	p.presses("kittest.go")
}

func (p *person) kitWords() []string {
	p.t.Helper()
	return strings.Fields(p.value(`[...document.querySelectorAll(".kit-words li")].map((li) => li.textContent).join(" ")`))
}

// number is what stands behind the dash of "word-3".
func number(id string) (n int) {
	for _, d := range strings.TrimPrefix(id, "word-") {
		n = 10*n + int(d-'0')
	}
	return n
}

// begins opens Pleach on a device that was never used.
func (p *person) begins() {
	p.t.Helper()
	p.opens("/")
	p.finds("welcome.title")
}

// opensLink follows a link that somebody sent, and waits until it has arrived.
func (p *person) opensLink(link string) {
	p.t.Helper()
	p.must(p.tab.Open(link))
	p.waits(`!location.hash && document.querySelector("#app:not([data-shell]) h1")`)
}

// isHome waits for Today.
func (p *person) isHome() {
	p.t.Helper()
	p.waits(`location.pathname === "/" && document.getElementById("today-open")`)
	p.inspect()
}

// invites makes an invitation for somebody far away, and returns its link.
func (p *person) invites() string {
	p.t.Helper()
	p.presses("open.alone")
	p.finds("pair.title")
	p.presses("pair.afar")
	p.finds("invite.afar.title")
	return p.value(`document.getElementById("invite-link").value`)
}

// accepts takes an invitation whose offer is on view.
func (p *person) accepts(from *person) {
	p.t.Helper()
	p.finds("offer.title", "from", from.name)
	p.presses("offer.join", "from", from.name)
	p.finds("joinwait.title")
}

// letsIn opens the door to whoever answered the invitation on view.
func (p *person) letsIn(other *person) {
	p.t.Helper()
	p.finds("invite.answered", "name", other.name)
	p.presses("invite.letin", "name", other.name)
}

// six are the words that both must see.
func (p *person) six() string {
	p.t.Helper()
	p.finds("compare.title")
	return p.value(`[...document.querySelectorAll(".six li")].map((li) => li.textContent).join(" ")`)
}

// confirms says that the six words are the same.
func (p *person) confirms(other *person) {
	p.t.Helper()
	p.presses("compare.same")
	p.finds("connected.title", "partner", other.name)
	p.presses("connected.go")
	p.isHome()
}

// pair has two people with accounts meet: the invitation, the door, the words.
func pair(ada, noor *person, link string) {
	noor.t.Helper()
	noor.accepts(ada)
	ada.letsIn(noor)
	compare(ada, noor)
}

func compare(ada, noor *person) {
	ada.t.Helper()
	hers, his := ada.six(), noor.six()
	if hers != his || len(strings.Fields(hers)) != 6 {
		ada.t.Fatalf("Ada sees %q, Noor sees %q", hers, his)
	}
	ada.confirms(noor)
	noor.confirms(ada)
}

// comesBackWith signs in on another device with the recovery kit.
func (p *person) comesBackWith(kit, password string) {
	p.t.Helper()
	p.presses("welcome.kit")
	p.finds("kitin.title")
	p.writes("kit", kit)
	p.writes("password", password)
	p.presses("kitin.go")
}

// secondDevice is the same person with another browser.
func (p *person) secondDevice() *person {
	p.t.Helper()
	other := newPerson(p.t, p.name, p.server)
	other.password, other.kit, other.secrets = p.password, p.kit, p.secrets
	return other
}

// movesSlider moves a slider by its arrow keys, as often as told to the right.
func (p *person) movesSlider(id string, right int) {
	p.t.Helper()
	p.waits("document.getElementById(%s)", chromium.Quote(id))
	p.must(p.tab.Run("document.getElementById(" + chromium.Quote(id) + ").focus()"))
	for range right {
		p.must(p.tab.Keys(kb.ArrowRight))
	}
}
