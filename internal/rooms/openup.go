package rooms

import (
	"net/http"
	"slices"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/screens"
	"pleach/wire"
)

// openListed is how much of each list the room shows; the history has all.
const openListed = 24

// openRoom is the first page of opening up.
func (v *visit) openRoom() error {
	pair := v.pair()
	view := screens.OpenUpView{Partner: pair.partner}
	given := v.given()
	view.Begun = v.begunWriting()
	for _, d := range slices.Backward(v.p.Private().Written) {
		if view.More = len(view.Written) == openListed; view.More {
			break
		}
		if !given[d.Text] {
			view.Written = append(view.Written, v.disclosureView(d, pair.me, false))
		}
	}
	if s := v.p.Shared(); s != nil {
		for _, d := range slices.Backward(s.OpenUp.Disclosures) {
			if len(view.Between) == openListed {
				view.More = true
				break
			}
			view.Between = append(view.Between, v.sharedView(d, pair))
		}
	}
	f := v.frame(v.text.Say("openup.title"), screens.RoomOpen)
	return v.show(http.StatusOK, f, screens.OpenUpPage(v.text, f, view))
}

// given are the words that this person has shared. What was written otherwise
// since, on another device perhaps, or was taken back, is private.
func (v *visit) given() map[string]bool {
	words := map[string]bool{}
	if s := v.p.Shared(); s != nil {
		for _, d := range s.OpenUp.Disclosures {
			if d.Author == v.p.Self() {
				words[d.Text] = true
			}
		}
	}
	return words
}

func (v *visit) isShared(id wire.ID) bool {
	_, ok := v.sharedDisclosure(id)
	return ok
}

// ownFirst is one's own of what an address may mean, or else the other's: nobody
// takes the place of something by using its id.
func ownFirst[T any](all []T, is func(T) (it, own bool)) (found T, ok bool) {
	for _, t := range all {
		switch it, own := is(t); {
		case it && own:
			return t, true
		case it && !ok:
			found, ok = t, true
		}
	}
	return found, ok
}

func (v *visit) sharedDisclosure(id wire.ID) (bond.SharedDisclosure, bool) {
	s := v.p.Shared()
	if s == nil {
		return bond.SharedDisclosure{}, false
	}
	return ownFirst(s.OpenUp.Disclosures, func(d bond.SharedDisclosure) (bool, bool) { return d.ID == id, d.Author == v.p.Self() })
}

func (v *visit) disclosureView(d bond.Disclosure, who screens.Person, shared bool) screens.DisclosureView {
	view := screens.DisclosureView{ID: d.ID.String(), Who: who, When: v.when(d.At), Text: d.Text, News: d.News, Shared: shared}
	if card, ok := v.card(d.Card); ok {
		view.Card = card.Text
	}
	if way, ok := v.Library.Shelf().Receiving.Way(d.How); ok && !d.News {
		view.Way = &way
	}
	return view
}

func (v *visit) sharedView(d bond.SharedDisclosure, pair pair) screens.DisclosureView {
	view := v.disclosureView(d.Disclosure, pair.of(d.Author), true)
	view.TakenBack = d.TakenBack
	return view
}

// questions are the deck's cards of a depth, with one's own and those of both.
func (v *visit) questions(depth int, private bool) []content.Card {
	deck, _ := v.Library.Shelf().Deck("open")
	cards := deck.At(depth)
	var own []bond.CardAdded
	if s := v.p.Shared(); s != nil {
		own = slices.Clone(s.Grow.Cards)
	}
	if private {
		own = append(own, v.p.Private().Cards...)
	}
	for _, c := range own {
		if c.Deck == "open" && c.Depth == depth {
			cards = append(cards, content.Card{ID: c.ID.String(), Depth: depth, Text: c.Text})
		}
	}
	return cards
}

// card finds a question by its id; one's own have the id of their event.
func (v *visit) card(id string) (content.Card, bool) {
	for depth := 1; id != "" && depth <= 3; depth++ {
		cards := v.questions(depth, true)
		if i := slices.IndexFunc(cards, func(c content.Card) bool { return c.ID == id }); i >= 0 {
			return cards[i], true
		}
	}
	return content.Card{}, false
}

func (v *visit) depth() int { return min(max(v.queryNumber("depth"), 1), 3) }

// drawCard shows the next question of a depth. Looking draws nothing: a reload
// shows the same one.
func (v *visit) drawCard() error {
	depth := v.depth()
	var ids []string
	for _, c := range v.questions(depth, true) {
		ids = append(ids, c.ID)
	}
	id := bond.NextCard(bond.Shuffled(v.p.PrivateID(), ids), v.p.Private().Drawn)
	card, ok := v.card(id)
	if !ok {
		return errNowhere
	}
	f := v.frame(v.text.Say("card.title"), screens.RoomOpen)
	return v.show(http.StatusOK, f, screens.CardPage(v.text, f, screens.DrawnCard{ID: card.ID, Text: card.Text, Depth: depth}))
}

// nextCard puts a question aside.
func (v *visit) nextCard() error {
	card, ok := v.card(v.field("card"))
	if !ok {
		return errNowhere
	}
	if err := v.p.Drew(v.r.Context(), card.ID); err != nil {
		return err
	}
	return v.goTo("/open/card?depth=" + string(rune('0'+max(card.Depth, 1))))
}

func (v *visit) addCardForm() error { return v.showAddCard(http.StatusOK, screens.AddCardView{}) }

func (v *visit) showAddCard(status int, view screens.AddCardView) error {
	if d := v.p.Draft(v.r.Context(), "card"); view.Text == "" {
		view.Text = d["text"]
	}
	view.Partner = v.pair().partner
	f := v.frame(v.text.Say("addcard.title"), screens.RoomOpen)
	return v.show(status, f, screens.AddCardPage(v.text, f, view))
}

func (v *visit) addCard() error {
	depth := min(max(v.number("depth"), 1), 3)
	err := v.p.AddCard(v.r.Context(), "open", depth, v.field("text"), v.field("for") == "both")
	if err != nil {
		problem := explain(empty(err, errWordsEmpty))
		return v.showAddCard(http.StatusUnprocessableEntity, screens.AddCardView{Text: v.field("text"), Depth: depth, Problem: &problem})
	}
	return v.saved("card", "/open")
}
