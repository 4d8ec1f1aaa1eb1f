package dyad

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// coupleOU is one simulated couple at irregular hours, when there is a folder
// of data to check against.
func coupleOU(t *testing.T) Series {
	dir := os.Getenv("PLEACH_CROSSCHECK")
	if dir == "" {
		t.Skip("PLEACH_CROSSCHECK names no folder of data")
	}
	file, err := os.Open(filepath.Join(dir, "ct_couple.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	tab := referenceTable{rows[0], rows[1:]}
	return Series{T: tab.numbers("t_hours"), A: tab.numbers("a"), B: tab.numbers("b")}
}

func TestTheKnownCoupleInContinuousTime(t *testing.T) {
	s := coupleOU(t)
	at, err := LogLikOU(s, OUParams{
		Drift: [2][2]float64{{-.5, .15}, {.10, -.6}}, Diffusion: [2][2]float64{{1, .3}, {.3, 1.2}},
		Mean: [2]float64{6, 5.5}, Noise: [2]float64{.25, .25},
	})
	if err != nil || math.Abs(at+321.85480449) > 1e-8 {
		t.Errorf("log-likelihood %.8f, %v", at, err)
	}
	for _, c := range []struct {
		noise NoiseMode
		want  float64
	}{{NoiseFree, -314.733836}, {NoiseFixed, -320.173952}} {
		f, err := FitOU(s, OUOptions{Noise: c.noise, Starts: 0})
		if err != nil {
			t.Fatal(err)
		}
		if f.LogLik < c.want-1e-6 {
			t.Errorf("noise %v: %.7f, want %.7f", c.noise, f.LogLik, c.want)
		}
		t.Logf("%.7f %s, %d of %d starts", f.LogLik, f.Status, f.Agreed, f.Starts)
		for _, p := range f.Params {
			t.Logf("%+v", p)
		}
	}
}
