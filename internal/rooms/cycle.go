package rooms

import (
	"maps"
	"net/http"
	"slices"

	"pleach/internal/bond"
	"pleach/internal/content"
	"pleach/internal/screens"
)

// cyclesRoom has one's own maps, and the weeks in which both laid theirs. What
// it says depends on nothing that the partner did alone.
func (v *visit) cyclesRoom() error {
	pair := v.pair()
	view := screens.CyclesView{About: v.Library.Shelf().Cycle.About, Partner: pair.partner, Open: v.laidBoth()}
	for _, c := range slices.Backward(newest(v.p.Private().Ground.Cycles, 12)) {
		drawn := v.cycleView(c.Cycle, pair.me, other(pair))
		drawn.When, drawn.Shared = v.when(c.At), v.laidWithBoth(c.Cycle)
		view.Mine = append(view.Mine, drawn)
	}
	view.Laid = v.p.Private().Rounds[bond.RoundAt(bond.CycleSession, v.now)].Posted
	f := v.frame(v.text.Say("ground.cycle"), screens.RoomGround)
	return v.show(http.StatusOK, f, screens.CyclesPage(v.text, f, view))
}

// newest are the last n of a list.
func newest[T any](all []T, n int) []T { return all[max(0, len(all)-n):] }

func other(p pair) screens.Person {
	if p.partner == nil {
		return screens.Person{Slot: 2}
	}
	return *p.partner
}

// laidBoth are the weeks in which both laid their maps, newest first.
func (v *visit) laidBoth() []screens.SideBy {
	var rounds []bond.Round
	for r, own := range v.p.Private().Rounds {
		if r.Session == bond.CycleSession && own.Posted && v.p.BothAnswered(r) {
			rounds = append(rounds, r)
		}
	}
	slices.SortFunc(rounds, func(a, b bond.Round) int { return b.Monday(v.Zone).Compare(a.Monday(v.Zone)) })
	var all []screens.SideBy
	for _, r := range rounds {
		all = append(all, screens.SideBy{Week: v.week(r), URL: cycleURL(r)})
	}
	return all
}

// laidWithBoth reports whether a map was laid in a week in which both did.
func (v *visit) laidWithBoth(c bond.Cycle) bool {
	for r, own := range v.p.Private().Rounds {
		if r.Session == bond.CycleSession && own.Posted && maps.Equal(own.Answers.Said, c.Said()) && v.p.BothAnswered(r) {
			return true
		}
	}
	return false
}

func cycleURL(r bond.Round) string { return "/cycle/side/" + r.String() }

// cycleView puts a map into words. A choice that this library does not have is
// shown as nothing.
func (v *visit) cycleView(c bond.Cycle, me, other screens.Person) screens.CycleView {
	y := v.Library.Shelf().Cycle
	theirs, _ := chosen(y.Moves, c.Theirs)
	mine, _ := chosen(y.Moves, c.Mine)
	inside, _ := chosen(y.Inside, c.Inside)
	need, _ := chosen(y.Needs, c.Need)
	outside, _ := chosen(y.Outside, c.Outside)
	return screens.CycleView{
		Me: me, Other: other, Words: c.Words, Theirs: theirs.Seen, Mine: mine.Seen,
		Inside: inside.Text, Need: need.Text, Outside: outside.Text,
	}
}

func chosen(list []content.Choice, id string) (content.Choice, bool) {
	i := slices.IndexFunc(list, func(c content.Choice) bool { return c.ID == id })
	if i < 0 {
		return content.Choice{}, false
	}
	return list[i], true
}

func (v *visit) cycleForm() error {
	d := v.p.Draft(v.r.Context(), "cycle")
	return v.showCycleForm(http.StatusOK, bond.CycleOf(d), nil)
}

func (v *visit) showCycleForm(status int, c bond.Cycle, problem *screens.ProblemView) error {
	y := v.Library.Shelf().Cycle
	seen := func(c content.Choice) string { return c.Seen }
	said := func(c content.Choice) string { return c.Text }
	view := screens.CycleFormView{
		About: y.About, Partner: v.pair().partner, Words: c.Words, Problem: problem,
		Theirs: choices(y.Moves, c.Theirs, seen), Mine: choices(y.Moves, c.Mine, said),
		Outside: choices(y.Outside, c.Outside, said), Inside: choices(y.Inside, c.Inside, said), Needs: choices(y.Needs, c.Need, said),
	}
	f := v.frame(v.text.Say("cycle.draw"), screens.RoomGround)
	return v.show(status, f, screens.CycleFormPage(v.text, f, view))
}

func choices(list []content.Choice, id string, label func(content.Choice) string) []screens.Option {
	var all []screens.Option
	for _, c := range list {
		all = append(all, screens.Option{Value: c.ID, Label: label(c), Chosen: c.ID == id})
	}
	return all
}

// drawCycle keeps a map; a choice that is not on offer counts as none.
func (v *visit) drawCycle() error {
	y := v.Library.Shelf().Cycle
	offered := func(list []content.Choice, name string) string {
		c, _ := chosen(list, v.field(name))
		return c.ID
	}
	c := bond.Cycle{
		Theirs: offered(y.Moves, "theirs"), Mine: offered(y.Moves, "mine"), Outside: offered(y.Outside, "outside"),
		Inside: offered(y.Inside, "inside"), Need: offered(y.Needs, "need"), Words: v.field("words"),
	}
	if err := v.p.DrawCycle(v.r.Context(), c); err != nil {
		problem := explain(empty(err, errCycleEmpty))
		return v.showCycleForm(http.StatusUnprocessableEntity, c, &problem)
	}
	return v.saved("cycle", "/cycle")
}

// layForm shows exactly what the partner will see, if both lay theirs.
func (v *visit) layForm() error {
	pair, drawn := v.pair(), v.p.Private().Ground.Cycles
	switch {
	case pair.partner == nil:
		return errNoPartner
	case len(drawn) == 0 || v.p.Private().Rounds[bond.RoundAt(bond.CycleSession, v.now)].Posted:
		return v.goTo("/cycle")
	}
	view := screens.CyclePreviewView{Cycle: v.cycleView(drawn[len(drawn)-1].Cycle, pair.me, *pair.partner), Partner: *pair.partner}
	f := v.frame(v.text.Say("cycle.lay.title", "partner", pair.partner.Name), screens.RoomGround)
	return v.show(http.StatusOK, f, screens.CyclePreviewPage(v.text, f, view))
}

func (v *visit) layCycle() error {
	switch {
	case v.pair().partner == nil:
		return errNoPartner
	case v.p.Private().Rounds[bond.RoundAt(bond.CycleSession, v.now)].Posted:
		return v.goTo("/cycle") // a second press
	}
	if err := v.p.LayCycle(v.r.Context()); err != nil {
		return err
	}
	return v.goTo("/cycle")
}

// sideRoom shows both maps of a week. Before both are there it is nowhere.
func (v *visit) sideRoom() error {
	r, err := bond.ParseRound(v.r.PathValue("week"))
	if err != nil || r.Session != bond.CycleSession {
		return errNowhere
	}
	s := v.p.Round(r)
	if len(s.Opened) < 2 {
		return errNowhere
	}
	pair := v.pair()
	a, b := v.inSlots(s.Opened, pair)
	one, two := pair.slots()
	view := screens.CycleSideView{Week: v.week(r),
		One: v.cycleView(bond.CycleOf(a.Said), one, two), Two: v.cycleView(bond.CycleOf(b.Said), two, one)}
	f := v.frame(v.text.Say("cycle.side.title"), screens.RoomGround)
	return v.show(http.StatusOK, f, screens.CycleSidePage(v.text, f, view))
}
