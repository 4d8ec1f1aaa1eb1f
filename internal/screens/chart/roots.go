package chart

import "math"

// soil is the ground: a line, and a little earth under it.
func soil() []Shape {
	var line, grain pen
	at := make([]point, 13)
	for i := range at {
		at[i] = point{6 + 39*float64(i), 2.5 * spread(i)}
	}
	line.through(at)
	for i := range 34 {
		x, y := hedgeMiddle+222*spread(i), 16+84*(1+spread(5*i+2))
		grain.move(point{x, y}).put("L", point{x + 5 + 3*spread(i+1), y})
	}
	return []Shape{{Class: "soil", D: line.String(), Width: "1.5"}, {Class: "soil", D: grain.String(), Width: "1"}}
}

// Roots keep to their own half. Those of the other are always drawn the same,
// and veiled: what somebody does for themselves is not known here.
func (h *hedge) roots() []Shape {
	if h.Alone {
		both := h.system(hedgeMiddle, -1, h.own("root"), (h.Roots+1)/2)
		return append(both, h.system(hedgeMiddle, 1, h.own("root"), h.Roots/2)...)
	}
	side, theirs := -1., "root-two"
	if h.Slot == 2 {
		side, theirs = 1, "root-one"
	}
	all := h.system(hedgeMiddle+side*h.out(0), side, h.own("root"), h.Roots)
	for _, s := range (&hedge{levels: h.levels}).system(hedgeMiddle-side*h.out(0), -side, theirs, 40) {
		if s.Class == theirs {
			s.Class += " veiled"
		}
		all = append(all, s)
	}
	return all
}

// root is a curve under the ground, and how often it branched before.
type root struct {
	from, c1, c2, to point
	age              int
}

const mostRootlets = 64

// rootlets is how many there are besides the main ones.
func rootlets(n int) int { return min(int(4.4*math.Log2(1+float64(n)/3)), mostRootlets) }

// system is one stem's roots. Each new one grows out of one that is there.
func (h *hedge) system(foot, side float64, class string, n int) []Shape {
	var all []root
	for _, m := range []struct{ out, deep float64 }{{-.7, .74}, {.16, .96}, {1.7, .58}} {
		to := point{foot + side*m.out*68, m.deep * 176}
		if h.Alone {
			to.x = foot + side*(66+m.out*76)
		}
		all = append(all, root{point{foot, -2}, point{foot, 50}, point{(foot + to.x) / 2, to.y * .62}, to, 0})
	}
	for i := range rootlets(n) {
		parent := all[i%3]
		if i > 5 {
			parent = all[int((h.vary(4000+i)+1)/2*float64(3+i/2))]
		}
		all = append(all, h.branch(parent, i, side))
	}
	var shapes []Shape
	for _, r := range all {
		var p pen
		p.move(r.from).curve(r.c1, r.c2, r.to)
		shapes = append(shapes, Shape{Class: class, D: p.String(), Width: []string{"5.5", "2.8", "1.7", "1.1"}[r.age]})
	}
	return append(shapes, h.neck(foot, "stem"+class[len("root"):])...)
}

// neck leads from the width of a stem to that of its roots.
func (h *hedge) neck(foot float64, class string) (all []Shape) {
	wide := h.thick(0)
	for n := range 6 {
		var p pen
		part := float64(n+1) / 6
		p.move(point{foot, -2}).put("L", point{foot, 30 * part})
		all = append(all, Shape{Class: class, D: p.String(), Width: decimal(wide - (wide-5.5)*part)})
	}
	return all
}

// branch grows the nth rootlet out of a root, to one side and downwards.
func (h *hedge) branch(parent root, n int, side float64) root {
	if parent.age == 3 {
		parent.age = 2
	}
	t := .52 + .4*h.vary(1000+n)
	from, ahead := parent.at(t), parent.at(t+.05)
	angle := math.Atan2(ahead.y-from.y, ahead.x-from.x) + float64(n/3%2*2-1)*(.62+.3*h.vary(2000+n))
	long := []float64{92, 58, 34}[parent.age] * (1 + .3*h.vary(3000+n))
	to := h.keep(point{from.x + long*math.Cos(angle), from.y + long*math.Abs(math.Sin(angle))*.9 + 4}, side)
	c1 := point{from.x + long*.35*math.Cos(angle), from.y + long*.2*math.Abs(math.Sin(angle))}
	return root{from, h.keep(c1, side), h.keep(point{(from.x + 2*to.x) / 3, (from.y + to.y) / 2}, side), to, parent.age + 1}
}

// keep is the nearest place in a stem's own half of the ground.
func (h *hedge) keep(p point, side float64) point {
	near, far := hedgeMiddle+side*5, hedgeMiddle+side*230
	return point{min(max(p.x, min(near, far)), max(near, far)), min(max(p.y, 4), hedgeSoil-10)}
}

// at is a place on a root: 0 where it begins, 1 where it ends.
func (r root) at(t float64) point {
	a, b, c, d := (1-t)*(1-t)*(1-t), 3*t*(1-t)*(1-t), 3*t*t*(1-t), t*t*t
	return point{a*r.from.x + b*r.c1.x + c*r.c2.x + d*r.to.x, a*r.from.y + b*r.c1.y + c*r.c2.y + d*r.to.y}
}
