package fdist

import (
	"math"
	"testing"
)

// The numbers are R's qf, pf, qchisq and pchisq.
func TestQuantilesAndTailsAreTheTables(t *testing.T) {
	for _, c := range []struct{ got, want float64 }{
		{Quantile(.975, 39, 520), 1.52043563383},
		{Quantile(.025, 39, 520), 0.598948707534},
		{Quantile(.975, 1, 3), 17.4434433207},
		{Quantile(.025, 147, 441), 0.760591327454},
		{Quantile(.9, 2.5, 7.1), 3.13651600997},
		{Quantile(.025, 1, 50), 0.000991948237838},
		{Quantile(.025, 5000, 20000), 0.956837051687},
		{Upper(3.2, 4, 30), 0.0265715328859},
		{Upper(1e-3, 4, 30), 0.999997869887},
		{ChiSquaredUpper(7.092, 6), 0.312422882881},
		{ChiSquaredUpper(80, 3), 3.06927748617e-17},
		{ChiSquaredQuantile(.975, 29), 45.7222858042},
		{ChiSquaredQuantile(.025, 1), 0.000982069117175},
	} {
		if !(math.Abs(c.got-c.want) < 1e-9*c.want) {
			t.Errorf("%.13g, the table has %.13g", c.got, c.want)
		}
	}
}

func TestEndsAreZeroAndOne(t *testing.T) {
	if Upper(math.Inf(1), 2, 3) != 0 || Upper(0, 2, 3) != 1 || ChiSquaredUpper(0, 2) != 1 {
		t.Error("a tail from the end of the line is all or nothing")
	}
}
