package dyad

import "math"

// DiaryOf is a simulated study as a diary: a step is a row of its couple. With
// cycles (periods in hours) it also has their harmonics at each row's time, as
// covariates for [LAPIMOptions].
func DiaryOf(couples []Simulated, cycles ...float64) (Diary, []Covariate) {
	var d Diary
	z := make([]Covariate, 2*len(cycles))
	for i, c := range couples {
		for k, t := range c.T {
			d.Couple, d.Time = append(d.Couple, i), append(d.Time, float64(k))
			for j, period := range cycles {
				sin, cos := math.Sincos(2 * math.Pi * t / period)
				z[2*j].Values, z[2*j+1].Values = append(z[2*j].Values, cos), append(z[2*j+1].Values, sin)
			}
		}
		d.A, d.B = append(d.A, c.A...), append(d.B, c.B...)
	}
	for j := range cycles {
		z[2*j].Name, z[2*j+1].Name = "cycle.cos", "cycle.sin"
		if j > 0 {
			z[2*j].Name, z[2*j+1].Name = "cycle2.cos", "cycle2.sin"
		}
	}
	return d, z
}
