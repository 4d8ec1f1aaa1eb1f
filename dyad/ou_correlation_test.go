package dyad

import (
	"math"
	"testing"
)

// The correlation of the states is that of P∞ at the fitted drift and
// diffusion, and the partners' names do not matter to it.
func TestTheStatesCorrelationIsThatOfTheFittedProcess(t *testing.T) {
	p := OUTruth{Drift: [2][2]float64{{-0.5, 0.15}, {0.10, -0.6}}, Diffusion: [2][2]float64{{1, 0.3}, {0.3, 1.2}}}
	c := mustSimulate(t, p, Design{Times: 150, NoiseShare: 0.2, Missing: 0.1, Seed: 3})[0]
	f, err := FitOU(c.Series, OUOptions{Prior: PriorDefault})
	if err != nil {
		t.Fatal(err)
	}
	v := stationaryOU(f.Drift, f.Diffusion)
	r := f.StateCorrelation()
	simulatedNear(t, "state.cor", r.Estimate, v[0][1]/math.Sqrt(v[0][0]*v[1][1]), 1e-9)
	if !(r.Lo < r.Estimate && r.Estimate < r.Hi && r.SE > 0) {
		t.Errorf("got %+v", r)
	}
	g, err := FitOU(c.Series.Swap(), OUOptions{Prior: PriorDefault})
	if err != nil {
		t.Fatal(err)
	}
	if s := g.StateCorrelation(); s != r {
		t.Errorf("swapped it is %+v, not %+v", s, r)
	}
}
