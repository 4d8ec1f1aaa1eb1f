package main

import (
	"math/rand/v2"
	"strconv"
)

// habits are one couple's own numbers in a longitudinal APIM: where each one
// settles, how much of yesterday stays, and how much the other's yesterday
// counts.
type habits struct {
	w, m                           float64
	wOwn, wPartner, mOwn, mPartner float64
}

// someone draws a couple; spread scales how much couples differ in their
// slopes (zero: not at all).
func someone(r *rand.Rand, spread float64) habits {
	var h habits
	h.w, h.m = pair(r, 0.50, 0.45, 0.40)
	own, partner := pair(r, 0.15*spread, 0.11*spread, 0)
	h.wOwn, h.wPartner = 0.28+own, 0.08+partner
	own, partner = pair(r, 0.13*spread, 0.10*spread, 0)
	h.mOwn, h.mPartner = 0.24+own, 0.05+partner
	return h
}

// diaries are many couples' days: a row a day on which anyone answered. Some
// days are missing as a whole (their numbers are skipped), some answers alone.
func diaries(r *rand.Rand, couples, days int, spread float64) *sheet {
	s := newSheet("couple,day,w,m")
	for c := range couples {
		h := someone(r, spread)
		var w, m float64
		for day := -30; day < days+r.IntN(5)-2; day++ {
			e, f := pair(r, 0.75, 0.65, 0.28)
			w, m = h.w+h.wOwn*w+h.wPartner*m+e, h.m+h.mOwn*m+h.mPartner*w+f
			skipped := r.Float64() < 0.05
			wrote, told := answer(r, 2+w, 0.06), answer(r, 2.2+m, 0.06)
			if day >= 0 && !skipped && wrote+told != "NANA" {
				s.row(strconv.Itoa(101+c), strconv.Itoa(day), wrote, told)
			}
		}
	}
	return s
}
