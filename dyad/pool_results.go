package dyad

import (
	"math"

	"pleach/dyad/internal/fdist"
	"pleach/dyad/internal/spd"
	"pleach/dyad/internal/student"
)

// fit writes an optimum in the estimates' units.
func (d *poolData) fit(l *poolLikelihood, o poolOptimum) *PoolFit {
	f := &PoolFit{
		Fit:    Fit{Model: "pool", Method: "reml", Status: Converged, NObs: d.n * d.p, NCouples: d.n},
		DF:     math.Inf(1),
		Starts: o.starts, Agreed: o.agreed,
	}
	copy(l.t, o.t)
	singular := l.settle()
	l.solve()
	l.expected()
	f.LogLik = o.value
	for _, u := range d.unit {
		f.LogLik -= float64(d.n-1) * math.Log(u)
	}
	switch {
	case !o.converged:
		f.Status = NotConverged
	case singular:
		f.Status = Boundary
	}
	scale := 1.0
	if !d.Normal {
		f.DF, scale = float64(d.n-1), l.rss/float64((d.n-1)*d.p)
	}
	f.MeanCov, f.Between = d.inUnits(l.c, scale), d.inUnits(l.t, 1)
	if d.Common && !d.Normal {
		f.MeanCov = d.sampleCov()
	}
	d.addMeans(f, l)
	d.addBetween(f, l, singular)
	d.addQuantities(f, l)
	d.addCouples(f, l, scale)
	d.addQ(f)
	return f
}

// sampleCov is the covariance of the plain means, from the estimates' spread
// alone. With one covariance for all, the means are the plain means, and what
// the estimates' own errors claim to be does not enter.
func (d *poolData) sampleCov() [][]float64 {
	n := float64(d.n)
	m, mean := make([]float64, d.p*d.p), make([]float64, d.p)
	for _, y := range d.y {
		for j, v := range y {
			mean[j] += v / n
		}
	}
	for _, y := range d.y {
		for j := range y {
			for k := range y {
				m[j*d.p+k] += (y[j] - mean[j]) * (y[k] - mean[k]) / (n * (n - 1))
			}
		}
	}
	return d.inUnits(m, 1)
}

// inUnits takes a covariance back to the estimates' units.
func (d *poolData) inUnits(m []float64, scale float64) [][]float64 {
	var out [][]float64
	for i := range d.p {
		row := make([]float64, d.p)
		for j := range d.p {
			row[j] = m[i*d.p+j] * scale * d.unit[i] * d.unit[j]
		}
		out = append(out, row)
	}
	return out
}

func (d *poolData) addMeans(f *PoolFit, l *poolLikelihood) {
	for j, name := range d.Names {
		f.Params = append(f.Params, studentInterval("mean."+name, l.mu[j]*d.unit[j], math.Sqrt(f.MeanCov[j][j]), f.DF))
	}
}

// addBetween adds the standard deviations and correlations of T. W is the
// inverse of the expected information of T's elements.
func (d *poolData) addBetween(f *PoolFit, l *poolLikelihood, singular bool) {
	info := append([]float64(nil), l.infoT...)
	w := make([]float64, l.m*l.m)
	known := !singular && spd.Cholesky(info, l.m, 1e-12)
	if known {
		spd.Inverse(w, info, l.m)
	}
	for j, name := range d.Names {
		sd := math.Sqrt(l.t[j*d.p+j])
		p := fixed("between.sd."+name, sd*d.unit[j])
		if e := l.element(j, j); known {
			p.SE = math.Sqrt(w[e*l.m+e]) / (2 * sd) * d.unit[j]
		}
		p.Lo, p.Hi = d.qProfile(j)
		f.Params = append(f.Params, p)
	}
	for i := range d.p {
		for j := i + 1; j < d.p; j++ {
			f.Params = append(f.Params, d.correlation(l, w, known, i, j))
		}
	}
}

// element is the place of T's element (i, j), i at least j.
func (l *poolLikelihood) element(i, j int) int { return i*(i+1)/2 + j }

// correlation is that of two quantities' differences; NaN where one of them
// does not differ.
func (d *poolData) correlation(l *poolLikelihood, w []float64, known bool, i, j int) Param {
	name := "between.cor." + d.Names[i] + "." + d.Names[j]
	a, b, ab := l.t[i*d.p+i], l.t[j*d.p+j], l.t[i*d.p+j]
	if !(a > 1e-8 && b > 1e-8) {
		return fixed(name, math.NaN())
	}
	r := ab / math.Sqrt(a*b)
	if !known {
		return fixed(name, max(-1, min(1, r)))
	}
	at := [3]int{l.element(i, i), l.element(j, j), l.element(j, i)}
	g, v := [3]float64{-r / (2 * a), -r / (2 * b), r / ab}, 0.0
	if ab == 0 {
		g[2] = 1 / math.Sqrt(a*b)
	}
	for k, x := range g {
		for m, y := range g {
			v += x * w[at[k]*l.m+at[m]] * y
		}
	}
	return waldFisher(name, r, math.Sqrt(v))
}

// qProfile is the 95% interval of a standard deviation between: those at which
// Cochran's Q is not out of chi-squared's middle (Viechtbauer 2007).
func (d *poolData) qProfile(j int) (lo, hi float64) {
	df := float64(d.n - 1)
	upper, lower := fdist.ChiSquaredQuantile(.975, df), fdist.ChiSquaredQuantile(.025, df)
	q0 := d.cochran(j, 0).q
	if q0 < lower {
		return math.NaN(), math.NaN()
	}
	if q0 > upper {
		lo = d.unit[j] * math.Sqrt(d.qRoot(j, upper))
	}
	return lo, d.unit[j] * math.Sqrt(d.qRoot(j, lower))
}

// qRoot is the variance between at which Q, which falls, is the target.
func (d *poolData) qRoot(j int, target float64) float64 {
	lo, hi := 0.0, 1.0
	for d.cochran(j, hi).q > target {
		lo, hi = hi, 4*hi
	}
	for range 200 {
		mid := (lo + hi) / 2
		if d.cochran(j, mid).q > target {
			lo = mid
		} else {
			hi = mid
		}
		if hi-lo <= 1e-13*hi {
			break
		}
	}
	return (lo + hi) / 2
}

func (d *poolData) addQuantities(f *PoolFit, l *poolLikelihood) {
	for j, name := range d.Names {
		c := d.cochran(j, 0)
		q := PoolQuantity{Name: name, Q: c.q, DF: d.n - 1, P: fdist.ChiSquaredUpper(c.q, float64(d.n-1)), Threshold: d.Thresholds[j]}
		tau2 := l.t[j*d.p+j]
		q.I2 = tau2 / (tau2 + c.typical)
		mean, half := f.Params[j].Estimate, z975*math.Sqrt(f.Between[j][j]+f.MeanCov[j][j])
		if !d.Normal {
			half *= student.Quantile(.975, f.DF) / z975
		}
		q.PredictLo, q.PredictHi = mean-half, mean+half
		q.Above = poolAbove(name, f.Params[j], f.Params[d.p+j], d.Thresholds[j])
		f.Quantities = append(f.Quantities, q)
	}
}

// poolAbove is the share of couples over a threshold, with an interval on the
// probit scale: z = (μ−c)/τ, Var z = Var(μ)/τ² + z²·Var(τ)/τ².
func poolAbove(name string, mean, sd Param, threshold float64) Param {
	z := (mean.Estimate - threshold) / sd.Estimate
	share := poolShare(mean.Estimate, sd.Estimate, threshold)
	p := fixed("above."+name, share)
	if se := math.Hypot(mean.SE, z*sd.SE) / sd.Estimate; finite(se) {
		p.SE = se * math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
		p.Lo, p.Hi = normalCDF(z-z975*se), normalCDF(z+z975*se)
	}
	return p
}

// poolShare is Φ((μ−c)/τ), and without differences one of 0, ½ and 1.
func poolShare(mean, sd, threshold float64) float64 {
	switch {
	case sd > 0:
		return normalCDF((mean - threshold) / sd)
	case mean > threshold:
		return 1
	case mean < threshold:
		return 0
	}
	return .5
}

func normalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

// addCouples adds μ + TW(y−μ), with covariance T − TWT + BCBᵀ, B = I − TW.
func (d *poolData) addCouples(f *PoolFit, l *poolLikelihood, scale float64) {
	p := d.p
	tw, b := make([]float64, p*p), make([]float64, p*p)
	for i := range d.n {
		c := PooledCouple{Name: d.names[i]}
		for j := range p {
			for k := range p {
				tw[j*p+k] = l.product(l.t, l.w[i], j, k)
				b[j*p+k] = -tw[j*p+k]
			}
			b[j*p+j]++
		}
		for j := range p {
			value, v := l.mu[j], l.t[j*p+j]-l.product(tw, l.t, j, j)
			for k := range p {
				value += tw[j*p+k] * (d.y[i][k] - l.mu[k])
				for m := range p {
					v += scale * b[j*p+k] * l.c[k*p+m] * b[j*p+m]
				}
			}
			c.Values, c.SE = append(c.Values, value*d.unit[j]), append(c.SE, math.Sqrt(max(v, 0))*d.unit[j])
		}
		f.Couples = append(f.Couples, c)
	}
}

// addQ adds Cochran's Q of all quantities: the residual sum at T = 0.
func (d *poolData) addQ(f *PoolFit) {
	l := newPoolLikelihood(d)
	l.solve()
	f.Q, f.QDF = l.rss, (d.n-1)*d.p
	f.QP = fdist.ChiSquaredUpper(f.Q, float64(f.QDF))
}
