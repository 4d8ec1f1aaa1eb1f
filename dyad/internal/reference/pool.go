package main

import (
	"math/rand/v2"
	"strconv"
)

// estimates are 30 couples' results of a first stage: two numbers with the
// covariance of their errors. Couples differ by spread around 0.10 and 0.20.
func estimates(r *rand.Rand, spread float64) *sheet {
	s := newSheet("couple,y1,y2,v11,v12,v22")
	for c := range 30 {
		s1, s2, cor := 0.06+0.12*r.Float64(), 0.05+0.15*r.Float64(), 0.6*r.Float64()-0.2
		between1, between2 := pair(r, spread, 0.8*spread, 0.5)
		e1, e2 := pair(r, s1, s2, cor)
		s.row(strconv.Itoa(c+1), number(0.10+between1+e1, 5), number(0.20+between2+e2, 5),
			number(s1*s1, 7), number(cor*s1*s2, 7), number(s2*s2, 7))
	}
	return s
}
