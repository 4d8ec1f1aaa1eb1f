package main

import (
	"fmt"
	"os"

	"pleach/internal/study"
)

type studyScoreCmd struct {
	dataFlags
	outFlags
	Items   []string  `required:"" placeholder:"COLUMN,..." help:"Columns of the items."`
	Reverse []string  `group:"model" placeholder:"COLUMN,..." help:"Items that ask the opposite; needs --range."`
	Range   []float64 `group:"model" placeholder:"1,7" help:"The lowest and the highest answer; others are refused."`
	Missing float64   `group:"model" default:"0" help:"Share of items that may be missing in a row with a score."`
	Person  string    `placeholder:"COLUMN" help:"Column that names the person, where they have several rows."`
	Day     string    `placeholder:"COLUMN" help:"Column of the day or occasion: with --person, how reliable change is."`
	Couple  string    `placeholder:"COLUMN" help:"Column of the couple, and with --role and --day how often both answered."`
	Role    string    `placeholder:"COLUMN" help:"Column of the role."`
	Scores  string    `group:"output" placeholder:"FILE.csv" help:"Also write every row's score to a file."`
}

// Run makes a scale and says how reliable it is.
func (c studyScoreCmd) Run(u ui) error {
	src, err := c.source()
	if err != nil {
		return err
	}
	o := study.ScoreOptions{Items: c.Items, Reverse: c.Reverse, Range: c.Range, MaxMissing: c.Missing, Person: c.Person, Day: c.Day, Couple: c.Couple, Role: c.Role}
	if c.Scores == "" {
		r, err := study.Score(src, o)
		return c.show(u.out, r, err)
	}
	f, err := os.Create(c.Scores)
	if err != nil {
		return &study.Refusal{What: fmt.Sprintf("the scores cannot be written (%v)", err), Do: "Give a file that you may write"}
	}
	o.Scores = f
	r, err := study.Score(src, o)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return c.show(u.out, r, err)
}
