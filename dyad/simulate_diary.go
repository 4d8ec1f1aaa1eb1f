package dyad

import (
	"fmt"
	"math"
)

// DiaryOf is a simulated study as a diary: a step is a row of its couple.
func DiaryOf(couples []Simulated) (d Diary) {
	for i, c := range couples {
		for k := range c.T {
			d.Couple, d.Time = append(d.Couple, i), append(d.Time, float64(k))
		}
		d.A, d.B = append(d.A, c.A...), append(d.B, c.B...)
	}
	return d
}

// DiaryCycles are covariates for [LAPIMOptions] that take cycles (periods in
// hours) out of such a diary: the harmonics at a row's own time and at the time
// of the row before. Both are needed where rows are not equally far apart:
// what the lagged answers have of the cycle is that of their own time, and
// where it stays in, partners seem to drive each other.
func DiaryCycles(couples []Simulated, cycles ...float64) (z []Covariate) {
	for _, period := range cycles {
		for _, before := range []int{0, 1} {
			cos := Covariate{Name: fmt.Sprintf("cos.%g.%d", period, before)}
			sin := Covariate{Name: fmt.Sprintf("sin.%g.%d", period, before)}
			for _, c := range couples {
				for k := range c.T {
					s, co := math.Sincos(2 * math.Pi * c.T[max(k-before, 0)] / period)
					cos.Values, sin.Values = append(cos.Values, co), append(sin.Values, s)
				}
			}
			z = append(z, cos, sin)
		}
	}
	return z
}
