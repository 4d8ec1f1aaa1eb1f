package screens

import (
	"slices"
	"strconv"

	"pleach/internal/content"
	"pleach/internal/screens/chart"
)

// PlaneView is a person's own path over togetherness and room for oneself.
type PlaneView struct {
	More    int // weeks still to come before there is enough; then the rest is empty
	Path    []PlaneWeek
	Now     PlaneWeek // the last weeks together
	Fits    []string  // regions in which Now may lie, by id
	Days    int       // with pulses, and
	Looks   int       // reflections that it was worked out from
	Regions content.Regions
}

// PlaneWeek is a week on the plane.
type PlaneWeek struct {
	Title          string
	Together, Room Within
}

// Within is a value from 0 to 100, and between what it lies.
type Within struct{ Lo, Mid, Hi int }

// planeSide is the side of the drawing.
const planeSide = 320

func (v PlaneView) drawing() drawing {
	path := make([]chart.Spot, len(v.Path))
	for i, w := range v.Path {
		path[i] = w.spot()
	}
	return drawing{"0 0 320 320", "", chart.PlanePath(path, planeSide)}
}

func (w PlaneWeek) spot() chart.Spot {
	return chart.Spot{X: float64(w.Together.Mid) / 100, Y: float64(w.Room.Mid) / 100, DX: w.Together.half(), DY: w.Room.half()}
}

func (w Within) half() float64 { return float64(w.Hi-w.Lo) / 200 }

// newest is where the path has come to.
func (v PlaneView) newest() (x, y string) {
	ax, ay := v.Path[len(v.Path)-1].spot().At(planeSide)
	return strconv.FormatFloat(ax, 'f', 1, 64), strconv.FormatFloat(ay, 'f', 1, 64)
}

func (v PlaneView) fits(id string) bool { return slices.Contains(v.Fits, id) }

// sure is whether the last weeks lie in one region alone.
func (v PlaneView) sure() bool { return len(v.Fits) == 1 }

// corner is the region with that much of each.
func (v PlaneView) corner(together, room bool) content.Region { return v.Regions.At(together, room) }

// worded is a place on a line of the pulse, or the two ends of where it lies.
func (w Within) worded(t Text, key string) string {
	lo, hi := axis{key, w.Lo}.worded(t), axis{key, w.Hi}.worded(t)
	if lo == hi {
		return lo
	}
	return t.Say("plane.range", "from", lo, "to", hi)
}

// LeafView is an agreement that was looked back at.
type LeafView struct {
	When, If, Then string
	Kept           string  // "yes", "partly" or "not-this-time"
	Along          float64 // 0 to 1, from the oldest to now
}

func twigOf(leaves []LeafView) drawing {
	open := map[string]float64{"yes": 1, "partly": .4}
	buds := make([]chart.Bud, len(leaves))
	for i, l := range leaves {
		buds[i] = chart.Bud{Along: l.Along, Open: open[l.Kept]}
	}
	return drawing{"0 0 640 110", "stems twig-chart", chart.Twig(buds, 640, 110)}
}
