package rooms

import (
	"net/http"
	"slices"
	"strings"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/screens"
	"pleach/wire"
)

// What somebody begins is a draft on the device where they typed it. When
// another of their devices is faster, or a week goes by, its form is gone, and
// the words are not: this file finds them again.

// begunRounds are check-ins whose draft no other line of the room leads to.
func (v *visit) begunRounds(now bond.Round) (lines []screens.RoundLine) {
	for _, key := range v.drafts("checkin-") {
		r, err := bond.ParseRound(strings.TrimPrefix(key, "checkin-"))
		if err != nil || !v.hasWords(r, v.p.Draft(v.r.Context(), key)) {
			continue
		}
		line := screens.RoundLine{Round: r.String(), Week: v.over(r), State: screens.RoundDraft, URL: v.roundURL(r)}
		if v.isSettled(r) {
			line.State, line.URL = screens.RoundLeft, v.roundURL(r)+"?own"
		} else if r == now || r == now.Before() {
			continue
		}
		lines = append(lines, line)
	}
	return lines
}

func (v *visit) drafts(prefix string) []string {
	keys, err := v.p.Drafts(v.r.Context(), prefix)
	if err != nil {
		return nil // a device that cannot be read says so where something is saved
	}
	return keys
}

// isSettled reports whether a round has answers of this person where its form
// would be.
func (v *visit) isSettled(r bond.Round) bool {
	s := v.p.Round(r)
	return s.Own.Posted || len(s.Opened) > 1 || s.Own.Answers != nil && !s.Partner
}

func (v *visit) hasWords(r bond.Round, d client.Draft) bool {
	return slices.ContainsFunc(v.askedDraft(r, d), func(a screens.Asked) bool { return strings.TrimSpace(a.Text) != "" })
}

func (v *visit) askedDraft(r bond.Round, d client.Draft) (all []screens.Asked) {
	for _, q := range v.session(r).Prepare {
		all = append(all, asked(q, d["said-"+q.ID]))
	}
	return all
}

// ownURL leads to what else this person wrote of a round, or is "".
func (v *visit) ownURL(r bond.Round) string {
	s := v.p.Round(r)
	left := v.isSettled(r) && v.hasWords(r, v.p.Draft(v.r.Context(), draftOf(r)))
	if left || len(besides(s, v.pair())) > 0 {
		return v.roundURL(r) + "?own"
	}
	return ""
}

// besides are one's own answers that are not the ones on view elsewhere.
func besides(s client.RoundState, pair pair) []bond.Answers {
	if shown, ok := s.Opened[pair.self]; ok {
		return s.Own.Besides(shown)
	}
	if s.Own.Answers == nil {
		return nil
	}
	return s.Own.Besides(*s.Own.Answers)
}

// ownWords are what this person wrote of a round and the partner did not get:
// the draft on this device, and other versions of the answers.
func (v *visit) ownWords(r bond.Round, s client.RoundState) error {
	pair := v.pair()
	view := screens.OwnWordsView{Round: r.String(), Week: v.over(r), Me: pair.me}
	if d := v.p.Draft(v.r.Context(), draftOf(r)); v.hasWords(r, d) {
		view.Draft, view.Settled = v.askedDraft(r, d), v.isSettled(r)
	}
	for _, a := range slices.Backward(besides(s, pair)) {
		view.Versions = append(view.Versions, screens.OwnVersion{When: v.when(a.At), Asked: v.askedAll(r, a.Said)})
	}
	f := v.frame(v.text.Say("own.title"), screens.RoomCheckin)
	return v.show(http.StatusOK, f, screens.OwnWordsPage(v.text, f, view))
}

// otherAnswers are those versions in the history.
func (v *visit) otherAnswers(m *memories, r bond.Round, own bond.OwnRound, pair pair) {
	if len(own.Others) == 0 {
		return
	}
	if _, known := v.Library.Session(r.Session); !known {
		return
	}
	for _, a := range besides(v.p.Round(r), pair) {
		if m.holds(a.At) {
			m.add(a.At, func() screens.HistoryItem {
				return screens.HistoryItem{Kind: screens.HistoryCheckin, Who: &pair.me, Title: v.text.Say("own.title"), URL: v.roundURL(r) + "?own"}
			})
		}
	}
}

// begunWriting is what was begun in the room Open up and is kept nowhere else.
func (v *visit) begunWriting() (all []screens.BegunView) {
	for _, key := range v.drafts("open-") {
		if strings.TrimSpace(v.p.Draft(v.r.Context(), key)["text"]) != "" {
			all = append(all, v.begunView(strings.TrimPrefix(key, "open-")))
		}
	}
	return all
}

func (v *visit) begunView(on string) screens.BegunView {
	if id, err := wire.ParseID(on); err == nil {
		if d, err := v.p.Written(id); err == nil {
			view := v.disclosureView(d, v.pair().me, false)
			return screens.BegunView{Title: view.Opening(v.text), URL: "/open/write?id=" + on}
		}
	}
	switch card, ok := v.card(on); {
	case ok:
		return screens.BegunView{Title: card.Text, URL: "/open/write?card=" + on}
	case on == "news":
		return screens.BegunView{Title: v.text.Say("item.news"), URL: "/open/write?news"}
	case on == "":
		return screens.BegunView{Title: v.text.Say("item.free"), URL: "/open/write"}
	}
	return screens.BegunView{Title: v.text.Say("item.free"), URL: "/open/write?card=" + on}
}
