package main

import (
	"math/rand/v2"
	"strconv"
)

// equallySpaced is one couple's 200 answers, ten a day (block), as a VAR(1)
// that runs on through the nights:
//
//	a ← 0.40 a + 0.10 b + u
//	b ← 0.05 a + 0.35 b + v,  sd 1 and 0.9, correlation 0.30
func equallySpaced(r *rand.Rand, missing float64) *sheet {
	s := newSheet("t,block,y1,y2")
	var a, b float64
	for t := -100; t < 200; t++ {
		u, v := pair(r, 1, 0.9, 0.30)
		a, b = 0.40*a+0.10*b+u, 0.05*a+0.35*b+v
		if t >= 0 {
			s.row(strconv.Itoa(t), strconv.Itoa(t/10), answer(r, 3+a, missing), answer(r, 4+b, missing))
		}
	}
	return s
}

// together is one couple's 1,000 complete answers: slow moods that are a little
// alike.
func together(r *rand.Rand) *sheet {
	s := newSheet("t,y1,y2")
	var a, b float64
	for t := -100; t < 1000; t++ {
		u, v := pair(r, 1, 1, 0.15)
		a, b = 0.5*a+u, 0.5*b+v
		if t >= 0 {
			s.row(strconv.Itoa(t), number(a, 4), number(b, 4))
		}
	}
	return s
}
