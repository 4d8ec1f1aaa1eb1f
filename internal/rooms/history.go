package rooms

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"pleach/internal/bond"
	"pleach/internal/screens"
)

// weeksOnPage is how many weeks one page of the history shows.
const weeksOnPage = 4

// memory is something that was written: when, and how to show it. It is only
// drawn when its page is on view, out of perhaps ten years.
type memory struct {
	at   time.Time
	draw func() screens.HistoryItem
}

// historyRoom shows four weeks; "page" counts back from now.
func (v *visit) historyRoom() error {
	page, _ := strconv.Atoi(v.r.URL.Query().Get("page"))
	page = max(page, 0)
	newest := bond.RoundAt(weekly, v.now).Monday(v.Zone).AddDate(0, 0, -7*weeksOnPage*page)
	from, until := newest.AddDate(0, 0, -7*(weeksOnPage-1)), newest.AddDate(0, 0, 7)
	all := v.memories(v.pair())
	var view screens.HistoryView
	if slices.ContainsFunc(all, func(m memory) bool { return m.at.Before(from) }) {
		view.Older = "/history?page=" + strconv.Itoa(page+1)
	}
	view.Weeks = v.byWeek(all, from, until)
	if page > 0 {
		view.Newer = "/history?page=" + strconv.Itoa(page-1)
	}
	f := v.frame(v.text.Say("history.title"), screens.RoomHistory)
	return v.show(http.StatusOK, f, screens.HistoryPage(v.text, f, view))
}

// byWeek sorts what lies between two Mondays into weeks, newest first.
func (v *visit) byWeek(all []memory, from, until time.Time) []screens.WeekView {
	all = slices.DeleteFunc(all, func(m memory) bool { return m.at.Before(from) || !m.at.Before(until) })
	slices.SortStableFunc(all, func(a, b memory) int { return b.at.Compare(a.at) })
	var weeks []screens.WeekView
	var last bond.Round
	for _, m := range all {
		item := m.draw()
		item.When = v.when(m.at)
		if r := bond.RoundAt(weekly, m.at.In(v.Zone)); r != last || len(weeks) == 0 {
			weeks = append(weeks, screens.WeekView{Title: v.week(r)})
			last = r
		}
		w := &weeks[len(weeks)-1]
		w.Items = append(w.Items, item)
	}
	return weeks
}

// memories are everything that this person wrote and that was shared.
func (v *visit) memories(pair pair) []memory {
	all := v.ownMemories(pair)
	if v.p.Shared() != nil {
		all = append(all, v.sharedMemories(pair)...)
	}
	return all
}

func (v *visit) ownMemories(pair pair) []memory {
	private := v.p.Private()
	all := make([]memory, 0, len(private.Pulses))
	for _, p := range private.Pulses {
		all = append(all, memory{p.At, func() screens.HistoryItem { return v.ownPulse(p, pair) }})
	}
	for _, a := range private.Kept {
		all = append(all, memory{a.At, func() screens.HistoryItem {
			letter := v.letter(a, pair.me)
			return screens.HistoryItem{Kind: screens.HistoryAppreciation, Who: &pair.me, Appreciation: &letter}
		}})
	}
	for r, own := range private.Rounds {
		if own.Answers != nil {
			all = append(all, memory{own.Answers.At, func() screens.HistoryItem { return v.roundItem(r, own, pair) }})
		}
	}
	return all
}

func (v *visit) ownPulse(p bond.Pulse, pair pair) screens.HistoryItem {
	view := v.pulseView(p, pair.me)
	item := screens.HistoryItem{Kind: screens.HistoryPulse, Who: &pair.me, Shared: view.Shared, Pulse: &view}
	if pair.partner != nil {
		item.URL = "/pulse/" + view.ID + "/show"
	}
	return item
}

// roundItem is a check-in: one's own answers, or both once they have opened.
func (v *visit) roundItem(r bond.Round, own bond.OwnRound, pair pair) screens.HistoryItem {
	item := screens.HistoryItem{Kind: screens.HistoryCheckin, Who: &pair.me, Title: v.text.Say("history.answers"), URL: v.roundURL(r)}
	if own.Posted && len(v.p.Round(r).Opened) > 1 {
		item.Who, item.Shared, item.Title = nil, true, v.text.Say("history.both")
	}
	return item
}

func (v *visit) sharedMemories(pair pair) []memory {
	var all []memory
	s := v.p.Shared()
	for _, p := range s.Shown {
		if p.Author == pair.other {
			all = append(all, memory{p.At, func() screens.HistoryItem {
				view := v.pulseView(p.Pulse, *pair.partner)
				return screens.HistoryItem{Kind: screens.HistoryPulse, Who: pair.partner, Shared: true, Pulse: &view}
			}})
		}
	}
	for _, a := range s.Appreciations {
		all = append(all, memory{a.At, func() screens.HistoryItem {
			who := pair.of(a.Author)
			letter := v.letter(a.Appreciation, who)
			return screens.HistoryItem{Kind: screens.HistoryAppreciation, Who: &who, Shared: true, Appreciation: &letter}
		}})
	}
	for r, t := range s.Talks {
		all = append(all, memory{t.At, func() screens.HistoryItem {
			return screens.HistoryItem{Kind: screens.HistoryTalk, Shared: true, Title: v.text.Say("history.talk"), URL: v.roundURL(r)}
		}})
	}
	for _, a := range s.Agreements {
		all = append(all, memory{a.At, func() screens.HistoryItem {
			view := v.agreementView(a, pair)
			return screens.HistoryItem{Kind: screens.HistoryAgreement, Shared: true, Agreement: &view}
		}})
	}
	return all
}
