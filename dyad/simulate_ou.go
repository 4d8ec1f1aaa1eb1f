package dyad

import (
	"math"
	"math/rand/v2"
)

// OUTruth is a population of couples whose states are coupled Ornstein-Uhlenbeck
// processes,
//
//	dη = A_i η dt + G dW,  GGᵀ = Q_i,
//
// about their means, with time in hours. Paths are exact at any times (Gillespie
// 1996): η(t+Δ) ~ N(e^{AΔ}η(t), P - e^{AΔ}Pe^{AΔ}ᵀ) with AP + PAᵀ + Q = 0.
type OUTruth struct {
	Drift     [2][2]float64 // A; Drift[0][1] is the effect of b on a, an hour
	Diffusion [2][2]float64 // Q
	Mean      [2]float64

	DriftSD [2][2]float64 // of the couples' drifts, independent; unstable draws are drawn again
	CorSD   float64       // of the couples' innovation correlations, on Fisher's z scale
}

// TypicalOU is a couple as daily studies know it, in units of its own standard
// deviation: moods whose correlation over a day is own, and whose innovations
// correlate by cor, without any influence of one on the other. Daily diaries
// have about own = .2 to .3 and cor = .28.
func TypicalOU(own, cor float64) OUTruth {
	a := math.Log(own) / 24
	return OUTruth{
		Drift:     [2][2]float64{{a, 0}, {0, a}},
		Diffusion: [2][2]float64{{-2 * a, -2 * a * cor}, {-2 * a * cor, -2 * a}},
	}
}

// Check asks for a stable drift and a positive definite diffusion.
func (p OUTruth) Check() error {
	q := p.Diffusion
	switch {
	case !stableDrift(p.Drift):
		return badInput("a drift that is not stable", "give one whose eigenvalues have negative real parts, such as -0.1 on the diagonal")
	case q[0][1] != q[1][0] || !(q[0][0] > 0) || !(q[0][0]*q[1][1] > q[0][1]*q[0][1]):
		return badInput("a diffusion that is no covariance", "give variances above 0, and a covariance below their geometric mean")
	case !(p.CorSD >= 0) || math.IsInf(p.CorSD, 1):
		return badInput("a spread of correlations that is none", "give a standard deviation of 0 or more")
	}
	return nil
}

func stableDrift(a [2][2]float64) bool {
	return a[0][0]+a[1][1] < 0 && a[0][0]*a[1][1] > a[0][1]*a[1][0]
}

// Path implements [Process].
func (p OUTruth) Path(t []float64, rng *rand.Rand) Path {
	c := p.Couple(rng)
	a := c.Drift
	v := stationaryOU(a, c.Diffusion)
	x, y := simulatedPair(v, rng)
	out := Path{make([]float64, len(t)), make([]float64, len(t)), p.Mean, [2]float64{math.Sqrt(v[0][0]), math.Sqrt(v[1][1])}}
	for k := range t {
		if k > 0 {
			f := expOU(a, t[k]-t[k-1])
			e, g := simulatedPair(stepOU(f, v), rng)
			x, y = f[0][0]*x+f[0][1]*y+e, f[1][0]*x+f[1][1]*y+g
		}
		out.A[k], out.B[k] = p.Mean[0]+x, p.Mean[1]+y
	}
	return out
}

// Couple draws one couple of the population, as a population without spread.
func (p OUTruth) Couple(rng *rand.Rand) OUTruth {
	one := OUTruth{Mean: p.Mean, Diffusion: p.Diffusion}
	for ok := false; !ok; ok = stableDrift(one.Drift) {
		one.Drift = p.Drift
		for i := range 2 {
			for j := range 2 {
				one.Drift[i][j] += p.DriftSD[i][j] * rng.NormFloat64()
			}
		}
	}
	q := &one.Diffusion
	sd := math.Sqrt(q[0][0] * q[1][1])
	q[0][1] = sd * math.Tanh(math.Atanh(q[0][1]/sd)+p.CorSD*rng.NormFloat64())
	q[1][0] = q[0][1]
	return one
}

// Lags is the truth's e^{A·dt}: what one unit now means dt hours later.
func (p OUTruth) Lags(dt float64) [2][2]float64 { return expOU(p.Drift, dt) }

// Correlation is the population's correlation at the same instant, from P.
func (p OUTruth) Correlation() float64 {
	v := stationaryOU(p.Drift, p.Diffusion)
	return v[0][1] / math.Sqrt(v[0][0]*v[1][1])
}

// Value implements [Process]: the names of [FitOU].
func (p OUTruth) Value(name string) (float64, bool) {
	a, q := p.Drift, p.Diffusion
	v, ok := map[string]float64{
		"drift.aa": a[0][0], "drift.ab": a[0][1], "drift.ba": a[1][0], "drift.bb": a[1][1],
		"diffusion.aa": q[0][0], "diffusion.ab": q[0][1], "diffusion.bb": q[1][1],
		"innovation.cor": q[0][1] / math.Sqrt(q[0][0]*q[1][1]),
		"mean.a":         p.Mean[0], "mean.b": p.Mean[1],
	}[name]
	return v, ok
}

// expOU is e^{A·dt} by A = sI + N, N² = rI: e^{s·dt}(cosh(√r·dt)I + sinh(√r·dt)/√r N),
// with the exponents added before they are raised, so that nothing overflows.
func expOU(a [2][2]float64, dt float64) [2][2]float64 {
	s, h := (a[0][0]+a[1][1])/2, (a[0][0]-a[1][1])/2
	c, n := expParts(s, h*h+a[0][1]*a[1][0], dt)
	return [2][2]float64{{c + n*h, n * a[0][1]}, {n * a[1][0], c - n*h}}
}

// expParts are e^{st}cosh(√r t) and e^{st}sinh(√r t)/√r for any sign of r.
func expParts(s, r, t float64) (c, n float64) {
	w := math.Sqrt(math.Abs(r))
	switch {
	case w*t < 1e-4:
		e := math.Exp(s * t)
		return e * (1 + r*t*t/2), e * t * (1 + r*t*t/6)
	case r > 0:
		up, down := math.Exp((s+w)*t), math.Exp((s-w)*t)
		return (up + down) / 2, (up - down) / (2 * w)
	}
	e := math.Exp(s * t)
	return e * math.Cos(w*t), e * math.Sin(w*t) / w
}

// stationaryOU solves AP + PAᵀ + Q = 0 in closed form for 2×2:
// P = -(det(A)Q + (A - tr(A)I)Q(A - tr(A)I)ᵀ) / (2 tr(A) det(A)).
func stationaryOU(a, q [2][2]float64) (p [2][2]float64) {
	tr, det := a[0][0]+a[1][1], a[0][0]*a[1][1]-a[0][1]*a[1][0]
	m := [2][2]float64{{-a[1][1], a[0][1]}, {a[1][0], -a[0][0]}}
	mqm := times2(times2(m, q), [2][2]float64{{m[0][0], m[1][0]}, {m[0][1], m[1][1]}})
	for i := range 2 {
		for j := range 2 {
			p[i][j] = -(det*q[i][j] + mqm[i][j]) / (2 * tr * det)
		}
	}
	return p
}

// stepOU is the covariance of a step: P - FPFᵀ.
func stepOU(f, p [2][2]float64) (q [2][2]float64) {
	fp := times2(f, p)
	fpf := times2(fp, [2][2]float64{{f[0][0], f[1][0]}, {f[0][1], f[1][1]}})
	for i := range 2 {
		for j := range 2 {
			q[i][j] = p[i][j] - fpf[i][j]
		}
		q[i][i] = max(q[i][i], 0)
	}
	return q
}
