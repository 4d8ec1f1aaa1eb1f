package screens

import (
	"pleach/internal/content"
	"pleach/internal/screens/chart"
)

// The size of a band, and the place of 12 weeks or months in it: neighbours
// stand an eleventh apart.
const (
	bandWidth, bandHeight = 320, 72
	bandGap               = 1.5 / 11
)

// drawing is the part's band, between two lines for none and for all.
func (p SideView) drawing() drawing {
	stretches := make([]chart.Stretch, len(p.Levels))
	for i, l := range p.Levels {
		stretches[i] = chart.Stretch{At: l.At, Lo: float64(l.Lo) / 100, Mid: float64(l.Mid) / 100, Hi: float64(l.Hi) / 100}
	}
	return drawing{"0 0 320 72", "bandchart", chart.Band(stretches, bandGap, bandWidth, bandHeight)}
}

func (p SideView) newest() LevelView { return p.Levels[len(p.Levels)-1] }

// worded says a level, or the two ends of where it may lie.
func (l LevelView) worded(t Text, s content.Scale) string {
	lo, hi := worded(t, l.Lo, s.Low, s.High), worded(t, l.Hi, s.Low, s.High)
	if lo == hi {
		return lo
	}
	return t.Say("reflect.range", "low", lo, "high", hi)
}

// steady says how much a part went up and down, or that it is too early.
func (p SideView) steady(t Text, monthly bool) string {
	unit := ".weeks"
	if monthly {
		unit = ".months"
	}
	if p.Steady == nil {
		return t.Say("reflect.early" + unit)
	}
	said := t.Say("reflect.swing."+p.Steady.Word+unit, "n", number(p.Steady.N))
	if !p.Steady.Sure {
		said += " " + t.Say("reflect.unsure")
	}
	return said
}

func (p SideView) doubt(t Text) string {
	said := ""
	switch p.Doubt {
	case "few":
		said = t.Say("reflect.few", "n", number(p.Few[0]), "of", number(p.Few[1]))
	case "apart":
		said = t.Say("reflect.apart")
	}
	if p.Moves != "" {
		if said != "" {
			said += " "
		}
		said += t.Say("reflect.moves." + p.Moves)
	}
	return said
}
