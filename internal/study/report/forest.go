package report

import (
	"html/template"
	"math"
	"slices"
)

// Forest is every couple's estimate of one quantity, and the pooled mean.
type Forest struct {
	Title, Caption string
	Lines          []Line
	Mean           Interval
	Prediction     Interval
}

// Line is one couple's estimate.
type Line struct {
	Name string
	Interval
}

const namedLines = 45 // more couples than these are drawn without their names

func forest(f Forest) template.HTML {
	lines := slices.DeleteFunc(slices.Clone(f.Lines), func(l Line) bool { return math.IsNaN(l.At) })
	slices.SortStableFunc(lines, func(a, b Line) int { return cmpFloat(a.At, b.At) })
	row, left := 14.0, 110.0
	if len(lines) > namedLines {
		row, left = max(3, 480/float64(len(lines))), 20
	}
	height := row * float64(len(lines))
	c := draw(680, height+86, f.Title)
	s := f.scale(lines, left, 664)
	c.forestGround(f, s, height)
	for i, l := range lines {
		y := 6 + row*(float64(i)+.5)
		c.forestLine(l, s, y, row)
		if len(lines) <= namedLines {
			c.text("tick", "end", left-8, y+3.5, shorten(l.Name))
		}
	}
	c.diamond(f.Mean, s, height+22)
	c.bottom(s, height+46, f.Title)
	return c.svg()
}

func cmpFloat(a, b float64) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

func shorten(name string) string {
	if r := []rune(name); len(r) > 14 {
		return string(r[:13]) + "…"
	}
	return name
}

// scale shows every estimate, and intervals as far as the middle nine tenths
// of couples have them: one couple who can hardly be estimated must not press
// all others into a line.
func (f Forest) scale(lines []Line, from, to float64) scale {
	var lows, highs, at []float64
	for _, l := range lines {
		at = append(at, l.At)
		if !math.IsNaN(l.Lo) && !math.IsNaN(l.Hi) {
			lows, highs = append(lows, l.Lo), append(highs, l.Hi)
		}
	}
	lo, hi := spread(at, []float64{0, f.Mean.Lo, f.Mean.Hi, f.Prediction.Lo, f.Prediction.Hi, quantile(lows, .05), quantile(highs, .95)})
	margin := (hi - lo) * .03
	return over(lo-margin, hi+margin, from, to)
}

func quantile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[int(math.Round(p*float64(len(sorted)-1)))]
}

func (c *canvas) forestGround(f Forest, s scale, height float64) {
	if p := f.Prediction; !math.IsNaN(p.Lo) {
		c.rect("prediction", s.within(p.Lo), 4, s.within(p.Hi)-s.within(p.Lo), height+30)
	}
	c.line("zero", s.at(0), 4, s.at(0), height+46)
	if !math.IsNaN(f.Mean.At) {
		c.line("pooled-line", s.within(f.Mean.At), 4, s.within(f.Mean.At), height+22)
	}
}

func (c *canvas) forestLine(l Line, s scale, y, row float64) {
	class := "couple"
	if l.Lo > 0 || l.Hi < 0 {
		class = "couple away"
	}
	if !math.IsNaN(l.Lo) && !math.IsNaN(l.Hi) {
		c.line(class, s.within(l.Lo), y, s.within(l.Hi), y)
	}
	c.circle(class, s.at(l.At), y, min(3, max(1.4, row/3.2)))
}

func (c *canvas) diamond(m Interval, s scale, y float64) {
	if math.IsNaN(m.Lo) {
		return
	}
	x, lo, hi := s.within(m.At), s.within(m.Lo), s.within(m.Hi)
	xs := []float64{lo, x, hi, x}
	c.path("pooled", through(xs, []float64{y, y - 7, y, y + 7})+"Z")
}
