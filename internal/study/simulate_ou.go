package study

import "pleach/dyad"

// typicalOU is a population in continuous time, in hours: moods that half
// return in two hours, with the innovations' correlation that the literature
// has, and couples that differ.
func typicalOU() dyad.OUTruth {
	return dyad.OUTruth{
		Drift:     [2][2]float64{{-.35, .07}, {.07, -.35}},
		Diffusion: [2][2]float64{{.5, .1}, {.1, .5}},
		Mean:      [2]float64{5, 5},
		DriftSD:   [2][2]float64{{.05, .03}, {.03, .05}},
		CorSD:     .15,
	}
}

// ouTruthNames are the values that a file may give. Measurement error is the
// design's, so a fit's noise is read over.
func ouTruthNames(p *dyad.OUTruth, noise *float64) map[string]*float64 {
	return map[string]*float64{
		"drift.aa": &p.Drift[0][0], "drift.ab": &p.Drift[0][1], "drift.ba": &p.Drift[1][0], "drift.bb": &p.Drift[1][1],
		"diffusion.aa": &p.Diffusion[0][0], "diffusion.ab": &p.Diffusion[0][1], "diffusion.bb": &p.Diffusion[1][1],
		"mean.a": &p.Mean[0], "mean.b": &p.Mean[1], "cor.sd": &p.CorSD,
		"drift.sd.aa": &p.DriftSD[0][0], "drift.sd.ab": &p.DriftSD[0][1], "drift.sd.ba": &p.DriftSD[1][0], "drift.sd.bb": &p.DriftSD[1][1],
		"noise.a": noise, "noise.b": noise,
	}
}

// ouTruth is the given population; what is given for one couple has no spread.
func (o SimulateOptions) ouTruth() (dyad.Process, error) {
	p := typicalOU()
	if o.Values == "" {
		return p, nil
	}
	p.DriftSD, p.CorSD = [2][2]float64{}, 0
	var noise float64
	err := o.fill(ouTruthNames(&p, &noise))
	p.Diffusion[1][0] = p.Diffusion[0][1]
	return p, err
}
