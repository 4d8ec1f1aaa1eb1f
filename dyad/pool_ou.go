package dyad

import (
	"fmt"
	"math"
	"slices"
)

// poolOUNames are what [PoolOUFits] pools.
var poolOUNames = []string{"drift.aa", "drift.ab", "drift.ba", "drift.bb", "innovation.z", "state.z"}

// PoolOUFits pools couples that were fitted one by one with [FitOU]: drift.aa,
// drift.ab, drift.ba, drift.bb in 1/time, and on Fisher's z scale innovation.z,
// the innovations' correlation, and state.z, that of the states, whose means and
// ends are taken back by tanh. (Driver & Voelkle 2018 do the like in one stage.)
// names are the couples', or nil; o.Names is not looked at. Thresholds, if
// given, are six.
//
// Fit the couples with PriorDefault: by maximum likelihood short series have
// estimates at the edge of the space, and the rest, which is those with slow
// drifts, would be pooled. PoolOptions.Common is implied. Priors do pull, and
// more couples do not help: at 200 answers a couple the mean of drift.aa comes
// out at -.38 for -.40 and that of innovation.z at .30 for .24, so intervals of
// means are too narrow there (docs/engine-validation.md). False positives stay
// at their 5%, and state.z holds best.
//
// Fits without a standard error of one of the six, as at a boundary of the
// drift, and fits that did not converge or are nil, cannot be weighed: they are
// left out and counted in Dropped. So is what their couples would have said: when
// many are dropped, the rest are those whose data told more.
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
	o.Names, o.Common = poolOUNames, true
	f, err := PoolOU(estimates, o)
	if err != nil {
		return nil, err
	}
	if n := len(fits) - len(estimates); n > 0 {
		f.Dropped = append(f.Dropped, Dropped{"the couple's fit has no standard errors", n})
	}
	return f, nil
}

// ouEstimate takes the six quantities of a fit; ok is false where it has not
// all their covariances.
func ouEstimate(f *OUFit) (e CoupleEstimate, ok bool) {
	if f == nil || f.Status == NotConverged || f.Status == NotIdentified {
		return e, false
	}
	qs := f.dynamics()
	qs = append(qs[:4:4], qs[7], f.stateCorrelation())
	if f.swapped {
		qs[0], qs[1], qs[2], qs[3] = qs[3], qs[2], qs[1], qs[0]
	}
	for i := range qs {
		if q := &qs[i]; q.scale == ouFisherScale {
			for k := range q.point {
				q.point[k] /= 1 - q.value*q.value
			}
			q.value = math.Atanh(q.value)
		}
		e.Values = append(e.Values, qs[i].value)
	}
	var flat []float64
	for i := range qs {
		row := make([]float64, len(qs))
		for j := range qs {
			row[j] = f.between(&qs[i], &qs[j])
		}
		e.Cov, flat = append(e.Cov, row), append(flat, row...)
	}
	return e, covariance(flat, len(qs)) && !slices.ContainsFunc(e.Values, func(v float64) bool { return !finite(v) })
}
