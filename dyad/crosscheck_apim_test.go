package dyad

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// acitelli reads 148 real couples' satisfaction, view of the other and
// tension; role 0 are the husbands.
func acitelli(t *testing.T) Pairs {
	dir := os.Getenv("PLEACH_CROSSCHECK")
	if dir == "" {
		t.Skip("PLEACH_CROSSCHECK names no folder of real data")
	}
	file, err := os.Open(filepath.Join(dir, "acitelli.csv"))
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
	d := Pairs{X: make([][]float64, 2), Names: []string{"OtherPos", "Tension"}, RoleNames: [2]string{"Husband", "Wife"}}
	for _, r := range rows[1:] {
		role := 0
		if r[2] == "Wife" {
			role = 1
		}
		d.Couple, d.Role = append(d.Couple, int(num(r[0]))), append(d.Role, role)
		d.Y, d.X[0], d.X[1] = append(d.Y, num(r[5])), append(d.X[0], num(r[3])), append(d.X[1], num(r[6]))
	}
	return d
}

type apimNumber struct {
	name         string
	estimate, se float64
}

func checkApim(t *testing.T, d Pairs, o APIMOptions, logLik float64, want []apimNumber) {
	t.Helper()
	f, err := FitAPIM(d, o)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(f.LogLik-logLik) > 1e-6 || f.Status != Converged {
		t.Errorf("log-likelihood %.9f (%s), want %.9f", f.LogLik, f.Status, logLik)
	}
	for _, w := range want {
		p, _ := f.Param(w.name)
		if math.Abs(p.Estimate-w.estimate) > 2e-7 && !(w.se == 0 && math.Abs(p.Estimate-w.estimate) < 2e-6) || (w.se > 0 && math.Abs(p.SE-w.se) > 1e-6) {
			t.Errorf("%s is %.8f (%.8f), want %.8f (%.8f)", w.name, p.Estimate, p.SE, w.estimate, w.se)
		}
	}
}

// The numbers are those of R's gls.
func TestRealCouplesCrossSectionallyAreRsGLS(t *testing.T) {
	d := acitelli(t)
	checkApim(t, d, APIMOptions{Exchangeable: true}, -103.584078386, []apimNumber{
		{"intercept", 2.94396535, .385186016}, {"actor.OtherPos", .23547863, .045181203}, {"partner.OtherPos", .15600855, .045181203},
		{"actor.Tension", -.30218968, .032831268}, {"partner.Tension", -.11264085, .032831268},
		{"residual.sd", .3558093, 0}, {"residual.cor", .3644682, 0}})
	checkApim(t, d, APIMOptions{Exchangeable: true, REML: true}, -115.963103170, []apimNumber{
		{"intercept", 2.94396535, .385849561}, {"actor.OtherPos", .23547863, .045202827}, {"partner.Tension", -.11264085, .032842085},
		{"residual.sd", .3590799, 0}, {"residual.cor", .3674444, 0}})
	checkApim(t, d, APIMOptions{}, -100.038041678, []apimNumber{
		{"intercept.Husband", 2.737142001, .431219122}, {"actor.OtherPos.Wife", .185483404, .067746162},
		{"partner.OtherPos.Husband", .128852534, .058095822}, {"partner.Tension.Wife", -.094421161, .054585666}, {"residual.cor", .3658356, 0}})
	checkApim(t, d, APIMOptions{REML: true}, -121.722018681, []apimNumber{{"actor.Tension.Husband", -.250236193, .046810019}})
}
