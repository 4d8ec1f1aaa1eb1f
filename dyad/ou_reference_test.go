package dyad

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

// R's own Kalman filter gives the same likelihood at given values.
func TestACouplesLikelihoodIsRs(t *testing.T) {
	cases, err := referenceCases()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		if !strings.HasPrefix(name, "ou, given") {
			continue
		}
		want := cases[name]
		e := want.Estimate
		got, err := LogLikOU(referenceCSV(t, want.Data).series(), OUParams{
			Drift:     [2][2]float64{{e["drift.aa"], e["drift.ab"]}, {e["drift.ba"], e["drift.bb"]}},
			Diffusion: [2][2]float64{{e["diffusion.aa"], e["diffusion.ab"]}, {e["diffusion.ab"], e["diffusion.bb"]}},
			Mean:      [2]float64{e["mean.a"], e["mean.b"]}, Noise: [2]float64{e["noise.a"], e["noise.b"]},
		})
		if err != nil || math.Abs(got-want.LogLik) > 1e-8 {
			t.Errorf("%s: %.9f, R has %.9f (%v)", name, got, want.LogLik, err)
		}
	}
}

// The best of R's many climbs is the optimum here, with the same standard
// errors.
func TestACouplesFitIsRs(t *testing.T) {
	tab := referenceCSV(t, "ou_cycle.csv")
	day := OUOptions{Cycles: []float64{24}}
	all := OUOptions{Cycles: []float64{24}, Trend: true, Covariates: []Covariate{{"together", tab.numbers("together")}}}
	for _, c := range []struct {
		name  string
		o     OUOptions
		noise float64 // -1: free
	}{
		{"ou, noise free", OUOptions{}, -1},
		{"ou, noise 0", OUOptions{}, 0},
		{"ou, noise 0.25", OUOptions{}, .25},
		{"ou short, noise free", OUOptions{}, -1},
		{"ou short, noise 0", OUOptions{}, 0},
		{"ou cycle, noise free, plain", OUOptions{}, -1},
		{"ou cycle, noise 0.2, plain", OUOptions{}, .2},
		{"ou cycle, noise 0.2, day", day, .2},
		{"ou cycle, noise 0.2, day, trend, together", all, .2},
		{"ou cycle, noise free, day, trend, together", all, -1},
	} {
		want := reference(t, c.name)
		c.o.Noise, c.o.NoiseVar = NoiseFixed, [2]float64{c.noise, c.noise}
		if c.noise < 0 {
			c.o.Noise, c.o.NoiseVar = NoiseFree, [2]float64{}
		}
		f, err := FitOU(referenceCSV(t, want.Data).series(), c.o)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %.6f %s, %d of %d", c.name, f.LogLik, f.Status, f.Agreed, f.Starts)
		checkReference(t, &f.Fit, want, 1e-3)
	}
}
