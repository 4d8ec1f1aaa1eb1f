package screens

import "strconv"

// PulseForm is the pulse as it is filled in. Sliders are 0 to 100, or -1 while
// nobody has moved them.
type PulseForm struct {
	Mood, Energy, Closeness, Room int
	With                          string // "together", "apart" or ""
	Note                          string
}

// EmptyPulse is a form that nobody has touched.
func EmptyPulse() PulseForm { return PulseForm{Mood: -1, Energy: -1, Closeness: -1, Room: -1} }

// PulseView is a pulse to look at.
type PulseView struct {
	ID   string
	When string // in words
	PulseForm
	Who    Person
	Shared bool
}

// axis is one line of a pulse.
type axis struct {
	Key   string // "mood": the field's name, and its words
	Value int
}

func (p PulseForm) axes() []axis {
	return []axis{{"mood", p.Mood}, {"energy", p.Energy}, {"closeness", p.Closeness}, {"room", p.Room}}
}

func (a axis) field(t Text) sliderField {
	return sliderField{ID: a.Key, Value: a.Value, Label: t.Say("pulse." + a.Key),
		Low: t.Say("pulse." + a.Key + ".low"), High: t.Say("pulse." + a.Key + ".high")}
}

// x is where the mark stands on a line from 8 to 112.
func (a axis) x() string { return strconv.Itoa(8 + a.Value*104/100) }

// worded says a place between two ends in words, so that nobody reads a number.
func worded(t Text, value int, low, high string) string {
	key := "between.middle"
	switch {
	case value < 0:
		key = "between.unsaid"
	case value <= 15:
		key = "between.low"
	case value < 42:
		key = "between.lowish"
	case value >= 85:
		key = "between.high"
	case value > 58:
		key = "between.highish"
	}
	return t.Say(key, "low", low, "high", high)
}

func (a axis) worded(t Text) string {
	return worded(t, a.Value, t.Say("pulse."+a.Key+".low"), t.Say("pulse."+a.Key+".high"))
}

func withOptions(t Text, chosen string) []Option {
	return []Option{
		{Value: "together", Label: t.Say("pulse.together"), Chosen: chosen == "together"},
		{Value: "apart", Label: t.Say("pulse.apart"), Chosen: chosen == "apart"},
	}
}
