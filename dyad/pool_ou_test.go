package dyad

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Thirty couples who differ in one cross-drift, and are otherwise alike: the
// pool finds the means, and the spread where it is.
func TestCouplesInContinuousTimeArePooled(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	var fits []*OUFit
	for range 30 {
		p := OUParams{Drift: [2][2]float64{{-.6, .15 + .15*rng.NormFloat64()}, {.1, -.5}}, Diffusion: [2][2]float64{{1, .3}, {.3, 1.2}}, Mean: [2]float64{5, 6}}
		times := make([]float64, 250)
		for i := range times {
			times[i] = 1.2*float64(i) + .5*rng.Float64()
		}
		f, err := FitOU(SimulateOU(p, times, rng), OUOptions{Noise: NoiseFixed})
		if err != nil {
			t.Fatal(err)
		}
		fits = append(fits, f)
	}
	f, err := PoolOUFits(append(fits, nil), nil, PoolOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for name, truth := range map[string]float64{"mean.drift.aa": -.6, "mean.drift.ab": .15, "mean.drift.ba": .1, "mean.drift.bb": -.5, "mean.innovation.z": math.Atanh(.3 / math.Sqrt(1.2))} {
		p, _ := f.Param(name)
		if math.Abs(p.Estimate-truth) > 3*p.SE+.03 {
			t.Errorf("%+v, the truth is %v", p, truth)
		}
	}
	if sd, _ := f.Param("between.sd.drift.ab"); math.Abs(sd.Estimate-.15) > .07 || !(sd.Lo > 0) {
		t.Errorf("%+v, the truth is .15", sd)
	}
	one, two := pooledAs(t, fits, false), pooledAs(t, fits, true)
	for i, name := range []string{"drift.aa", "drift.ab", "drift.ba", "drift.bb", "innovation.z", "state.z"} {
		if d := one.Values[i] - two.Values[[]int{3, 2, 1, 0, 4, 5}[i]]; math.Abs(d) > 1e-9 {
			t.Errorf("%s moves by %v when the partners change names", name, d)
		}
	}
	if f.NCouples != 30 || len(f.Dropped) != 1 || f.Dropped[0].Count != 1 {
		t.Errorf("%d couples, %v", f.NCouples, f.Dropped)
	}
}

// pooledAs is what pooling reads from the first fit, as it is or of the same
// couple with the names exchanged.
func pooledAs(t *testing.T, fits []*OUFit, turned bool) CoupleEstimate {
	t.Helper()
	f := *fits[0]
	if turned {
		f.swapped = !f.swapped
	}
	e, ok := ouEstimate(&f)
	if !ok {
		t.Fatal("a good fit cannot be pooled")
	}
	return e
}

// Couples whose standard errors go with their estimates: weighed each by its
// own the mean is of the slow ones, with a common covariance it is of all.
func TestACommonCovarianceDoesNotFavourTheSlow(t *testing.T) {
	var es []CoupleEstimate
	rng := rand.New(rand.NewPCG(3, 3))
	for range 400 {
		rate := math.Exp(0.5 * rng.NormFloat64())
		es = append(es, CoupleEstimate{Values: []float64{-rate}, Cov: [][]float64{{0.25 * rate * rate}}})
	}
	truth := -math.Exp(0.125)
	for _, common := range []bool{false, true} {
		f, err := PoolOU(es, PoolOptions{Common: common})
		if err != nil {
			t.Fatal(err)
		}
		if m := f.Params[0]; common != (m.Lo < truth && truth < m.Hi) {
			t.Errorf("common %v: %+v, the truth is %v", common, m, truth)
		}
	}
}
