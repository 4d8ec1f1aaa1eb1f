package study

import (
	"pleach/dyad"
	"pleach/internal/table"
)

// ouAnalysis fits each study's couple in continuous time, with the covariate
// where the options name it.
func (o PowerOptions) ouAnalysis() (dyad.Analysis, []string, error) {
	p := &Panel{}
	p.Clock = numbersClock()
	together := o.OU.Together != ""
	options := o.OU
	options.Together = ""
	m, err := p.ouModel(options, Run{Workers: 1, Seed: 1})
	if err != nil {
		return nil, nil, err
	}
	fit := func(c []dyad.Simulated) (dyad.Fit, error) {
		model := m.options
		if together {
			model.Covariates = []dyad.Covariate{{Name: "together", Values: c[0].Together}}
		}
		f, err := dyad.FitOU(c[0].Series, model)
		if err != nil {
			return dyad.Fit{}, err
		}
		return f.Fit, nil
	}
	return fit, []string{"drift.aa", "drift.ab", "drift.ba", "drift.bb", "innovation.cor"}, o.oneCouple()
}

// numbersClock is the clock of times that are plain numbers.
func numbersClock() *table.Clock { return &table.Clock{} }
