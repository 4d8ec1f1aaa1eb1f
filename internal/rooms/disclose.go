package rooms

import (
	"net/http"
	"slices"
	"strconv"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/screens"
	"pleach/wire"
)

// writeForm is a page to write on: to a question, freely, on good news, or
// again on something that was kept.
func (v *visit) writeForm() error {
	d := bond.Disclosure{Card: v.query("card"), News: v.has("news")}
	if id, err := wire.ParseID(v.query("id")); err == nil {
		if d, err = v.p.Written(id); err != nil {
			return err
		}
	}
	return v.showWriting(http.StatusOK, d, nil)
}

func (v *visit) showWriting(status int, d bond.Disclosure, problem *screens.ProblemView) error {
	view := screens.WritingView{
		Draft: writingDraft(d), Ways: v.Library.Shelf().Receiving.Ways, How: d.How, Text: d.Text, News: d.News,
		Card: d.Card, Depth: d.Depth, Partner: v.pair().partner, Problem: problem,
	}
	if card, ok := v.card(d.Card); ok {
		view.Question, view.Depth = card.Text, card.Depth
	}
	if !d.ID.IsZero() {
		view.ID = d.ID.String()
	}
	if draft := v.p.Draft(v.r.Context(), view.Draft); len(draft) > 0 && problem == nil {
		view.Text, view.How = draft["text"], draft["how"]
	}
	f := v.frame(v.text.Say(writingTitle(d)), screens.RoomOpen)
	return v.show(status, f, screens.WritingPage(v.text, f, view))
}

func writingTitle(d bond.Disclosure) string {
	if d.News {
		return "writing.news.title"
	}
	return "writing.title"
}

// writingDraft names a draft by what is written on, so that two things that are
// half written do not get into each other.
func writingDraft(d bond.Disclosure) string {
	switch {
	case !d.ID.IsZero():
		return "open-" + d.ID.String()
	case d.News:
		return "open-news"
	}
	return "open-" + d.Card
}

// write keeps what was written, in private.
func (v *visit) write() error {
	d := bond.Disclosure{Card: v.field("card"), How: v.field("how"), News: v.field("news") != "", Text: v.field("text")}
	if card, ok := v.card(d.Card); ok {
		d.Depth = card.Depth
	} else {
		d.Card = ""
	}
	if id, err := wire.ParseID(v.field("id")); err == nil {
		d.ID = id
	}
	draft := writingDraft(d)
	id, err := v.p.Write(v.r.Context(), d)
	if err != nil {
		problem := explain(empty(err, errWordsEmpty))
		return v.showWriting(http.StatusUnprocessableEntity, d, &problem)
	}
	if d.Card != "" && v.p.Private().Drawn[d.Card] == 0 {
		if err := v.p.Drew(v.r.Context(), d.Card); err != nil {
			return err
		}
	}
	return v.saved(draft, "/open/written/"+id.String())
}

// written shows something that only its writer can read.
func (v *visit) written() error {
	d, err := v.ownWriting()
	if err != nil {
		return err
	}
	if s, ok := v.sharedDisclosure(d.ID); ok && s.Text == d.Text {
		return v.goTo("/open/item/" + d.ID.String())
	}
	pair := v.pair()
	f := v.frame(v.text.Say("written.title"), screens.RoomOpen)
	view := screens.WrittenView{Item: v.disclosureView(d, pair.me, false), Deep: d.Depth == 3, Partner: pair.partner}
	for _, before := range v.p.Private().Rewritten {
		if before.ID == d.ID && before.Text != d.Text {
			view.Before = append(view.Before, v.disclosureView(before, pair.me, false))
		}
	}
	return v.show(http.StatusOK, f, screens.WrittenPage(v.text, f, view))
}

func (v *visit) ownWriting() (bond.Disclosure, error) {
	id, err := pathID(v.r, "item")
	if err != nil {
		return bond.Disclosure{}, err
	}
	return v.p.Written(id)
}

// previewItem shows exactly what the partner will see.
func (v *visit) previewItem() error {
	d, err := v.ownWriting()
	if err != nil {
		return err
	}
	pair := v.pair()
	if pair.partner == nil {
		return errNoPartner
	}
	d.At = v.now
	f := v.frame(v.text.Say("preview.title", "partner", pair.partner.Name), screens.RoomOpen)
	view := screens.ItemPreviewView{Item: v.disclosureView(d, pair.me, true), Partner: *pair.partner}
	return v.show(http.StatusOK, f, screens.ItemPreviewPage(v.text, f, view))
}

func (v *visit) shareItem() error {
	d, err := v.ownWriting()
	if err != nil {
		return err
	}
	id, err := v.p.Disclose(v.r.Context(), d.ID)
	if err != nil {
		return err
	}
	return v.goTo("/open/item/" + id.String())
}

// itemRoom is something that one of the two shared: for the other with a guide,
// for its writer with the way to take it back.
func (v *visit) itemRoom() error {
	id, err := pathID(v.r, "item")
	if err != nil {
		return err
	}
	d, ok := v.sharedDisclosure(id)
	if !ok {
		return client.ErrNotFound
	}
	pair := v.pair()
	view := screens.ItemView{Item: v.sharedView(d, pair), Own: v.Library.Shelf().Receiving.Own, Deep: d.Depth == 3, Partner: *pair.partner}
	f := v.frame(v.text.Say("item.title", "name", view.Item.Who.Name), screens.RoomOpen)
	return v.show(http.StatusOK, f, screens.ItemPage(v.text, f, view))
}

// takeBack takes back what this person shared, wherever it stands.
func (v *visit) takeBack() error {
	id, err := pathID(v.r, "item")
	if err != nil {
		return err
	}
	grown := slices.ContainsFunc(v.grown(v.pair()), func(g grownThing) bool { return g.id == id })
	if err := v.p.TakeBack(v.r.Context(), id); err != nil && !v.isGone(id) {
		return err
	}
	if v.isShared(id) {
		return v.goTo("/open/item/" + id.String())
	}
	if grown {
		return v.goTo("/grow")
	}
	return v.goTo("/history")
}

// isGone reports whether something was taken back already, by this person.
func (v *visit) isGone(id wire.ID) bool {
	s, me := v.p.Shared(), v.p.Self()
	if s == nil {
		return false
	}
	d, ok := v.sharedDisclosure(id)
	return ok && d.TakenBack && d.Author == me ||
		slices.ContainsFunc(s.Gone, func(g bond.Gone) bool { return g.ID == id && g.Author == me })
}

func (v *visit) query(name string) string { return v.r.URL.Query().Get(name) }

func (v *visit) queryNumber(name string) int {
	n, _ := strconv.Atoi(v.query(name))
	return n
}
