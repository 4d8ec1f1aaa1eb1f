package main

import (
	"fmt"
	"io"
	"math"

	"pleach/dyad"
)

// population is couples in continuous time who differ in everything.
func population(p dyad.OUTruth) dyad.OUTruth {
	p.DriftSD = [2][2]float64{{0.08, 0.04}, {0.04, 0.08}}
	p.CorSD = 0.2
	return p
}

var pooled = []string{"innovation.z", "drift.ab", "drift.ba", "drift.aa", "drift.bb"}

// poolOU is a fit a couple, then the couples pooled.
func poolOU(o dyad.OUOptions) dyad.Analysis {
	return func(couples []dyad.Simulated) (dyad.Fit, error) {
		o := o
		o.Workers = 1
		var es []dyad.CoupleEstimate
		for _, c := range couples {
			f, err := dyad.FitOU(c.Series, o)
			if err != nil {
				continue
			}
			if e, ok := estimate(f); ok {
				es = append(es, e)
			}
		}
		common(es)
		p, err := dyad.PoolOU(es, dyad.PoolOptions{Names: pooled, Workers: 1})
		if err != nil {
			return dyad.Fit{}, err
		}
		out := p.Fit
		out.Params = append(out.Params[:len(out.Params):len(out.Params)], dyad.Param{Name: "pooled", Estimate: float64(len(es)) / float64(len(couples)), SE: math.NaN(), Lo: math.NaN(), Hi: math.NaN()})
		return out, nil
	}
}

// estimate is a couple's fit as pooling wants it; ok is false at an edge.
func estimate(f *dyad.OUFit) (e dyad.CoupleEstimate, ok bool) {
	e = dyad.CoupleEstimate{Values: make([]float64, len(pooled)), Cov: make([][]float64, len(pooled))}
	at, slope := make([]int, len(pooled)), make([]float64, len(pooled))
	for k, p := range f.Params {
		for i, q := range pooled {
			switch {
			case p.Name == q:
				at[i], e.Values[i], slope[i] = k, p.Estimate, 1
			case q == "innovation.z" && p.Name == "innovation.cor":
				at[i], e.Values[i], slope[i] = k, math.Atanh(p.Estimate), 1/(1-p.Estimate*p.Estimate)
			}
		}
	}
	for i := range pooled {
		e.Cov[i] = make([]float64, len(pooled))
		for j := range pooled {
			e.Cov[i][j] = f.Covariance[at[i]][at[j]] * slope[i] * slope[j]
			if v := e.Cov[i][j] + e.Values[i]; math.IsNaN(v) || math.IsInf(v, 0) {
				return e, false
			}
		}
	}
	return e, f.Status == dyad.Converged || f.Status == dyad.Boundary
}

// common gives all couples the mean of their error covariances.
func common(es []dyad.CoupleEstimate) {
	m := make([][]float64, len(pooled))
	for i := range m {
		m[i] = make([]float64, len(pooled))
		for j := range m[i] {
			for _, e := range es {
				m[i][j] += e.Cov[i][j] / float64(len(es))
			}
		}
	}
	for k := range es {
		es[k].Cov = m
	}
}

func pool(s *study, w io.Writer) error {
	for _, m := range []struct {
		name string
		o    dyad.OUOptions
	}{{"MAP", dyad.OUOptions{Prior: dyad.PriorDefault}}} {
		for _, g := range [][2]int{{50, 40}, {50, 70}, {50, 200}} {
			p := population(coupled())
			truths := map[string]float64{"mean.innovation.z": math.Atanh(0.2 / math.Sqrt(0.72)), "mean.drift.ab": .08, "mean.drift.ba": .05, "mean.drift.aa": -.4, "mean.drift.bb": -.45}
			c := cell{truth: p, design: dyad.Design{Couples: g[0], Times: g[1], Missing: 0.2, NoiseShare: 0.25, Schedule: dyad.Schedule{Beeps: 7, Jitter: 0.8}}, analysis: poolOU(m.o), truths: truths, share: .1}
			f, err := c.run(s)
			if err != nil {
				return err
			}
			fmt.Fprintln(w, m.name, g, f.Status)
			for _, q := range f.Params[:5] {
				fmt.Fprintf(w, "  %-16s truth %.3f mean %.3f sd %.3f se %.3f coverage %s detect %s N %d %d\n", q.Name, q.Truth, q.Mean, q.SD, q.MeanSE, percent(q.Coverage), percent(q.Detect), q.N, q.Interval)
			}
			fmt.Fprintln(w, param(f, "pooled").Mean)
		}
	}
	return nil
}
