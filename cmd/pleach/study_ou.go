package main

import (
	"context"

	"pleach/internal/study"
)

// ouFlags are the options of the continuous-time model.
type ouFlags struct {
	Noise      string   `group:"model" default:"prior" placeholder:"prior" help:"Variance of answering that is not mood: prior (drawn from the data with a weak prior), free, or a value."`
	Prior      string   `group:"model" enum:"none,default" default:"none" help:"Draw estimates towards what is usual in couples: ${enum}."`
	Cycle      []string `group:"model" placeholder:"day,week" help:"Cycles that both partners have anyway: day, week, or a period in the unit of time."`
	Unit       string   `group:"model" enum:"hour,day,minute" default:"hour" help:"Unit of numeric times: ${enum}. ISO times are in hours."`
	Trend      bool     `group:"model" help:"Let both means change in a straight line."`
	Restricted bool     `group:"model" help:"Integrate the levels out first (REML): variances do not come out too small."`
	Together   string   `group:"model" placeholder:"COLUMN" help:"Column that is 1 when the two are together and 0 when apart."`
}

func (f ouFlags) options() study.OUOptions {
	return study.OUOptions{Noise: f.Noise, Prior: f.Prior, Cycles: f.Cycle, Unit: f.Unit, Trend: f.Trend, Restricted: f.Restricted, Together: f.Together}
}

type studyOUCmd struct {
	dataFlags
	wideFlags
	ouFlags
	outFlags
	runFlags
	repeatFlags
}

// Run fits the continuous-time model.
func (c studyOUCmd) Run(ctx context.Context, u ui) error {
	src, err := c.source()
	if err != nil {
		return err
	}
	run := c.run("couples")
	run.Repeat = c.Repeat
	r, err := study.FitOU(ctx, src, c.columns(), c.options(), run)
	return c.show(u.out, r, err)
}

type studyLoglikCmd struct {
	OU studyLoglikOUCmd `cmd:"" name:"ou" help:"The continuous-time model."`
}

type studyLoglikOUCmd struct {
	dataFlags
	wideFlags
	outFlags
	repeatFlags
	Params string `required:"" placeholder:"P.json" help:"JSON file of values: {\"drift\": [[aa, ab], [ba, bb]], \"diffusion\": …, \"mean\": [a, b], \"noise\": [a, b]}, single names such as \"drift.ab\", or what --json printed."`
}

// Run evaluates the log-likelihood.
func (c studyLoglikOUCmd) Run(u ui) error {
	src, err := c.source()
	if err != nil {
		return err
	}
	r, err := study.LogLikOU(src, c.columns(), c.Params, study.Run{Repeat: c.Repeat})
	return c.show(u.out, r, err)
}
