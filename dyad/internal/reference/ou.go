package main

import (
	"math"
	"math/rand/v2"
)

// couple is a pair of moods in continuous time, in hours: they return to their
// means, and each draws the other along a little.
type couple struct{ a, b float64 }

const step = 0.005 // hours; Euler's error is far below the answers' noise

// until walks the couple on for dt hours.
//
//	da = (-0.40 a + 0.12 b) dt + dW₁
//	db = ( 0.08 a - 0.50 b) dt + 1.1 dW₂,  cor(dW₁, dW₂) = 0.35
func (c *couple) until(r *rand.Rand, dt float64) {
	n := max(1, int(math.Round(dt/step)))
	h := dt / float64(n)
	for range n {
		u, v := pair(r, math.Sqrt(h), 1.1*math.Sqrt(h), 0.35)
		c.a, c.b = c.a+(-0.40*c.a+0.12*c.b)*h+u, c.b+(0.08*c.a-0.50*c.b)*h+v
	}
}

// beeps are eight irregular times a day between 8 and 22 o'clock, in hours
// since the first midnight, with two decimals: nobody is asked at night.
func beeps(r *rand.Rand, n int) []float64 {
	const perDay, from, length = 8, 8.0, 14.0
	t := make([]float64, n)
	for i := range t {
		day, slot := i/perDay, i%perDay
		at := from + length/perDay*(float64(slot)+0.05+0.9*r.Float64())
		t[i] = 24*float64(day) + math.Round(100*at)/100
	}
	return t
}

// hours is one couple's moods at irregular hours, 18% of the answers missing
// and the rest with measurement error.
func hours(r *rand.Rand, n int) *sheet {
	s := newSheet("t,y1,y2")
	var c couple
	c.until(r, 100)
	last := 0.0
	for _, t := range beeps(r, n) {
		c.until(r, t-last)
		last = t
		e, f := pair(r, math.Sqrt(0.30), math.Sqrt(0.20), 0)
		s.row(number(t, 2), answer(r, 6+c.a+e, 0.18), answer(r, 5.5+c.b+f, 0.18))
	}
	return s
}

// cycle is a couple that shares more than moods: the time of day, a slow
// change, and hours together (1) or apart (0).
func cycle(r *rand.Rand) *sheet {
	s := newSheet("t,y1,y2,together")
	var c couple
	c.until(r, 100)
	last, together := 0.0, 0.0
	for _, t := range beeps(r, 160) {
		c.until(r, t-last)
		last = t
		if r.Float64() < 0.4 {
			together = 1 - together
		}
		day := 2 * math.Pi * t / 24
		e, f := pair(r, math.Sqrt(0.30), math.Sqrt(0.20), 0)
		a := 6 + 0.8*math.Cos(day) + 0.3*math.Sin(day) + 0.002*t + 0.5*together + c.a + e
		b := 5.5 + 0.6*math.Cos(day) - 0.2*math.Sin(day) - 0.001*t + 0.3*together + c.b + f
		s.row(number(t, 2), answer(r, a, 0.15), answer(r, b, 0.15), number(together, 0))
	}
	return s
}
