package study

import (
	"context"
	"fmt"
	"math"
	"path/filepath"

	"pleach/dyad"
	"pleach/internal/study/report"
)

// ReportOptions are those of a report.
type ReportOptions struct {
	OU         OUOptions
	Thresholds []string // see PoolOptions
	Command    string   // as it was typed
	Version    string   // of this program
}

// reported is a study while its report is made.
type reported struct {
	*Panel
	*pooling
	options ReportOptions
	run     Run
	unit    string
	model   *ouModel
	page    *report.Study
}

// Report fits every couple in continuous time, pools, compares with chance
// pairings, and puts it all on a page.
func Report(ctx context.Context, src Source, c Columns, o ReportOptions, run Run) (*report.Study, error) {
	p, err := src.Panel(c)
	if err != nil {
		return nil, err
	}
	r := &reported{Panel: p, options: o, run: run}
	if r.unit, _, err = p.unit(o.OU.Unit); err != nil {
		return nil, err
	}
	if r.model, err = p.ouModel(o.OU, run); err != nil {
		return nil, err
	}
	if err := r.fit(ctx); err != nil {
		return nil, err
	}
	r.page = &report.Study{
		File: src.name(), Digest: p.Table.Digest(), Command: o.Command, Version: o.Version, Seed: run.Seed,
		A: p.Columns.A, B: p.Columns.B, Unit: r.unit, Methods: methods(o, r.unit), References: references,
	}
	r.data()
	r.forests()
	r.means()
	r.chance()
	r.threads()
	r.residuals()
	r.table()
	r.summary()
	return r.page, nil
}

func (s Source) name() string {
	if s.Path == "-" {
		return "standard input"
	}
	return filepath.Base(s.Path)
}

// fit fits all couples; a report needs all of them, and two to pool.
func (r *reported) fit(ctx context.Context) error {
	r.pooling = r.fitAll(ctx, r.model, r.run)
	if r.stopped {
		return ctx.Err()
	}
	return plain(r.Panel.pool(PoolOptions{OU: r.options.OU, Thresholds: r.options.Thresholds}, r.pooling, r.run))
}

// readable reports whether a couple's estimates may be shown as such.
func (r *reported) readable(i int) bool {
	return r.fits[i] != nil && r.fits[i].Status != dyad.NotConverged && r.fits[i].Status != dyad.NotIdentified
}

// data says what went in, and how much of it was answered.
func (r *reported) data() {
	var all Result
	r.into(&all)
	d := &r.page.Data
	d.Rows, d.Couples = r.Table.Len(), len(r.Panel.Couples)
	d.SharesWords = "A share is the part of a couple's rows that somebody answered."
	all.Couples = r.results
	all.gather(len(r.Panel.Couples))
	for _, drop := range r.dropped {
		all.drop("not pooled: "+drop.Why, drop.Count)
	}
	d.Answers, d.Dropped, d.Notes = all.NObs, all.losses(), all.Notes
	for _, c := range r.Panel.Couples {
		a, b := answeredShare(c.Series.A), answeredShare(c.Series.B)
		d.Shares = append(d.Shares, report.Share{Name: c.Name, A: a, B: b})
	}
}

func answeredShare(values []float64) float64 {
	return float64(answered(values)) / float64(max(1, len(values)))
}

func (r *reported) forests() {
	for _, q := range quantities(r.Columns, r.unit) {
		f := report.Forest{Title: q.title, Caption: q.caption + " Green and filled: the couple's own interval leaves zero; of 100 couples without any effect, five do. Diamond: the mean couple. Shaded: where the next couple is expected.", Mean: none, Prediction: none}
		for i := range r.results {
			if p, ok := r.results[i].Param(q.name); ok && r.readable(i) {
				f.Lines = append(f.Lines, report.Line{Name: r.Panel.Couples[i].Name, Interval: ofInterval(p)})
			}
		}
		f.Mean, f.Prediction = r.mean(q.name)
		r.page.Forests = append(r.page.Forests, f)
	}
}

var none = report.Interval{At: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}

func ofInterval(p Param) report.Interval {
	return report.Interval{At: float64(p.Estimate), Lo: float64(p.Lo), Hi: float64(p.Hi)}
}

// chance compares with pairings by chance, where there are enough couples.
func (r *reported) chance() {
	if len(r.Panel.Couples) < 3 {
		return
	}
	o, err := r.synchronyOptions(SynchronyOptions{Cycles: r.options.OU.Cycles, Unit: r.options.OU.Unit}, r.run)
	if err != nil {
		return
	}
	f, err := r.pseudo(o)
	if err != nil {
		r.page.Data.Notes = append(r.page.Data.Notes, "Chance pairings could not be made: "+err.Error())
		return
	}
	p := f.Pseudo
	real := make([]float64, 0, len(f.Couples))
	mean := 0.0
	for _, c := range f.Couples {
		if !math.IsNaN(c.R) {
			real = append(real, c.R)
			mean += c.R
		}
	}
	mean /= float64(max(1, len(real)))
	r.page.Pseudo = &report.Pseudo{
		Real: real, Others: p.R, Mean: mean, P95: p.P95, Exceed: p.Exceed,
		Words:   fmt.Sprintf("The mean correlation of %d couples is %s; that of %d pairings by chance is %s (p %s). %d of %d couples lie above 95 of 100 pairings, where one in twenty would by chance.", len(real), round(Number(mean), 3), p.N, round(Number(p.Mean), 3), pWords(p.P), p.Exceed, len(real)),
		Caption: "Bars: pairings of people who are not a couple. Line and ticks: real couples. The whole sample can lie far from chance while most single couples do not; do not call a couple linked because it lies to the right.",
	}
}

func pWords(p float64) string {
	text := pValue(Number(p))
	if text[0] == '<' {
		return text
	}
	return "= " + text
}

// table is of all couples.
func (r *reported) table() {
	for _, q := range quantities(r.Columns, r.unit) {
		r.page.Couples.Columns = append(r.page.Couples.Columns, q.title)
	}
	for i := range r.results {
		row := report.CoupleRow{Name: r.Panel.Couples[i].Name, Status: r.results[i].Status}
		for _, q := range quantities(r.Columns, r.unit) {
			value := none
			if p, ok := r.results[i].Param(q.name); ok && r.results[i].Status != string(dyad.NotConverged) {
				value = ofInterval(p)
			}
			row.Values = append(row.Values, value)
		}
		r.page.Couples.Rows = append(r.page.Couples.Rows, row)
	}
}
