package dyad

import (
	"math"
	"math/rand/v2"
	"slices"
)

// simulatedBeeps are when one person is asked, in hours from the first
// midnight, increasing.
func simulatedBeeps(d Design, rng *rand.Rand) []float64 {
	t, s := make([]float64, d.Times), d.Schedule
	for k := range t {
		if s.Beeps == 0 {
			t[k] = float64(k) * s.Step
			continue
		}
		slot := (s.Until - s.From) / float64(s.Beeps)
		in := 0.5 + s.Jitter*(rng.Float64()-0.5)
		t[k] = 24*float64(k/s.Beeps) + s.From + slot*(float64(k%s.Beeps)+in)
	}
	return t
}

// simulatedRows are the times of a couple's rows, and which rows ask A and B.
func simulatedRows(d Design, rng *rand.Rand) (t []float64, asked [2][]bool) {
	own := [2][]float64{simulatedBeeps(d, rng), nil}
	if own[1] = own[0]; d.Schedule.Own {
		own[1] = simulatedBeeps(d, rng)
	}
	t = slices.Concat(own[0], own[1])
	slices.Sort(t)
	t = slices.Compact(t)
	for who := range asked {
		asked[who] = make([]bool, len(t))
		for _, at := range own[who] {
			i, _ := slices.BinarySearch(t, at)
			asked[who][i] = true
		}
	}
	return t, asked
}

// simulatedTogether says of every row whether the couple is together: from
// 18 h to 8 h, and on weekends all day, each such stretch with chance 0.8.
func simulatedTogether(t []float64, rng *rand.Rand) []float64 {
	z, days := make([]float64, len(t)), map[int]bool{}
	for k, at := range t {
		day := int(math.Floor((at - 8) / 24)) // a night belongs to the day before
		if _, drawn := days[day]; !drawn {
			days[day] = rng.Float64() < 0.8
		}
		weekend := ((day%7)+7)%7 >= 5
		if days[day] && (weekend || math.Mod(at-8+24, 24) >= 10) {
			z[k] = 1
		}
	}
	return z
}

// simulatedShared is what moves both partners at the rows' times, in standard
// deviations of the process.
func simulatedShared(d Design, t, together []float64) []float64 {
	f, span := make([]float64, len(t)), max(t[len(t)-1]-t[0], 1)
	for k, at := range t {
		f[k] = d.Cycle*math.Cos(2*math.Pi*(at-18)/24) +
			d.Week*math.Cos(2*math.Pi*(at-132)/168) +
			d.Trend*((at-t[0])/span-0.5) +
			d.Together*together[k]
	}
	return f
}
