package chart

// Plan says how large a drawing of two pleached stems is.
type Plan struct {
	Width, Height float64
	Crossings     int     // how often the two cross
	Stem          float64 // stroke width of a stem at its foot
	Soil          float64 // height of the part below ground; 0 for none
	Lying         bool    // grows from left to right instead of upwards
}

// Pleach draws two stems that grow side by side, each from its own root, and
// cross over and under in turn. The shapes are to be painted in order.
func Pleach(p Plan) []Shape {
	w := weave{Plan: p, a: p.Width/2 - p.Stem*1.6, half: (p.Height - p.Soil) / float64(p.Crossings+1)}
	var all []Shape
	if p.Soil > 0 {
		all = append(all, w.roots()...)
	}
	for k := range p.Crossings + 1 {
		all = append(all, w.leaves(k)...)
	}
	for k := range p.Crossings + 1 {
		all = append(all, w.stretch(k)...)
	}
	return all
}

// weave is a plan with its measures: amplitude and height of one crossing.
type weave struct {
	Plan
	a, half float64
}

// stretch draws both stems from widest place k to k+1; they cross halfway, and
// the one in front alternates. A halo of paper keeps the two apart.
func (w weave) stretch(k int) []Shape {
	front, back := "stem-one", "stem-two"
	if k%2 == 1 {
		front, back = back, front
	}
	const side = -1 // the one in front always starts on the left
	width := w.Stem * (1 - 0.5*float64(k)/float64(w.Crossings+1))
	over, under := w.wave(k, side), w.wave(k, -side)
	return []Shape{
		{Class: back, D: under, Width: number(width)},
		{Class: "halo", D: over, Width: number(width * 2.1)},
		{Class: front, D: over, Width: number(width)},
	}
}

// wave is half a period of a cosine, from side to the other side, as two
// curves. The constants make a Bézier curve of a quarter of a sine wave.
func (w weave) wave(k int, side float64) string {
	const c1, c2, quarter = 0.512286623256592433, 1.002313685767898599, 1.570796326794896619
	y0 := float64(k) * w.half
	at := func(x, u float64) point { return w.place(x*side*w.a, y0+u*w.half) }
	var p pen
	p.move(at(1, 0))
	p.curve(at(1, (quarter-c2)/quarter/2), at(c1, (quarter-c1)/quarter/2), at(0, .5))
	p.curve(at(-c1, .5+c1/quarter/2), at(-1, .5+c2/quarter/2), at(-1, 1))
	return p.String()
}

// place maps (across, along) to the page: along grows from the foot.
func (w weave) place(across, along float64) point {
	if w.Lying {
		return point{along, w.Width/2 + across}
	}
	return point{w.Width/2 + across, w.Height - w.Soil - along}
}

// leaves are a pair at the widest place k, outside of both stems.
func (w weave) leaves(k int) []Shape {
	if k == 0 {
		return nil
	}
	size := w.Stem * (3.4 - 1.2*float64(k)/float64(w.Crossings+1))
	along := float64(k) * w.half
	return []Shape{
		{Class: "leaf", D: w.leaf(-w.a, along, -1, size)},
		{Class: "leaf", D: w.leaf(w.a, along, 1, size)},
	}
}

func (w weave) leaf(across, along, side, size float64) string {
	at := func(out, up float64) point { return w.place(across+side*out*size, along+up*size) }
	var p pen
	p.move(at(0, 0)).quad(at(.15, .75), at(.75, 1.1)).quad(at(.85, .35), at(0, 0)).close()
	return p.String()
}

// roots spread below the soil, a few for each stem, and do not touch.
func (w weave) roots() []Shape {
	var all []Shape
	for _, side := range []float64{-1, 1} {
		class := "root-one"
		if side > 0 {
			class = "root-two"
		}
		for _, r := range []struct{ out, deep, width float64 }{{-.35, .8, .5}, {.25, 1, .75}, {.9, .62, .45}} {
			at := func(out, deep float64) point { return w.place(side*(w.a+out*w.a), -deep*w.Soil) }
			var p pen
			p.move(at(0, 0)).curve(at(0, .35), at(r.out*.5, r.deep*.5), at(r.out, r.deep))
			all = append(all, Shape{Class: class, D: p.String(), Width: number(w.Stem * r.width)})
		}
	}
	return all
}
