package chart

// Stretch is one week or month of a band: how far along it stands, and the
// range in which the level lies. All three go from 0 to 1, upwards.
type Stretch struct{ At, Lo, Mid, Hi float64 }

// Band draws a level over time as a band that is as wide as it is unsure, in a
// box of that size. Where two neighbours are further apart than gap, the band
// is open between them. Classes: "band" is filled, "band-line" a stroke.
func Band(all []Stretch, gap, width, height float64) []Shape {
	var shapes []Shape
	for _, run := range runs(all, gap) {
		b := band{width, height}
		shapes = append(shapes, Shape{Class: "band", D: b.area(run)}, Shape{Class: "band-line", D: b.line(run), Width: "2"})
	}
	return shapes
}

// runs cuts a band where it is open.
func runs(all []Stretch, gap float64) [][]Stretch {
	var out [][]Stretch
	for i, s := range all {
		if i == 0 || s.At-all[i-1].At > gap {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], s)
	}
	return out
}

// band is the size of the box. Its edge keeps round ends inside.
type band struct{ width, height float64 }

const bandEdge = 4.0

func (b band) at(along, level float64) point {
	return point{bandEdge + along*(b.width-2*bandEdge), b.height - bandEdge - level*(b.height-2*bandEdge)}
}

// shoulder is how far a stretch reaches to both sides where nothing follows, so
// that a single week is seen.
const shoulder = 3.0

func (b band) area(run []Stretch) string {
	var p pen
	first, last := b.at(run[0].At, run[0].Hi), b.at(run[len(run)-1].At, run[len(run)-1].Lo)
	p.move(point{first.x - shoulder, first.y})
	for _, s := range run {
		p.put("L", b.at(s.At, s.Hi))
	}
	p.put("L", point{last.x + shoulder, b.at(0, run[len(run)-1].Hi).y}, point{last.x + shoulder, last.y})
	for i := len(run) - 1; i >= 0; i-- {
		p.put("L", b.at(run[i].At, run[i].Lo))
	}
	return p.put("L", point{first.x - shoulder, b.at(0, run[0].Lo).y}).close().String()
}

func (b band) line(run []Stretch) string {
	var p pen
	first, last := b.at(run[0].At, run[0].Mid), b.at(run[len(run)-1].At, run[len(run)-1].Mid)
	p.move(point{first.x - shoulder, first.y})
	for _, s := range run {
		p.put("L", b.at(s.At, s.Mid))
	}
	return p.put("L", point{last.x + shoulder, last.y}).String()
}
