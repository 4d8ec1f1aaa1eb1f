// Package student is Student's t distribution: what intervals and tests of
// regressions need of it.
//
// Deliberately absent: the density, random numbers, and the non-central kin.
package student

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Quantile is the p quantile of t with df degrees of freedom, 0 < p < 1 and
// df > 0 (Abramowitz & Stegun 1964, 26.5.27 inverted). Relative error about
// 1e-12.
func Quantile(p, df float64) float64 {
	if p < 0.5 {
		return -Quantile(1-p, df)
	}
	x := mathext.InvRegIncBeta(df/2, 0.5, 2*(1-p))
	return math.Sqrt(df * (1 - x) / x)
}

// TwoSided is the probability that |t| is at least |x|.
func TwoSided(x, df float64) float64 {
	if math.IsInf(x, 0) {
		return 0
	}
	return mathext.RegIncBeta(df/2, 0.5, df/(df+x*x))
}

// FTail is the probability that F with d1 and d2 degrees of freedom is at
// least x ≥ 0 (Abramowitz & Stegun 1964, 26.6.2).
func FTail(x, d1, d2 float64) float64 {
	if math.IsInf(x, 1) {
		return 0
	}
	return mathext.RegIncBeta(d2/2, d1/2, d2/(d2+d1*x))
}
