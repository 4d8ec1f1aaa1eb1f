package chart

import "math"

// Bud is one thing on a twig: how far along it stands, 0 to 1, and how far it
// has opened, 0 for a bud that stays closed and 1 for a whole leaf.
type Bud struct{ Along, Open float64 }

// Twig draws a twig that lies and grows to the right, with its leaves in turn
// above and below, in a box of that size. Classes: "twig" is a stroke, "leaf"
// and "bud" are filled.
func Twig(buds []Bud, width, height float64) []Shape {
	t := twig{width, height}
	var wood pen
	wood.move(t.at(0))
	for i := range twigParts {
		a, b := t.at(float64(i)/twigParts), t.at(float64(i+1)/twigParts)
		third := (b.x - a.x) / 3
		wood.curve(point{a.x + third, a.y + t.steep(float64(i)/twigParts)*third}, point{b.x - third, b.y - t.steep(float64(i+1)/twigParts)*third}, b)
	}
	shapes := []Shape{{Class: "twig", D: wood.String(), Width: "3"}}
	for i, b := range buds {
		side := float64(i%2*2 - 1)
		lean := 52 + 16*spread(i)
		size, class := height*(.2+.2*b.Open), "leaf"
		if b.Open == 0 {
			size, class = height*.11, "bud"
		}
		at := t.at(.02 + .94*b.Along)
		shapes = append(shapes, Shape{Class: class, D: leafAt(at, 90+side*lean, size)})
	}
	return shapes
}

const twigParts = 6

type twig struct{ width, height float64 }

func (t twig) at(along float64) point {
	return point{t.foot() + along*(t.width-2*t.foot()-t.height*.4), t.height/2 + t.height*.07*math.Sin(along*2.2*math.Pi)}
}

// foot leaves room for a leaf that leans back.
func (t twig) foot() float64 { return t.height * .12 }

func (t twig) steep(along float64) float64 {
	return t.height * .07 * 2.2 * math.Pi * math.Cos(along*2.2*math.Pi) / (t.width - 2*t.foot() - t.height*.4)
}

// leafAt is a leaf that grows from a place, at an angle in degrees clockwise
// from upright.
func leafAt(foot point, angle, size float64) string {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	at := func(x, y float64) point {
		return point{foot.x + size*(x*cos+y*sin), foot.y + size*(x*sin-y*cos)}
	}
	var p pen
	p.move(at(0, 0)).curve(at(-.36, .22), at(-.34, .72), at(0, 1)).curve(at(.34, .72), at(.36, .22), at(0, 0)).close()
	return p.String()
}

// spread is a number from -1 to 1 for each n, evenly spread, and the same every
// time.
func spread(n int) float64 {
	_, part := math.Modf(.5 + float64(n)*0.6180339887498949)
	return 2*part - 1
}
