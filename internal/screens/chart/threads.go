package chart

import "math"

// Threads draws two lines of values, one a day, into a box: the second over the
// first, with a halo of paper that keeps the two apart where they cross. Both
// have one scale, from a little below to a little above all values. NaN is a
// day without a value; a line goes on over a few of those and breaks over more.
func Threads(one, two []float64, width, height float64) []Shape {
	l := loom{days: max(len(one), len(two)), width: width, height: height}
	l.low, l.high = reach(one, two)
	var all []Shape
	if d := l.thread(one); d != "" {
		all = append(all, Shape{Class: "stem-one", D: d, Width: "4"})
	}
	if d := l.thread(two); d != "" {
		all = append(all, Shape{Class: "halo", D: d, Width: "9"}, Shape{Class: "stem-two", D: d, Width: "4"})
	}
	return all
}

// loom is the box that threads are drawn into.
type loom struct {
	days          int
	low, high     float64 // values at its edges
	width, height float64
}

// leastReach keeps small differences small: less than this is not stretched.
const leastReach = 40

// reach is the scale of all values.
func reach(lines ...[]float64) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, line := range lines {
		for _, v := range line {
			if !math.IsNaN(v) {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	more := max((leastReach-(high-low))/2, 3)
	return low - more, high + more
}

// longestGap is over how many days without a value a line goes on.
const longestGap = 4

// thread is the path of one line. It never leaves the box.
func (l loom) thread(values []float64) string {
	var p pen
	var run []point
	last := 0
	for day, v := range values {
		if math.IsNaN(v) {
			continue
		}
		if len(run) > 0 && day-last > longestGap {
			p.smooth(run)
			run = run[:0]
		}
		run = append(run, l.place(day, v))
		last = day
	}
	p.smooth(run)
	return p.String()
}

// margin keeps strokes inside of the box.
const margin = 6

func (l loom) place(day int, value float64) point {
	x := .5
	if l.days > 1 {
		x = float64(day) / float64(l.days-1)
	}
	y := (value - l.low) / (l.high - l.low)
	return point{margin + x*(l.width-2*margin), l.height - margin - y*(l.height-2*margin)}
}

// smooth writes a curve through points that stays between neighbours.
func (p *pen) smooth(at []point) {
	if len(at) == 0 {
		return
	}
	p.move(at[0])
	if len(at) == 1 {
		p.curve(at[0], at[0], at[0])
	}
	for i := 1; i < len(at); i++ {
		a, b := at[i-1], at[i]
		third := (b.x - a.x) / 3
		p.curve(point{a.x + third, a.y + third*slope(at, i-1)}, point{b.x - third, b.y - third*slope(at, i)}, b)
	}
}

// slope is the steepness at a point: level at ends and turning points, and
// elsewhere the gentler mean of both sides (Fritsch and Butland 1984), so that a
// curve does not overshoot.
func slope(at []point, i int) float64 {
	if i == 0 || i == len(at)-1 {
		return 0
	}
	before := (at[i].y - at[i-1].y) / (at[i].x - at[i-1].x)
	after := (at[i+1].y - at[i].y) / (at[i+1].x - at[i].x)
	if before*after <= 0 {
		return 0
	}
	return 2 * before * after / (before + after)
}
