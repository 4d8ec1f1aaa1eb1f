package study

import (
	"encoding/json"
	"math"
	"strconv"

	"pleach/dyad"
)

// Number is a float that JSON writes as null when it is NaN or infinite.
type Number float64

// MarshalJSON writes the shortest digits that give the number back, or null.
func (n Number) MarshalJSON() ([]byte, error) {
	if v := float64(n); math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

// UnmarshalJSON reads null as NaN.
func (n *Number) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	v, err := strconv.ParseFloat(string(data), 64)
	*n = Number(v)
	return err
}

// Param is an estimate with its standard error and 95% interval; what the fit
// cannot say is NaN, and null in JSON.
type Param struct {
	Name     string `json:"name"`
	Estimate Number `json:"estimate"`
	SE       Number `json:"se"`
	Lo       Number `json:"lo"`
	Hi       Number `json:"hi"`
}

// Dropped counts what was not used, and says why.
type Dropped struct {
	Why   string `json:"why"`
	Count int    `json:"count"`
}

// Result is the answer of every command. Which of its parts are there depends
// on the command; Model, Method and Status always are.
type Result struct {
	Couple   string         `json:"couple,omitempty"` // in a result about one couple of several
	Model    string         `json:"model"`
	Method   string         `json:"method"`
	Status   string         `json:"status"`
	LogLik   Number         `json:"loglik"`
	NObs     int            `json:"n_obs"`
	NCouples int            `json:"n_couples"`
	Params   []Param        `json:"params"`
	Derived  []Param        `json:"derived,omitempty"` // made from Params: half-lives, lags at an interval
	Tests    []Test         `json:"tests,omitempty"`
	Power    []Cell         `json:"power,omitempty"`
	Pseudo   *PseudoCouples `json:"pseudo,omitempty"`
	Dropped  []Dropped      `json:"dropped"`
	Notes    []string       `json:"notes"`
	Couples  []Result       `json:"couples,omitempty"`
	Seed     *uint64        `json:"seed,omitempty"`
	FitUS    *Number        `json:"fit_us,omitempty"` // median microseconds of one fit

	// Heading and Legend explain the table to people; JSON readers have the
	// documentation.
	Heading string   `json:"-"`
	Shown   []string `json:"-"` // estimates in the table of couples; nil: the first ones
	Legend  []string `json:"-"`
}

// Test is a hypothesis that was tested.
type Test struct {
	Name      string `json:"name"`
	Statistic Number `json:"statistic"`
	DF        Number `json:"df"`
	P         Number `json:"p"`
}

func ofFit(f *dyad.Fit) *Result {
	r := &Result{
		Model: f.Model, Method: f.Method, Status: string(f.Status), LogLik: Number(f.LogLik),
		NObs: f.NObs, NCouples: f.NCouples, Params: ofParams(f.Params), Notes: []string{},
	}
	for _, d := range f.Dropped {
		r.drop(d.Why, d.Count)
	}
	return r
}

func ofParams(params []dyad.Param) []Param {
	out := make([]Param, 0, len(params))
	for _, p := range params {
		out = append(out, ofParam(p))
	}
	return out
}

func ofParam(p dyad.Param) Param {
	return Param{p.Name, Number(p.Estimate), Number(p.SE), Number(p.Lo), Number(p.Hi)}
}

// drop adds to what was not used; the same reason is counted together.
func (r *Result) drop(why string, count int) {
	if count == 0 {
		return
	}
	for i := range r.Dropped {
		if r.Dropped[i].Why == why {
			r.Dropped[i].Count += count
			return
		}
	}
	r.Dropped = append(r.Dropped, Dropped{why, count})
}

func (r *Result) note(text string) { r.Notes = append(r.Notes, text) }

// Param finds an estimate by its name.
func (r *Result) Param(name string) (Param, bool) {
	for _, list := range [][]Param{r.Params, r.Derived} {
		for _, p := range list {
			if p.Name == name {
				return p, true
			}
		}
	}
	return Param{}, false
}
