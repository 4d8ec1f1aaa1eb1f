package main

import "pleach/internal/study"

type studyAPIMCmd struct {
	dataFlags
	outFlags
	repeatFlags
	Couple       string   `required:"" placeholder:"COLUMN" help:"Column that names the couple; each couple has a row a partner."`
	Role         string   `placeholder:"COLUMN" help:"Column that tells the partners apart; may be left out with --exchangeable."`
	Y            string   `required:"" name:"y" placeholder:"COLUMN" help:"Column of the outcome."`
	X            []string `required:"" name:"x" placeholder:"COLUMN,..." help:"Columns of the predictors. Partners' values are taken from the other row."`
	Method       string   `group:"model" enum:"ml,reml" default:"ml" help:"${enum}."`
	Exchangeable bool     `group:"model" help:"Nothing tells the partners apart: one set of effects for both."`
}

// Run fits the cross-sectional actor-partner model.
func (c studyAPIMCmd) Run(u ui) error {
	src, err := c.source()
	if err != nil {
		return err
	}
	r, err := study.FitAPIM(src, study.APIMOptions{
		Couple: c.Couple, Role: c.Role, Y: c.Y, X: c.X, Method: c.Method, Exchangeable: c.Exchangeable,
	}, study.Run{Repeat: c.Repeat})
	return c.show(u.out, r, err)
}
