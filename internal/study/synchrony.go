package study

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"pleach/dyad"
)

// SynchronyOptions are those of the test whether partners move together, as a
// researcher writes them.
type SynchronyOptions struct {
	Lags        int
	Surrogates  int
	Kind        string // "shift" or "block"
	BlockLength int
	Raw         bool // leave trends in
	Cycles      []string
	Unit        string
	Pseudo      bool // also against all pairings by chance
}

// PseudoCouples is how the couples compare with pairings by chance.
type PseudoCouples struct {
	N       int    `json:"n"`
	Skipped int    `json:"skipped"`
	Mean    Number `json:"mean"`
	SD      Number `json:"sd"`
	P95     Number `json:"p95"`
	Exceed  int    `json:"exceed"`
	P       Number `json:"p"`
}

func (p *Panel) synchronyOptions(o SynchronyOptions, run Run) (dyad.SynchronyOptions, error) {
	out := dyad.SynchronyOptions{
		Lags: o.Lags, Surrogates: o.Surrogates, BlockLength: o.BlockLength, Detrend: !o.Raw, Seed: run.Seed, Workers: run.Workers,
	}
	if o.Kind == "block" {
		out.Kind = dyad.Block
	}
	_, perDay, err := p.unit(o.Unit)
	if err != nil {
		return out, err
	}
	out.Cycles, err = periods(o.Cycles, perDay)
	return out, err
}

// Synchrony asks of every couple of a file whether the two move together more
// than each one's own rhythm makes them, and of all couples whether they do
// more than pairings by chance.
func Synchrony(src Source, c Columns, o SynchronyOptions, run Run) (*Result, error) {
	p, err := src.Panel(c)
	if err != nil {
		return nil, err
	}
	options, err := p.synchronyOptions(o, run)
	if err != nil {
		return nil, err
	}
	f, us, err := timed(run, func() (*dyad.SynchronyFit, error) { return dyad.Synchrony(p.series(), options) })
	if err != nil {
		return nil, p.explain(err)
	}
	r := ofFit(&f.Fit)
	r.FitUS = us
	seed := run.Seed
	r.Seed = &seed
	p.synchronyCouples(r, f)
	if o.Pseudo {
		f, err := p.pseudo(options)
		if err != nil {
			return nil, p.explain(err)
		}
		r.Pseudo = ofPseudo(f.Pseudo)
	}
	p.into(r)
	r.Heading = fmt.Sprintf("Do %s and %s move together? Correlations at the same time, against surrogates by %s", p.Columns.A, p.Columns.B, f.Method)
	r.Legend = []string{
		"p is the share of surrogates at least as far from 0, which keep each person's own rhythm and trend of moods.",
		"Of 20 couples who have nothing to do with each other, one has p < .05.",
	}
	return r, nil
}

func (p *Panel) series() []dyad.Series {
	out := make([]dyad.Series, len(p.Couples))
	for i, c := range p.Couples {
		out[i] = c.Series
	}
	return out
}

// explain finds the couple that an error of the engine is about.
func (p *Panel) explain(err error) error {
	if e, ok := err.(*dyad.InputError); ok && e.Couple >= 0 && e.Couple < len(p.Couples) {
		return explain(err, p.Table, p.Couples[e.Couple], p.Columns.Time)
	}
	return explain(err, p.Table, Couple{}, p.Columns.Time)
}

func ofPseudo(p *dyad.PseudoCouples) *PseudoCouples {
	return &PseudoCouples{p.N, p.Skipped, Number(p.Mean), Number(p.SD), Number(p.P95), p.Exceed, Number(p.P)}
}

// synchronyCouples gives each couple its correlation and test; a single couple
// has them in the result itself.
func (p *Panel) synchronyCouples(r *Result, f *dyad.SynchronyFit) {
	for i, c := range f.Couples {
		one := Result{Couple: p.Couples[i].Name, Model: r.Model, Method: r.Method, Status: string(c.Status), LogLik: Number(math.NaN()), NObs: 2 * c.Pairs, NCouples: 1}
		one.Params = []Param{{"synchrony.cor", Number(c.R), Number(math.NaN()), Number(c.Lo), Number(c.Hi)}}
		one.Tests = []Test{{"synchrony.cor", Number(c.R), Number(c.N), Number(c.P)}}
		for _, l := range c.Lagged {
			name := "synchrony.lag." + strconv.Itoa(l.Lag)
			one.Derived = append(one.Derived, Param{name, Number(l.R), Number(math.NaN()), Number(math.NaN()), Number(math.NaN())})
			one.Tests = append(one.Tests, Test{name, Number(l.R), Number(c.N), Number(l.P)})
		}
		if len(f.Couples) == 1 {
			r.Tests, r.Derived = one.Tests, one.Derived
			return
		}
		r.Couples = append(r.Couples, one)
	}
}

// pseudo compares with chance pairings. They need times in common: calendar
// times count from each couple's own first week, and where couples were asked
// at times of their own, times are taken to the nearest usual gap.
func (p *Panel) pseudo(o dyad.SynchronyOptions) (*dyad.SynchronyFit, error) {
	couples := p.series()
	if !p.Clock.Origin.IsZero() {
		for i := range couples {
			couples[i].T = fromOwnWeek(couples[i].T)
		}
	}
	if !inCommon(couples) {
		gap := usualGap(couples)
		for i := range couples {
			couples[i].T = snap(couples[i].T, gap)
		}
		p.Notes = append(p.Notes, fmt.Sprintf("Couples were asked at different times: for chance pairings times count as equal within slots of %s.", strings.TrimSpace(round(Number(gap), 2))))
	}
	o.Pseudo, o.Lags = true, 0
	o.Surrogates = 0
	return dyad.Synchrony(couples, o)
}

const week = 7 * 24

func fromOwnWeek(t []float64) []float64 {
	if len(t) == 0 {
		return t
	}
	start := math.Floor(t[0]/week) * week
	out := make([]float64, len(t))
	for i := range t {
		out[i] = t[i] - start
	}
	return out
}

// inCommon reports whether the middle time is one that others have, too.
func inCommon(couples []dyad.Series) bool {
	seen, total := map[float64]int{}, 0
	for _, c := range couples {
		for _, t := range c.T {
			seen[t]++
			total++
		}
	}
	shared := 0
	for _, n := range seen {
		if n > 1 {
			shared += n
		}
	}
	return 2*shared >= total
}

// usualGap is the median time between rows.
func usualGap(couples []dyad.Series) float64 {
	var gaps []float64
	for _, c := range couples {
		for i := 1; i < len(c.T); i++ {
			gaps = append(gaps, c.T[i]-c.T[i-1])
		}
	}
	if len(gaps) == 0 {
		return 1
	}
	return median(gaps)
}

// snap takes times to a grid; of two that fall on one point the second stays
// as it is.
func snap(t []float64, gap float64) []float64 {
	out := make([]float64, len(t))
	for i, v := range t {
		out[i] = math.Round(v/gap) * gap
		if i > 0 && out[i] <= out[i-1] {
			out[i] = math.Nextafter(max(v, out[i-1]), math.Inf(1))
		}
	}
	return out
}

func (r *Result) pseudoWords(b *strings.Builder) {
	p := r.Pseudo
	if p == nil {
		return
	}
	b.WriteString("\n")
	align(b, [][]string{
		{"pairings by chance", strconv.Itoa(p.N)},
		{"their mean correlation", round(p.Mean, 4)},
		{"95 of 100 are below", round(p.P95, 4)},
		{"couples above that", fmt.Sprintf("%d of %d", p.Exceed, r.NCouples)},
		{"p of the couples' mean", pValue(p.P)},
	})
	if p.Skipped > 0 {
		fmt.Fprintf(b, "%d pairings had too few times in common.\n", p.Skipped)
	}
}
