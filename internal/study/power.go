package study

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"pleach/dyad"
)

// PowerOptions are a question to planned studies.
type PowerOptions struct {
	SimulateOptions
	Analysis   string // "ou", "var" or "lapim"
	Couples    []int  // sizes to try
	Times      []int
	Replicates int
	OU         OUOptions
	LAPIM      LAPIMOptions
	Names      []string // parameters to follow; none: those that say who follows whom
}

// Cell is what studies of one size came to, for one parameter.
type Cell struct {
	Couples    int    `json:"n_couples"`
	Times      int    `json:"n_times"`
	Name       string `json:"name"`
	Replicates int    `json:"replicates"`
	Truth      Number `json:"truth"`
	Mean       Number `json:"mean"`
	Bias       Number `json:"bias"`
	RMSE       Number `json:"rmse"`
	Coverage   Number `json:"coverage"`
	CoverageSE Number `json:"coverage_se"`
	Power      Number `json:"power"`
	PowerSE    Number `json:"power_se"`
}

// Power simulates studies of every size, analyses each, and counts. When ctx
// ends, the sizes that are done and the part of the one under way are in the
// result.
func Power(ctx context.Context, o PowerOptions, run Run) (*Result, error) {
	truth, err := o.truth()
	if err != nil {
		return nil, err
	}
	analysis, names, err := analyses[o.Analysis](o)
	if err != nil {
		return nil, err
	}
	if len(o.Names) > 0 {
		names = o.Names
	}
	seed := run.Seed
	r := &Result{Model: o.Analysis, Method: "simulation", Status: "done", LogLik: Number(math.NaN()), Seed: &seed}
	cells := len(o.Couples) * len(o.Times)
	for i, n := range o.Couples {
		for j, t := range o.Times {
			d := dyad.PowerDesign{Truth: truth, Design: o.Design, Analysis: analysis, Replicates: o.Replicates, Names: names}
			d.Design.Couples, d.Design.Times, d.Design.Seed, d.Design.Workers = n, t, run.Seed, run.Workers
			before := i*len(o.Times) + j
			d.Progress = func(done, total int) { run.progress(before*total+done, cells*total) }
			f, err := dyad.Power(ctx, d)
			if err != nil && !errors.Is(err, context.Canceled) {
				return nil, plain(err)
			}
			r.cells(f, n, t)
			if err != nil {
				r.Status = "stopped"
				return r.powerWords(o), nil
			}
		}
	}
	return r.powerWords(o), nil
}

// plain is an error of the engine without its positions.
func plain(err error) error {
	var e *dyad.InputError
	if errors.As(err, &e) {
		return &Refusal{upper(e.What), upper(e.Do)}
	}
	return err
}

// analyses are the fits that each simulated study may get, and the parameters
// that it is followed by when none are named.
var analyses = map[string]func(o PowerOptions) (dyad.Analysis, []string, error){
	"lapim": PowerOptions.lapimAnalysis,
	"ou":    PowerOptions.ouAnalysis,
	"var":   PowerOptions.varAnalysis,
}

func (o PowerOptions) varAnalysis() (dyad.Analysis, []string, error) {
	fit := func(c []dyad.Simulated) (dyad.Fit, error) {
		f, err := dyad.FitVAR(c[0].Series, dyad.VAROptions{})
		if err != nil {
			return dyad.Fit{}, err
		}
		return f.Fit, nil
	}
	return fit, []string{"lag.aa", "lag.ab", "lag.ba", "lag.bb", "innovation.cor"}, o.oneCouple()
}

// oneCouple refuses sizes that a model of one couple has no use for.
func (o PowerOptions) oneCouple() error {
	if slices.Max(o.Couples) > 1 {
		return &Refusal{fmt.Sprintf("the model %s is about one couple, and %d are asked for", o.Analysis, slices.Max(o.Couples)), "Give --couples 1, or power lapim"}
	}
	return nil
}

func (r *Result) cells(f *dyad.PowerFit, couples, times int) {
	if f == nil {
		return
	}
	for _, p := range f.Params {
		r.Power = append(r.Power, Cell{
			couples, times, p.Name, f.Done, Number(p.Truth), Number(p.Mean), Number(p.Bias), Number(p.RMSE),
			Number(p.Coverage.Value), Number(p.Coverage.SE), Number(p.Detect.Value), Number(p.Detect.SE),
		})
	}
	size := fmt.Sprintf("%s, %d times", counted(couples, "couple"), times)
	if f.Refused > 0 {
		r.note(fmt.Sprintf("%s: %d of %d studies could not be fitted (%v).", size, f.Refused, f.Done, f.Complaint))
	}
	var parts []string
	for status, n := range f.Status {
		parts = append(parts, fmt.Sprintf("%d %s", n, status))
	}
	slices.Sort(parts)
	if len(parts) > 1 {
		r.note(fmt.Sprintf("%s: %s.", size, strings.Join(parts, ", ")))
	}
}

func (r *Result) powerWords(o PowerOptions) *Result {
	r.Heading = "What studies of these sizes would find, by the model " + o.Analysis
	r.Legend = []string{
		"power is the share of studies whose 95% interval excludes 0; where the truth is 0 it is the share of false alarms.",
		"coverage is the share of intervals that hold the truth; it should be near 95%. ± is the error of simulating.",
	}
	return r
}

func (r *Result) powerTable(b *strings.Builder) {
	if len(r.Power) == 0 {
		return
	}
	rows := [][]string{{"parameter", "couples", "times", "truth", "mean", "bias", "rmse", "coverage", "±", "power", "±", "studies"}}
	for _, c := range r.Power {
		rows = append(rows, []string{
			c.Name, strconv.Itoa(c.Couples), strconv.Itoa(c.Times), round(c.Truth, 3), round(c.Mean, 3), round(c.Bias, 3), round(c.RMSE, 3),
			percent(c.Coverage), percent(c.CoverageSE), percent(c.Power), percent(c.PowerSE), strconv.Itoa(c.Replicates),
		})
	}
	b.WriteString("\n")
	align(b, rows)
}

func percent(n Number) string {
	if v := float64(n); !math.IsNaN(v) {
		return strconv.FormatFloat(100*v, 'f', 1, 64) + "%"
	}
	return "–"
}
