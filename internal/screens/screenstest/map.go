package screenstest

import (
	"math"

	s "pleach/internal/screens"
	"pleach/internal/screens/chart"
)

func (g set) rhythm() s.RhythmView {
	size := []string{"size", g.t.Say("rhythm.size", "est", "6", "lo", "2", "hi", "10")}
	return s.RhythmView{Moods: 141, Days: 80, Parts: []s.PartView{
		{Part: "morning", Days: [7]int{45, 58, 52, 60, 61, 74, 70}}, {Part: "evening", Days: [7]int{62, 55, 70, 66, 82, 88, 64}},
		{Part: "night", Days: [7]int{-1, -1, -1, -1, 70, 76, -1}}},
		Says: []s.Saying{
			{Key: "lasts", Values: []string{"est", g.t.Count("rhythm.hours", 9), "lo", g.t.Count("rhythm.hours", 5), "hi", g.t.Count("rhythm.hours", 20)}},
			{Key: "evening.up", Values: size}, {Key: "weekend.up", Values: size}, {Key: "together.none"}, {Key: "months.none"}}}
}

// wave is a thread with a gap in it.
func wave(days int, phase, depth float64) []float64 {
	out := make([]float64, days)
	for i := range out {
		x := float64(i)
		out[i] = 60 + depth*math.Sin(x/4.6) + 9*math.Sin(x/1.9+phase)
		if i > 40 && i < 48 {
			out[i] = math.NaN()
		}
	}
	return out
}

func (g set) ours() s.OursView {
	v := s.OursView{State: "together", Days: 76, Pairs: 93, NeedPairs: 42, Until: g.own("22 November"), One: g.ada, Two: g.noor,
		Link:     s.RangeView{Est: .38, Lo: .19, Hi: .55, EstWords: "some", LoWords: "little", HiWords: "much"},
		OneFirst: s.RangeView{Est: .22, Lo: .08, Hi: .36, EstWords: "little", LoWords: "none", HiWords: "some"},
		TwoFirst: s.RangeView{Est: -.02, Lo: -.15, Hi: .11, EstWords: "none", LoWords: "against-little", HiWords: "little"}}
	v.Threads = s.ThreadsView{One: wave(84, 0, 14), Two: wave(84, 1, 10), Weeks: []s.ThreadWeek{
		{Title: g.own("Last week"), One: 62, Two: 70}, {Title: g.own("Week of 9 November"), One: 40, Two: -1}, {Title: g.own("Week of 2 November"), One: 90, Two: 55}}}
	return v
}

func (g set) pleach() s.PleachView {
	return s.PleachView{Me: g.ada, Partner: &g.noor, Growth: chart.Growth{Seed: 99, Roots: 160, Weft: 60, Leaves: 9, Slot: 1},
		Roots: []string{"pulses", "looks", "exercises", "resources", "patterns", "circle", "words"},
		Weft:  []string{"appreciations", "opened", "news", "wishes", "pulses", "talks", "plans", "circles"}, Leaves: []string{"agreements", "new"}}
}

// pleaches are what has grown: alone, new, a little, and much.
func (g set) pleaches(f s.Frame) []Page {
	alone := s.PleachView{Me: g.ada, Growth: chart.Growth{Roots: 30, Slot: 1, Alone: true}, Roots: []string{"pulses"}}
	all := []Page{page("pleach", s.PleachPage(g.t, f, g.pleach())), page("pleach-alone", s.PleachPage(g.t, f, alone))}
	for i, n := range []int{0, 5, 900} {
		v := s.PleachView{Me: s.Person{Name: g.noor.Name, Slot: 2, Me: true}, Partner: &s.Person{Name: g.ada.Name, Slot: 1},
			Growth: chart.Growth{Seed: 7, Roots: 3 * n, Weft: n, Leaves: n / 5, Slot: 2}}
		all = append(all, page("pleach-"+[]string{"new", "young", "dense"}[i], s.PleachPage(g.t, f, v)))
	}
	return all
}

func (g set) plane() s.PlaneView {
	v := s.PlaneView{Days: 71, Looks: 2, Regions: g.lib.Shelf().Regions, Fits: []string{"both", "close"}}
	for i := range 11 {
		x, y := 44+2*i+i%3*4, 34+i*3-i%4*5
		v.Path = append(v.Path, s.PlaneWeek{Title: g.own("Week of 9 November"),
			Together: s.Within{Lo: x - 6, Mid: x, Hi: x + 6}, Room: s.Within{Lo: y - 9 + i/2, Mid: y, Hi: y + 9 - i/2}})
	}
	v.Now = s.PlaneWeek{Together: s.Within{Lo: 62, Mid: 66, Hi: 70}, Room: s.Within{Lo: 45, Mid: 52, Hi: 59}}
	return v
}

func (g set) needs() (sides []s.SideView) {
	needs, _ := g.lib.Shelf().Scale("needs")
	for i, p := range needs.Parts {
		sides = append(sides, g.part(p, 12, 50+3*i, 60-2*i, 55, 70-4*i))
	}
	return sides
}

func (g set) leaves() (all []s.LeafView) {
	for i, kept := range []string{"partly", "yes", "not-this-time", "yes", "yes", "partly"} {
		all = append(all, s.LeafView{When: g.own("on 9 November"), If: g.own("it is Thursday"), Then: g.own("each has the evening alone"), Kept: kept, Along: float64(i) / 6})
	}
	return all
}

func (g set) maps() []Page {
	f := at(s.RoomMap)
	show := func(name string, rhythm s.RhythmView, ours s.OursView) Page {
		v := s.MapView{Me: g.ada, Partner: &g.noor, Pleach: g.pleach(), Plane: g.plane(), Needs: g.needs(), Rhythm: rhythm, Ours: ours, Leaves: g.leaves()}
		switch ours.State {
		case "alone":
			v.Pleach = s.PleachView{Me: g.ada, Growth: chart.Growth{Roots: 30, Slot: 1, Alone: true}}
			v.Partner, v.Plane = nil, s.PlaneView{More: 2, Regions: v.Plane.Regions}
		case "off":
			v.Leaves, v.Needs = nil, nil
		}
		return page("map-"+name, s.MapPage(g.t, f, v))
	}
	ours := func(state string) s.OursView {
		v := g.ours()
		v.State = state
		return v
	}
	early := s.OursView{State: "early", Days: 20, Pairs: 30, MoreDays: 8, MorePairs: 12, NeedPairs: 42}
	all := []Page{
		show("alone", s.RhythmView{More: 9}, ours("alone")), show("off", g.rhythm(), ours("off")),
		show("waits", g.rhythm(), ours("waits")), show("sealed", g.rhythm(), ours("sealed")), show("early", g.rhythm(), early),
		show("nothing", g.rhythm(), ours("nothing")), show("together", g.rhythm(), ours("together")),
		show("follow", g.rhythm(), ours("follow")),
	}
	return append(append(all, g.pleaches(f)...), g.shareMood(f)...)
}

func (g set) shareMood(f s.Frame) (all []Page) {
	like := []s.MoodView{{When: g.own("Monday, 08:00"), Mood: 40}, {When: g.own("Monday, 21:00"), Mood: 75}, {When: g.own("Wednesday, 22:00"), Mood: 90}}
	for _, state := range []string{"off", "waits", "on"} {
		v := s.ShareMoodView{Partner: g.noor, State: state, Like: like}
		all = append(all, page("share-mood-"+state, s.ShareMoodPage(g.t, f, v)))
	}
	return append(all, page("share-mood-empty", s.ShareMoodPage(g.t, f, s.ShareMoodView{Partner: g.noor, State: "off"})))
}
