package study

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"strconv"
)

// WriteJSON writes the result as one JSON object. Numbers have all their
// digits; what cannot be said is null.
func (r *Result) WriteJSON(w io.Writer) error {
	r.complete()
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// complete makes lists that scripts may rely on: empty, never null.
func (r *Result) complete() {
	if r.Params == nil {
		r.Params = []Param{}
	}
	if r.Dropped == nil {
		r.Dropped = []Dropped{}
	}
	if r.Notes == nil {
		r.Notes = []string{}
	}
	for i := range r.Couples {
		r.Couples[i].complete()
	}
}

// WriteCSV writes every estimate as a row: couple, model, param, estimate, se,
// lo, hi. What cannot be said is empty.
func (r *Result) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"couple", "model", "param", "estimate", "se", "lo", "hi"})
	for i := range r.Couples {
		r.Couples[i].tidy(out)
	}
	r.tidy(out)
	out.Flush()
	return out.Error()
}

func (r *Result) tidy(out *csv.Writer) {
	for _, list := range [][]Param{r.Params, r.Derived} {
		for _, p := range list {
			_ = out.Write([]string{r.Couple, r.Model, p.Name, digits(p.Estimate), digits(p.SE), digits(p.Lo), digits(p.Hi)})
		}
	}
}

func digits(n Number) string {
	if v := float64(n); !math.IsNaN(v) && !math.IsInf(v, 0) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return ""
}
