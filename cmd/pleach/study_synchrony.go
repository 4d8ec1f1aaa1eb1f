package main

import "pleach/internal/study"

type studySynchronyCmd struct {
	dataFlags
	wideFlags
	outFlags
	runFlags
	repeatFlags
	Lags        int      `group:"model" default:"0" help:"Also correlations up to so many steps apart, both ways."`
	Kind        string   `group:"model" enum:"shift,block" default:"shift" help:"How surrogates are made: ${enum}. shift turns one partner's answers against the other's; block shuffles stretches of them."`
	Surrogates  int      `group:"model" default:"0" help:"How many to draw; 0 is all circular shifts, or 10,000 of blocks."`
	BlockLength int      `group:"model" default:"0" help:"Rows of a block; 0 is the square root of all."`
	Raw         bool     `group:"model" help:"Leave straight-line trends in."`
	Cycle       []string `group:"model" placeholder:"day,week" help:"Take cycles out first: day, week, or a period in the unit of time."`
	Unit        string   `group:"model" enum:"hour,day,minute" default:"hour" help:"Unit of numeric times: ${enum}."`
	Pseudo      bool     `group:"model" help:"Also compare with all pairings of people who are not a couple."`
}

// Run tests whether partners move together.
func (c studySynchronyCmd) Run(u ui) error {
	src, err := c.source()
	if err != nil {
		return err
	}
	run := c.run("couples")
	run.Repeat = c.Repeat
	r, err := study.Synchrony(src, c.columns(), study.SynchronyOptions{
		Lags: c.Lags, Surrogates: c.Surrogates, Kind: c.Kind, BlockLength: c.BlockLength, Raw: c.Raw, Cycles: c.Cycle, Unit: c.Unit, Pseudo: c.Pseudo,
	}, run)
	return c.show(u.out, r, err)
}
