package rooms

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"pleach/internal/bond"
	"pleach/internal/client"
	"pleach/internal/screens"
	"pleach/wire"
)

// keptOnPage is how many things one page of the copy shows.
const keptOnPage = 40

// ended reports whether this person shared with somebody once, and with nobody
// now.
func (v *visit) ended(pair pair) bool { return pair.partner == nil && v.p.HasPast() }

func (v *visit) leaveForm() error {
	pair := v.pair()
	if pair.partner == nil {
		return v.goTo("/settings")
	}
	name := pair.partner.Name
	f := v.frame(v.text.Say("leave.title", "partner", name), screens.RoomSettings)
	return v.show(http.StatusOK, f, screens.LeavePage(v.text, f, screens.LeaveView{Partner: name, Help: v.numbers()}))
}

func (v *visit) leave() error {
	if v.pair().partner == nil {
		return v.goTo("/settings") // it was sent twice, or the other was faster
	}
	if err := v.p.LeaveShared(v.r.Context()); err != nil {
		return err
	}
	return v.goTo("/kept")
}

func (v *visit) pause() error {
	if err := v.p.Pause(v.r.Context(), v.field("do") == "begin"); err != nil {
		return err
	}
	return v.goTo("/settings?saved")
}

// keptRoom shows a person's own copy of what was shared.
func (v *visit) keptRoom() error {
	m := &memories{until: v.now.AddDate(1, 0, 0)} // from the beginning, whatever the other's clock said
	for _, past := range v.p.Past() {
		v.keptOf(m, past)
	}
	page, _ := strconv.Atoi(v.r.URL.Query().Get("page"))
	page = min(max(page, 0), len(m.all)/keptOnPage)
	slices.SortStableFunc(m.all, func(a, b memory) int { return b.at.Compare(a.at) })
	from, to := page*keptOnPage, min((page+1)*keptOnPage, len(m.all))
	view := screens.KeptView{Weeks: v.byWeek(m.all[from:to]), Moved: v.p.Moved()}
	if to < len(m.all) {
		view.Older = "/kept?page=" + strconv.Itoa(page+1)
	}
	if page > 0 {
		view.Newer = "/kept?page=" + strconv.Itoa(page-1)
	}
	f := v.frame(v.text.Say("copy.title"), screens.RoomHistory)
	return v.show(http.StatusOK, f, screens.KeptPage(v.text, f, view))
}

// pastPair is the two as they were then.
func (v *visit) pastPair(past client.Past) pair {
	p := pair{me: screens.Person{Name: v.p.Private().Name, Slot: 1, Me: true}, self: past.Self, other: past.Other}
	slot := 2
	if !past.Pair.Inviter {
		p.me.Slot, slot = 2, 1
	}
	p.partner = &screens.Person{Name: past.Pair.Partner, Slot: slot}
	return p
}

// keptOf has all words on the page itself: nothing leads to rooms for two.
func (v *visit) keptOf(m *memories, past client.Past) {
	pair, s := v.pastPair(past), past.Shared
	all := &memories{from: m.from, until: m.until}
	v.sharedWords(all, s, pair)
	v.sharedWishes(all, s, pair)
	v.sharedDoings(all, s, pair)
	v.grownMemories(all, s, pair)
	v.keptWords(all, past, pair)
	v.keptAnswers(all, past, pair)
	for _, k := range all.all {
		m.add(k.at, func() screens.HistoryItem {
			item := k.draw()
			item.URL, item.Back = "", ""
			return item
		})
	}
}

// keptWords are pulses of one's own that were shown, what both opened up about,
// and the places of what was taken back.
func (v *visit) keptWords(m *memories, past client.Past, pair pair) {
	for _, p := range past.Shared.Shown {
		if p.Author == pair.self {
			m.add(p.At, func() screens.HistoryItem {
				view := v.pulseView(p.Pulse, pair.me)
				return screens.HistoryItem{Kind: screens.HistoryPulse, Who: &pair.me, Shared: true, Pulse: &view}
			})
		}
	}
	for _, d := range past.Shared.OpenUp.Disclosures {
		who := pair.of(d.Author)
		if d.TakenBack {
			m.add(d.At, func() screens.HistoryItem {
				return screens.HistoryItem{Kind: screens.HistoryGone, Who: &who, Shared: true, Title: v.text.Say("item.gone.what")}
			})
			continue
		}
		m.add(d.At, func() screens.HistoryItem { return v.words(screens.HistoryOpen, who, d.Text) })
	}
	for _, g := range past.Shared.Gone {
		m.add(g.At, func() screens.HistoryItem {
			who := pair.of(g.Author)
			return screens.HistoryItem{Kind: screens.HistoryGone, Who: &who, Shared: true, Title: v.text.Say("item.gone.what")}
		})
	}
}

func (v *visit) words(kind screens.HistoryKind, who screens.Person, text string) screens.HistoryItem {
	return screens.HistoryItem{Kind: kind, Who: &who, Shared: true, Appreciation: &screens.LetterView{Text: text}}
}

// keptAnswers are those of check-ins that had opened, in the order of the form.
func (v *visit) keptAnswers(m *memories, past client.Past, pair pair) {
	for r := range v.p.Private().Rounds {
		if _, known := v.Library.Session(r.Session); !known {
			continue
		}
		opened := past.Copy.Opened(r.Gate(past.Pair.Space))
		for _, member := range []wire.ID{pair.self, pair.other} {
			a, is := opened[member]
			if !is {
				continue
			}
			m.add(a.At, func() screens.HistoryItem { return v.words(screens.HistoryCheckin, pair.of(member), allSaid(a)) })
		}
	}
}

// allSaid is what somebody answered, one answer after another.
func allSaid(a bond.Answers) string {
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(a.Said)) {
		lines = append(lines, a.Said[key])
	}
	return strings.Join(lines, "\n\n")
}

// openedThen reports whether a round had opened before sharing ended.
func openedThen(all []client.Past, r bond.Round) bool {
	return slices.ContainsFunc(all, func(p client.Past) bool { return len(p.Copy.Opened(r.Gate(p.Pair.Space))) > 0 })
}

// pastLedger says that what was shared before stays with both.
func (v *visit) pastLedger(pair pair) []screens.LedgerLine {
	var lines []screens.LedgerLine
	for _, past := range v.p.Past() {
		m := &memories{until: v.now.AddDate(1, 0, 0)}
		v.keptOf(m, past)
		other := v.pastPair(past).partner
		lines = append(lines, screens.LedgerLine{What: "past", Count: len(m.all), Who: []screens.Person{pair.me, *other}, How: "stays"})
	}
	return lines
}
