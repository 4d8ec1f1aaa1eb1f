package report

import (
	"html/template"
	"math"
	"slices"
	"strconv"
)

// Pseudo compares the real couples with all pairings of people who are not a
// couple.
type Pseudo struct {
	Real, Others   []float64 // correlations
	Mean, P95      float64   // the mean real couple; 95 of 100 pairings are below P95
	Exceed         int       // real couples above P95
	Caption, Words string
}

const bins = 40

func pseudo(p Pseudo) template.HTML {
	c := draw(680, 250, "Correlations of real couples and of pairings by chance")
	lo, hi := spread(p.Real, p.Others)
	s := over(lo, hi, 20, 660)
	others, real := histogram(p.Others, s), histogram(p.Real, s)
	_, top := spread(others, real, []float64{0})
	y := over(0, top*1.02, 190, 40)
	width := (s.to - s.from) / bins
	for i, share := range others {
		c.rect("ghost", s.from+width*float64(i)+.5, y.at(share), width-1, 190-y.at(share))
	}
	c.path("real", stairs(real, s, y))
	for _, r := range p.Real {
		c.line("rug", s.at(r), 191, s.at(r), 199)
	}
	c.marker(s, p.P95, "95th of 100 chance pairings: "+number(p.P95), 12)
	c.marker(s, p.Mean, "mean couple: "+number(p.Mean), 26)
	c.bottom(s, 202, "correlation of the two partners at the same time")
	return c.svg()
}

// marker is a line with words beside it, on the side that has room.
func (c *canvas) marker(s scale, v float64, words string, y float64) {
	if math.IsNaN(v) {
		return
	}
	x := s.within(v)
	c.line("pooled-line", x, y-8, x, 190)
	if x > (s.from+s.to)/2 {
		c.text("tick halo", "start", min(x+5, s.to-float64(len(words))*5.6), y, words)
		return
	}
	c.text("tick halo", "end", max(x-5, s.from+float64(len(words))*5.6), y, words)
}

func histogram(values []float64, s scale) []float64 {
	out := make([]float64, bins)
	for _, v := range values {
		if !math.IsNaN(v) {
			out[min(bins-1, max(0, int((v-s.lo)/(s.hi-s.lo)*bins)))] += 1 / float64(len(values))
		}
	}
	return out
}

func stairs(shares []float64, x, y scale) string {
	width := (x.to - x.from) / bins
	var xs, ys []float64
	for i, share := range shares {
		xs = append(xs, x.from+width*float64(i), x.from+width*float64(i+1))
		ys = append(ys, y.at(share), y.at(share))
	}
	return through(xs, ys)
}

// compliance is how many of the questions were answered, as a mark a person,
// couples side by side from the least to the most.
func compliance(d Data) template.HTML {
	var a, b []float64
	shares := slices.SortedStableFunc(slices.Values(d.Shares), func(x, y Share) int { return cmpFloat(x.A+x.B, y.A+y.B) })
	for _, s := range shares {
		a, b = append(a, s.A), append(b, s.B)
	}
	c := draw(680, 150, "Shares that were answered")
	y := over(0, 1, 120, 10)
	for _, v := range []float64{0, .25, .5, .75, 1} {
		c.line("grid", 48, y.at(v), 664, y.at(v))
		c.text("tick", "end", 42, y.at(v)+3.5, strconv.Itoa(int(v*100))+"%")
	}
	x := over(-.5, float64(len(a))-.5, 52, 660)
	for i := range a {
		c.line("couple", x.at(float64(i)), y.at(a[i]), x.at(float64(i)), y.at(b[i]))
		c.circle("dot a", x.at(float64(i)), y.at(a[i]), 2.6)
		c.square("dot b", x.at(float64(i)), y.at(b[i]), 2.3)
	}
	c.text("label", "middle", 356, 140, "couples, from the least to the most complete")
	return c.svg()
}
