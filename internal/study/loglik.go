package study

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"pleach/dyad"
)

// ouNames are the parameters that a file of values may give, each with the
// name of its matrix and its place there.
var ouNames = map[string]func(*dyad.OUParams) []*float64{
	"drift.aa":     func(p *dyad.OUParams) []*float64 { return []*float64{&p.Drift[0][0]} },
	"drift.ab":     func(p *dyad.OUParams) []*float64 { return []*float64{&p.Drift[0][1]} },
	"drift.ba":     func(p *dyad.OUParams) []*float64 { return []*float64{&p.Drift[1][0]} },
	"drift.bb":     func(p *dyad.OUParams) []*float64 { return []*float64{&p.Drift[1][1]} },
	"diffusion.aa": func(p *dyad.OUParams) []*float64 { return []*float64{&p.Diffusion[0][0]} },
	"diffusion.ab": func(p *dyad.OUParams) []*float64 { return []*float64{&p.Diffusion[0][1], &p.Diffusion[1][0]} },
	"diffusion.bb": func(p *dyad.OUParams) []*float64 { return []*float64{&p.Diffusion[1][1]} },
	"mean.a":       func(p *dyad.OUParams) []*float64 { return []*float64{&p.Mean[0]} },
	"mean.b":       func(p *dyad.OUParams) []*float64 { return []*float64{&p.Mean[1]} },
	"noise.a":      func(p *dyad.OUParams) []*float64 { return []*float64{&p.Noise[0]} },
	"noise.b":      func(p *dyad.OUParams) []*float64 { return []*float64{&p.Noise[1]} },
}

const paramsHelp = `Write {"drift": [[aa, ab], [ba, bb]], "diffusion": [[aa, ab], [ab, bb]], "mean": [a, b], "noise": [a, b]}, the single names ("drift.ab": 0.1), or give what --json printed`

// ReadOUParams reads values of the continuous-time model from a JSON file:
// matrices, single names, or the object that --json prints. Only noise may be
// left out; it is zero then. What a printed fit has besides, such as cycles, is
// ignored and named.
func ReadOUParams(path string) (p dyad.OUParams, ignored []string, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil, &Refusal{path + ": there is no such file", "Give the file of values as --params"}
	}
	if err != nil {
		return p, nil, err
	}
	values, printed, err := flatten(data)
	if err != nil {
		return p, nil, &Refusal{path + ": " + err.Error(), paramsHelp}
	}
	if printed {
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if ouNames[name] == nil {
				delete(values, name)
				ignored = append(ignored, name)
			}
		}
	}
	if err := fill(&p, values); err != nil {
		return p, nil, &Refusal{path + ": " + err.Error(), paramsHelp}
	}
	return p, ignored, nil
}

func fill(p *dyad.OUParams, values map[string]float64) error {
	if ba, ok := values["diffusion.ba"]; ok {
		if ab, both := values["diffusion.ab"]; both && ab != ba {
			return fmt.Errorf("diffusion is not symmetric: ab is %v and ba is %v", ab, ba)
		}
		values["diffusion.ab"] = ba
		delete(values, "diffusion.ba")
	}
	for name := range values {
		if ouNames[name] == nil {
			return fmt.Errorf("the model has no parameter “%s”", name)
		}
	}
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(ouNames)) {
		v, given := values[name]
		if !given && !strings.HasPrefix(name, "noise") {
			missing = append(missing, name)
		}
		for _, place := range ouNames[name](p) {
			*place = v
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("no value is given for %s", strings.Join(missing, ", "))
	}
	return nil
}

// LogLikOU is the log-likelihood of a couple's answers at given values.
func LogLikOU(src Source, c Columns, path string, run Run) (*Result, error) {
	params, ignored, err := ReadOUParams(path)
	if err != nil {
		return nil, err
	}
	p, err := src.Panel(c)
	if err != nil {
		return nil, err
	}
	total := 0.0
	r := &Result{Model: "ou", Method: "given", Status: "evaluated", NCouples: len(p.Couples)}
	for _, couple := range p.Couples {
		v, us, err := timed(run, func() (float64, error) { return dyad.LogLikOU(couple.Series, params) })
		if err != nil {
			return nil, explain(err, p.Table, couple, p.Columns.Time)
		}
		total += v
		r.NObs += answers(couple.Series)
		r.FitUS = us
	}
	r.LogLik = Number(total)
	r.Heading = fmt.Sprintf("The continuous-time model at the values of %s: a is %s, b is %s", path, p.Columns.A, p.Columns.B)
	ignored = slices.DeleteFunc(ignored, func(name string) bool { return name == "innovation.cor" })
	if len(ignored) > 0 {
		r.note("This is the model of the means alone; left out are " + strings.Join(ignored, ", ") + ".")
	}
	p.into(r)
	return r, nil
}
