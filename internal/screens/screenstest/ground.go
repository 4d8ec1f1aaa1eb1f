package screenstest

import (
	"pleach/internal/content"
	s "pleach/internal/screens"
)

func (g set) scale(id string) content.Scale {
	scale, _ := g.lib.Shelf().Scale(id)
	return scale
}

func (g set) ground() []Page {
	f, shelf := at(s.RoomGround), g.lib.Shelf()
	home := s.GroundView{Exercises: shelf.Exercises.About, Resources: shelf.Resources.About, Patterns: shelf.Patterns.About, Cycle: shelf.Cycle.About}
	for i, id := range []string{"needs", "closeness", "attachment", "noticing"} {
		last := ""
		if i < 2 {
			last = g.own("last week")
		}
		home.Reflections = append(home.Reflections, s.ReflectionLine{Scale: g.scale(id), Last: last})
	}
	breath, _ := shelf.Exercises.Exercise("long-breath")
	kinds := s.ExercisesView{About: shelf.Exercises.About, Kinds: []s.ExerciseKind{{Kind: "breath", All: shelf.Exercises.All[:2]}, {Kind: "senses", All: shelf.Exercises.All[2:4]}}}
	helps := s.ResourcesView{Resources: shelf.Resources, Wrong: "outside", Typed: map[string]string{"inside": g.own("the smell of rain")},
		Inside: []s.ResourceView{{ID: "r1", Text: g.own("My breath, when I remember that it is there")}}}
	focus := s.Frame{At: s.RoomGround, Focus: true}
	return append([]Page{
		page("ground", s.GroundPage(g.t, f, home)),
		page("exercises", s.ExercisesPage(g.t, f, kinds)),
		page("exercise", s.ExercisePage(g.t, focus, s.ExerciseView{Exercise: breath, N: 1})),
		page("exercise-last", s.ExercisePage(g.t, focus, s.ExerciseView{Exercise: breath, N: 4})),
		page("resources", s.ResourcesPage(g.t, f, helps)),
	}, append(g.reflections(f), append(g.patterns(f), g.cycles(f)...)...)...)
}

// part is one part with levels of some weeks, the newest last.
func (g set) part(p content.Part, half int, mids ...int) s.SideView {
	v := s.SideView{Part: p}
	for i, mid := range mids {
		if mid >= 0 {
			v.Levels = append(v.Levels, s.LevelView{When: g.own("Week of 3 November"), At: 1 - float64(len(mids)-1-i)/11,
				Lo: max(mid-half, 0), Mid: mid, Hi: min(mid+half, 100)})
		}
	}
	return v
}

func (g set) reflections(f s.Frame) []Page {
	needs, ways, notice := g.scale("needs"), g.scale("attachment"), g.scale("noticing")
	steady := g.part(needs.Parts[0], 7, 70, 74, 68, 72, -1, 75, 71, 70, 73)
	steady.Steady = &s.SteadyView{Word: "steady", Sure: true, N: 8}
	swings := g.part(needs.Parts[1], 12, 30, 80, 55, 20, 85)
	swings.Steady = &s.SteadyView{Word: "swinging", N: 5}
	wish := g.wish(g.ada)
	gone := wish
	gone.ID, gone.Gone, gone.Text = "w2", true, ""
	kept := wish
	kept.ID, kept.Shared = "w3", false
	seen := s.ReflectedView{Scale: needs, Partner: &g.noor, Saved: true, Wishes: []s.WishView{wish, gone, kept},
		Parts: []s.SideView{steady, swings, g.part(needs.Parts[2], 25, 60)}}
	apart := g.part(ways.Parts[0], 20, 60, 45)
	apart.Doubt, apart.Moves = "apart", "one"
	few := g.part(ways.Parts[1], 30, 20)
	few.Doubt, few.Few, few.Moves = "few", [2]int{2, 6}, "apart"
	much := g.part(notice.Parts[0], 8, 40, 70, 78, 66)
	much.Gently, much.Steady = true, &s.SteadyView{Word: "moving", N: 4}
	return []Page{
		page("reflect", s.ReflectPage(g.t, f, s.ReflectView{Scale: needs, Said: map[string]int{"trust-1": 80}})),
		page("reflect-empty", s.ReflectPage(g.t, f, s.ReflectView{Scale: ways, Problem: &s.ProblemView{Code: "reflection_empty"}})),
		page("reflected-needs", s.ReflectedPage(g.t, f, seen)),
		page("reflected-none", s.ReflectedPage(g.t, f, s.ReflectedView{Scale: needs})),
		page("reflected-ways", s.ReflectedPage(g.t, f, s.ReflectedView{Scale: ways, Monthly: true, Parts: []s.SideView{apart, few}})),
		page("reflected-noticing", s.ReflectedPage(g.t, f, s.ReflectedView{Scale: notice, Monthly: true, Parts: []s.SideView{much}})),
		page("wish", s.WishPage(g.t, f, s.WishFormView{Parts: needs.Parts, Need: "nurturance", Text: wish.Text, Partner: &g.noor})),
		page("wish-alone", s.WishPage(g.t, f, s.WishFormView{Parts: needs.Parts, Problem: &s.ProblemView{Code: "wish_empty"}})),
		page("wish-preview", s.WishPreviewPage(g.t, f, s.WishPreviewView{Wish: wish, Need: "nurturance", Partner: g.noor})),
	}
}

func (g set) wish(who s.Person) s.WishView {
	return s.WishView{ID: "w1", Who: who, When: g.own("this morning"), More: g.scale("needs").Parts[4].More,
		Text: g.own("A hug at the door, before the bags."), Shared: true}
}

func (g set) patterns(f s.Frame) []Page {
	all := g.lib.Shelf().Patterns
	entry := s.PatternEntry{When: g.own("yesterday evening"), Title: all.All[0].Title, Now: g.own("I said yes to Saturday before I had looked at my week."),
		Then: g.own("At ten, when a no made the house cold."), Needed: g.own("Peace."), New: g.own("“Let me sleep on it.”")}
	return []Page{
		page("patterns", s.PatternsPage(g.t, f, s.PatternsView{Patterns: all, Entries: []s.PatternEntry{entry}})),
		page("pattern", s.PatternPage(g.t, f, s.PatternFormView{Pattern: all.All[0], Patterns: all, Entry: entry})),
		page("pattern-empty", s.PatternPage(g.t, f, s.PatternFormView{Pattern: all.All[1], Patterns: all, Problem: &s.ProblemView{Code: "pattern_empty"}})),
	}
}

func (g set) cycles(f s.Frame) []Page {
	y := g.lib.Shelf().Cycle
	mine := s.CycleView{When: g.own("this morning"), Me: g.ada, Other: g.noor, Theirs: y.Moves[3].Seen, Inside: y.Inside[0].Text,
		Need: y.Needs[0].Text, Mine: y.Moves[0].Seen, Outside: y.Outside[0].Text, Words: g.own("Mostly on Sundays, over the plan for the week.")}
	theirs := s.CycleView{Me: g.noor, Other: g.ada, Theirs: y.Moves[0].Seen, Inside: y.Inside[3].Text, Mine: y.Moves[3].Seen}
	short := mine
	short.Inside, short.Need, short.Outside, short.Words = "", "", "", ""
	alone := short
	alone.Other = s.Person{Slot: 2}
	options := func(list []content.Choice, chosen int) (all []s.Option) {
		for i, c := range list {
			all = append(all, s.Option{Value: c.ID, Label: c.Text, Chosen: i == chosen})
		}
		return all
	}
	form := s.CycleFormView{About: y.About, Partner: &g.noor, Theirs: options(y.Moves, 3), Mine: options(y.Moves, 0), Outside: options(y.Outside, 0),
		Inside: options(y.Inside, -1), Needs: options(y.Needs, -1), Words: mine.Words}
	for i, c := range y.Moves {
		form.Theirs[i].Label = c.Seen
	}
	half := form
	half.Partner, half.Problem = nil, &s.ProblemView{Code: "cycle_empty"}
	list := s.CyclesView{About: y.About, Mine: []s.CycleView{mine, short}, Partner: &g.noor, Open: []s.SideBy{{Week: g.own("Last week"), URL: "/cycle/side/cycle:2026-W47"}}}
	laid := list
	laid.Laid, laid.Open = true, nil
	return []Page{
		page("cycles", s.CyclesPage(g.t, f, list)),
		page("cycles-laid", s.CyclesPage(g.t, f, laid)),
		page("cycles-alone", s.CyclesPage(g.t, f, s.CyclesView{About: y.About, Mine: []s.CycleView{alone}})),
		page("cycle-draw", s.CycleFormPage(g.t, f, form)),
		page("cycle-draw-half", s.CycleFormPage(g.t, f, half)),
		page("cycle-preview", s.CyclePreviewPage(g.t, f, s.CyclePreviewView{Cycle: mine, Partner: g.noor})),
		page("cycle-side", s.CycleSidePage(g.t, f, s.CycleSideView{Week: g.own("This week"), One: mine, Two: theirs})),
	}
}
