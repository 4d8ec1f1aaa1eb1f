// Package fdist is Fisher's F distribution and chi-squared: what tests and
// intervals of variances and of several effects at once need of them.
//
// Deliberately absent: densities, random numbers, and non-central kin.
package fdist

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Quantile is the p quantile of F with d1 and d2 degrees of freedom,
// 0 < p < 1 (Abramowitz & Stegun 1964, 26.6.2 inverted).
func Quantile(p, d1, d2 float64) float64 {
	if p > 0.5 {
		return 1 / Quantile(1-p, d2, d1)
	}
	x := mathext.InvRegIncBeta(d1/2, d2/2, p)
	return d2 * x / (d1 * (1 - x))
}

// Upper is the probability that F is at least x.
func Upper(x, d1, d2 float64) float64 {
	switch {
	case x <= 0:
		return 1
	case math.IsInf(x, 1):
		return 0
	}
	return mathext.RegIncBeta(d2/2, d1/2, d2/(d2+d1*x))
}

// ChiSquaredUpper is the probability that chi-squared with df degrees of
// freedom is at least x.
func ChiSquaredUpper(x, df float64) float64 {
	if x <= 0 {
		return 1
	}
	return mathext.GammaIncRegComp(df/2, x/2)
}

// ChiSquaredQuantile is the p quantile of chi-squared, 0 < p < 1.
func ChiSquaredQuantile(p, df float64) float64 {
	return 2 * mathext.GammaIncRegInv(df/2, p)
}
