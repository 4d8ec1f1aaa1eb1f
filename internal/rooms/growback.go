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

// mostLetters is how many appreciations of each a month shows: as many of one
// as of the other at the most, so that the page compares nobody.
const mostLetters = 2

// growth is something that grew, and when.
type growth struct {
	at   time.Time
	item screens.GrownItem
}

// growBack is what grew in a year, or in a month: a story, without counts.
func (v *visit) growBack() error {
	page := min(max(v.queryNumber("page"), 0), lastPage)
	months := 12
	if v.query("of") == "month" {
		months = 1
	}
	y, m, _ := v.now.Date()
	until := time.Date(y, m+1, 1, 0, 0, 0, 0, v.Zone).AddDate(0, -months*page, 0)
	from := until.AddDate(0, -months, 0)
	view := screens.BackView{Year: months == 12}
	all := v.growths(v.pair())
	if page == 0 {
		until = until.AddDate(1, 0, 0) // the other's clock may be ahead
	}
	view.Months = v.byMonth(all, from, until)
	if page > 0 {
		view.Newer = backURL(months, page-1)
	}
	if slices.ContainsFunc(all, func(g growth) bool { return g.at.Before(from) }) {
		view.Older = backURL(months, page+1)
	}
	f := v.frame(v.text.Say("back.title"), screens.RoomGrow)
	return v.show(http.StatusOK, f, screens.BackPage(v.text, f, view))
}

func backURL(months, page int) string {
	url := "/grow/back?page=" + strconv.Itoa(page)
	if months == 1 {
		url += "&of=month"
	}
	return url
}

func (v *visit) byMonth(all []growth, from, until time.Time) []screens.GrownMonth {
	slices.SortStableFunc(all, func(a, b growth) int { return b.at.Compare(a.at) })
	var months []screens.GrownMonth
	letters := map[int]int{} // by author, in the month
	for _, g := range all {
		if g.at.Before(from) || !g.at.Before(until) {
			continue
		}
		title := v.text.Month(g.at.In(v.Zone).Format("2006-01"))
		if n := len(months); n == 0 || months[n-1].Title != title {
			months = append(months, screens.GrownMonth{Title: title})
			clear(letters)
		}
		if g.item.Who != nil {
			if letters[g.item.Who.Slot]++; letters[g.item.Who.Slot] > mostLetters {
				continue
			}
		}
		month := &months[len(months)-1]
		month.Items = append(month.Items, g.item)
	}
	return months
}

// growths are all things that came true or were tried, agreements that held,
// and appreciations. What was let go or withdrawn is not among them.
func (v *visit) growths(pair pair) []growth {
	s := v.p.Shared()
	if s == nil {
		return nil
	}
	var all []growth
	for _, g := range v.grown(pair) {
		if g.end != nil && g.end.Outcome != bond.LetGo {
			item := screens.GrownItem{How: string(g.Kind) + "." + g.Outcome, Icon: g.Icon(), Text: g.Text, Words: g.Words}
			all = append(all, growth{g.end.At, item})
		}
	}
	for _, a := range s.Agreements {
		if n := len(a.Reviews); n > 0 && a.Reviews[n-1].Kept == bond.KeptYes && !a.Withdrawn {
			text := v.text.Say("open.agreement", "if", a.If, "then", a.Then)
			all = append(all, growth{a.Reviews[n-1].At, screens.GrownItem{How: "agreement", Icon: "agree", Text: text}})
		}
	}
	for _, a := range s.Appreciations {
		who := pair.of(a.Author)
		all = append(all, growth{a.At, screens.GrownItem{How: "letter", Icon: "letter", Text: a.Text, Who: &who}})
	}
	return all
}

// grownMemories are what either began, for the history.
func (v *visit) grownMemories(m *memories, s *bond.Shared, pair pair) {
	add := func(at time.Time, id, author wire.ID, draw func() screens.GrownThing) {
		if m.holds(at) {
			m.add(at, func() screens.HistoryItem {
				who, g := pair.of(author), draw()
				return screens.HistoryItem{Kind: screens.HistoryGrow, Who: &who, Shared: true, Title: g.Text,
					URL: "/grow/thing/" + id.String(), Back: backOf(author, id, pair)}
			})
		}
	}
	for _, a := range s.Grow.Aspirations {
		add(a.At, a.ID, a.Author, func() screens.GrownThing { return screens.GrownThing{Text: a.Text} })
	}
	for _, p := range s.Grow.Plans {
		add(p.At, p.ID, p.Author, func() screens.GrownThing { return v.planView(p.Plan) })
	}
	for _, x := range s.Grow.Experiments {
		add(x.At, x.ID, x.Author, func() screens.GrownThing { return screens.GrownThing{Text: x.Text} })
	}
}
