package dyad

import (
	"math"
	"testing"
)

// ouChanged is a usual couple with each row changed.
func ouChanged(change func(i int, t, a, b *float64)) Series {
	s := ouBeeps(100, 3)
	for i := range s.T {
		change(i, &s.T[i], &s.A[i], &s.B[i])
	}
	return s
}

var ouOdd = map[string]Series{
	"nine rows":                {ouBeeps(9, 3).T, ouBeeps(9, 3).A, ouBeeps(9, 3).B},
	"B answered six times":     ouChanged(func(i int, t, a, b *float64) { *b += math.Sqrt(float64(-(i % 17))) }),
	"never both":               ouChanged(func(i int, t, a, b *float64) { *[]*float64{a, b}[i%2] = math.NaN() }),
	"first A, then B":          ouChanged(func(i int, t, a, b *float64) { *[]*float64{a, b}[i/50] = math.NaN() }),
	"whole numbers":            ouChanged(func(i int, t, a, b *float64) { *a, *b = math.Round(*a), math.Round(*b) }),
	"one jump":                 ouChanged(func(i int, t, a, b *float64) { *a = math.Floor(float64(i) / 50) }),
	"one outlier":              ouChanged(func(i int, t, a, b *float64) { *a += 1e6 * math.Floor(float64(i)/99) }),
	"far from zero":            ouChanged(func(i int, t, a, b *float64) { *a += 1e9; *b -= 1e9 }),
	"nearly the same":          ouChanged(func(i int, t, a, b *float64) { *b = *a + 1e-4*math.Sin(float64(i*i)) }),
	"a pure swing":             ouChanged(func(i int, t, a, b *float64) { *a, *b = math.Sin(*t), math.Cos(*t) }),
	"up and down":              ouChanged(func(i int, t, a, b *float64) { *t = float64(i); *a += 30 * float64(i%2); *b += 30 * float64(i%2) }),
	"a straight line":          ouChanged(func(i int, t, a, b *float64) { *a, *b = *t, math.Mod(*t, 3)-2**t }),
	"rows a moment apart":      ouChanged(func(i int, t, a, b *float64) { *t = float64(i/2) + 1e-9*float64(i%2) }),
	"a gap of a hundred years": ouChanged(func(i int, t, a, b *float64) { *t += 1e6 * math.Floor(float64(i)/50) }),
	"milliseconds since 1970":  ouChanged(func(i int, t, a, b *float64) { *t = 1.7e12 + 3.6e6**t }),
	"nothing but noise, equally": ouChanged(func(i int, t, a, b *float64) {
		*t = float64(i)
		*a, *b = math.Sin(float64(i*i*i)), math.Cos(float64(7*i*i))
	}),
}

// Odd couples get estimates that are numbers, intervals around them, and the
// same answer when the partners change names; never a panic.
func TestOddCouplesInContinuousTime(t *testing.T) {
	for name, s := range ouOdd {
		for _, o := range []OUOptions{{Noise: NoiseFree}, {Prior: PriorDefault}} {
			f, err := FitOU(s, o)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			for _, p := range append(append(append([]Param(nil), f.Params...), f.CrossLags(1)...), f.StandardisedCrossLags(1)...) {
				known := f.Status != Converged || p.SE > 0
				if math.IsNaN(p.Estimate) || math.IsInf(p.Estimate, 0) || p.Lo > p.Estimate || p.Hi < p.Estimate || !known {
					t.Errorf("%s, %+v, %s: %+v", name, o, f.Status, p)
				}
			}
			f.Smooth()
			f.Diagnose()
			if g, err := FitOU(s.Swap(), o); err != nil || g.LogLik != f.LogLik || g.Status != f.Status {
				t.Errorf("%s, %+v: swapped it is not the same (%v)", name, o, err)
			}
		}
	}
}

func TestWhatCannotBeFittedIsSaidClearly(t *testing.T) {
	twelve := ouChanged(func(i int, t, a, b *float64) { *t = float64(12 * i) })
	for want, c := range map[string]struct {
		s Series
		o OUOptions
	}{
		"dyad: there are no rows: give at least a few weeks of answers": {},
		"dyad: all answers of B are the same: what never changes cannot follow anything; leave this couple out": {
			s: ouChanged(func(i int, t, a, b *float64) { *b = 4 })},
		"dyad: no answer of A is there: give both partners' answers": {
			s: ouChanged(func(i int, t, a, b *float64) { *a = math.NaN() })},
		"dyad: one partner's answers are a linear function of the other's: they are one series, not two; leave this couple out": {
			s: ouChanged(func(i int, t, a, b *float64) { *b = 3 - 2**a })},
		"dyad: too few answers of B: collect more, or ask for fewer cycles and covariates: each partner needs four more answers than coefficients": {
			s: ouChanged(func(i int, t, a, b *float64) { *b += math.Sqrt(float64(-(i % 17))) }), o: OUOptions{Cycles: []float64{24, 168}}},
		"dyad: in the rows of B's answers, sin.24 is constant, or a linear function of what stands before it: leave it out": {
			s: twelve, o: OUOptions{Cycles: []float64{24}}},
		"dyad: the covariate weekend is not as long as the series: give one value a row": {
			s: twelve, o: OUOptions{Covariates: []Covariate{{"weekend", []float64{1, 0}}}}},
		"dyad: the answers of A are of a size that cannot be squared: give them in another unit": {
			s: ouChanged(func(i int, t, a, b *float64) { *a *= 1e200 })},
	} {
		if _, err := FitOU(c.s, c.o); err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}
