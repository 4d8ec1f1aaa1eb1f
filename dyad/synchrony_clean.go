package dyad

import "math"

// cleanSynchrony takes each person's mean, trend and cycles away.
func cleanSynchrony(s Series, o SynchronyOptions) Series {
	return Series{T: s.T, A: cleanPerson(s.T, s.A, o), B: cleanPerson(s.T, s.B, o)}
}

// cleanPerson are the residuals of the least-squares fit on a person's own
// answers. A regressor that the others already say, as a cycle that is no
// longer than the gap, is left out.
func cleanPerson(t, y []float64, o SynchronyOptions) []float64 {
	var at []int
	for i, v := range y {
		if !math.IsNaN(v) {
			at = append(at, i)
		}
	}
	mean, sd, _ := moments(y)
	e := make([]float64, len(at))
	for k, i := range at {
		if sd > 0 {
			e[k] = (y[i] - mean) / sd
		}
	}
	for _, x := range basisSynchrony(t, at, o) {
		project(e, x)
	}
	out := make([]float64, len(y))
	for i := range out {
		out[i] = math.NaN()
	}
	for k, i := range at {
		out[i] = e[k]
	}
	return out
}

// basisSynchrony is an orthonormal basis of what is taken away at the given
// rows.
func basisSynchrony(t []float64, at []int, o SynchronyOptions) (basis [][]float64) {
	for _, x := range regressorsSynchrony(t, at, o) {
		if x = orthogonal(x, basis); x != nil {
			basis = append(basis, x)
		}
	}
	return basis
}

// regressorsSynchrony are the columns at the given rows: one, time, and a
// harmonic of each cycle.
func regressorsSynchrony(t []float64, at []int, o SynchronyOptions) (cols [][]float64) {
	add := func(f func(t float64) float64) {
		x := make([]float64, len(at))
		for k, i := range at {
			x[k] = f(t[i])
		}
		cols = append(cols, x)
	}
	add(func(float64) float64 { return 1 })
	if o.Detrend && len(at) > 0 {
		from, span := t[at[0]], t[at[len(at)-1]]-t[at[0]]
		if span > 0 {
			add(func(t float64) float64 { return (t-from)/span - 0.5 })
		}
	}
	for _, period := range o.Cycles {
		add(func(t float64) float64 { return math.Cos(2 * math.Pi * t / period) })
		add(func(t float64) float64 { return math.Sin(2 * math.Pi * t / period) })
	}
	return cols
}

// orthogonal is x less its projections on an orthonormal basis, at length one
// (Gram-Schmidt, twice); nil if nothing of x is left.
func orthogonal(x []float64, basis [][]float64) []float64 {
	before := math.Sqrt(dotSynchrony(x, x))
	for range 2 {
		for _, b := range basis {
			project(x, b)
		}
	}
	after := math.Sqrt(dotSynchrony(x, x))
	if !(after > 1e-7*before) {
		return nil
	}
	for i := range x {
		x[i] /= after
	}
	return x
}

// project takes the part along the unit vector b from x.
func project(x, b []float64) {
	d := dotSynchrony(x, b)
	for i := range x {
		x[i] -= d * b[i]
	}
}

func dotSynchrony(a, b []float64) (s float64) {
	b = b[:len(a)]
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

// pairedRows are the rows with both answers, cleaned once more by themselves,
// and the basis of what was taken away.
type pairedRows struct {
	a, b  []float64
	basis [][]float64
}

func pairedSynchrony(s Series, o SynchronyOptions) (p pairedRows) {
	var at []int
	for i := range s.T {
		if !math.IsNaN(s.A[i]) && !math.IsNaN(s.B[i]) {
			at, p.a, p.b = append(at, i), append(p.a, s.A[i]), append(p.b, s.B[i])
		}
	}
	p.basis = basisSynchrony(s.T, at, o)
	for _, x := range p.basis {
		project(p.a, x)
		project(p.b, x)
	}
	return p
}

// unitSynchrony centres x and gives it length one; false if it does not vary.
// Cleaned answers have variance one at most: what is left below 1e-10 of that
// is rounding.
func unitSynchrony(x []float64) bool {
	mean, sd, n := moments(x)
	if n < 2 || !(sd > 1e-10) {
		return false
	}
	for i := range x {
		x[i] = (x[i] - mean) / (sd * math.Sqrt(float64(n)))
	}
	return true
}

// pearson is the correlation of two slices that it may overwrite; NaN if one
// does not vary.
func pearson(a, b []float64) float64 {
	if !unitSynchrony(a) || !unitSynchrony(b) {
		return math.NaN()
	}
	return max(-1, min(1, dotSynchrony(a, b)))
}

// laggedSynchrony are the correlations at lags other than zero.
func laggedSynchrony(s Series, lags int, null []float64) (out []LaggedCorrelation) {
	step := stepSynchrony(s.T)
	for lag := -lags; lag <= lags; lag++ {
		if lag == 0 {
			continue
		}
		c := LaggedCorrelation{Lag: lag, R: math.NaN(), P: math.NaN()}
		a, b := laggedPairs(s, lag, step)
		if c.Pairs = len(a); c.Pairs >= fewestPairs {
			c.R = pearson(a, b)
			c.P = beyond(null, c.R)
		}
		out = append(out, c)
	}
	return out
}

// stepSynchrony is the smallest gap if all times are multiples of it, else 0.
func stepSynchrony(t []float64) float64 {
	step := varSmallestGap(t, nil)
	for _, v := range t {
		if k := (v - t[0]) / step; !(math.Abs(k-math.Round(k)) <= varSlack) {
			return 0
		}
	}
	return step
}

// laggedPairs are A's answers with B's lag steps (or, at step 0, rows) later.
func laggedPairs(s Series, lag int, step float64) (a, b []float64) {
	j := 0
	for i := range s.T {
		if step == 0 {
			j = i + lag
		} else {
			for j < len(s.T) && s.T[j] < s.T[i]+(float64(lag)-0.5)*step {
				j++
			}
			if j < len(s.T) && s.T[j] > s.T[i]+(float64(lag)+0.5)*step {
				continue
			}
		}
		if j >= 0 && j < len(s.T) && !math.IsNaN(s.A[i]) && !math.IsNaN(s.B[j]) {
			a, b = append(a, s.A[i]), append(b, s.B[j])
		}
	}
	return a, b
}
