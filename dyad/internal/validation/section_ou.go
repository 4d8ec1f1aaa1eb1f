package main

import (
	"fmt"
	"io"

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
	{"MAP, as the app", dyad.OUOptions{Prior: dyad.PriorDefault}},
	{"ML, noise free", dyad.OUOptions{Noise: dyad.NoiseFree}},
}

// fitOU is FitOU with the innovations' correlation, the lags at two hours and
// the half-lives as further parameters.
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
		out.Params = append(out.Params, f.HalfLives()...)
		return out, nil
	}
}

func ou(s study, w io.Writer) error {
	fmt.Fprint(w, "text\n\n")
	p := coupled()
	lag := p.Lags(2)
	truths := map[string]float64{"lag.aa": lag[0][0], "lag.ab": lag[0][1], "lag.ba": lag[1][0], "lag.bb": lag[1][1], "halflife.a": 0.693147 / 0.40, "halflife.b": 0.693147 / .45, "noise.a": 0, "noise.b": 0}
	for _, m := range ouMethods {
		for _, times := range []int{40, 70, 200} {
			c := cell{truth: p, design: dyad.Design{Times: times, Missing: 0.2, NoiseShare: 0.25, Schedule: dyad.Schedule{Beeps: 7, Jitter: 0.8}}, analysis: fitOU(m.o), truths: truths}
			f, err := c.run(s)
			if err != nil {
				return err
			}
			fmt.Fprintln(w, m.name, times, f.Status)
			for _, q := range f.Params {
				fmt.Fprintf(w, "  %-16s truth %.3f mean %.3f sd %.3f se %.3f coverage %s detect %s N %d %d\n", q.Name, q.Truth, q.Mean, q.SD, q.MeanSE, percent(q.Coverage), percent(q.Detect), q.N, q.Interval)
			}
		}
	}
	return nil
}
