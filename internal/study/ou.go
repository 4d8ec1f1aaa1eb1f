package study

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"pleach/dyad"
)

// OUOptions are those of the continuous-time model as a researcher writes
// them.
type OUOptions struct {
	Noise      string   // "prior", "free", or a variance for both partners
	Prior      string   // "none" or "default"
	Cycles     []string // "day", "week", or a period in the unit of time
	Unit       string   // of numeric times: "hour", "day", "minute"
	Trend      bool
	Restricted bool   // integrate the levels out first
	Together   string // a column that is 1 when the two are together, 0 when apart
}

// ouModel is the options of a panel, with the columns that they need.
type ouModel struct {
	options  dyad.OUOptions
	together []float64 // by the table's row; nil without
	name     string
}

func (p *Panel) ouModel(o OUOptions, run Run) (*ouModel, error) {
	_, perDay, err := p.unit(o.Unit)
	if err != nil {
		return nil, err
	}
	m := &ouModel{name: o.Together, options: dyad.OUOptions{Trend: o.Trend, Restricted: o.Restricted, Workers: run.Workers, Seed: run.Seed}}
	if m.options.Cycles, err = periods(o.Cycles, perDay); err != nil {
		return nil, err
	}
	if err := m.noise(o.Noise); err != nil {
		return nil, err
	}
	if o.Prior == "default" {
		m.options.Prior = dyad.PriorDefault
	}
	if o.Together != "" {
		m.together, err = p.Table.Numbers(o.Together)
	}
	return m, err
}

func (m *ouModel) noise(text string) error {
	switch text {
	case "", "prior":
		m.options.Noise = dyad.NoisePrior
	case "free":
		m.options.Noise = dyad.NoiseFree
	default:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || !(v >= 0) || math.IsInf(v, 0) {
			return &Refusal{fmt.Sprintf("“%s” is no variance of noise", text), "Give --noise prior, --noise free, or a variance such as 0.25"}
		}
		m.options.Noise, m.options.NoiseVar = dyad.NoiseFixed, [2]float64{v, v}
	}
	return nil
}

// of is the couple's series and options. Answers without a value of the
// covariate cannot be used and become missing.
func (m *ouModel) of(c Couple) (s dyad.Series, o dyad.OUOptions, lost int) {
	s, o = c.Series, m.options
	if m.together == nil {
		return s, o, 0
	}
	values := pick(m.together, c.Rows)
	s.A, s.B = append([]float64(nil), s.A...), append([]float64(nil), s.B...)
	for i, v := range values {
		if !math.IsNaN(v) {
			continue
		}
		for _, answers := range [][]float64{s.A, s.B} {
			if !math.IsNaN(answers[i]) {
				answers[i] = math.NaN()
				lost++
			}
		}
		values[i] = 0
	}
	o.Covariates = []dyad.Covariate{{Name: m.name, Values: values}}
	return s, o, lost
}

func (m *ouModel) fit(c Couple, run Run) (*Result, *dyad.OUFit, error) {
	s, o, lost := m.of(c)
	f, us, err := timed(run, func() (*dyad.OUFit, error) { return dyad.FitOU(s, o) })
	if err != nil {
		return nil, nil, err
	}
	r := ofFit(&f.Fit)
	r.FitUS = us
	r.drop("answers in rows without "+m.name, lost)
	return r, f, nil
}

// FitOU fits the continuous-time model to every couple of a file.
func FitOU(ctx context.Context, src Source, c Columns, o OUOptions, run Run) (*Result, error) {
	p, err := src.Panel(c)
	if err != nil {
		return nil, err
	}
	m, err := p.ouModel(o, run)
	if err != nil {
		return nil, err
	}
	unit, perDay, _ := p.unit(o.Unit)
	if len(p.Couples) > 1 {
		m.options.Workers = 1 // the couples share the processors
	}
	r, err := p.each(ctx, run, "ou", func(c Couple) (*Result, error) {
		r, f, err := m.fit(c, run)
		if err != nil {
			return nil, err
		}
		r.Derived = ouDerived(f, perDay)
		return r, nil
	})
	if err != nil {
		return nil, err
	}
	seed := run.Seed
	r.Seed = &seed
	r.Heading = fmt.Sprintf("Two people in continuous time (Ornstein-Uhlenbeck): a is %s, b is %s, time in %ss", p.Columns.A, p.Columns.B, unit)
	r.Legend = ouLegend(unit, o)
	r.Shown = []string{"innovation.cor", "drift.ab", "drift.ba", "drift.aa", "drift.bb", "halflife.a", "halflife.b"}
	return r, nil
}

// ouDerived is lags at intervals that people know, and how long a mood lasts.
func ouDerived(f *dyad.OUFit, perDay float64) []Param {
	var out []Param
	hour := perDay / 24
	for _, lag := range []struct {
		name string
		dt   float64
	}{{"1h", hour}, {"3h", 3 * hour}, {"1d", perDay}} {
		for _, p := range f.CrossLags(lag.dt) {
			p.Name += "." + lag.name
			out = append(out, ofParam(p))
		}
	}
	return append(out, ofParams(f.HalfLives())...)
}

func ouLegend(unit string, o OUOptions) []string {
	lines := []string{
		"drift.ab is the effect of b on a per " + unit + ", drift.ba of a on b; drift.aa and drift.bb are how fast each returns to their own mean.",
		"diffusion is the covariance of what happens to them per " + unit + "; noise is the variance of answering, which is not mood.",
		"lag.ab.3h is what b now says about a three hours later, beyond what a now does. An interval that holds 0 means: not enough to tell.",
	}
	if o.Noise == "" || o.Noise == "prior" {
		lines = append(lines, "The share of noise has a weakly informative prior; --noise free leaves it to the data alone.")
	}
	if o.Prior == "default" {
		lines = append(lines, "Estimates are drawn towards what is usual in couples (--prior default).")
	}
	return lines
}
