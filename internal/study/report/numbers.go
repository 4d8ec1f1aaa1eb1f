package report

import (
	"math"
	"strconv"
	"strings"
)

// number is a value for people: three significant digits, a real minus.
func number(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return "–"
	case v == 0:
		return "0"
	case math.Abs(v) >= 1e6 || math.Abs(v) < 1e-4:
		return strings.ReplaceAll(strconv.FormatFloat(v, 'e', 2, 64), "-", "−")
	}
	places := max(0, min(6, 2-int(math.Floor(math.Log10(math.Abs(v))))))
	return strings.Replace(strconv.FormatFloat(v, 'f', min(places, 4), 64), "-", "−", 1)
}

func interval(i Interval) string {
	if math.IsNaN(i.Lo) || math.IsNaN(i.Hi) {
		return "–"
	}
	return number(i.Lo) + " to " + number(i.Hi)
}

func percent(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return strconv.FormatFloat(100*v, 'f', 0, 64) + "%"
}
