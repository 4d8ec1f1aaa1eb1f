package dyad

import "math"

// PowerFit is what the simulated studies came to.
type PowerFit struct {
	Done, Total int // studies, done and asked for

	// Status counts how the fits ended; Refused those whose data could not be
	// used, with the first complaint in Complaint.
	Status    map[Status]int
	Refused   int
	Complaint error

	Params []PowerParam
}

// Share is a proportion with its Monte Carlo standard error, √(p(1-p)/n).
type Share struct{ Value, SE float64 }

// PowerParam is how one parameter fared over the studies that have it.
type PowerParam struct {
	Name string

	Truth    float64 // NaN when not known: then there is no bias, coverage, RMSE
	N        int     // studies with an estimate
	Interval int     // of them, with an interval

	Mean, SD     float64 // of the estimates
	Bias, BiasSE float64 // mean estimate - truth
	RMSE, RMSESE float64
	MeanSE       float64 // of the studies' own standard errors, where finite

	// Coverage is the share of intervals that hold the truth, among those
	// studies that have an interval.
	Coverage Share

	// Detect is the share of all studies with an estimate whose interval
	// excludes 0: power where the truth is not 0, false positives where it is.
	// Above and Below split it by the sign.
	Detect, Above, Below Share
}

// Param finds a parameter's summary by name.
func (f *PowerFit) Param(name string) (PowerParam, bool) {
	for _, p := range f.Params {
		if p.Name == name {
			return p, true
		}
	}
	return PowerParam{}, false
}

func (d PowerDesign) summary(tries []powerTry) *PowerFit {
	f := &PowerFit{Total: len(tries), Status: map[Status]int{}}
	for _, t := range tries {
		switch {
		case !t.done:
			continue
		case t.err != nil:
			if f.Refused++; f.Complaint == nil {
				f.Complaint = t.err
			}
		default:
			f.Status[t.fit.Status]++
		}
		f.Done++
	}
	for _, name := range d.names(tries) {
		f.Params = append(f.Params, powerSummary(name, d.truth(name), powerParams(name, tries)))
	}
	return f
}

// names are those asked for, or all that occur, in the order of the fits.
func (d PowerDesign) names(tries []powerTry) []string {
	if d.Names != nil {
		return d.Names
	}
	var names []string
	seen := map[string]bool{}
	for _, t := range tries {
		for _, p := range t.fit.Params {
			if !seen[p.Name] {
				seen[p.Name] = true
				names = append(names, p.Name)
			}
		}
	}
	return names
}

// powerParams are one parameter's estimates, from fits that may be read.
func powerParams(name string, tries []powerTry) []Param {
	var out []Param
	for _, t := range tries {
		if p, ok := t.fit.Param(name); ok && t.fit.Status != NotConverged && !math.IsNaN(p.Estimate) {
			out = append(out, p)
		}
	}
	return out
}

func powerSummary(name string, truth float64, ps []Param) PowerParam {
	s := PowerParam{Name: name, Truth: truth, N: len(ps)}
	var estimates, errors, squares, ses []float64
	covered, above, below := 0, 0, 0
	for _, p := range ps {
		e := p.Estimate - truth
		estimates, errors, squares = append(estimates, p.Estimate), append(errors, e), append(squares, e*e)
		if !math.IsNaN(p.SE) {
			ses = append(ses, p.SE)
		}
		if math.IsNaN(p.Lo) || math.IsNaN(p.Hi) {
			continue
		}
		s.Interval++
		covered += powerCount(p.Lo <= truth && truth <= p.Hi)
		above += powerCount(p.Lo > 0)
		below += powerCount(p.Hi < 0)
	}
	s.Mean, s.SD = powerMoments(estimates)
	var sd float64
	s.Bias, sd = powerMoments(errors)
	s.BiasSE = sd / math.Sqrt(float64(len(ps)))
	s.MeanSE, _ = powerMoments(ses)
	s.RMSE, sd = powerMoments(squares)
	s.RMSE = math.Sqrt(s.RMSE)
	s.RMSESE = sd / math.Sqrt(float64(len(ps))) / (2 * s.RMSE)
	s.Coverage = powerShare(covered, s.Interval)
	if math.IsNaN(truth) {
		s.Coverage = Share{math.NaN(), math.NaN()}
	}
	s.Detect, s.Above, s.Below = powerShare(above+below, s.N), powerShare(above, s.N), powerShare(below, s.N)
	return s
}

func powerCount(b bool) int {
	if b {
		return 1
	}
	return 0
}

func powerShare(k, n int) Share {
	p := float64(k) / float64(n)
	return Share{p, math.Sqrt(p * (1 - p) / float64(n))}
}

// powerMoments are mean and sample standard deviation, NaN where too few.
func powerMoments(x []float64) (mean, sd float64) {
	if len(x) == 0 {
		return math.NaN(), math.NaN()
	}
	for _, v := range x {
		mean += v / float64(len(x))
	}
	ss := 0.0
	for _, v := range x {
		ss += (v - mean) * (v - mean)
	}
	if len(x) < 2 {
		return mean, math.NaN()
	}
	return mean, math.Sqrt(ss / float64(len(x)-1))
}
