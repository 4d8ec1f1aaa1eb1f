package main

import (
	"math"
	"math/rand/v2"
	"strconv"
)

// items are 40 people's answers to four items on 14 days, in whole numbers
// from 1 to 7: people differ (sd 0.9), their days differ (0.6), and every item
// hears a little of both.
func items(r *rand.Rand, missing float64) *sheet {
	s := newSheet("person,day,i1,i2,i3,i4")
	for p := range 40 {
		person := 0.9 * r.NormFloat64()
		var taste [4]float64
		for i := range taste {
			taste[i] = 0.4 * r.NormFloat64()
		}
		for day := range 14 {
			today := person + 0.6*r.NormFloat64()
			cells := []string{strconv.Itoa(p + 1), strconv.Itoa(day + 1)}
			for i, own := range taste {
				x := 4 + 0.2*float64(i) + (0.7+0.2*float64(i))*today + own + 0.8*r.NormFloat64()
				cells = append(cells, point(r, x, missing))
			}
			s.row(cells...)
		}
	}
	return s
}

// point is an answer on a scale from 1 to 7.
func point(r *rand.Rand, x, missing float64) string {
	if r.Float64() < missing {
		return "NA"
	}
	return number(min(7, max(1, math.Round(x))), 0)
}
