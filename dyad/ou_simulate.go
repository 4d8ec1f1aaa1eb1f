package dyad

import (
	"math"
	"math/rand/v2"

	"pleach/dyad/internal/two"
)

// SimulateOU draws one couple's answers at the times t (increasing) by the
// exact discretisation: from the stationary distribution on, each step is
// N(e^{AΔ}η, P∞ - e^{AΔ}P∞e^{AΔ}ᵀ), whatever its length (Gillespie 1996); then
// level and noise. None is missing. It panics when p's drift is not stable or
// its diffusion not positive definite.
func SimulateOU(p OUParams, t []float64, rng *rand.Rand) Series {
	if err := p.check(); err != nil {
		panic(err)
	}
	a, q := two.FromRows(p.Drift), two.FromRows(p.Diffusion).Part()
	v := two.Lyapunov(a, q)
	s := Series{T: append([]float64(nil), t...), A: make([]float64, len(t)), B: make([]float64, len(t))}
	x, y := ouNormal(v, rng)
	for k := range t {
		if k > 0 {
			dt := t[k] - t[k-1]
			f := two.Exp(a, dt)
			e, g := ouNormal(two.Step(a, q, v, f, dt), rng)
			x, y = f.Apply(x, y)
			x, y = x+e, y+g
		}
		s.A[k] = p.Mean[0] + x + math.Sqrt(p.Noise[0])*rng.NormFloat64()
		s.B[k] = p.Mean[1] + y + math.Sqrt(p.Noise[1])*rng.NormFloat64()
	}
	return s
}

// ouNormal draws from N(0, v).
func ouNormal(v two.Sym, rng *rand.Rand) (x, y float64) {
	u, w := rng.NormFloat64(), rng.NormFloat64()
	sd := math.Sqrt(v.AA)
	if sd == 0 {
		return 0, math.Sqrt(max(v.BB, 0)) * w
	}
	c := v.AB / sd
	return sd * u, c*u + math.Sqrt(max(v.BB-c*c, 0))*w
}
