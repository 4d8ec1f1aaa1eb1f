package main

import (
	"errors"
	"fmt"
	"io"
	"time"
	_ "time/tzdata" // --zone works on machines without a database of zones

	"pleach/internal/study"
	"pleach/internal/table"
)

// studyCmd is the researcher's front door: the engine on a CSV file.
type studyCmd struct {
	Fit       studyFitCmd       `cmd:"" help:"Fit a model to couples' data: ou, var, lapim or apim."`
	Loglik    studyLoglikCmd    `cmd:"" help:"Evaluate a model's log-likelihood at given values."`
	Pool      studyPoolCmd      `cmd:"" help:"How do couples differ? Fit each in continuous time, and pool."`
	Synchrony studySynchronyCmd `cmd:"" help:"Do partners move together more than by chance?"`
	Score     studyScoreCmd     `cmd:"" help:"Make a scale from items, and say how reliable it is."`
	Report    studyReportCmd    `cmd:"" help:"Write a study as one HTML page, for an appendix."`
	Simulate  studySimulateCmd  `cmd:"" help:"Write a simulated study as CSV."`
	Power     studyPowerCmd     `cmd:"" help:"What would a planned study find?"`
}

// Help is what stands below the usage of pleach study.
func (studyCmd) Help() string {
	return `Reads couples' answers from a CSV file and says what they can honestly tell.

  pleach study fit ou DATA.csv --time t --a y1 --b y2
  pleach study fit lapim DATA.csv --couple id --time day --a w --b m
  pleach study report DATA.csv --couple id --time t --a y1 --b y2
  pleach study power ou --times 70,200

Results are a table for people, one JSON object with --json, or tidy rows with --csv.
Whatever was dropped, sorted or decided is in the result. A fit that did not converge
is a result (exit code 0, see its status); what cannot be read has exit code 2.`
}

// dataFlags say where the data are and how they are written.
type dataFlags struct {
	Data      string   `arg:"" placeholder:"DATA.csv" help:"A CSV file with a line of column names, or - for standard input."`
	Delimiter string   `group:"file" enum:"auto,comma,semicolon,tab" default:"auto" help:"What stands between columns: ${enum}."`
	Decimal   string   `group:"file" enum:"auto,point,comma" default:"auto" help:"The sign for decimals: ${enum}."`
	NA        []string `group:"file" name:"na" help:"More spellings of a missing answer, such as -99 (empty, NA, NaN and . are known)."`
	Zone      string   `group:"file" help:"Time zone of times without an offset, such as Europe/Brussels."`
}

func (d dataFlags) source() (study.Source, error) {
	s := study.Source{Path: d.Data, Table: table.Options{
		Delimiter: map[string]byte{"comma": ',', "semicolon": ';', "tab": '\t'}[d.Delimiter],
		Decimal:   map[string]byte{"point": '.', "comma": ','}[d.Decimal], NA: d.NA,
	}}
	if d.Zone == "" {
		return s, nil
	}
	var err error
	if s.Zone, err = time.LoadLocation(d.Zone); err != nil {
		return s, &study.Refusal{What: fmt.Sprintf("there is no time zone “%s”", d.Zone), Do: "Give a name such as Europe/Brussels, America/New_York or UTC"}
	}
	return s, nil
}

// wideFlags name the columns of a file with a row a couple and time. A file
// that has just these three needs none of them.
type wideFlags struct {
	Time   string `placeholder:"COLUMN" help:"Column of the times: numbers, dates, or ISO times."`
	A      string `name:"a" placeholder:"COLUMN" help:"Column of the one partner's answers."`
	B      string `name:"b" placeholder:"COLUMN" help:"Column of the other partner's answers."`
	Couple string `placeholder:"COLUMN" help:"Column that names the couple, where the file has several."`
}

func (w wideFlags) columns() study.Columns {
	return study.Columns{Couple: w.Couple, Time: w.Time, A: w.A, B: w.B}
}

// outFlags say how the result is written.
type outFlags struct {
	JSON bool `group:"output" name:"json" xor:"output" help:"Print one JSON object."`
	CSV  bool `group:"output" name:"csv" xor:"output" help:"Print tidy rows: couple, model, param, estimate, se, lo, hi."`
}

// show writes a result, and turns one that was stopped into an exit code.
func (o outFlags) show(w io.Writer, r *study.Result, err error) error {
	if err != nil {
		return err
	}
	switch {
	case o.JSON:
		err = r.WriteJSON(w)
	case o.CSV:
		err = r.WriteCSV(w)
	default:
		err = r.WriteText(w)
	}
	if err == nil && r.Status == "stopped" {
		return errStopped
	}
	return err
}

var errStopped = errors.New("stopped early: what was written is the part that was done")

// runFlags change how long a command takes, and no result but a seed's.
type runFlags struct {
	Workers int    `group:"run" default:"0" help:"Goroutines to use; 0 is one a processor. The result is the same for any number."`
	Seed    uint64 `group:"run" default:"1" help:"Seed of everything random. The result names it."`
}

func (f runFlags) run(what string) study.Run {
	return study.Run{Workers: f.Workers, Seed: f.Seed, Progress: progress(what)}
}

// repeatFlags time a fit.
type repeatFlags struct {
	Repeat int `group:"run" default:"0" placeholder:"N" help:"Fit N times and add fit_us, the median microseconds of one fit without reading the file."`
}
