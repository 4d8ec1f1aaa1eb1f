package main

import (
	"context"

	"pleach/internal/study"
)

type studyPoolCmd struct {
	dataFlags
	wideFlags
	ouFlags
	outFlags
	runFlags
	Threshold []string `group:"model" placeholder:"NAME=VALUE" help:"Count couples above it: a number for drift.ab and drift.ba, or a quantity's own, such as innovation.cor=0.2."`
}

// Run fits every couple and pools.
func (c studyPoolCmd) Run(ctx context.Context, u ui) error {
	src, err := c.source()
	if err != nil {
		return err
	}
	r, err := study.Pool(ctx, src, c.columns(), study.PoolOptions{OU: c.options(), Thresholds: c.Threshold}, c.run("couples"))
	return c.show(u.out, r, err)
}
