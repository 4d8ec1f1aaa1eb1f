package study

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"pleach/dyad"
)

// SimulateOptions are a planned study as a researcher writes it.
type SimulateOptions struct {
	Model  string // "var" (also for lapim) or "ou"
	Values string // JSON file of true values; empty: a typical couple
	Design dyad.Design
}

// truth is the process that is simulated.
func (o SimulateOptions) truth() (dyad.Process, error) {
	if o.Model == "ou" {
		return o.ouTruth()
	}
	return o.varTruth()
}

// varNames are the values that a file may give for the equally spaced model,
// under the names of its parameters.
func varNames(p *dyad.VARTruth) map[string]*float64 {
	return map[string]*float64{
		"lag.aa": &p.Lag[0][0], "lag.ab": &p.Lag[0][1], "lag.ba": &p.Lag[1][0], "lag.bb": &p.Lag[1][1],
		"innovation.aa": &p.Innovation[0][0], "innovation.ab": &p.Innovation[0][1], "innovation.bb": &p.Innovation[1][1],
		"mean.a": &p.Mean[0], "mean.b": &p.Mean[1],
		"mean.sd.a": &p.MeanSD[0], "mean.sd.b": &p.MeanSD[1], "mean.cor": &p.MeanCor,
		"lag.sd.aa": &p.LagSD[0][0], "lag.sd.ab": &p.LagSD[0][1], "lag.sd.ba": &p.LagSD[1][0], "lag.sd.bb": &p.LagSD[1][1],
	}
}

func (o SimulateOptions) varTruth() (dyad.Process, error) {
	p := dyad.TypicalVAR()
	p.Mean, p.MeanSD, p.MeanCor = [2]float64{5, 5}, [2]float64{.5, .5}, .4
	if o.Values == "" {
		return p, nil
	}
	err := o.fill(varNames(&p))
	p.Innovation[1][0] = p.Innovation[0][1]
	return p, err
}

// fill puts a file's values into their places.
func (o SimulateOptions) fill(names map[string]*float64) error {
	values, printed, err := readValues(o.Values)
	if err != nil {
		return err
	}
	for name, v := range values {
		if name == "diffusion.ba" || name == "innovation.ba" {
			continue // the other half of a symmetric matrix
		}
		place, known := names[name]
		if !known && printed {
			continue // made from the model's own values
		}
		if !known {
			return &Refusal{fmt.Sprintf("%s: the model has no value “%s”", o.Values, name), "It has " + strings.Join(slices.Sorted(maps.Keys(names)), ", ")}
		}
		*place = v
	}
	return nil
}

// Simulate writes a simulated study as a wide CSV file: couple, beep (the
// number of the row), t in hours, both answers, and whether the two were
// together.
func Simulate(o SimulateOptions, w io.Writer) error {
	p, err := o.truth()
	if err != nil {
		return err
	}
	couples, err := dyad.Simulate(p, o.Design)
	if err != nil {
		return plain(err)
	}
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("couple,beep,t,a,b,together\n")
	for i, c := range couples {
		for k, t := range c.T {
			fmt.Fprintf(out, "%d,%d,%s,%s,%s,%g\n", i+1, k, short(t), short(c.A[k]), short(c.B[k]), c.Together[k])
		}
	}
	return out.Flush()
}

// short is a value with the digits that a study would have, and NA for none.
func short(v float64) string {
	if math.IsNaN(v) {
		return "NA"
	}
	return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64)
}
