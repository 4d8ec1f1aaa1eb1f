package dyad

import (
	"fmt"
	"math"
	"testing"
)

// slopesTruth is what diaries of several beeps a day are like (Sels et al.
// 2020), with couples who differ in everything.
func slopesTruth() LAPIMTruth {
	sd := []float64{0.6, 0.12, 0.08, 0.7, 0.10, 0.06}
	g := make([][]float64, 6)
	for i := range g {
		g[i] = make([]float64, 6)
		for j := range g[i] {
			g[i][j] = 0.2 * sd[i] * sd[j]
		}
		g[i][i] = sd[i] * sd[i]
	}
	g[0][3], g[3][0] = 0.4*sd[0]*sd[3], 0.4*sd[0]*sd[3]
	return LAPIMTruth{
		Mean: [2]float64{5, 4.5}, Own: [2]float64{.40, .35}, Partner: [2]float64{.09, .06},
		Random: g, ResidualSD: [2]float64{1, .8}, ResidualCor: .2, Missing: .15,
	}
}

// Random slopes of both roles, role variances, residual correlation, REML:
// the jobs for which the peers take seconds to minutes.
func BenchmarkLAPIM(b *testing.B) {
	for _, size := range [][2]int{{50, 70}, {500, 100}, {5000, 100}} {
		b.Run(fmt.Sprintf("N=%d,T=%d", size[0], size[1]), func(b *testing.B) {
			d := SimulateLAPIM(slopesTruth(), size[0], size[1], 1)
			var f *LAPIMFit
			b.ReportAllocs()
			for b.Loop() {
				f, _ = FitLAPIM(d, LAPIMOptions{Slopes: true})
			}
			b.ReportMetric(float64(f.NObs), "rows")
			b.ReportMetric(math.Round(f.LogLik*1e4)/1e4, "loglik")
			if f.Status != Converged {
				b.Log(f.Status)
			}
		})
	}
}
