package dyad

import (
	"math"
	"slices"

	"pleach/dyad/internal/spd"
)

// bootstrap replaces the shares' standard errors and intervals by those of
// samples drawn from the fit, each pooled as the data were: their standard
// deviation and middle 95% (Efron & Tibshirani 1993, chapter 6).
func (d *poolData) bootstrap(f *PoolFit, l *poolLikelihood) {
	spread := l.root()
	roots := make([][]float64, d.n)
	for i, s := range d.s {
		roots[i] = append([]float64(nil), s...)
		spd.Cholesky(roots[i], d.p, 0)
	}
	shares := make([][]float64, d.Bootstrap)
	each(d.Bootstrap, d.Workers, func(i int) { shares[i] = d.replicate(f, spread, roots, i) })
	for j := range d.p {
		values := make([]float64, len(shares))
		for i, s := range shares {
			values[i] = s[j]
		}
		a := &f.Quantities[j].Above
		_, a.SE = powerMoments(values)
		slices.Sort(values)
		a.Lo, a.Hi = quantileSorted(values, .025), quantileSorted(values, .975)
	}
}

// replicate is one sample's shares: y* = μ + T½z + chol(S)z'.
func (d *poolData) replicate(f *PoolFit, spread []float64, roots [][]float64, i int) []float64 {
	rng, p := stream(d.Seed, i), d.p
	drawn := *d
	drawn.y = make([][]float64, d.n)
	z := make([]float64, 2*p)
	for c := range drawn.y {
		for k := range z {
			z[k] = rng.NormFloat64()
		}
		y := make([]float64, p)
		for j := range p {
			y[j] = f.Params[j].Estimate / d.unit[j]
			for k := range p {
				y[j] += spread[j*p+k] * z[k]
			}
			for k := range j + 1 {
				y[j] += roots[c][j*p+k] * z[p+k]
			}
		}
		drawn.y[c] = y
	}
	l := newPoolLikelihood(&drawn)
	copy(l.t, l.bestFrom([][]float64{drawn.spread()}).t)
	l.settle()
	l.solve()
	out := make([]float64, p)
	for j := range out {
		out[j] = poolShare(l.mu[j]*d.unit[j], math.Sqrt(l.t[j*p+j])*d.unit[j], d.Thresholds[j])
	}
	return out
}
