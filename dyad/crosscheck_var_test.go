package dyad

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// diaryVAR reads the diary study, when there is a folder of real data to
// check against: a series a couple, M as A and W as B.
func diaryVAR(t *testing.T) (ids []string, couples []Series) {
	dir := os.Getenv("PLEACH_CROSSCHECK")
	if dir == "" {
		t.Skip("PLEACH_CROSSCHECK names no folder of real data")
	}
	file, err := os.Open(filepath.Join(dir, "diary80.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	num := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return math.NaN()
		}
		return v
	}
	for _, r := range rows[1:] {
		if len(ids) == 0 || ids[len(ids)-1] != r[0] {
			ids, couples = append(ids, r[0]), append(couples, Series{})
		}
		s := &couples[len(couples)-1]
		s.T, s.A, s.B = append(s.T, num(r[1])), append(s.A, num(r[2])), append(s.B, num(r[3]))
	}
	return ids, couples
}

// The numbers are R's lm on rows whose day before is there.
func TestRealCouplesOneByOneAreRsRegressions(t *testing.T) {
	ids, couples := diaryVAR(t)
	linked := 0
	for i, s := range couples {
		f, err := FitVAR(s, VAROptions{OLS: true})
		if err != nil {
			t.Logf("couple %s: %v", ids[i], err)
			continue
		}
		if ids[i] == "201" {
			nearVAR(t, "M own", f.Lag[0][0], .5348918, 1e-6)
			nearVAR(t, "W to M", f.Lag[0][1], -.2986964, 1e-6)
			nearVAR(t, "M to W", f.Lag[1][0], -.0628053, 1e-6)
			nearVAR(t, "W own", f.Lag[1][1], .09637449, 1e-6)
			nearVAR(t, "SE of M own", paramVAR(t, f, "lag.aa").SE, .1663824, 1e-6)
			nearVAR(t, "intercept of M", paramVAR(t, f, "intercept.a").Estimate, 2.1157814, 1e-6)
			nearVAR(t, "SE of M's intercept", paramVAR(t, f, "intercept.a").SE, .6632351, 1e-6)
			nearVAR(t, "residual r", paramVAR(t, f, "innovation.cor").Estimate, .4436982, 1e-6)
		}
		ab, ba := paramVAR(t, f, "lag.ab"), paramVAR(t, f, "lag.ba")
		if ab.Lo*ab.Hi > 0 || ba.Lo*ba.Hi > 0 {
			linked++
		}
	}
	t.Logf("%d of %d couples have a cross-lag at p<.05", linked, len(couples))
	if linked > 6 {
		t.Errorf("%d linked couples, chance is about 8 and R finds 6", linked)
	}
}

// The numbers are R's: residuals of lm on the day, cor on the days in common.
func TestRealCouplesAgainstPseudoCouplesAreRs(t *testing.T) {
	_, couples := diaryVAR(t)
	f, err := Synchrony(couples, SynchronyOptions{Detrend: true, Pseudo: true})
	if err != nil {
		t.Fatal(err)
	}
	mean, _ := f.Param("synchrony.mean")
	nearVAR(t, "mean r", mean.Estimate, .26492012, 1e-8)
	nearVAR(t, "pseudo mean", f.Pseudo.Mean, -.0014416236, 1e-9)
	nearVAR(t, "pseudo 95th percentile", f.Pseudo.P95, .3101078653, 1e-9)
	if f.Pseudo.N != 6320 || f.Pseudo.Exceed != 37 {
		t.Errorf("%d pseudo-couples, %d exceed; want 6320, 37", f.Pseudo.N, f.Pseudo.Exceed)
	}
	t.Logf("p of the mean %v", f.Pseudo.P)
}
