package screens

import (
	"slices"
	"strconv"

	"pleach/internal/screens/chart"
)

// inputField is one line of text. Key names the label; Key+".hint" a hint, when
// there are words for it.
type inputField struct {
	ID, Key, Value string
	Kind           string // of the input; "" is text
	Complete       string // autocomplete
	Wrong          string // why the value was not taken
	Required       bool
	Max            int
}

func (v inputField) kind() string {
	if v.Kind == "" {
		return "text"
	}
	return v.Kind
}

// areaField is several lines of text, named like inputField. Label and Hint
// stand in for the key's words when they are content.
type areaField struct {
	ID, Key, Value string
	Label, Hint    string
	Wrong          string
	Rows           int
	Code           bool // something copied, not written: no spell checking
	Required       bool
}

// sliderField is 0 to 100 between two words. Value -1 has not been said.
type sliderField struct {
	ID        string
	Label     string
	Low, High string
	Value     int
}

func (v sliderField) start() string {
	if v.Value < 0 {
		return "50"
	}
	return strconv.Itoa(v.Value)
}

// hintOf is the hint of a key, or "".
func hintOf(t Text, key string) string {
	if t.Has(key + ".hint") {
		return t.Say(key + ".hint")
	}
	return ""
}

// described joins the ids of a field's hint and complaint for aria-describedby.
func described(id, hint, wrong string) string {
	switch {
	case hint != "" && wrong != "":
		return id + "-hint " + id + "-wrong"
	case wrong != "":
		return id + "-wrong"
	case hint != "":
		return id + "-hint"
	}
	return ""
}

func contains(all []int, n int) bool { return slices.Contains(all, n) }

// qrBox is the drawing of a code and its viewBox, with the quiet zone that
// readers need. A text that is too long has no drawing; the text is beside it.
func qrBox(text string) (d, box string) {
	d, side, err := chart.QR(text)
	if err != nil {
		return "", ""
	}
	return d, "-4 -4 " + strconv.Itoa(side+8) + " " + strconv.Itoa(side+8)
}

func (v areaField) hint(t Text) string {
	if v.Hint != "" || v.Key == "" {
		return v.Hint
	}
	return hintOf(t, v.Key)
}
