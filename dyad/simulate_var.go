package dyad

import (
	"math"
	"math/rand/v2"
)

// VARTruth is a population of couples whose states follow a VAR(1) from row to
// row, whatever the time between rows:
//
//	y_t = m + Φ_i (y_{t-1} - m) + e_t,  e ~ N(0, Σ),  m ~ N(Mean, MeanSD², MeanCor)
//
// It is also the longitudinal APIM: its random intercepts are (I-Φ)m, and its
// fixed effects the lags.
type VARTruth struct {
	Lag        [2][2]float64 // Φ; Lag[0][1] is the effect of b on a
	Innovation [2][2]float64 // Σ
	Mean       [2]float64

	MeanSD  [2]float64    // of the couples' means
	MeanCor float64       // their correlation
	LagSD   [2][2]float64 // of the couples' lags, independent; unstable draws are drawn again
}

// TypicalVAR is a couple as the literature knows it, per beep of an experience
// sampling study, in units of the innovation: own lags .45, partner lags .09,
// innovation correlation .18.
func TypicalVAR() VARTruth {
	return VARTruth{
		Lag:        [2][2]float64{{0.45, 0.09}, {0.09, 0.45}},
		Innovation: [2][2]float64{{1, 0.18}, {0.18, 1}},
	}
}

// Check asks for stable lags and a positive definite Innovation.
func (p VARTruth) Check() error {
	s := p.Innovation
	switch {
	case !stableVAR(p.Lag):
		return badInput("lags that are not stable", "give lags whose eigenvalues are below 1 in size")
	case s[0][1] != s[1][0] || !(s[0][0] > 0) || !(s[0][0]*s[1][1] > s[0][1]*s[0][1]):
		return badInput("an innovation covariance that is none", "give variances above 0, and a covariance below their geometric mean")
	case !(p.MeanSD[0] >= 0 && p.MeanSD[1] >= 0 && math.Abs(p.MeanCor) <= 1):
		return badInput("a spread of means that is none", "give standard deviations of 0 or more, and a correlation from -1 to 1")
	}
	return nil
}

// stableVAR: both eigenvalues of a 2×2 matrix inside the unit circle, by
// Jury's conditions.
func stableVAR(l [2][2]float64) bool {
	tr, det := l[0][0]+l[1][1], l[0][0]*l[1][1]-l[0][1]*l[1][0]
	return math.Abs(tr) < 1+det && det < 1
}

// Path implements [Process].
func (p VARTruth) Path(t []float64, rng *rand.Rand) Path {
	lag := simulatedLag(p, rng)
	v := stationaryVAR(lag, p.Innovation)
	x, y := simulatedPair(v, rng)
	z, w := rng.NormFloat64(), rng.NormFloat64()
	out := Path{make([]float64, len(t)), make([]float64, len(t)),
		[2]float64{p.Mean[0] + p.MeanSD[0]*z, p.Mean[1] + p.MeanSD[1]*(p.MeanCor*z+math.Sqrt(1-p.MeanCor*p.MeanCor)*w)},
		[2]float64{math.Sqrt(v[0][0]), math.Sqrt(v[1][1])}}
	for k := range t {
		out.A[k], out.B[k] = out.Mean[0]+x, out.Mean[1]+y
		e, f := simulatedPair(p.Innovation, rng)
		x, y = lag[0][0]*x+lag[0][1]*y+e, lag[1][0]*x+lag[1][1]*y+f
	}
	return out
}

// simulatedLag draws one couple's lags, and again while they are unstable.
func simulatedLag(p VARTruth, rng *rand.Rand) [2][2]float64 {
	for {
		l := p.Lag
		for i := range 2 {
			for j := range 2 {
				l[i][j] += p.LagSD[i][j] * rng.NormFloat64()
			}
		}
		if stableVAR(l) {
			return l
		}
	}
}

// simulatedPair draws from N(0, v), v positive semidefinite.
func simulatedPair(v [2][2]float64, rng *rand.Rand) (x, y float64) {
	z, w := rng.NormFloat64(), rng.NormFloat64()
	a := math.Sqrt(v[0][0])
	if a == 0 {
		return 0, math.Sqrt(v[1][1]) * w
	}
	c := v[0][1] / a
	return a * z, c*z + math.Sqrt(max(v[1][1]-c*c, 0))*w
}

// stationaryVAR is the covariance V of a stable VAR(1): V = ΦVΦᵀ + Σ, by
// doubling (Anderson & Moore 1979): V ← V + MVMᵀ, M ← M².
func stationaryVAR(lag, innovation [2][2]float64) [2][2]float64 {
	m, v := lag, innovation
	for range 60 {
		mv := times2(m, v)
		add := times2(mv, [2][2]float64{{m[0][0], m[1][0]}, {m[0][1], m[1][1]}})
		for i := range 2 {
			for j := range 2 {
				v[i][j] += add[i][j]
			}
		}
		m = times2(m, m)
	}
	return v
}

func times2(a, b [2][2]float64) (c [2][2]float64) {
	for i := range 2 {
		for j := range 2 {
			c[i][j] = a[i][0]*b[0][j] + a[i][1]*b[1][j]
		}
	}
	return c
}

// Value implements [Process]: the names of [FitVAR], and of [FitLAPIM] for the
// two-role model.
func (p VARTruth) Value(name string) (float64, bool) {
	s := p.Innovation
	v, ok := map[string]float64{
		"lag.aa": p.Lag[0][0], "lag.ab": p.Lag[0][1], "lag.ba": p.Lag[1][0], "lag.bb": p.Lag[1][1],
		"a.own": p.Lag[0][0], "a.partner": p.Lag[0][1], "b.partner": p.Lag[1][0], "b.own": p.Lag[1][1],
		"own": p.Lag[0][0], "partner": p.Lag[0][1],
		"mean.a": p.Mean[0], "mean.b": p.Mean[1],
		"innovation.aa": s[0][0], "innovation.ab": s[0][1], "innovation.bb": s[1][1],
		"innovation.cor": s[0][1] / math.Sqrt(s[0][0]*s[1][1]),
		"residual.sd.a":  math.Sqrt(s[0][0]), "residual.sd.b": math.Sqrt(s[1][1]),
		"residual.cor": s[0][1] / math.Sqrt(s[0][0]*s[1][1]),
	}[name]
	if (name == "own" || name == "partner") && (p.Lag[0][0] != p.Lag[1][1] || p.Lag[0][1] != p.Lag[1][0]) {
		return 0, false
	}
	return v, ok
}
