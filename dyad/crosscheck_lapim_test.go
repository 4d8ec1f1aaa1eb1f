package dyad

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// realDiary is the diary of 80 real couples, W as a, M as b.
func realDiary(t testing.TB) Diary {
	t.Helper()
	folder := os.Getenv("PLEACH_CROSSCHECK")
	if folder == "" {
		t.Skip("PLEACH_CROSSCHECK names no folder")
	}
	f, err := os.Open(filepath.Join(folder, "diary80.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var d Diary
	for _, r := range rows[1:] {
		var v [4]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(r[i], 64); err != nil {
				v[i] = math.NaN()
			}
		}
		d.Couple, d.Time = append(d.Couple, int(v[0])), append(d.Time, v[1])
		d.A, d.B = append(d.A, v[3]), append(d.B, v[2])
	}
	return d
}

// The numbers are those of R 4.2.2 with nlme 3.1-162 and lme4 1.1-31 on this
// file, lags by day number.
func TestRealCouplesAgreeWithR(t *testing.T) {
	d := realDiary(t)
	for _, c := range []struct {
		name   string
		o      LAPIMOptions
		logLik float64
		status Status
		want   map[string]float64
	}{
		{"nlme, uncentred", LAPIMOptions{}, -5765.753629, Converged, map[string]float64{
			"a.own": .24875, "a.partner": .03501, "b.own": .24057, "b.partner": .02509,
			"residual.sd.b": .65496, "residual.cor": .2755, "random.cor.a.intercept.b.intercept": .3952,
		}},
		{"nlme, centred on persons", LAPIMOptions{Center: CenterPerson}, -5805.653207, Converged, map[string]float64{
			"a.own": .210103, "a.partner": .034313, "b.own": .203162, "b.partner": .024012,
		}},
		{"lme4, W alone with slopes", LAPIMOptions{OnlyRole: 'a', Slopes: true}, -3110.245440, Converged, map[string]float64{
			"a.own": .24043, "a.partner": .04532, "random.a.own.sd": .1010, "random.a.partner.sd": .0812,
		}},
		{"lme4, M alone with slopes", LAPIMOptions{OnlyRole: 'b', Slopes: true}, -2755.739620, Singular, map[string]float64{
			"b.own": .24004, "b.partner": .02268,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := FitLAPIM(d, c.o)
			if err != nil {
				t.Fatal(err)
			}
			if f.Status != c.status || math.Abs(f.LogLik-c.logLik) > 1e-4 {
				t.Errorf("%s, log-likelihood %.6f, want %s, %.6f", f.Status, f.LogLik, c.status, c.logLik)
			}
			for name, want := range c.want {
				if p, _ := f.Param(name); math.Abs(p.Estimate-want) > 1e-4 {
					t.Errorf("%s is %.6f, R has %.6f", name, p.Estimate, want)
				}
			}
		})
	}
}
