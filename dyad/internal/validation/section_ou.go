package main

import (
	"fmt"
	"io"
	"math"

	"pleach/dyad"
)

// coupled is a couple in continuous time: moods with half-lives under two
// hours, each leaning a little on the other's, and shocks that correlate by .24.
func coupled() dyad.OUTruth {
	return dyad.OUTruth{
		Drift:     [2][2]float64{{-0.40, 0.08}, {0.05, -0.45}},
		Diffusion: [2][2]float64{{0.8, 0.2}, {0.2, 0.9}},
	}
}

// apart is the same couple without any coupling.
func apart() dyad.OUTruth {
	p := coupled()
	p.Drift[0][1], p.Drift[1][0] = 0, 0
	p.Diffusion[0][1], p.Diffusion[1][0] = 0, 0
	return p
}

var ouMethods = []struct {
	name string
	o    dyad.OUOptions
}{
	{"MAP (PriorDefault)", dyad.OUOptions{Prior: dyad.PriorDefault}},
	{"ML with the noise's prior", dyad.OUOptions{}},
	{"ML, noise free", dyad.OUOptions{Noise: dyad.NoiseFree}},
}

// fitOU is FitOU with the states' correlation, the lags at two hours and the
// half-lives as further parameters.
func fitOU(o dyad.OUOptions) dyad.Analysis {
	return func(c []dyad.Simulated) (dyad.Fit, error) {
		o := o
		o.Workers = 1
		f, err := dyad.FitOU(c[0].Series, o)
		if err != nil {
			return dyad.Fit{}, err
		}
		out := f.Fit
		out.Params = append(out.Params[:len(out.Params):len(out.Params)], f.CrossLags(2)...)
		out.Params = append(append(out.Params, f.HalfLives()...), f.StateCorrelation())
		return out, nil
	}
}

func ouTruths(p dyad.OUTruth) map[string]float64 {
	l := p.Lags(2)
	return map[string]float64{
		"lag.aa": l[0][0], "lag.ab": l[0][1], "lag.ba": l[1][0], "lag.bb": l[1][1], "state.cor": p.Correlation(),
		"halflife.a": -math.Ln2 / p.Drift[0][0], "halflife.b": -math.Ln2 / p.Drift[1][1],
	}
}

func ou(s *study, w io.Writer) error {
	fmt.Fprint(w, `One couple, seven beeps a day at irregular times, nights, 20% missing, 25% measurement
error. Drift -.40, .08 / .05, -.45 an hour, diffusion .8, .2 / .2, .9. Lags are over two hours.
Coverage, where the interval exists:

`)
	t := newTable("T", "method", "drift.aa", "drift.ab", "lag.aa", "lag.ab", "half-life", "innovation.cor", "state.cor", "verdict on state.cor and lag.ab", "on drift and half-life", "status")
	for _, m := range ouMethods {
		for _, times := range []int{40, 70, 200} {
			d := beeps(times, false)
			d.NoiseShare = 0.25
			f, err := cell{truth: coupled(), design: d, analysis: fitOU(m.o), truths: ouTruths(coupled())}.run(s)
			if err != nil {
				return err
			}
			c := func(name string) dyad.Share { return param(f, name).Coverage }
			said, other := worst(covers, c("state.cor"), c("lag.ab")), worst(covers, c("drift.aa"), c("drift.ab"), c("halflife.a"))
			t.row(fmt.Sprint(times), m.name, percent(c("drift.aa")), percent(c("drift.ab")), percent(c("lag.aa")), percent(c("lag.ab")), percent(c("halflife.a")),
				percent(c("innovation.cor")), percent(c("state.cor")), said, other, ended(f))
		}
	}
	t.write(w)
	return ouFindings(s, w)
}

// ouFindings: what is found with and without coupling, under disturbance.
func ouFindings(s *study, w io.Writer) error {
	fmt.Fprint(w, `
What is found (interval excludes 0), with a shared daily cycle and trend of one standard
deviation each, 30% measurement error and 20% missing; cycle and trend are in the model.
First without coupling, then with the coupling above (states correlate by .32).

`)
	t := newTable("T", "method", "false: state.cor", "innovation.cor", "lag.ab", "verdict", "power: state.cor", "innovation.cor", "lag.ab")
	for _, m := range ouMethods[:2] {
		o := m.o
		o.Cycles, o.Trend = []float64{24}, true
		for _, times := range []int{40, 70, 200} {
			fs, err := runAll(s, cell{truth: apart(), design: beeps(times, true), analysis: fitOU(o)}, cell{truth: coupled(), design: beeps(times, true), analysis: fitOU(o)})
			if err != nil {
				return err
			}
			d := func(i int, name string) dyad.Share { return param(fs[i], name).Detect }
			t.row(fmt.Sprint(times), m.name, percent(d(0, "state.cor")), percent(d(0, "innovation.cor")), percent(d(0, "lag.ab")),
				worst(falseAlarms, d(0, "state.cor"), d(0, "innovation.cor"), d(0, "lag.ab")),
				percent(d(1, "state.cor")), percent(d(1, "innovation.cor")), percent(d(1, "lag.ab")))
		}
	}
	t.write(w)
	return nil
}
