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
	c := draw(680, 210, "The average couple as a network")
	const ax, bx, y, r = 190.0, 490.0, 86.0, 46.0
	_, largest := spread([]float64{math.Abs(n.AtoB.At), math.Abs(n.BtoA.At), 1e-300})
	c.arrow(n.AtoB, largest, ax+r, y-22, bx-r, y-22, -34)
	c.arrow(n.BtoA, largest, bx-r, y+22, ax+r, y+22, 34)
	c.text("arrow-label", "middle", 340, y-56, shorten(n.A)+" → "+shorten(n.B)+"  "+estimate(n.AtoB))
	c.text("arrow-label", "middle", 340, y+66, shorten(n.B)+" → "+shorten(n.A)+"  "+estimate(n.BtoA))
	c.line("both", ax+r+3, y, 262, y)
	c.line("both", 418, y, bx-r-3, y)
	c.text("tick", "middle", 340, y+4, "at once "+estimate(n.Together))
	c.loop(ax, y, r, .8*r, -1)
	c.loop(bx, y, r, r+1, 1)
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
	return within(i) + " [" + i.write(i.Lo) + ", " + i.write(i.Hi) + "]"
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

// loop leaves a node at its side and comes back; edge is how far the side is
// from the node's middle where the loop meets it.
func (c *canvas) loop(x, y, r, edge, side float64) {
	from, out := x+side*edge, x+side*(r+58)
	c.path("arrow own", "M"+coordinate(from)+" "+coordinate(y-r*.62)+"C"+coordinate(out)+" "+coordinate(y-r*1.3)+" "+coordinate(out)+" "+coordinate(y+r*1.3)+" "+coordinate(from+side*5)+" "+coordinate(y+r*.62+3))
	c.head(from, y+r*.62, -side*34, -22, 10)
}
