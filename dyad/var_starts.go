package dyad

import "math"

// varStarts are where the search begins: the regressions on complete pairs, no
// lags at all, and where few rows follow each other, so that the sign of a lag
// is in doubt, all four signs of the own lags; then random ones.
func varStarts(g *varGrid, o VAROptions) (starts [][varAll]float64) {
	r := g.correlation()
	pairs := [2][]int{varPairs(g, 0), varPairs(g, 1)}
	few := min(len(pairs[0]), len(pairs[1])) < 30
	if m, ok := varMomentStart(g); ok {
		starts = append(starts, m)
	}
	if few || len(starts) == 0 {
		for _, own := range [][2]float64{{0, 0}, {.5, .5}, {.5, -.5}, {-.5, .5}, {-.5, -.5}} {
			starts = append(starts, varStartAt([2][2]float64{{own[0], 0}, {0, own[1]}}, r))
		}
	}
	rng := stream(o.Seed, 0)
	for range o.Starts {
		m := [2][2]float64{{1.8*rng.Float64() - .9, .3 * rng.NormFloat64()}, {.3 * rng.NormFloat64(), 1.8*rng.Float64() - .9}}
		starts = append(starts, varStartAt(varShrink(m), r))
	}
	return starts
}

// correlation is of the rows that are complete, kept off ±1.
func (g *varGrid) correlation() float64 {
	var xx varSym
	for i, m := range g.mask {
		if m&varBoth == varBoth {
			a, b := g.y[i][0], g.y[i][1]
			xx = varPlus(xx, varSym{a * a, a * b, b * b})
		}
	}
	r := xx[1] / math.Sqrt(xx[0]*xx[2])
	if math.IsNaN(r) {
		return 0
	}
	return max(-.95, min(.95, r))
}

// varStartAt has given lags and innovations that leave variance one, about.
func varStartAt(m [2][2]float64, r float64) (x [varAll]float64) {
	x = [varAll]float64{m[0][0], m[0][1], m[1][0], m[1][1]}
	for i := range 2 {
		x[varScaleA+i] = math.Log(max(.1, 1-m[i][i]*m[i][i])) / 2
	}
	x[varAtanh] = math.Atanh(r)
	return x
}

// varMomentStart is the regressions on complete pairs, pulled into the stable
// region.
func varMomentStart(g *varGrid) (x [varAll]float64, ok bool) {
	var v varSystem
	for p := range v.r {
		r, err := varRegress(g, p)
		if err != nil {
			return x, false
		}
		v.r[p] = r
	}
	v.between(g)
	m := varShrink(v.lags())
	x = [varAll]float64{m[0][0], m[0][1], m[1][0], m[1][1]}
	for p, r := range v.r {
		x[varScaleA+p] = math.Log(max(r.sigma, 1e-4)) / 2
	}
	r := v.cross / math.Sqrt(max(v.r[0].sigma*v.r[1].sigma, 1e-12))
	x[varAtanh] = math.Atanh(max(-.95, min(.95, r)))
	return x, true
}

// varShrink scales lags until they are well inside the stable region.
func varShrink(m [2][2]float64) [2][2]float64 {
	for range 100 {
		wide := m
		for i := range 4 {
			wide[i/2][i%2] /= .98
		}
		if varStable(wide) {
			return m
		}
		for i := range 4 {
			m[i/2][i%2] *= .95
		}
	}
	return [2][2]float64{}
}
