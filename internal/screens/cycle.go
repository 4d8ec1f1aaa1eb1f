package screens

import "pleach/internal/screens/chart"

// station is one place on the circle.
type station struct {
	Who         Person
	Label, Text string
}

// stations are those that were chosen, in the order of the circle: what the
// other does, what it wakes, what is needed, and what I do then.
func (c CycleView) stations(t Text) []station {
	all := []station{{c.Other, t.Say("cycle.is.does", "name", cycleName(t, &c.Other)), c.Theirs}}
	if c.Inside != "" {
		all = append(all, station{c.Me, t.Say("cycle.is.inside"), c.Inside})
	}
	if c.Need != "" {
		all = append(all, station{c.Me, t.Say("cycle.is.need"), c.Need})
	}
	all = append(all, station{c.Me, t.Say("cycle.is.does", "name", c.Me.Name), c.Mine})
	if c.Outside != "" {
		all = append(all, station{c.Me, t.Say("cycle.is.outside"), c.Outside})
	}
	return all
}

func (c CycleView) classes() []string {
	classes := []string{"arc " + slotClass(c.Other)}
	for _, said := range []string{c.Inside, c.Need, c.Mine, c.Outside} {
		if said != "" {
			classes = append(classes, "arc "+slotClass(c.Me))
		}
	}
	return classes
}

const cycleSize = 200

func (c CycleView) ring() []chart.Shape {
	shapes, _ := chart.Ring(cycleSize, c.classes())
	return shapes
}

func (c CycleView) spots() []chart.Station {
	_, spots := chart.Ring(cycleSize, c.classes())
	return spots
}

// cycleName is a name, or words for somebody who has none here yet.
func cycleName(t Text, p *Person) string {
	if p == nil || p.Name == "" {
		return t.Say("cycle.other")
	}
	return p.Name
}
