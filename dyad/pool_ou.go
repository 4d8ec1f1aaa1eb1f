package dyad

import (
	"fmt"
	"math"
)

// poolOUNames are what [PoolOUFits] pools.
var poolOUNames = []string{"drift.aa", "drift.ab", "drift.ba", "drift.bb", "innovation.z"}

// PoolOUFits pools couples that were fitted one by one with [FitOU]: drift.aa,
// drift.ab, drift.ba, drift.bb in 1/time, and innovation.z, Fisher's z of the
// innovations' correlation, whose mean and ends are taken back by tanh. (Driver
// & Voelkle 2018 do the same in one stage.) names are the couples', or nil;
// o.Names is not looked at. Thresholds, if given, are five.
//
// Fits without a standard error of one of the five, as at a boundary of the
// drift, and fits that did not converge or are nil, cannot be weighed: they are
// left out and counted in Dropped. So is what their couples would have said: when
// many are dropped, the rest are those whose data told more.
//
// The covariances are taken as known, and a drift estimate is the less sure the
// larger it is: with few answers a couple (below about 100) means of own drifts
// come out a little too near zero.
func PoolOUFits(fits []*OUFit, names []string, o PoolOptions) (*PoolFit, error) {
	if names != nil && len(names) != len(fits) {
		return nil, badInput(fmt.Sprintf("%d couples and %d names", len(fits), len(names)), "name every couple, or none")
	}
	var estimates []CoupleEstimate
	for i, f := range fits {
		e, ok := ouEstimate(f)
		if !ok {
			continue
		}
		if e.Name = fmt.Sprint(i + 1); names != nil {
			e.Name = names[i]
		}
		estimates = append(estimates, e)
	}
	o.Names = poolOUNames
	f, err := PoolOU(estimates, o)
	if err != nil {
		return nil, err
	}
	if n := len(fits) - len(estimates); n > 0 {
		f.Dropped = append(f.Dropped, Dropped{"the couple's fit has no standard errors", n})
	}
	return f, nil
}

// ouEstimate takes the five quantities of a fit; ok is false where it has not
// all their covariances.
func ouEstimate(f *OUFit) (e CoupleEstimate, ok bool) {
	if f == nil || f.Status == NotConverged || f.Status == NotIdentified {
		return e, false
	}
	var at [5]int
	var slope [5]float64
	for i, name := range []string{"drift.aa", "drift.ab", "drift.ba", "drift.bb", "innovation.cor"} {
		at[i] = -1
		for j, p := range f.Params {
			if p.Name == name {
				at[i] = j
			}
		}
		if at[i] < 0 {
			return e, false
		}
		value := f.Params[at[i]].Estimate
		slope[i] = 1
		if name == "innovation.cor" {
			slope[i], value = 1/(1-value*value), math.Atanh(value)
		}
		if !finite(value) {
			return e, false
		}
		e.Values = append(e.Values, value)
	}
	var flat []float64
	for i := range at {
		row := make([]float64, len(at))
		for j := range at {
			row[j] = slope[i] * f.Covariance[at[i]][at[j]] * slope[j]
		}
		e.Cov, flat = append(e.Cov, row), append(flat, row...)
	}
	return e, covariance(flat, len(at))
}
