package chart

import "math"

// Station is a place on a drawing for something that the page puts there.
type Station struct{ X, Y string }

// Ring draws a circle of arrows that leads through some stations, the first at
// the top, clockwise, in a square box of that size. The classes are those of
// the stretches behind each station. The spots are where the stations stand.
func Ring(size float64, classes []string) (shapes []Shape, spots []Station) {
	r := ring{size / 2, size/2 - ringEdge}
	n := float64(len(classes))
	for i, class := range classes {
		from, to := float64(i)/n, float64(i+1)/n
		shapes = append(shapes,
			Shape{Class: class, D: r.arc(from+ringRoom, to-ringRoom), Width: "4"},
			Shape{Class: class, D: r.head(to - ringRoom), Width: "4"})
		at := r.at(from, 0)
		spots = append(spots, Station{decimal(at.x), decimal(at.y)})
	}
	return shapes, spots
}

const (
	ringEdge = 22.0 // keeps the stations inside of the box
	ringRoom = .06  // of the whole round, left free at each side of a station
)

type ring struct{ middle, radius float64 }

// at is a place on the way round, from 0 to 1, that much further out.
func (r ring) at(round, out float64) point {
	sin, cos := math.Sincos(2 * math.Pi * round)
	return point{r.middle + (r.radius+out)*sin, r.middle - (r.radius+out)*cos}
}

// arc is a stretch of the circle, in pieces that a curve follows closely.
func (r ring) arc(from, to float64) string {
	const pieces = 4
	var p pen
	p.move(r.at(from, 0))
	step := (to - from) / pieces
	reach := r.radius * 4 / 3 * math.Tan(math.Pi/2*step)
	for i := range pieces {
		a, b := from+float64(i)*step, from+float64(i+1)*step
		p.curve(along(r.at(a, 0), a, reach), along(r.at(b, 0), b, -reach), r.at(b, 0))
	}
	return p.String()
}

// along goes from a place on the circle in the direction of its way.
func along(from point, round, by float64) point {
	sin, cos := math.Sincos(2 * math.Pi * round)
	return point{from.x + by*cos, from.y + by*sin}
}

// head is the tip of an arrow.
func (r ring) head(at float64) string {
	var p pen
	return p.move(r.at(at-.022, 7)).put("L", r.at(at, 0), r.at(at-.022, -7)).String()
}
