package dyad

import (
	"context"
	"math"
	"sync"
)

// Analysis is a fit as a study would do it: data in, parameters out. It may
// add quantities that are derived from a fit. It is called from several
// goroutines at once, and must depend on the data alone.
type Analysis func(couples []Simulated) (Fit, error)

// PowerDesign is a question to a planned study: with this truth and this
// design, what would the analysis find, and how well?
type PowerDesign struct {
	Truth    Process
	Design   Design // its Seed and Workers are those of the whole
	Analysis Analysis

	Replicates int      // simulated studies; zero: 500
	Names      []string // the parameters to follow; none: all of the fit

	// Truths override what Truth says of a parameter, or add to it.
	Truths map[string]float64

	// Progress, if there is one, is told after every study, one call at a time.
	Progress func(done, total int)
}

// Power simulates d.Replicates studies, analyses each, and counts (model H;
// Morris, White & Crowther 2019 define the measures and their Monte Carlo
// standard errors). Study i depends on the seed and i alone, so the result is
// the same for any number of workers. When ctx ends it returns what is done so
// far, with Done below Total, and ctx's error; if nothing is done, nil.
func Power(ctx context.Context, d PowerDesign) (*PowerFit, error) {
	if d.Replicates == 0 {
		d.Replicates = 500
	}
	switch {
	case d.Truth == nil || d.Analysis == nil:
		return nil, badInput("a power analysis without a truth or an analysis", "give both")
	case d.Replicates < 0:
		return nil, badInput("a negative number of replicates", "ask for 500, or more for finer numbers")
	}
	if err := d.Truth.Check(); err != nil {
		return nil, err
	}
	design, err := d.Design.filled()
	if err != nil {
		return nil, err
	}
	d.Design = design
	return d.run(ctx)
}

// powerTry is what one simulated study gave.
type powerTry struct {
	done bool
	fit  Fit
	err  error
}

func (d PowerDesign) run(ctx context.Context) (*PowerFit, error) {
	tries := make([]powerTry, d.Replicates)
	var lock sync.Mutex
	finished := 0
	each(d.Replicates, d.Design.Workers, func(i int) {
		if ctx.Err() != nil {
			return
		}
		tries[i] = d.study(i)
		lock.Lock()
		defer lock.Unlock()
		if finished++; d.Progress != nil {
			d.Progress(finished, d.Replicates)
		}
	})
	if finished == 0 && d.Replicates > 0 {
		return nil, ctx.Err()
	}
	return d.summary(tries), ctx.Err()
}

// study is replicate i: its couples' streams follow from a seed of its own.
func (d PowerDesign) study(i int) powerTry {
	one := d.Design
	one.Workers, one.Seed = 1, stream(d.Design.Seed, i).Uint64()
	couples, err := Simulate(d.Truth, one)
	if err != nil {
		return powerTry{done: true, err: err}
	}
	fit, err := d.Analysis(couples)
	return powerTry{done: true, fit: fit, err: err}
}

// truth is the true value of a parameter, NaN when nobody says it.
func (d PowerDesign) truth(name string) float64 {
	if v, ok := d.Truths[name]; ok {
		return v
	}
	if v, ok := d.Truth.Value(name); ok {
		return v
	}
	return math.NaN()
}
