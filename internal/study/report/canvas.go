package report

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// canvas collects the shapes of one picture. Coordinates are in its own
// units; colours and lines are the style sheet's, by class.
type canvas struct {
	b             strings.Builder
	width, height float64
	title         string
}

func draw(width, height float64, title string) *canvas {
	return &canvas{width: width, height: height, title: title}
}

func (c *canvas) svg() template.HTML {
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 %s %s" role="img" aria-label="%s">%s</svg>`,
		coordinate(c.width), coordinate(c.height), template.HTMLEscapeString(c.title), c.b.String()))
}

func coordinate(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) }

func (c *canvas) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(&c.b, `<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`, class, coordinate(x1), coordinate(y1), coordinate(x2), coordinate(y2))
}

func (c *canvas) circle(class string, x, y, r float64) {
	fmt.Fprintf(&c.b, `<circle class="%s" cx="%s" cy="%s" r="%s"/>`, class, coordinate(x), coordinate(y), coordinate(r))
}

func (c *canvas) rect(class string, x, y, w, h float64) {
	fmt.Fprintf(&c.b, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`, class, coordinate(x), coordinate(y), coordinate(w), coordinate(h))
}

func (c *canvas) square(class string, x, y, r float64) { c.rect(class, x-r, y-r, 2*r, 2*r) }

func (c *canvas) path(class, d string) { fmt.Fprintf(&c.b, `<path class="%s" d="%s"/>`, class, d) }

// text writes words; anchor is start, middle or end.
func (c *canvas) text(class, anchor string, x, y float64, words string) {
	fmt.Fprintf(&c.b, `<text class="%s" text-anchor="%s" x="%s" y="%s">%s</text>`, class, anchor, coordinate(x), coordinate(y), template.HTMLEscapeString(words))
}

// through is the path through points; a NaN lifts the pen.
func through(xs, ys []float64) string {
	var b strings.Builder
	pen := "M"
	for i := range xs {
		if math.IsNaN(ys[i]) {
			pen = "M"
			continue
		}
		b.WriteString(pen + coordinate(xs[i]) + " " + coordinate(ys[i]))
		pen = "L"
	}
	return b.String()
}

// band is the area between two curves.
func band(xs, low, high []float64) string {
	if len(xs) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(through(xs, low))
	for i := len(xs) - 1; i >= 0; i-- {
		b.WriteString("L" + coordinate(xs[i]) + " " + coordinate(high[i]))
	}
	return b.String() + "Z"
}

// scale maps values to coordinates.
type scale struct{ lo, hi, from, to float64 }

func (s scale) at(v float64) float64 { return s.from + (v-s.lo)/(s.hi-s.lo)*(s.to-s.from) }

// within is at, held inside the picture.
func (s scale) within(v float64) float64 { return s.at(min(s.hi, max(s.lo, v))) }

func (s scale) all(values []float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = s.at(v)
	}
	return out
}

// over is a scale for a range of values, widened where the range is a point.
func over(lo, hi, from, to float64) scale {
	if !(hi > lo) {
		lo, hi = lo-1, lo+1
	}
	return scale{lo, hi, from, to}
}

// ticks are about n round values within the scale (Heckbert 1990).
func (s scale) ticks(n int) []float64 {
	step := math.Pow(10, math.Floor(math.Log10((s.hi-s.lo)/float64(n))))
	for _, m := range []float64{1, 2, 5, 10} {
		if (s.hi-s.lo)/(step*m) <= float64(n) {
			step *= m
			break
		}
	}
	var out []float64
	for k := math.Ceil(s.lo/step - 1e-9); k*step <= s.hi+step*1e-9; k++ {
		out = append(out, k*step+0) // −0 becomes 0
	}
	return out
}

func label(v float64) string {
	text := strconv.FormatFloat(v, 'g', 6, 64)
	return strings.Replace(text, "-", "−", 1)
}

// bottom draws the horizontal axis at y, with what it measures below.
func (c *canvas) bottom(s scale, y float64, words string) {
	c.line("axis", s.from, y, s.to, y)
	for _, v := range s.ticks(7) {
		c.line("axis", s.at(v), y, s.at(v), y+4)
		c.text("tick", "middle", s.at(v), y+15, label(v))
	}
	c.text("label", "middle", (s.from+s.to)/2, y+31, words)
}

// left draws the vertical axis at x, with lines across to the right edge.
func (c *canvas) left(s scale, x, right float64, n int) {
	for _, v := range s.ticks(n) {
		c.line("grid", x, s.at(v), right, s.at(v))
		c.text("tick", "end", x-6, s.at(v)+3.5, label(v))
	}
}

// spread is the range of finite values.
func spread(lists ...[]float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, list := range lists {
		for _, v := range list {
			if !math.IsNaN(v) && !math.IsInf(v, 0) {
				lo, hi = min(lo, v), max(hi, v)
			}
		}
	}
	if lo > hi {
		return -1, 1
	}
	return lo, hi
}
