package dyad

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Diagnosis is what the standardised residuals of one partner say about the
// model. Small p values speak against it.
type Diagnosis struct {
	N int // residuals

	// LjungBox is the portmanteau statistic of the first Lags autocorrelations
	// of the residuals in the order of the answers (Ljung & Box 1978), against
	// chi-squared with as many degrees of freedom: little is lost by not
	// subtracting parameters that both partners share.
	LjungBox float64
	Lags     int
	LjungP   float64

	// Skewness and Kurtosis (excess), and the omnibus K² of both (D'Agostino,
	// Belanger & D'Agostino 1990), chi-squared with 2 degrees of freedom; NaN
	// below 20 residuals.
	Skewness, Kurtosis float64
	Omnibus, OmnibusP  float64
}

// Diagnose tests the standardised residuals of A and of B.
func (f *OUFit) Diagnose() (a, b Diagnosis) {
	ra, rb := f.Residuals()
	return diagnose(ra), diagnose(rb)
}

func diagnose(residuals []float64) (d Diagnosis) {
	var x []float64
	for _, v := range residuals {
		if !math.IsNaN(v) {
			x = append(x, v)
		}
	}
	d.N = len(x)
	d.Lags = min(10, d.N/5)
	d.LjungBox, d.LjungP = ljungBox(x, d.Lags)
	d.Skewness, d.Kurtosis, d.Omnibus, d.OmnibusP = omnibus(x)
	return d
}

// ljungBox is n(n+2) Σ r_k²/(n-k) and its p value.
func ljungBox(x []float64, lags int) (q, p float64) {
	if lags < 1 {
		return math.NaN(), math.NaN()
	}
	n := float64(len(x))
	mean, sd, _ := moments(x)
	for k := 1; k <= lags; k++ {
		r := 0.0
		for i := k; i < len(x); i++ {
			r += (x[i] - mean) / sd * ((x[i-k] - mean) / sd)
		}
		r /= n
		q += r * r / (n - float64(k))
	}
	q *= n * (n + 2)
	return q, mathext.GammaIncRegComp(float64(lags)/2, q/2)
}

// omnibus is D'Agostino and Pearson's K²: skewness and kurtosis, each brought
// to a standard normal (D'Agostino 1970; Anscombe & Glynn 1983).
func omnibus(x []float64) (skew, kurt, k2, p float64) {
	n := float64(len(x))
	mean, sd, _ := moments(x)
	for _, v := range x {
		z := (v - mean) / sd
		skew += z * z * z / n
		kurt += z * z * z * z / n
	}
	kurt -= 3
	if n < 20 {
		return skew, kurt, math.NaN(), math.NaN()
	}
	zs, zk := skewScore(skew, n), kurtScore(kurt, n)
	k2 = zs*zs + zk*zk
	return skew, kurt, k2, math.Exp(-k2 / 2)
}

func skewScore(skew, n float64) float64 {
	y := skew * math.Sqrt((n+1)*(n+3)/(6*(n-2)))
	b := 3 * (n*n + 27*n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9))
	w2 := math.Sqrt(2*(b-1)) - 1
	return math.Asinh(y/math.Sqrt(2/(w2-1))) / math.Sqrt(math.Log(w2)/2)
}

func kurtScore(kurt, n float64) float64 {
	mean := 3*(n-1)/(n+1) - 3
	v := 24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5))
	x := (kurt - mean) / math.Sqrt(v)
	b := 6 * (n*n - 5*n + 2) / ((n + 7) * (n + 9)) * math.Sqrt(6*(n+3)*(n+5)/(n*(n-2)*(n-3)))
	a := 6 + 8/b*(2/b+math.Sqrt(1+4/(b*b)))
	t := (1 - 2/a) / (1 + x*math.Sqrt(2/(a-4)))
	return (1 - 2/(9*a) - math.Cbrt(t)) / math.Sqrt(2/(9*a))
}
