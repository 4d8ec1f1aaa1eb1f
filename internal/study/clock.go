package study

import (
	"fmt"
	"math"
	"strconv"
)

// unit is what the times of a panel are in, in the singular, and how many of
// them a day has.
func (p *Panel) unit(given string) (name string, perDay float64, err error) {
	if !p.Clock.Origin.IsZero() {
		return "hour", 24, nil
	}
	switch given {
	case "", "hour":
		return "hour", 24, nil
	case "day":
		return "day", 1, nil
	case "minute":
		return "minute", 24 * 60, nil
	}
	return "", 0, &Refusal{fmt.Sprintf("there is no unit of time “%s”", given), "Give --unit hour, day or minute"}
}

// periods are the cycles in the panel's unit of time.
func periods(cycles []string, perDay float64) ([]float64, error) {
	var out []float64
	for _, c := range cycles {
		switch c {
		case "day":
			out = append(out, perDay)
		case "week":
			out = append(out, 7*perDay)
		default:
			v, err := strconv.ParseFloat(c, 64)
			if err != nil || !(v > 0) || math.IsInf(v, 0) {
				return nil, &Refusal{fmt.Sprintf("“%s” is no cycle", c), "Give --cycle day, week, day,week, or a period such as 12 in the unit of time"}
			}
			out = append(out, v)
		}
	}
	return out, nil
}
