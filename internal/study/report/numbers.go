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

// interval writes both ends with as many decimals as its width deserves.
func interval(i Interval) string {
	if math.IsNaN(i.Lo) || math.IsNaN(i.Hi) {
		return "–"
	}
	return i.write(i.Lo) + " to " + i.write(i.Hi)
}

// within writes the estimate of an interval with the decimals of its ends.
func within(i Interval) string { return i.write(i.At) }

func (i Interval) write(v float64) string {
	width := i.Hi - i.Lo
	if !(width > 0) || math.IsInf(width, 0) || math.IsNaN(v) || math.Abs(v) >= 1e6 || width < 1e-6 {
		return number(v)
	}
	places := min(8, max(0, 1-int(math.Floor(math.Log10(width/2)))))
	return strings.Replace(strconv.FormatFloat(v, 'f', places, 64), "-", "−", 1)
}

func percent(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return strconv.FormatFloat(100*v, 'f', 0, 64) + "%"
}
