package main

import (
	"math/rand/v2"
	"strconv"
)

// couples are 120 couples asked once: a row a person. A few values are
// missing, and a few people have no row at all.
func couples(r *rand.Rand) *sheet {
	s := newSheet("couple,role,y,x1,x2")
	for c := range 120 {
		xw, xm := pair(r, 1, 1.1, 0.30)
		zw, zm := pair(r, 2, 1.8, 0.20)
		e, f := pair(r, 0.9, 1.2, 0.35)
		yw := 3.0 + 0.40*xw + 0.20*xm - 0.15*zw - 0.05*zm + e
		ym := 3.2 + 0.30*xm + 0.10*xw - 0.20*zm - 0.08*zw + f
		person(s, r, c, "w", yw, 2+xw, 10+zw)
		person(s, r, c, "m", ym, 2+xm, 10+zm)
	}
	return s
}

func person(s *sheet, r *rand.Rand, couple int, role string, y, x1, x2 float64) {
	absent := r.Float64() < 0.03
	cells := []string{strconv.Itoa(couple + 1), role, answer(r, y, 0.03), answer(r, x1, 0.02), answer(r, x2, 0.02)}
	if !absent {
		s.row(cells...)
	}
}
