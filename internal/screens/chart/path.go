package chart

import (
	"math"
	"strconv"
	"strings"
)

// Shape is one path of a drawing.
type Shape struct {
	Class string // for the stylesheet
	D     string // path data
	Width string // stroke-width in user units, or "" when it is filled
}

// point is in user units, y downwards.
type point struct{ x, y float64 }

// pen writes path data with one decimal.
type pen struct{ b strings.Builder }

func (p *pen) move(to point) *pen          { return p.put("M", to) }
func (p *pen) curve(c1, c2, to point) *pen { return p.put("C", c1, c2, to) }
func (p *pen) close() *pen                 { p.b.WriteByte('Z'); return p }
func (p *pen) String() string              { return p.b.String() }
func (p *pen) put(op string, at ...point) *pen {
	p.b.WriteString(op)
	for i, v := range at {
		if i > 0 {
			p.b.WriteByte(' ')
		}
		p.b.WriteString(decimal(v.x))
		p.b.WriteByte(' ')
		p.b.WriteString(decimal(v.y))
	}
	return p
}

func decimal(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}
