package dyad

import (
	"math"
	"strings"
	"testing"
)

func TestOULikelihoodAgreesWithR(t *testing.T) {
	for _, name := range []string{"ou, given", "ou, given, no noise", "ou, given, oscillating", "ou, given, one direction"} {
		want := reference(t, name)
		v := want.Estimate
		got, err := LogLikOU(referenceCSV(t, want.Data).series(), OUParams{
			Drift:     [2][2]float64{{v["drift.aa"], v["drift.ab"]}, {v["drift.ba"], v["drift.bb"]}},
			Diffusion: [2][2]float64{{v["diffusion.aa"], v["diffusion.ab"]}, {v["diffusion.ab"], v["diffusion.bb"]}},
			Noise:     [2]float64{v["noise.a"], v["noise.b"]},
			Mean:      [2]float64{v["mean.a"], v["mean.b"]},
		})
		if err != nil || math.Abs(got-want.LogLik) > 1e-8 {
			t.Errorf("%s: %.9f, %v; R has %.9f", name, got, err, want.LogLik)
		}
	}
}

func TestOUAgreesWithR(t *testing.T) {
	for _, c := range []struct {
		name   string
		o      OUOptions
		status Status
	}{
		{"ou, noise free", OUOptions{Noise: NoiseFree}, Boundary},
		{"ou, noise 0", OUOptions{Noise: NoiseFixed}, Converged},
		{"ou, noise 0.25", OUOptions{Noise: NoiseFixed, NoiseVar: [2]float64{.25, .25}}, Converged},
		{"ou short, noise free", OUOptions{Noise: NoiseFree}, Boundary},
		{"ou short, noise 0", OUOptions{Noise: NoiseFixed}, Boundary},
		{"ou cycle, noise free, plain", OUOptions{Noise: NoiseFree}, Converged},
		{"ou cycle, noise 0.2, plain", OUOptions{Noise: NoiseFixed, NoiseVar: [2]float64{.2, .2}}, Converged},
		{"ou cycle, noise 0.2, day", OUOptions{Noise: NoiseFixed, NoiseVar: [2]float64{.2, .2}}, Converged},
		{"ou cycle, noise 0.2, day, trend, together", OUOptions{Noise: NoiseFixed, NoiseVar: [2]float64{.2, .2}}, Converged},
		{"ou cycle, noise free, day, trend, together", OUOptions{Noise: NoiseFree}, Converged},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := reference(t, c.name)
			d := referenceCSV(t, want.Data)
			if strings.Contains(c.name, "day") {
				c.o.Cycles = []float64{24}
			}
			if strings.Contains(c.name, "together") {
				c.o.Trend, c.o.Covariates = true, []Covariate{{Name: "together", Values: d.numbers("together")}}
			}
			fit, err := FitOU(d.series(), c.o)
			if err != nil {
				t.Fatal(err)
			}
			if fit.Status != c.status {
				t.Errorf("%s, want %s", fit.Status, c.status)
			}
			checkReference(t, &fit.Fit, want, 5e-4)
		})
	}
}
