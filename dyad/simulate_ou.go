package dyad

import (
	"math"
	"math/rand/v2"

	"pleach/dyad/internal/two"
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
	case !two.FromRows(p.Drift).Stable():
		return badInput("a drift that is not stable", "give one whose eigenvalues have negative real parts, such as -0.1 on the diagonal")
	case q[0][1] != q[1][0] || !(q[0][0] > 0) || !(q[0][0]*q[1][1] > q[0][1]*q[0][1]):
		return badInput("a diffusion that is no covariance", "give variances above 0, and a covariance below their geometric mean")
	case !(p.CorSD >= 0) || math.IsInf(p.CorSD, 1):
		return badInput("a spread of correlations that is none", "give a standard deviation of 0 or more")
	}
	return nil
}

// noise is the diffusion without its repeated half.
func (p OUTruth) noise() two.Sym {
	return two.Sym{AA: p.Diffusion[0][0], AB: p.Diffusion[0][1], BB: p.Diffusion[1][1]}
}

// Path implements [Process].
func (p OUTruth) Path(t []float64, rng *rand.Rand) Path {
	c := p.Couple(rng)
	a, q := two.FromRows(c.Drift), c.noise()
	v := two.Lyapunov(a, q)
	x, y := simulatedPair(v.Mat().Rows(), rng)
	out := Path{make([]float64, len(t)), make([]float64, len(t)), p.Mean, [2]float64{math.Sqrt(v.AA), math.Sqrt(v.BB)}}
	for k := range t {
		if k > 0 {
			dt := t[k] - t[k-1]
			f := two.Exp(a, dt)
			e, g := simulatedPair(two.Step(a, q, v, f, dt).Mat().Rows(), rng)
			x, y = f.Apply(x, y)
			x, y = x+e, y+g
		}
		out.A[k], out.B[k] = p.Mean[0]+x, p.Mean[1]+y
	}
	return out
}

// Couple draws one couple of the population, as a population without spread.
func (p OUTruth) Couple(rng *rand.Rand) OUTruth {
	one := OUTruth{Mean: p.Mean, Diffusion: p.Diffusion}
	for ok := false; !ok; ok = two.FromRows(one.Drift).Stable() {
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
func (p OUTruth) Lags(dt float64) [2][2]float64 { return two.Exp(two.FromRows(p.Drift), dt).Rows() }

// Correlation is the population's correlation at the same instant, from P.
func (p OUTruth) Correlation() float64 {
	v := two.Lyapunov(two.FromRows(p.Drift), p.noise())
	return v.AB / math.Sqrt(v.AA*v.BB)
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
