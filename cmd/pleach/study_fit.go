package main

import (
	"context"

	"pleach/internal/study"
)

type studyFitCmd struct {
	OU    studyOUCmd    `cmd:"" name:"ou" help:"One couple (or each of several) in continuous time, with missing answers and noise."`
	Lapim studyLAPIMCmd `cmd:"" name:"lapim" help:"Many couples day by day: the longitudinal actor-partner model."`
	Var   studyVARCmd   `cmd:"" name:"var" help:"One couple (or each of several) at equal steps."`
	Apim  studyAPIMCmd  `cmd:"" name:"apim" help:"Many couples at one time: the actor-partner model."`
}

type studyVARCmd struct {
	dataFlags
	wideFlags
	outFlags
	runFlags
	repeatFlags
	OLS       bool    `group:"model" name:"ols" help:"Least squares on complete pairs of rows, in place of exact maximum likelihood."`
	Corrected bool    `group:"model" help:"With --ols: take the small-sample bias out of the lags (Pope 1990)."`
	Block     string  `group:"model" placeholder:"COLUMN" help:"Column of days or waves: lags never cross from one to another."`
	Step      float64 `group:"model" placeholder:"STEP" help:"Time between rows; the smallest gap when not given. A step without a row is a missing row."`
}

// Run fits the equally spaced model.
func (c studyVARCmd) Run(ctx context.Context, u ui) error {
	src, err := c.source()
	if err != nil {
		return err
	}
	run := c.run("couples")
	run.Repeat = c.Repeat
	o := study.VAROptions{OLS: c.OLS, Corrected: c.Corrected, Block: c.Block, Step: c.Step}
	r, err := study.FitVAR(ctx, src, c.columns(), o, run)
	return c.show(u.out, r, err)
}
