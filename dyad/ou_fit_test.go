package dyad

import (
	"math"
	"testing"
)

// The gradient that goes backwards through the filter is the slope of the
// likelihood in every coordinate.
func TestTheGradientOfACouplesLikelihoodIsExact(t *testing.T) {
	tab := referenceCSV(t, "ou_cycle.csv")
	together := Covariate{"together", tab.numbers("together")}
	for _, o := range []OUOptions{
		{Noise: NoiseFree},
		{Noise: NoiseFixed, NoiseVar: [2]float64{.2, .1}, Cycles: []float64{24}},
		{Prior: PriorDefault, Cycles: []float64{24}, Trend: true, Covariates: []Covariate{together}},
	} {
		d, err := newOUData(tab.series(), o)
		if err != nil {
			t.Fatal(err)
		}
		space := newOUSpace(d, o)
		p := newOUProblem(d, &space, o.Prior == PriorDefault)
		rng := stream(3, 0)
		for range 10 {
			x := space.random(rng)
			for i := range x {
				x[i] = max(space.lo[i]+.01, min(space.hi[i]-.01, x[i]))
			}
			var g ouPoint
			if _, ok := p.Eval(x[:], g[:]); !ok {
				continue
			}
			for i := range x {
				if space.lo[i] == space.hi[i] {
					continue
				}
				const h = 1e-5
				up, down := x, x
				up[i] += h
				down[i] -= h
				u, _ := p.Eval(up[:], nil)
				v, _ := p.Eval(down[:], nil)
				if slope := (u - v) / (2 * h); math.Abs(g[i]-slope) > 1e-4*(1+math.Abs(slope)) {
					t.Errorf("coordinate %d at %v: %v, differences say %v", i, x, g[i], slope)
				}
			}
		}
	}
}
