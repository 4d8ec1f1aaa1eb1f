package dyad

import (
	"math"
	"strings"
	"testing"
)

// referenceEstimates are a file's first quantities with their covariance.
func referenceEstimates(t testing.TB, file string, quantities int) []CoupleEstimate {
	d := referenceCSV(t, file)
	y := [][]float64{d.numbers("y1"), d.numbers("y2")}
	v11, v12, v22 := d.numbers("v11"), d.numbers("v12"), d.numbers("v22")
	all := make([]CoupleEstimate, len(v11))
	for i := range all {
		all[i] = CoupleEstimate{Values: []float64{y[0][i]}, Cov: [][]float64{{v11[i]}}}
		if quantities == 2 {
			all[i] = CoupleEstimate{Values: []float64{y[0][i], y[1][i]}, Cov: [][]float64{{v11[i], v12[i]}, {v12[i], v22[i]}}}
		}
	}
	return all
}

func TestPoolAgreesWithMetafor(t *testing.T) {
	for _, file := range []string{"pool", "pool alike"} {
		for _, how := range []string{"one, reml", "one, reml, Knapp-Hartung", "two, reml"} {
			t.Run(file+", "+how, func(t *testing.T) {
				want := reference(t, file+", "+how)
				quantities := 1 + strings.Count(how, "two")
				fit, err := PoolOU(referenceEstimates(t, want.Data, quantities), PoolOptions{Normal: !strings.Contains(how, "Hartung")})
				if err != nil {
					t.Fatal(err)
				}
				if math.Abs(fit.LogLik-want.LogLik) > 1e-6 {
					t.Errorf("log-likelihood %.7f, metafor has %.7f", fit.LogLik, want.LogLik)
				}
				got := pooledNumbers(fit)
				for what, number := range want.Estimate {
					if x, ok := got[what]; ok && !(math.Abs(x-number) < 1e-4) {
						t.Errorf("%s is %.6f, metafor has %.6f", what, x, number)
					}
				}
				for what, number := range want.SE {
					if p, _ := fit.Param(strings.Replace(what+".1", ".1.1", ".1", 1)); quantities == 1 && !(math.Abs(p.SE-number) < 1e-5) {
						t.Errorf("standard error of %s is %.6f, metafor has %.6f", what, p.SE, number)
					}
				}
			})
		}
	}
}

// pooledNumbers are a pooling's results by the names of reference.json.
func pooledNumbers(f *PoolFit) map[string]float64 {
	n := map[string]float64{"Q": f.Q}
	if len(f.Quantities) == 1 {
		q, p := f.Quantities[0], f.Params[0]
		n["mean"], n["lo"], n["hi"], n["between.var"], n["I2"] = p.Estimate, p.Lo, p.Hi, f.Between[0][0], q.I2
		n["predict.lo"], n["predict.hi"] = q.PredictLo, q.PredictHi
		n["shrunken.1"], n["shrunken.2"], n["shrunken.3"] = f.Couples[0].Values[0], f.Couples[1].Values[0], f.Couples[2].Values[0]
		return n
	}
	n["mean.1"], n["mean.2"] = f.Params[0].Estimate, f.Params[1].Estimate
	n["between.var.1"], n["between.var.2"] = f.Between[0][0], f.Between[1][1]
	n["between.cor"] = f.Between[0][1] / math.Sqrt(f.Between[0][0]*f.Between[1][1])
	return n
}
