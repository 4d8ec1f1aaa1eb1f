package dyad

import (
	"math"
	"math/rand/v2"
)

// Process is what two people's true states follow, without measurement error
// and without anything that a [Design] adds. [VARTruth] and [OUTruth] are
// processes; others may be made.
type Process interface {
	// Check says what is wrong with the parameters, such as an unstable one.
	Check() error

	// Path draws one couple of the population and its states at the times t
	// (hours, increasing), from the stationary distribution on.
	Path(t []float64, rng *rand.Rand) Path

	// Value is the population's true value of a parameter, by the name that a
	// fit gives it; ok is false for what the process does not know.
	Value(name string) (v float64, ok bool)
}

// Path is one drawn couple: states, their means, and their stationary standard
// deviations.
type Path struct {
	A, B     []float64
	Mean, SD [2]float64
}

// Simulated is one couple of a simulated study.
type Simulated struct {
	Series

	// Together is 1 in the rows in which the couple is together: nights from
	// 18 h to 8 h and weekends, each stretch with chance 0.8; otherwise 0. It
	// is there whether or not it has an effect.
	Together []float64
}

// Simulate draws a study of d.Couples couples from a process (model H): for
// each couple a path, then what both share (cycle, week, trend, together), then
// measurement error, then missing answers. Couple i depends on the seed and i
// alone: the same for any number of workers, and for more couples. Costs
// O(couples · times).
func Simulate(p Process, d Design) ([]Simulated, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	d, err := d.filled()
	if err != nil {
		return nil, err
	}
	out := make([]Simulated, d.Couples)
	each(d.Couples, d.Workers, func(i int) { out[i] = simulateCouple(p, d, stream(d.Seed, i)) })
	return out, nil
}

// simulateCouple draws one couple. The design is complete and checked.
func simulateCouple(p Process, d Design, rng *rand.Rand) Simulated {
	t, asked := simulatedRows(d, rng)
	together := simulatedTogether(t, rng)
	shared := simulatedShared(d, t, together)
	path := p.Path(t, rng)
	c := Simulated{Series{t, path.A, path.B}, together}
	for who, y := range [2][]float64{path.A, path.B} {
		sd := path.SD[who]
		noise := sd * math.Sqrt(d.NoiseShare/(1-d.NoiseShare))
		for k := range y {
			y[k] += sd*shared[k] + noise*rng.NormFloat64()
		}
		simulatedGaps(y, asked[who], path.Mean[who], d, rng)
	}
	return c
}

// simulatedGaps makes NaN of what was not asked, and of what was not answered.
func simulatedGaps(y []float64, asked []bool, mean float64, d Design, rng *rand.Rand) {
	last := math.NaN()
	for k, v := range y {
		chance := d.Missing
		if last < mean {
			chance += d.MissingAfterLow
		}
		if !asked[k] || rng.Float64() < chance {
			y[k] = math.NaN()
			continue
		}
		last = v
	}
}

// SeriesOf are the couples' series alone.
func SeriesOf(couples []Simulated) []Series {
	out := make([]Series, len(couples))
	for i, c := range couples {
		out[i] = c.Series
	}
	return out
}
