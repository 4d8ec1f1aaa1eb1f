package chart

import (
	"math"
	"slices"
)

// Spot is a place on a plane with its uncertainty: the half widths of the
// range in both directions. All go from 0 to 1, Y upwards.
type Spot struct{ X, Y, DX, DY float64 }

// PlanePath draws a path over a square of that side, oldest spot first: a trail
// that is as wide as the path is unsure, and a line in it that grows stronger
// towards the newest. Classes: "trail" is filled in one piece, "way" is a
// stroke.
func PlanePath(path []Spot, side float64) []Shape {
	if len(path) == 0 {
		return nil
	}
	p := plane{side}
	at := make([]point, len(path))
	for i, s := range path {
		at[i] = p.at(s)
	}
	shapes := []Shape{{Class: "trail", D: p.trail(path, at)}}
	for i := 1; i < len(at); i++ {
		width := 1.5 + 2.5*float64(i)/float64(len(at)-1)
		shapes = append(shapes, Shape{Class: "way", D: leg(at, i), Width: decimal(width)})
	}
	return shapes
}

// plane is a square; its edge keeps what lies at the rim inside.
type plane struct{ side float64 }

const planeEdge = 8.0

func (p plane) at(s Spot) point {
	room := p.side - 2*planeEdge
	return point{planeEdge + s.X*room, p.side - planeEdge - s.Y*room}
}

// At is where a spot lies on a plane of that side.
func (s Spot) At(side float64) (x, y float64) {
	at := plane{side}.at(s)
	return at.x, at.y
}

// leg leads to spot i from the one before, on a curve through all of them.
func leg(at []point, i int) string {
	a, b := at[i-1], at[i]
	before, after := at[max(i-2, 0)], at[min(i+1, len(at)-1)]
	var p pen
	p.move(a)
	p.curve(point{a.x + (b.x-before.x)/6, a.y + (b.y-before.y)/6}, point{b.x - (after.x-a.x)/6, b.y - (after.y-a.y)/6}, b)
	return p.String()
}

// trail is one path of rounds at the spots and of bridges between them. All of
// them turn the same way, so that what overlaps stays filled.
func (p plane) trail(path []Spot, at []point) string {
	var d pen
	for i, s := range path {
		p.blot(&d, at[i], s)
		if i > 0 {
			p.bridge(&d, path[i-1], s, at[i-1], at[i])
		}
	}
	return d.String()
}

// reach is how wide a spot is in both directions, at least a little, and at
// most up to the rim.
func (p plane) reach(s Spot) (rx, ry float64) {
	room := p.side - 2*planeEdge
	return max(s.DX*room, 2), max(s.DY*room, 2)
}

const roundParts = 12

func (p plane) blot(d *pen, at point, s Spot) {
	rx, ry := p.reach(s)
	for i := range roundParts {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / roundParts)
		to := p.inside(point{at.x + rx*cos, at.y + ry*sin})
		if i == 0 {
			d.move(to)
		} else {
			d.put("L", to)
		}
	}
	d.close()
}

// bridge joins two rounds where they are widest across the way.
func (p plane) bridge(d *pen, s, t Spot, a, b point) {
	across := point{-(b.y - a.y), b.x - a.x}
	if across == (point{}) {
		return
	}
	u, v := p.rim(s, across), p.rim(t, across)
	quad := []point{{a.x + u.x, a.y + u.y}, {a.x - u.x, a.y - u.y}, {b.x - v.x, b.y - v.y}, {b.x + v.x, b.y + v.y}}
	for i := range quad {
		quad[i] = p.inside(quad[i])
	}
	if turn(quad) < 0 {
		slices.Reverse(quad)
	}
	d.move(quad[0])
	for _, q := range quad[1:] {
		d.put("L", q)
	}
	d.close()
}

// rim is how far a round reaches in a direction.
func (p plane) rim(s Spot, to point) point {
	rx, ry := p.reach(s)
	long := math.Hypot(rx*to.x, ry*to.y)
	return point{rx * rx * to.x / long, ry * ry * to.y / long}
}

func (p plane) inside(at point) point {
	return point{min(max(at.x, 0), p.side), min(max(at.y, 0), p.side)}
}

// turn is twice the area of a ring of points, positive when it turns as blots
// do.
func turn(ring []point) (area float64) {
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		area += a.x*b.y - b.x*a.y
	}
	return area
}
