package chart

import "math"

// Growth is what the pleach is drawn from: how much there was of three things,
// as tallies that only ever grow. None of them can be read off the picture: it
// grows by ever smaller steps, as wood does.
type Growth struct {
	Seed   uint64 // gives a couple's boughs a lean of their own
	Roots  int    // time spent on oneself, of the one whose roots are known
	Weft   int    // what was shared
	Leaves int    // what was kept, and what was new
	Slot   int    // whose roots are known: 1 or 2
	Alone  bool   // there is one stem
}

// The measures of the picture. It is 480 wide; the ground is at height 0, and
// heights above it are negative.
const (
	hedgeWidth  = 480.
	hedgeMiddle = hedgeWidth / 2
	hedgeFoot   = 92. // from the ground to the first place
	hedgePitch  = 62. // from one place to the next
	hedgeTips   = 66. // from the last place to the tips
	hedgeSoil   = 196.
	mostLevels  = 9
	leafStep    = 10.5 // between two leaves on a bough
	boughHolds  = 17   // leaves in one row
)

// Pleached draws what has grown so far: two stems on their own roots that
// cross where something was shared, with a leaf on a bough for each thing that
// was kept or new. What was drawn once stays where it was when more grows; only
// the tips move up, and wood becomes thicker. It returns the shapes in the
// order to paint them, and the box that holds them. Classes: stem-one,
// stem-two, halo, root-one, root-two, veiled, vine, bough, leaf, soil.
func Pleached(g Growth) (shapes []Shape, top, high float64) {
	h := &hedge{Growth: g, levels: levels(g.Weft + g.Leaves)}
	if g.Alone {
		h.levels = levels(g.Roots / 8)
	}
	h.top = height(h.levels) + hedgeTips + 40
	all := append(soil(), h.roots()...)
	if !g.Alone {
		all = append(append(all, h.vines()...), h.boughs()...)
	}
	all = append(all, h.stems()...)
	return all, -h.top, h.top + hedgeSoil
}

// levels is how often the stems cross: by ever smaller steps.
func levels(n int) int { return min(int(.9*math.Log2(1+float64(n)/1.5)), mostLevels) }

// height is how high above the ground a level is.
func height(level int) float64 {
	if level == 0 {
		return 0
	}
	return hedgeFoot + float64(level-1)*hedgePitch
}

type hedge struct {
	Growth
	levels int
	top    float64 // how high anything reaches
}

// vary is a number from -1 to 1 for a place, the couple's own.
func (h *hedge) vary(n int) float64 {
	x := h.Seed + uint64(n+1)*0x9e3779b97f4a7c15 // splitmix64
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11)/(1<<52) - 1
}

// out is how far a stem stands from the middle at a level.
func (h *hedge) out(level int) float64 {
	switch {
	case h.Alone && level == 0:
		return 0
	case h.Alone:
		return 7
	case level == 0:
		return 78
	}
	return 27
}

// thick is the width of a stem above a level.
func (h *hedge) thick(level int) float64 {
	return 5.5 + 8*(1-math.Exp(-float64(h.levels-level)/4))
}

// stems are both, level by level, and their tips with a crown of leaves.
func (h *hedge) stems() []Shape {
	var all []Shape
	for level := range h.levels {
		all = append(all, h.crossing(level)...)
	}
	for _, side := range []float64{-1, 1} {
		class := "stem-one"
		if (side > 0) == (h.levels%2 == 0) {
			class = "stem-two"
		}
		if h.Alone && class != h.own("stem") {
			continue
		}
		all = append(all, h.tip(class, side)...)
	}
	return all
}

// own is the class of the one whose roots are known.
func (h *hedge) own(part string) string {
	if h.Slot == 2 {
		return part + "-two"
	}
	return part + "-one"
}

// crossing is a stretch of both stems. The one in front alternates.
func (h *hedge) crossing(level int) []Shape {
	front, back := "stem-one", "stem-two"
	if level%2 == 1 {
		front, back = back, front
	}
	width := h.thick(level)
	over, under := h.bend(level, -1), h.bend(level, 1) // the one in front comes from the left
	if h.Alone {
		d := over
		if front != h.own("stem") {
			d = under
		}
		return []Shape{{Class: h.own("stem"), D: d, Width: decimal(width)}}
	}
	return []Shape{
		{Class: back, D: under, Width: decimal(width)},
		{Class: "halo", D: over, Width: decimal(width * 1.7)},
		{Class: front, D: over, Width: decimal(width)},
	}
}

func (h *hedge) bend(level int, side float64) string {
	y0, y1 := -height(level), -height(level+1)
	half := (y0 - y1) * .55
	x0, x1 := hedgeMiddle+side*h.out(level), hedgeMiddle-side*h.out(level+1)
	var p pen
	p.move(point{x0, y0}).curve(point{x0, y0 - half}, point{x1, y1 + half}, point{x1, y1})
	return p.String()
}

// tip opens to its side, and has three leaves.
func (h *hedge) tip(class string, side float64) []Shape {
	foot := point{hedgeMiddle + side*h.out(h.levels), -height(h.levels)}
	end := point{foot.x + side*34, foot.y - hedgeTips}
	if h.Alone {
		end.x = foot.x - side*4
	}
	var p pen
	p.move(foot).curve(point{foot.x, foot.y - 30}, point{end.x - side*4, end.y + 34}, end)
	all := []Shape{{Class: class, D: p.String(), Width: decimal(h.thick(h.levels))}}
	for _, leaf := range []struct{ lean, size float64 }{{-42, 25}, {6, 32}, {58, 27}} {
		all = append(all, Shape{Class: "leaf", D: leafAt(end, side*leaf.lean, leaf.size)})
	}
	return all
}

// vines are thin shoots in the weave, behind the stems: the first when there
// is a little of what was shared, and more as it becomes much.
func (h *hedge) vines() []Shape {
	var all []Shape
	for n, part := 0, h.Weft/4; part > 0 && n < 4; n, part = n+1, part/4 {
		up := min(levels(part), h.levels)
		var at []point
		for step := range up*4 + 1 {
			along := float64(step) / 4
			wide := 38 - 4*float64(n)
			at = append(at, point{hedgeMiddle + wide*math.Sin(math.Pi*along*.7+1.6*float64(n)), -along * hedgePitch})
		}
		if len(at) > 1 {
			var p pen
			all = append(all, Shape{Class: "vine", D: p.through(at).String(), Width: "1.8"})
		}
	}
	return all
}

// through writes a curve through points.
func (p *pen) through(at []point) *pen {
	p.move(at[0])
	for i := 1; i < len(at); i++ {
		a, b := at[i-1], at[i]
		before, after := at[max(i-2, 0)], at[min(i+1, len(at)-1)]
		p.curve(point{a.x + (b.x-before.x)/6, a.y + (b.y-before.y)/6}, point{b.x - (after.x-a.x)/6, b.y - (after.y-a.y)/6}, b)
	}
	return p
}

// boughs grow from the outside of the bends, one to each side, as long as
// their leaves need. A leaf goes to a bough that was there when it came.
func (h *hedge) boughs() []Shape {
	leaves := map[int]int{} // by bough
	var order []int
	for n := range h.Leaves {
		_, part := math.Modf(float64(n) * 0.6180339887498949)
		level := 1 + int(part*float64(max(levels(n+1), 1)))
		bough := 2*level + int(h.vary(n)+1)%2
		if leaves[bough]++; leaves[bough] == 1 {
			order = append(order, bough)
		}
	}
	var wood, green []Shape
	for _, bough := range order {
		w, g := h.bough(bough, leaves[bough])
		wood, green = append(wood, w), append(green, g...)
	}
	return append(wood, green...)
}

func (h *hedge) bough(bough, leaves int) (wood Shape, green []Shape) {
	level, side := bough/2, float64(bough%2*2-1)
	at := []point{{hedgeMiddle + side*h.out(level), -height(level)}}
	var leans []float64
	lean, turn := 60+9*h.vary(bough), -1.1+.9*h.vary(3*bough+1)
	for range min(leaves, boughHolds) + 1 {
		sin, cos := math.Sincos(lean * math.Pi / 180)
		from := at[len(at)-1]
		at = append(at, point{from.x + side*leafStep*sin, from.y - leafStep*cos})
		leans = append(leans, lean)
		lean += turn
	}
	for n := range min(leaves, 2*boughHolds) {
		foot := at[1+n%boughHolds]
		row := float64(1 - n/boughHolds*2) // the second row stands on the other sides
		angle := side*leans[n%boughHolds] + row*float64(1-n%2*2)*(43+9*h.vary(n+100*bough))
		green = append(green, Shape{Class: "leaf", D: leafAt(foot, angle, 22-.35*float64(n%boughHolds)+2*h.vary(n+100*bough+50))})
		h.top = max(h.top, 26-foot.y)
	}
	var p pen
	return Shape{Class: "bough", D: p.through(at).String(), Width: decimal(2 + .06*float64(len(at)))}, green
}
