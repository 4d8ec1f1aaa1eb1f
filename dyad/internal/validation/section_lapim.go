package main

import (
	"fmt"
	"io"
	"math"

	"pleach/dyad"
)

// diaries is a population of couples as experience sampling knows it: people
// differ in their means (ICC about .4), partners' means correlate.
func diaries(partner, cor float64) dyad.VARTruth {
	p := linked(cor)
	p.Lag[0][1], p.Lag[1][0] = partner, partner
	p.MeanSD, p.MeanCor = [2]float64{0.9, 0.9}, 0.3
	return p
}

var lapimGrid = [][2]int{{50, 40}, {50, 70}, {50, 200}, {100, 40}, {100, 70}, {100, 200}}

// lapimShare of the usual number of studies keeps the report within minutes.
const lapimShare = 0.4

func lapimStudies(s *study) int { return int(math.Round(lapimShare * float64(s.replicates))) }

func lapim(s *study, w io.Writer) error {
	fmt.Fprintf(w, "Couples differ in their means; own effects .45, partner effects .09, residual correlation .18, 20%% missing.\n%d studies a cell.\n\n", lapimStudies(s))
	t := newTable("N", "T", "centring", "own, mean", "coverage of own", "coverage of partner", "power for partner", "coverage of residual.cor", "verdict on intervals")
	for _, g := range lapimGrid {
		for _, m := range centrings {
			c := cell{truth: diaries(0.09, 0.18), design: dyad.Design{Couples: g[0], Times: g[1], Missing: 0.2}, analysis: fitLAPIM(dyad.LAPIMOptions{Center: m.mode}), share: lapimShare}
			f, err := c.run(s)
			if err != nil {
				return err
			}
			own, partner, cor := param(f, "a.own"), param(f, "a.partner"), param(f, "residual.cor")
			t.row(fmt.Sprint(g[0]), fmt.Sprint(g[1]), m.name, decimals(own.Mean, own.BiasSE), percent(own.Coverage), percent(partner.Coverage),
				percent(partner.Detect), percent(cor.Coverage), worst(covers, own.Coverage, partner.Coverage, cor.Coverage))
		}
	}
	t.write(w)
	return lapimNothing(s, w)
}

var centrings = []struct {
	name string
	mode dyad.CenterMode
}{{"none", dyad.CenterNone}, {"person", dyad.CenterPerson}, {"latent", dyad.CenterLatent}}

// lapimNothing: no partner effect, and what may look like one.
func lapimNothing(s *study, w io.Writer) error {
	fmt.Fprint(w, `
Without any partner effect, latent centring. "Disturbed" has a shared daily cycle and trend of one
standard deviation and 30% measurement error, with time and the cycle (at both times
of a lag) in the model, and residuals that do not correlate. The last column is what the model cannot do: it
takes answers as they are, so measurement error together with residuals that
correlate (.18) looks like partner effects.

`)
	t := newTable("N", "T", "found as partner effect, clean", "disturbed", "found as residual.cor, disturbed", "verdict", "partner effect with noise and correlated residuals", "verdict")
	for _, g := range lapimGrid {
		clean := cell{truth: diaries(0, 0), design: dyad.Design{Couples: g[0], Times: g[1], Missing: 0.2}, analysis: fitLAPIM(dyad.LAPIMOptions{Center: dyad.CenterLatent})}
		disturbed := cell{truth: diaries(0, 0), design: beeps(g[1], true), analysis: fitLAPIM(dyad.LAPIMOptions{Center: dyad.CenterLatent, TimeTrend: true}, 24)}
		noisy := cell{truth: diaries(0, 0.18), design: clean.design, analysis: clean.analysis}
		disturbed.design.Couples, noisy.design.NoiseShare = g[0], 0.3
		clean.share, disturbed.share, noisy.share = lapimShare, lapimShare, lapimShare
		fs, err := runAll(s, clean, disturbed, noisy)
		if err != nil {
			return err
		}
		a, b, c, r := param(fs[0], "a.partner").Detect, param(fs[1], "a.partner").Detect, param(fs[2], "a.partner").Detect, param(fs[1], "residual.cor").Detect
		t.row(fmt.Sprint(g[0]), fmt.Sprint(g[1]), percent(a), percent(b), percent(r), worst(falseAlarms, a, b, r), percent(c), falseAlarms(c))
	}
	t.write(w)
	return nil
}

func fitLAPIM(o dyad.LAPIMOptions, cycles ...float64) dyad.Analysis {
	return func(c []dyad.Simulated) (dyad.Fit, error) {
		o := o
		o.Workers = 1
		o.Covariates = dyad.DiaryCycles(c, cycles...)
		f, err := dyad.FitLAPIM(dyad.DiaryOf(c), o)
		if err != nil {
			return dyad.Fit{}, err
		}
		return f.Fit, nil
	}
}

func runAll(s *study, cells ...cell) (fs []*dyad.PowerFit, err error) {
	for _, c := range cells {
		f, err := c.run(s)
		if err != nil {
			return nil, err
		}
		fs = append(fs, f)
	}
	return fs, nil
}

// param is a parameter that the analysis is known to have.
func param(f *dyad.PowerFit, name string) dyad.PowerParam {
	p, ok := f.Param(name)
	if !ok {
		panic("no parameter " + name)
	}
	return p
}
