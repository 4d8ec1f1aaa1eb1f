package dyad

import (
	"math"
	"testing"
)

// referenceCouples are the couples of a file, each its own series of days.
func referenceCouples(t testing.TB, file string) []Series {
	d := referenceDiary(t, file)
	var couples []Series
	for i, c := range d.Couple {
		if c == len(couples) {
			couples = append(couples, Series{})
		}
		s := &couples[c]
		s.T, s.A, s.B = append(s.T, d.Time[i]), append(s.A, d.A[i]), append(s.B, d.B[i])
	}
	return couples
}

func TestSynchronyAgreesWithR(t *testing.T) {
	for name, detrend := range map[string]bool{"synchrony, detrended": true, "synchrony, plain": false} {
		fit, err := Synchrony(referenceCouples(t, "lapim.csv"), SynchronyOptions{Detrend: detrend, Surrogates: 50, Pseudo: true})
		if err != nil {
			t.Fatal(err)
		}
		mean, _ := fit.Param("synchrony.mean")
		got := map[string]float64{
			"real.mean": mean.Estimate, "pseudo.mean": fit.Pseudo.Mean, "pseudo.95": fit.Pseudo.P95, "exceeding": float64(fit.Pseudo.Exceed),
			"couple.101": fit.Couples[0].R, "couple.102": fit.Couples[1].R, "couple.103": fit.Couples[2].R,
		}
		for what, want := range reference(t, name).Estimate {
			if math.Abs(got[what]-want) > 1e-9 {
				t.Errorf("%s: %s is %.9f, R has %.9f", name, what, got[what], want)
			}
		}
	}
}
