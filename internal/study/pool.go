package study

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"pleach/dyad"
)

// PoolOptions are those of pooling couples' continuous-time fits.
type PoolOptions struct {
	OU         OUOptions
	Thresholds []string // "0.1" for both ways of following, or "drift.ab=0.1"
}

// pooled are the quantities that are pooled; the correlation on Fisher's z
// scale.
var pooled = []string{"innovation.z", "drift.ab", "drift.ba", "drift.aa", "drift.bb"}

// thresholds are one a quantity, zero where none is given.
func (o PoolOptions) thresholds() ([]float64, error) {
	out := make([]float64, len(pooled))
	for _, text := range o.Thresholds {
		name, number, named := strings.Cut(text, "=")
		if !named {
			number = name
		}
		v, err := strconv.ParseFloat(number, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, &Refusal{fmt.Sprintf("“%s” is no threshold", text), "Give a number such as 0.1, or a quantity's, as innovation.cor=0.2"}
		}
		if !setThreshold(out, name, v, named) {
			return nil, &Refusal{fmt.Sprintf("there is no threshold for “%s”", name), "Give one for innovation.cor (between -1 and 1), drift.ab, drift.ba, drift.aa or drift.bb"}
		}
	}
	return out, nil
}

func setThreshold(out []float64, name string, v float64, named bool) (known bool) {
	for i, q := range pooled {
		switch {
		case !named && (q == "drift.ab" || q == "drift.ba"), named && q == name:
			out[i], known = v, true
		case named && name == "innovation.cor" && q == "innovation.z" && math.Abs(v) < 1:
			out[i], known = math.Atanh(v), true
		}
	}
	return known
}

// estimateOf is what a fit says of the pooled quantities, or why it cannot be
// pooled.
func estimateOf(name string, f *dyad.OUFit) (e dyad.CoupleEstimate, why string) {
	if f.Status == dyad.NotConverged || f.Status == dyad.NotIdentified {
		return e, "couples whose fit is " + string(f.Status)
	}
	e = dyad.CoupleEstimate{Name: name, Values: make([]float64, len(pooled)), Cov: make([][]float64, len(pooled))}
	at, slope := make([]int, len(pooled)), make([]float64, len(pooled))
	for i, q := range pooled {
		slope[i] = 1
		for k, p := range f.Params {
			switch {
			case p.Name == q:
				at[i], e.Values[i] = k, p.Estimate
			case p.Name == "innovation.cor" && q == "innovation.z":
				at[i], e.Values[i], slope[i] = k, math.Atanh(p.Estimate), 1/(1-p.Estimate*p.Estimate)
			}
		}
	}
	for i := range pooled {
		e.Cov[i] = make([]float64, len(pooled))
		for j := range pooled {
			e.Cov[i][j] = f.Covariance[at[i]][at[j]] * slope[i] * slope[j]
			if math.IsNaN(e.Cov[i][j]) || math.IsInf(e.Values[i], 0) {
				return e, "couples with an estimate at an edge, without a standard error"
			}
		}
	}
	return e, ""
}

// pooling is a panel's couples, fitted and pooled.
type pooling struct {
	*dyad.PoolFit
	results []Result
	fits    []*dyad.OUFit // nil where a couple could not be fitted
	row     []int         // of each couple among the pooled, or -1
	dropped []Dropped
	stopped bool
}

// fitAll fits every couple.
func (p *Panel) fitAll(ctx context.Context, m *ouModel, run Run) *pooling {
	n := len(p.Couples)
	out := &pooling{results: make([]Result, n), fits: make([]*dyad.OUFit, n), row: make([]int, n)}
	m.options.Workers = 1 // the couples share the processors
	done := run.couples(ctx, n, func(i int) {
		out.results[i] = p.one(p.Couples[i], "ou", func(c Couple) (*Result, error) {
			r, f, err := m.fit(c, Run{})
			out.fits[i] = f
			return r, err
		})
	})
	for i := range done {
		if !done[i] {
			out.stopped = true
			out.results[i] = Result{Couple: p.Couples[i].Name, Model: "ou", Status: "stopped", LogLik: Number(math.NaN())}
		}
	}
	return out
}

// pool pools what was fitted.
func (p *Panel) pool(o PoolOptions, f *pooling, run Run) error {
	var all Result
	var estimates []dyad.CoupleEstimate
	for i, fit := range f.fits {
		f.row[i] = -1
		if fit == nil {
			all.drop("couples that could not be fitted", 1)
			continue
		}
		e, why := estimateOf(p.Couples[i].Name, fit)
		if why != "" {
			all.drop(why, 1)
			continue
		}
		f.row[i] = len(estimates)
		estimates = append(estimates, e)
	}
	f.dropped = all.Dropped
	if len(estimates) < 2 {
		why := "Of %d couples %d can be pooled, and two are needed"
		if len(f.results) > 0 && len(f.results[0].Notes) > 0 {
			why += ". The first: " + strings.TrimRight(f.results[0].Notes[0], ".")
		}
		return &Refusal{fmt.Sprintf(why, len(p.Couples), len(estimates)), "Name the couples' column with --couple, or look at the couples one by one with fit ou"}
	}
	thresholds, err := o.thresholds()
	if err != nil {
		return err
	}
	f.PoolFit, err = dyad.PoolOU(estimates, dyad.PoolOptions{Names: pooled, Thresholds: thresholds, Common: true, Seed: run.Seed, Workers: run.Workers})
	return err
}

// Pool fits every couple of a file in continuous time and says how couples
// differ.
func Pool(ctx context.Context, src Source, c Columns, o PoolOptions, run Run) (*Result, error) {
	p, err := src.Panel(c)
	if err != nil {
		return nil, err
	}
	if _, err := o.thresholds(); err != nil {
		return nil, err
	}
	unit, _, err := p.unit(o.OU.Unit)
	if err != nil {
		return nil, err
	}
	m, err := p.ouModel(o.OU, run)
	if err != nil {
		return nil, err
	}
	f := p.fitAll(ctx, m, run)
	if err := p.pool(o, f, run); err != nil {
		return nil, plain(err)
	}
	r := f.result(run)
	p.into(r)
	r.Heading = fmt.Sprintf("%d couples in continuous time, pooled by REML: a is %s, b is %s, time in %ss", f.NCouples, p.Columns.A, p.Columns.B, unit)
	return r, nil
}

func (f *pooling) result(run Run) *Result {
	r := ofFit(&f.Fit)
	seed := run.Seed
	r.Seed = &seed
	r.NObs = 0
	for i := range f.results {
		r.NObs += f.results[i].NObs
	}
	for _, d := range f.dropped {
		r.drop(d.Why, d.Count)
	}
	r.Derived = append(r.Derived, backFromZ(f.Params))
	for j, q := range f.Quantities {
		mean := f.Params[j]
		r.Derived = append(r.Derived,
			Param{"next." + q.Name, Number(mean.Estimate), Number(math.NaN()), Number(q.PredictLo), Number(q.PredictHi)},
			Param{"i2." + q.Name, Number(q.I2), Number(math.NaN()), Number(math.NaN()), Number(math.NaN())},
			ofParam(q.Above))
		r.Tests = append(r.Tests, Test{"couples differ: " + q.Name, Number(q.Q), Number(float64(q.DF)), Number(q.P)})
	}
	r.Tests = append(r.Tests, Test{"couples differ: all", Number(f.Q), Number(float64(f.QDF)), Number(f.QP)})
	f.couples(r)
	if f.stopped {
		r.Status = "stopped"
	}
	r.Shown = []string{"innovation.cor", "drift.ab", "drift.ba", "shrunken.drift.ab", "shrunken.drift.ba"}
	r.Legend = []string{
		"mean.drift.ab is the effect of b on a for the mean couple; between.sd how much couples really differ, sampling error taken away.",
		"next.X is where the next couple is expected; i2.X the share of the spread that is not sampling error.",
		"above.X is the share of couples over the threshold (0, or --threshold). innovation.z is Fisher's z of the correlation.",
		"Every couple weighs alike, because a slow drift looks surer than a fast one. With fewer than a few hundred answers a couple, fit with --prior default: by likelihood alone many couples end at an edge and are left out.",
		"shrunken estimates are drawn to the mean, the more the less a couple's own answers say.",
	}
	return r
}

// backFromZ is the mean correlation, from Fisher's z.
func backFromZ(params []dyad.Param) Param {
	z, _ := dyad.Lookup(params, "mean.innovation.z")
	r := math.Tanh(z.Estimate)
	return Param{"mean.innovation.cor", Number(r), Number((1 - r*r) * z.SE), Number(math.Tanh(z.Lo)), Number(math.Tanh(z.Hi))}
}

// couples adds each couple's own estimates and the shrunken ones.
func (f *pooling) couples(r *Result) {
	for i := range f.results {
		one := f.results[i]
		if k := f.row[i]; k >= 0 {
			c := f.Couples[k]
			for j, name := range pooled {
				one.Derived = append(one.Derived, Param{"shrunken." + name, Number(c.Values[j]), Number(c.SE[j]), Number(c.Values[j] - 1.96*c.SE[j]), Number(c.Values[j] + 1.96*c.SE[j])})
			}
		}
		r.Couples = append(r.Couples, one)
	}
}
