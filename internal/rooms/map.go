package rooms

import (
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"pleach/internal/bond"
	"pleach/internal/screens"
)

func (v *visit) mapRoom() error {
	pair := v.pair()
	view := screens.MapView{Me: pair.me, Partner: pair.partner, Pleach: v.pleach(pair), Plane: v.plane(), Needs: v.needsOverWeeks(), Rhythm: v.rhythm(), Ours: v.ours(pair), Leaves: v.leaves()}
	f := v.frame(v.text.Say("map.title"), screens.RoomMap)
	return v.show(http.StatusOK, f, screens.MapPage(v.text, f, view))
}

// weekdays are the days of a week from Monday on.
var weekdays = [7]time.Weekday{1, 2, 3, 4, 5, 6, 0}

func (v *visit) rhythm() screens.RhythmView {
	r := v.p.Rhythm()
	view := screens.RhythmView{More: r.Missing(), Moods: r.Moods, Days: r.Days}
	if view.More > 0 {
		return view
	}
	for i, part := range []string{"morning", "afternoon", "evening", "night"} {
		row := screens.PartView{Part: part}
		for n, day := range weekdays {
			row.Days[n] = shown(r.Field[i][day])
		}
		if slices.Max(row.Days[:]) >= 0 {
			view.Parts = append(view.Parts, row)
		}
	}
	view.Says = v.sayings(r)
	return view
}

// shown is a mood to draw, or -1.
func shown(mood float64) int {
	if math.IsNaN(mood) {
		return -1
	}
	return int(math.Round(mood))
}

func (v *visit) sayings(r bond.Rhythm) []screens.Saying {
	says := []screens.Saying{v.lasts(r.Lasts)}
	for _, one := range []struct {
		key string
		is  *bond.Range
	}{{"evening", r.Evening}, {"weekend", r.Weekend}, {"together", r.Together}, {"months", r.Months}} {
		if one.is != nil {
			says = append(says, v.difference(one.key, *one.is))
		}
	}
	return says
}

// difference says which way something goes, when that is beyond chance.
func (v *visit) difference(key string, r bond.Range) screens.Saying {
	if !r.Clear() {
		return screens.Saying{Key: key + ".none"}
	}
	way, lo, hi := ".up", r.Lo, r.Hi
	if r.Est < 0 {
		way, lo, hi = ".down", -r.Hi, -r.Lo
	}
	size := v.text.Say("rhythm.size", "est", steps(math.Abs(r.Est)), "lo", steps(lo), "hi", steps(hi))
	return screens.Saying{Key: key + way, Values: []string{"size", size}}
}

func steps(x float64) string { return strconv.Itoa(max(int(math.Round(x)), 1)) }

func (v *visit) lasts(r *bond.Range) screens.Saying {
	if r == nil {
		return screens.Saying{Key: "lasts.unknown"}
	}
	return screens.Saying{Key: "lasts", Values: []string{"est", v.hours(r.Est), "lo", v.hours(r.Lo), "hi", v.hours(r.Hi)}}
}

// hours says a length of time.
func (v *visit) hours(h float64) string {
	switch {
	case h > 240:
		return v.text.Say("rhythm.long")
	case h >= 36:
		return v.text.Count("rhythm.days", int(math.Round(h/24)))
	}
	return v.text.Count("rhythm.hours", max(int(math.Round(h)), 1))
}

// ours is what can be said of the two. Before both have given the same weeks it
// depends on this person's choice alone.
func (v *visit) ours(pair pair) screens.OursView {
	if pair.partner == nil {
		return screens.OursView{State: "alone"}
	}
	answer, weeks, ok := v.p.OurMoods()
	if !ok {
		return screens.OursView{State: closed[v.p.Sharing().State(v.now)]}
	}
	view := screens.OursView{State: string(answer.Kind), Days: answer.Days, Pairs: answer.Pairs, NeedPairs: bond.MoodPairs}
	view.MoreDays, view.MorePairs = answer.Missing()
	view.Until = v.text.Day(answer.Until.In(v.Zone), v.now)
	view.One, view.Two = pair.slots()
	view.Link, view.OneFirst, view.TwoFirst = ranged(answer.Link), ranged(answer.AB), ranged(answer.BA)
	view.Threads = v.threads(weeks)
	return view
}

// closed names the words while nothing is open.
var closed = map[bond.SharingState]string{
	bond.SharingOff: "off", bond.SharingWaits: "waits", bond.SharingOn: "sealed",
}

func ranged(r bond.Range) screens.RangeView {
	return screens.RangeView{Est: r.Est, Lo: r.Lo, Hi: r.Hi, EstWords: sized(r.Est), LoWords: sized(r.Lo), HiWords: sized(r.Hi)}
}

// sized is how large a correlation is, in words; see Cohen (1988) for the steps.
func sized(r float64) string {
	name := "much"
	switch size := math.Abs(r); {
	case size < .1:
		return "none"
	case size < .3:
		name = "little"
	case size < .5:
		name = "some"
	}
	if r < 0 {
		return "against-" + name
	}
	return name
}

// threadWeeks is how many weeks the threads show.
const threadWeeks = 12

func (v *visit) threads(weeks []bond.OpenWeek) screens.ThreadsView {
	weeks = weeks[max(len(weeks)-threadWeeks, 0):]
	one, two := bond.DailyMoods(weeks)
	view := screens.ThreadsView{One: one, Two: two}
	for _, w := range slices.Backward(weeks) {
		view.Weeks = append(view.Weeks, screens.ThreadWeek{Title: v.week(w.Round), One: shown(w.A.Mean()), Two: shown(w.B.Mean())})
	}
	return view
}

func (v *visit) shareMoodForm() error {
	pair := v.pair()
	if pair.partner == nil {
		return errNoPartner
	}
	view := screens.ShareMoodView{Partner: *pair.partner, State: string(v.p.Sharing().State(v.now))}
	week := v.p.Private().LikeAWeek(v.now)
	for i, h := range week.Hours {
		at := week.Round.Monday(time.UTC).Add(time.Duration(h) * time.Hour).In(v.Zone)
		view.Like = append(view.Like, screens.MoodView{Mood: int(week.Moods[i]),
			When: v.text.Say("share.when", "day", v.text.Say("weekday."+strconv.Itoa(int(at.Weekday()))), "hour", at.Format("15:04"))})
	}
	f := v.frame(v.text.Say("share.title."+view.State), screens.RoomMap)
	return v.show(http.StatusOK, f, screens.ShareMoodPage(v.text, f, view))
}

func (v *visit) shareMood() error {
	on := v.field("do") == "on"
	if !on && v.field("do") != "off" {
		return v.goTo("/map/mood")
	}
	if err := v.p.ShareMood(v.r.Context(), on); err != nil {
		return err
	}
	return v.goTo("/map")
}

// moodLedger says who can read this person's moods, and is not there before
// they chose anything.
func (v *visit) moodLedger(pair pair) []screens.LedgerLine {
	s, open := v.p.Sharing(), len(v.p.OpenMoods())
	if !s.On && open == 0 {
		return nil
	}
	line := screens.LedgerLine{What: "moods", Count: open, Who: []screens.Person{pair.me}, How: "moods", URL: "/map/mood"}
	if open > 0 {
		line.Who = append(line.Who, *pair.partner)
	}
	if s.State(v.now) == bond.SharingOn {
		line.Since = v.text.Day(s.From.In(v.Zone), v.now)
	}
	if !s.On {
		line.How, line.URL = "stays", ""
	}
	return []screens.LedgerLine{line}
}
