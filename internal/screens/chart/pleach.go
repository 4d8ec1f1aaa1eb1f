package chart

import "math"

// Plan says how large a drawing of two pleached stems is.
type Plan struct {
	Width, Height float64
	Crossings     int     // how often the two cross
	Stem          float64 // stroke width of a stem at its foot
	Soil          float64 // height of the part below ground; 0 for no roots
	Lying         bool    // grows from left to right instead of upwards
}

// Pleach draws two stems that stand apart, each on its own roots, cross over
// and under in turn, and open again at the top. Paint the shapes in order.
func Pleach(p Plan) []Shape {
	w := weave{Plan: p, half: (p.Height - p.Soil - p.Stem*4) / float64(p.Crossings)}
	var all []Shape
	if p.Soil > 0 {
		all = append(all, w.roots()...)
	}
	for k := range p.Crossings {
		all = append(all, w.stretch(k)...)
	}
	return append(all, w.leaves()...)
}

// weave is a plan with the height of one crossing.
type weave struct {
	Plan
	half float64
}

// out is how far the stems are from the middle at place k, where they are
// widest: apart at the foot, close where they weave, open at the top.
func (w weave) out(k int) float64 {
	room := w.Width/2 - w.Stem
	switch {
	case w.Soil == 0:
		return room * .7
	case k == 0:
		return room * .52
	case k == w.Crossings:
		return room * .46
	}
	return room * (.34 - .05*float64(k)/float64(w.Crossings))
}

// thick is the width of a stem on the way from place k.
func (w weave) thick(k int) float64 {
	return w.Stem * (1 - .55*float64(k)/float64(w.Crossings))
}

// stretch draws both stems from place k to the next. They cross halfway; the
// one in front alternates, and a halo of paper keeps the two apart.
func (w weave) stretch(k int) []Shape {
	front, back := "stem-one", "stem-two"
	if k%2 == 1 {
		front, back = back, front
	}
	over, under := w.bend(k, -1), w.bend(k, 1) // the one in front comes from the left
	return []Shape{
		{Class: back, D: under, Width: decimal(w.thick(k))},
		{Class: "halo", D: over, Width: decimal(w.thick(k) * 1.75)},
		{Class: front, D: over, Width: decimal(w.thick(k))},
	}
}

// bend leads from one side at place k to the other side at the next.
func (w weave) bend(k int, side float64) string {
	y0, y1 := float64(k)*w.half, float64(k+1)*w.half
	x0, x1 := side*w.out(k), -side*w.out(k+1)
	var p pen
	p.move(w.place(x0, y0))
	p.curve(w.place(x0, y0+w.half*.55), w.place(x1, y1-w.half*.55), w.place(x1, y1))
	return p.String()
}

// place maps (across, along) to the page: along grows from the foot.
func (w weave) place(across, along float64) point {
	if w.Lying {
		return point{w.Stem*2 + along, w.Width/2 + across}
	}
	return point{w.Width/2 + across, w.Height - w.Soil - along}
}

// leaves stand outside of the bends, now on one side and now on the other, and
// three crown each stem.
func (w weave) leaves() []Shape {
	var all []Shape
	for k := 1; k < w.Crossings; k++ {
		near, far := 1.0, -1.0
		if k%2 == 0 {
			near, far = far, near
		}
		y := float64(k) * w.half
		all = append(all,
			w.leaf(near*w.out(k), y, near*50, w.Stem*2.9),
			w.leaf(near*w.out(k), y, near*112, w.Stem*1.9),
			w.leaf(far*w.out(k), y+w.Stem, far*62, w.Stem*2))
	}
	for _, side := range []float64{-1, 1} {
		x, y := side*w.out(w.Crossings), float64(w.Crossings)*w.half
		all = append(all, w.leaf(x, y, side*-38, w.Stem*2), w.leaf(x, y, side*8, w.Stem*2.7), w.leaf(x, y, side*66, w.Stem*2.2))
	}
	return all
}

// leaf grows from a place at an angle, in degrees from upright.
func (w weave) leaf(across, along, angle, size float64) Shape {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	at := func(x, y float64) point {
		return w.place(across+size*(x*cos+y*sin), along+size*(y*cos-x*sin))
	}
	var p pen
	p.move(at(0, 0)).curve(at(-.42, .3), at(-.34, .78), at(0, 1.1)).curve(at(.34, .78), at(.42, .3), at(0, 0)).close()
	return Shape{Class: "leaf", D: p.String()}
}

// roots spread below the soil, three for each stem, and keep to their side.
func (w weave) roots() []Shape {
	foot := w.out(0)
	room := w.Width/2 - w.Stem*.5
	var all []Shape
	for _, side := range []float64{-1, 1} {
		class := "root-one"
		if side > 0 {
			class = "root-two"
		}
		for _, r := range []struct{ out, deep, width float64 }{{foot * .3, .78, .45}, {foot * 1.1, .96, .7}, {room, .6, .45}} {
			var p pen
			p.move(w.place(side*foot, 0))
			p.curve(w.place(side*foot, -.4*w.Soil), w.place(side*(foot+r.out)/2, -.5*r.deep*w.Soil), w.place(side*r.out, -r.deep*w.Soil))
			all = append(all, Shape{Class: class, D: p.String(), Width: decimal(w.Stem * r.width)})
		}
	}
	return all
}
