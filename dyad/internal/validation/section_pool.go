package main

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"

	"pleach/dyad"
)

// population is couples in continuous time who differ in everything.
func population(p dyad.OUTruth) dyad.OUTruth {
	p.DriftSD = [2][2]float64{{0.08, 0.04}, {0.04, 0.08}}
	p.CorSD = 0.2
	return p
}

// poolOU is a fit a couple, then the couples pooled.
func poolOU(o dyad.OUOptions) dyad.Analysis {
	return func(couples []dyad.Simulated) (dyad.Fit, error) {
		o := o
		o.Workers = 1
		var fits []*dyad.OUFit
		for _, c := range couples {
			f, _ := dyad.FitOU(c.Series, o) // nil is counted as dropped
			fits = append(fits, f)
		}
		p, err := dyad.PoolOUFits(fits, nil, dyad.PoolOptions{Workers: 1})
		if err != nil {
			return dyad.Fit{}, err
		}
		return p.Fit, nil
	}
}

func pool(s *study, w io.Writer) error {
	fmt.Fprint(w, `Couples as in model A, who differ: drifts by .08 (own) and .04 (of the partner), innovation
correlations by .2 on Fisher's z. Each is fitted with PriorDefault, then pooled. Coverage of means;
then what is found as mean state.cor and mean drift.ab where no couple has any coupling.

`)
	t := newTable("N", "T", "studies", "drift.aa, mean", "its coverage", "drift.ab", "state.z", "innovation.z", "verdict on drift.aa, drift.ab, state.z", "power for drift.ab", "false: state.z", "false: drift.ab", "verdict")
	for _, g := range lapimGrid {
		share := 16 / float64(g[0]) * 40 / float64(g[1])
		d := beeps(g[1], false)
		d.Couples, d.NoiseShare = g[0], 0.25
		null := beeps(g[1], true)
		null.Couples = g[0]
		p, nothing := population(coupled()), apart()
		nothing.DriftSD = [2][2]float64{{0.08, 0}, {0, 0.08}}
		fs, err := runAll(s,
			cell{truth: p, design: d, analysis: poolOU(dyad.OUOptions{Prior: dyad.PriorDefault}), truths: poolTruths(p), share: share},
			cell{truth: nothing, design: null, analysis: poolOU(dyad.OUOptions{Prior: dyad.PriorDefault, Cycles: []float64{24}, Trend: true}), truths: poolTruths(nothing), share: share})
		if err != nil {
			return err
		}
		q := func(i int, name string) dyad.PowerParam { return param(fs[i], "mean."+name) }
		aa, ab, st := q(0, "drift.aa"), q(0, "drift.ab"), q(0, "state.z")
		t.row(fmt.Sprint(g[0]), fmt.Sprint(g[1]), fmt.Sprint(fs[0].Done), decimals(aa.Mean, aa.BiasSE), percent(aa.Coverage), percent(ab.Coverage), percent(st.Coverage), percent(q(0, "innovation.z").Coverage),
			worst(covers, aa.Coverage, ab.Coverage, st.Coverage), percent(ab.Detect), percent(q(1, "state.z").Detect), percent(q(1, "drift.ab").Detect), worst(falseAlarms, q(1, "state.z").Detect, q(1, "drift.ab").Detect))
	}
	t.write(w)
	return nil
}

// poolTruths are the population's means; that of the states' correlation, which
// depends on everything else, by drawing 20,000 couples.
func poolTruths(p dyad.OUTruth) map[string]float64 {
	c, _ := p.Value("innovation.cor")
	z, rng := 0.0, rand.New(rand.NewPCG(1, 1))
	for range 20000 {
		z += math.Atanh(p.Couple(rng).Correlation()) / 20000
	}
	return map[string]float64{
		"mean.drift.aa": p.Drift[0][0], "mean.drift.ab": p.Drift[0][1], "mean.drift.ba": p.Drift[1][0], "mean.drift.bb": p.Drift[1][1],
		"mean.innovation.z": math.Atanh(c), "mean.state.z": z,
	}
}
