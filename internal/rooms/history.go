package rooms

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"pleach/internal/bond"
	"pleach/internal/screens"
	"pleach/wire"
)

// weeksOnPage is how many weeks one page of the history shows.
const weeksOnPage = 4

// lastPage is as far back as anybody may turn: some hundred years.
const lastPage = 1300

// memory is something that was written: when, and how to show it.
type memory struct {
	at   time.Time
	draw func() screens.HistoryItem
}

// memories are what was written between two moments, out of perhaps ten years.
type memories struct {
	from, until time.Time
	all         []memory
	older       bool // there is something from before
}

// holds reports whether a moment is in view, and notes what lies before.
func (m *memories) holds(at time.Time) bool {
	m.older = m.older || at.Before(m.from)
	return !at.Before(m.from) && at.Before(m.until)
}

func (m *memories) add(at time.Time, draw func() screens.HistoryItem) {
	m.all = append(m.all, memory{at, draw})
}

// historyRoom shows four weeks; "page" counts back from now.
func (v *visit) historyRoom() error {
	page, _ := strconv.Atoi(v.r.URL.Query().Get("page"))
	page = min(max(page, 0), lastPage)
	newest := bond.RoundAt(weekly, v.now).Monday(v.Zone).AddDate(0, 0, -7*weeksOnPage*page)
	m := &memories{from: newest.AddDate(0, 0, -7*(weeksOnPage-1)), until: newest.AddDate(0, 0, 7)}
	v.collect(m, v.pair())
	view := screens.HistoryView{Weeks: v.byWeek(m.all), Before: v.p.HasPast()}
	if m.older {
		view.Older = "/history?page=" + strconv.Itoa(page+1)
	}
	if page > 0 {
		view.Newer = "/history?page=" + strconv.Itoa(page-1)
	}
	f := v.frame(v.text.Say("history.title"), screens.RoomHistory)
	return v.show(http.StatusOK, f, screens.HistoryPage(v.text, f, view))
}

// byWeek sorts memories into weeks, newest first.
func (v *visit) byWeek(all []memory) []screens.WeekView {
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

// collect takes in what this person wrote and what was shared.
func (v *visit) collect(m *memories, pair pair) {
	v.ownMemories(m, pair)
	if s := v.p.Shared(); s != nil {
		v.sharedWords(m, s, pair)
		v.sharedWishes(m, s, pair)
		v.sharedOpenings(m, s, pair)
		v.sharedDoings(m, s, pair)
		v.grownMemories(m, s, pair)
	}
}

func (v *visit) ownMemories(m *memories, pair pair) {
	private := v.p.Private()
	for _, p := range private.Pulses {
		if m.holds(p.At) {
			m.add(p.At, func() screens.HistoryItem { return v.ownPulse(p, pair) })
		}
	}
	for _, a := range private.Kept {
		if m.holds(a.At) {
			m.add(a.At, func() screens.HistoryItem {
				letter := v.letter(a, pair.me)
				return screens.HistoryItem{Kind: screens.HistoryAppreciation, Who: &pair.me, Appreciation: &letter}
			})
		}
	}
	given := v.given()
	for _, d := range private.Written {
		if m.holds(d.At) && !given[d.Text] {
			m.add(d.At, func() screens.HistoryItem {
				view := v.disclosureView(d, pair.me, false)
				return screens.HistoryItem{Kind: screens.HistoryOpen, Who: &pair.me, Title: view.Opening(v.text), URL: view.URL()}
			})
		}
	}
	for r, own := range private.Rounds {
		if r.Session == bond.CycleSession && !v.p.BothAnswered(r) {
			continue // laying a map is no entry of its own
		}
		if r.Session == bond.NoveltySession && !v.p.BothAnswered(r) {
			continue // choosing ideas is no entry of its own
		}
		if own.Answers != nil && m.holds(own.Answers.At) {
			m.add(own.Answers.At, func() screens.HistoryItem { return v.roundItem(r, own, pair) })
		}
		v.otherAnswers(m, r, own, pair)
	}
}

func (v *visit) ownPulse(p bond.Pulse, pair pair) screens.HistoryItem {
	view := v.pulseView(p, pair.me)
	item := screens.HistoryItem{Kind: screens.HistoryPulse, Who: &pair.me, Shared: view.Shared, Pulse: &view}
	if view.Shared {
		item.Back = backOf(pair.self, p.ID, pair)
	}
	if pair.partner != nil {
		item.URL = "/pulse/" + view.ID + "/show"
	}
	return item
}

// roundItem is a check-in: one's own answers, or both once they have opened.
func (v *visit) roundItem(r bond.Round, own bond.OwnRound, pair pair) screens.HistoryItem {
	if r.Session == bond.CycleSession {
		return screens.HistoryItem{Kind: screens.HistoryCycle, Shared: true, Title: v.text.Say("cycle.both"), URL: cycleURL(r)}
	}
	if r.Session == bond.NoveltySession {
		return screens.HistoryItem{Kind: screens.HistoryGrow, Shared: true, Title: v.text.Say("new.both"), URL: "/grow/new"}
	}
	item := screens.HistoryItem{Kind: screens.HistoryCheckin, Who: &pair.me, Title: v.text.Say("history.answers"), URL: v.roundURL(r)}
	if own.Posted && v.p.BothAnswered(r) {
		item.Who, item.Shared, item.Title = nil, true, v.text.Say("history.both")
	}
	return item
}

// sharedWords are pulses that the partner showed, and appreciations of both.
func (v *visit) sharedWords(m *memories, s *bond.Shared, pair pair) {
	for _, p := range s.Shown {
		if p.Author == pair.other && m.holds(p.At) {
			m.add(p.At, func() screens.HistoryItem {
				view := v.pulseView(p.Pulse, *pair.partner)
				return screens.HistoryItem{Kind: screens.HistoryPulse, Who: pair.partner, Shared: true, Pulse: &view}
			})
		}
	}
	for _, a := range s.Appreciations {
		if m.holds(a.At) {
			m.add(a.At, func() screens.HistoryItem {
				who := pair.of(a.Author)
				letter := v.letter(a.Appreciation, who)
				return screens.HistoryItem{Kind: screens.HistoryAppreciation, Who: &who, Shared: true, Appreciation: &letter, Back: backOf(a.Author, a.ID, pair)}
			})
		}
	}
}

// backOf is where somebody takes back what they shared; "" for what the other
// shared.
func backOf(author, id wire.ID, pair pair) string {
	if author != pair.self {
		return ""
	}
	return "/back/" + id.String()
}

// sharedOpenings are what both opened up about, and the places of what was
// taken back.
func (v *visit) sharedOpenings(m *memories, s *bond.Shared, pair pair) {
	for _, d := range s.OpenUp.Disclosures {
		if m.holds(d.At) {
			m.add(d.At, func() screens.HistoryItem {
				view := v.sharedView(d, pair)
				return screens.HistoryItem{Kind: screens.HistoryOpen, Who: &view.Who, Shared: true, Title: view.Opening(v.text), URL: view.URL()}
			})
		}
	}
	for _, g := range s.Gone {
		if m.holds(g.At) {
			m.add(g.At, func() screens.HistoryItem {
				who := pair.of(g.Author)
				return screens.HistoryItem{Kind: screens.HistoryGone, Who: &who, Shared: true, Title: v.text.Say("item.gone.what")}
			})
		}
	}
}

// sharedWishes are those that either told the other.
func (v *visit) sharedWishes(m *memories, s *bond.Shared, pair pair) {
	for _, w := range s.OpenUp.Wishes {
		if m.holds(w.At) {
			m.add(w.At, func() screens.HistoryItem {
				who, view := pair.of(w.Author), v.sharedWish(w, pair)
				item := screens.HistoryItem{Kind: screens.HistoryWish, Who: &who, Shared: true, Wish: &view}
				if !w.TakenBack {
					item.Back = backOf(w.Author, w.ID, pair)
				}
				return item
			})
		}
	}
}

// sharedDoings are talks and agreements.
func (v *visit) sharedDoings(m *memories, s *bond.Shared, pair pair) {
	for r, t := range s.Talks {
		if m.holds(t.At) {
			m.add(t.At, func() screens.HistoryItem {
				return screens.HistoryItem{Kind: screens.HistoryTalk, Shared: true, Title: v.talkTitle(r), URL: v.talkedURL(r)}
			})
		}
	}
	for _, a := range s.Agreements {
		if m.holds(a.At) {
			m.add(a.At, func() screens.HistoryItem {
				view := v.agreementView(a, pair)
				return screens.HistoryItem{Kind: screens.HistoryAgreement, Shared: true, Agreement: &view}
			})
		}
	}
}
