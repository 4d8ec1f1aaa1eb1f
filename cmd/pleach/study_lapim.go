package main

import "pleach/internal/study"

type studyLAPIMCmd struct {
	dataFlags
	outFlags
	runFlags
	repeatFlags
	Couple       string   `required:"" placeholder:"COLUMN" help:"Column that names the couple."`
	Time         string   `required:"" placeholder:"COLUMN" help:"Column of the day: whole numbers or dates. A missing number is a missing day."`
	A            string   `required:"" name:"a" placeholder:"COLUMN" help:"Column of the one partner's answers."`
	B            string   `required:"" name:"b" placeholder:"COLUMN" help:"Column of the other partner's answers."`
	Center       string   `group:"model" enum:"none,person,latent" default:"none" help:"What lags are taken from: ${enum}. person draws own effects towards zero, latent does not."`
	Random       string   `group:"model" enum:"intercept,slopes" default:"intercept" help:"What differs between couples: ${enum}."`
	Method       string   `group:"model" enum:"reml,ml" default:"reml" help:"${enum}."`
	Exchangeable bool     `group:"model" help:"Nothing tells the partners apart: one set of effects for both."`
	Covariate    []string `group:"model" placeholder:"COLUMN,..." help:"Columns that enter for both partners."`
	Trend        bool     `group:"model" help:"Let the means change in a straight line."`
}

// Run fits the longitudinal actor-partner model.
func (c studyLAPIMCmd) Run(u ui) error {
	src, err := c.source()
	if err != nil {
		return err
	}
	run := c.run("fits")
	run.Repeat = c.Repeat
	r, err := study.FitLAPIM(src, study.Columns{Couple: c.Couple, Time: c.Time, A: c.A, B: c.B}, study.LAPIMOptions{
		Center: c.Center, Random: c.Random, Method: c.Method, Exchangeable: c.Exchangeable, Trend: c.Trend, Covariates: c.Covariate,
	}, run)
	return c.show(u.out, r, err)
}
