package rooms

import (
	"math"
	"slices"
	"time"

	"pleach/internal/bond"
	"pleach/internal/screens"
)

// plane is the person's own path, from their private space alone.
func (v *visit) plane() screens.PlaneView {
	private, shelf := v.p.Private(), v.Library.Shelf()
	scale, _ := shelf.Scale("closeness")
	items := bond.PlaneItems{Together: itemsOf(scale, "together"), Room: itemsOf(scale, "room")}
	plane := bond.PlaneOf(private.Pulses, private.Ground.Of(scale.ID), items, v.now)
	view := screens.PlaneView{More: plane.Missing(), Days: plane.Days, Looks: plane.Looks, Regions: shelf.Regions}
	if view.More > 0 {
		return view
	}
	for _, w := range plane.Path {
		view.Path = append(view.Path, v.placed(w))
	}
	view.Now = v.placed(*plane.Now)
	for _, r := range shelf.Regions.All {
		if plane.Now.Fits(r.Together, r.Room) {
			view.Fits = append(view.Fits, r.ID)
		}
	}
	return view
}

// looksOver is how far back reflections are read: a little more than the year
// that the pictures show.
const looksOver = 400 * 24 * time.Hour

// looks are the reflections on one scale, oldest first.
func (v *visit) looks(scale string) []bond.Reflected {
	return slices.DeleteFunc(v.p.Private().Ground.Of(scale), func(r bond.Reflected) bool { return v.now.Sub(r.At) > looksOver })
}

// needsOverWeeks are the six needs, as far as there was a look at them.
func (v *visit) needsOverWeeks() (sides []screens.SideView) {
	s, _ := v.Library.Shelf().Scale(needs)
	all := v.looks(s.ID)
	for _, p := range s.Parts {
		if side, ok := v.part(s, p, all); ok {
			sides = append(sides, side)
		}
	}
	return sides
}

func (v *visit) placed(p bond.Place) screens.PlaneWeek {
	return screens.PlaneWeek{Title: v.text.Week(p.From.In(v.Zone), v.now), Together: within(p.Together), Room: within(p.Room)}
}

func within(e bond.Estimate) screens.Within {
	lo, hi := e.Range()
	return screens.Within{Lo: int(math.Round(lo)), Mid: int(math.Round(e.Mean)), Hi: int(math.Round(hi))}
}

// twigOver is how far back the leaves of agreements go.
const twigOver = 365 * 24 * time.Hour

// leaves are the agreements that were looked back at, oldest first, without
// whose they were.
func (v *visit) leaves() []screens.LeafView {
	s := v.p.Shared()
	if s == nil {
		return nil
	}
	var looked []bond.AgreementState
	for _, a := range s.Agreements {
		if n := len(a.Reviews); n > 0 && v.now.Sub(a.Reviews[n-1].At) < twigOver {
			looked = append(looked, a)
		}
	}
	newest := func(a bond.AgreementState) bond.AgreementReviewed { return a.Reviews[len(a.Reviews)-1] }
	slices.SortStableFunc(looked, func(a, b bond.AgreementState) int { return newest(a).At.Compare(newest(b).At) })
	var leaves []screens.LeafView
	for _, a := range looked {
		r := newest(a)
		over := v.now.Sub(newest(looked[0]).At)
		along := 1.
		if over > 0 {
			along = float64(r.At.Sub(newest(looked[0]).At)) / float64(over)
		}
		leaves = append(leaves, screens.LeafView{When: v.when(r.At), If: a.If, Then: a.Then, Kept: string(r.Kept), Along: along})
	}
	return leaves
}
