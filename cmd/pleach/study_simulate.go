package main

import (
	"context"
	"fmt"
	"os"

	"pleach/dyad"
	"pleach/internal/study"
)

// designFlags say how a simulated study is run.
type designFlags struct {
	Values   string  `group:"model" placeholder:"P.json" help:"JSON file of true values, by the names of the parameters; a typical couple when not given."`
	Beeps    int     `group:"design" default:"0" help:"Times a day that couples are asked, between 8 and 22 h; 0 is every --step hours, day and night."`
	Step     float64 `group:"design" default:"1" help:"Hours between times when --beeps is 0."`
	Jitter   float64 `group:"design" default:"0" help:"How far beeps lie from the middle of their slot, 0 to 1."`
	Own      bool    `group:"design" help:"Each partner is asked at times of their own."`
	Missing  float64 `group:"design" default:"0" help:"Share of single answers that are not given."`
	AfterLow float64 `group:"design" name:"missing-after-low" default:"0" help:"More of them after a low answer."`
	Error    float64 `group:"design" name:"error" default:"0" help:"Share of measurement error in the variance of an answer."`
	Daily    float64 `group:"design" name:"daily" default:"0" help:"Amplitude of a daily cycle that both share, in standard deviations."`
	Weekly   float64 `group:"design" name:"weekly" default:"0" help:"Amplitude of a weekly one."`
	Slope    float64 `group:"design" name:"slope" default:"0" help:"Change of both from the first to the last time, in standard deviations."`
	Lift     float64 `group:"design" name:"lift" default:"0" help:"How much being together lifts both, in standard deviations."`
}

func (f designFlags) design() dyad.Design {
	return dyad.Design{
		Schedule: dyad.Schedule{Step: f.Step, Beeps: f.Beeps, Jitter: f.Jitter, Own: f.Own},
		Missing:  f.Missing, MissingAfterLow: f.AfterLow, NoiseShare: f.Error,
		Cycle: f.Daily, Week: f.Weekly, Trend: f.Slope, Together: f.Lift,
	}
}

type studySimulateCmd struct {
	Model   string `arg:"" enum:"ou,var" help:"What couples follow: ou (continuous time) or var (row to row; also for lapim)."`
	Couples int    `group:"design" default:"1" help:"How many couples."`
	Times   int    `group:"design" default:"70" help:"How many times each partner is asked."`
	designFlags
	runFlags
}

// Run writes a simulated study as CSV, and the seed to the other stream.
func (c studySimulateCmd) Run(u ui) error {
	o := study.SimulateOptions{Model: c.Model, Values: c.Values, Design: c.design()}
	o.Design.Couples, o.Design.Times, o.Design.Seed, o.Design.Workers = c.Couples, c.Times, c.Seed, c.Workers
	if err := study.Simulate(o, u.out); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "seed %d\n", c.Seed)
	return nil
}

type studyPowerCmd struct {
	Analysis   string   `arg:"" enum:"ou,var,lapim" help:"The model that each study is analysed with: ${enum}."`
	Couples    []int    `group:"design" default:"1" help:"Numbers of couples to try."`
	Times      []int    `group:"design" default:"70" help:"Numbers of times to try."`
	Replicates int      `default:"500" help:"Simulated studies of each size."`
	Param      []string `placeholder:"NAME,..." help:"Parameters to follow, such as lag.ab; those between partners when not given."`
	Noise      string   `group:"model" default:"prior" placeholder:"prior" help:"For ou: prior, free, or a variance."`
	Prior      string   `group:"model" enum:"none,default" default:"none" help:"For ou: ${enum}."`
	Cycle      []string `group:"model" placeholder:"day,week" help:"For ou: cycles in the model."`
	Trend      bool     `group:"model" help:"For ou: a trend in the model."`
	Together   bool     `group:"model" help:"For ou: being together in the model."`
	Random     string   `group:"model" enum:"intercept,slopes" default:"intercept" help:"For lapim: ${enum}."`
	Center     string   `group:"model" enum:"none,person,latent" default:"none" help:"For lapim: ${enum}."`
	From       string   `group:"model" enum:"same,ou,var" default:"same" help:"What couples really follow: ${enum}."`
	designFlags
	outFlags
	runFlags
}

// Run simulates studies of every size and counts what they find.
func (c studyPowerCmd) Run(ctx context.Context, u ui) error {
	if c.From == "same" {
		c.From = map[string]string{"lapim": "var"}[c.Analysis]
		if c.From == "" {
			c.From = c.Analysis
		}
	}
	o := study.PowerOptions{
		SimulateOptions: study.SimulateOptions{Model: c.From, Values: c.Values, Design: c.design()},
		Analysis:        c.Analysis, Couples: c.Couples, Times: c.Times, Replicates: c.Replicates, Names: c.Param,
		OU:    study.OUOptions{Noise: c.Noise, Prior: c.Prior, Cycles: c.Cycle, Trend: c.Trend},
		LAPIM: study.LAPIMOptions{Random: c.Random, Center: c.Center},
	}
	if c.Together {
		o.OU.Together = "together"
	}
	r, err := study.Power(ctx, o, c.run("studies"))
	return c.show(u.out, r, err)
}
