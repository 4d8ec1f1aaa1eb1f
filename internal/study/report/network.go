package report

import (
	"html/template"
	"math"
)

// Network is the drift as arrows between the two partners.
type Network struct {
	A, B       string
	OwnA, OwnB Interval
	AtoB, BtoA Interval // effect of a on b, of b on a
	Together   Interval // correlation of what happens to both at once
	Caption    string
}

func network(n Network) template.HTML {
	c := draw(680, 270, "The average couple as a network")
	const ax, bx, y, r = 190.0, 490.0, 140.0, 46.0
	_, largest := spread([]float64{math.Abs(n.AtoB.At), math.Abs(n.BtoA.At), 1e-300})
	c.arrow(n.AtoB, largest, ax+r, y-22, bx-r, y-22, -34)
	c.arrow(n.BtoA, largest, bx-r, y+22, ax+r, y+22, 34)
	c.text("arrow-label", "middle", 340, y-56, shorten(n.A)+" → "+shorten(n.B)+"  "+estimate(n.AtoB))
	c.text("arrow-label", "middle", 340, y+66, shorten(n.B)+" → "+shorten(n.A)+"  "+estimate(n.BtoA))
	c.line("both", ax+r+3, y, bx-r-3, y)
	c.text("tick halo", "middle", 340, y+4, "at once "+estimate(n.Together))
	c.loop(ax, y, r, -1)
	c.loop(bx, y, r, 1)
	c.circle("node a", ax, y, r)
	c.rect("node b", bx-r, y-r, 2*r, 2*r)
	c.text("node-name", "middle", ax, y+5, shorten(n.A))
	c.text("node-name", "middle", bx, y+5, shorten(n.B))
	c.text("arrow-label", "middle", ax-70, y+92, "own "+estimate(n.OwnA))
	c.text("arrow-label", "middle", bx+70, y+92, "own "+estimate(n.OwnB))
	return c.svg()
}

func estimate(i Interval) string {
	if math.IsNaN(i.At) {
		return "–"
	}
	if math.IsNaN(i.Lo) {
		return number(i.At)
	}
	return number(i.At) + " [" + number(i.Lo) + ", " + number(i.Hi) + "]"
}

// arrow is as wide as the effect is large, and dashed when its interval holds
// zero.
func (c *canvas) arrow(i Interval, largest, x1, y1, x2, y2, bend float64) {
	if math.IsNaN(i.At) {
		return
	}
	class := "arrow"
	if !(i.Lo > 0 || i.Hi < 0) {
		class = "arrow maybe"
	}
	width := 1.2 + 4*math.Abs(i.At)/largest
	mx, my := (x1+x2)/2, (y1+y2)/2+bend
	c.b.WriteString(`<g style="stroke-width:` + coordinate(width) + `">`)
	c.path(class, "M"+coordinate(x1)+" "+coordinate(y1)+"Q"+coordinate(mx)+" "+coordinate(my)+" "+coordinate(x2)+" "+coordinate(y2))
	c.b.WriteString(`</g>`)
	c.head(x2, y2, x2-mx, y2-my, 7+width)
}

func (c *canvas) head(x, y, dx, dy, size float64) {
	l := math.Hypot(dx, dy)
	dx, dy = dx/l*size, dy/l*size
	xs := []float64{x, x - dx - dy*.45, x - dx + dy*.45}
	ys := []float64{y, y - dy + dx*.45, y - dy - dx*.45}
	c.path("arrow-head", through(xs, ys)+"Z")
}

func (c *canvas) loop(x, y, r, side float64) {
	out := x + side*(r+58)
	c.path("arrow own", "M"+coordinate(x+side*r*.8)+" "+coordinate(y-r*.72)+"C"+coordinate(out)+" "+coordinate(y-r*1.5)+" "+coordinate(out)+" "+coordinate(y+r*1.5)+" "+coordinate(x+side*(r*.8+4))+" "+coordinate(y+r*.72+2))
	c.head(x+side*r*.8, y+r*.72, -side*34, -26, 10)
}
