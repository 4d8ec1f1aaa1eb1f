package dyad

import (
	"math"

	"pleach/dyad/internal/student"
)

// varRegression is one partner's regression on both partners' last step, in
// standard units, with regressors centred: y = level + Σ lag·(x - at) + e.
type varRegression struct {
	rows  []int // the steps that are explained
	at    [2]float64
	level float64
	lag   [2]float64
	inv   [3][3]float64 // (ZᵀZ)⁻¹ of Z = (1, x - at)
	sigma float64       // residual variance
}

func (r *varRegression) df() float64 { return float64(len(r.rows) - 3) }

// residual is what the regression leaves of y at step i.
func (r *varRegression) residual(g *varGrid, p, i int) float64 {
	x := g.y[i-1]
	return g.y[i][p] - r.level - r.lag[0]*(x[0]-r.at[0]) - r.lag[1]*(x[1]-r.at[1])
}

// varRegress fits partner p's regression; an error says why it cannot.
func varRegress(g *varGrid, p int) (*varRegression, error) {
	r := &varRegression{rows: varPairs(g, p)}
	n := float64(len(r.rows))
	if n < fewestLagPairs {
		return nil, badInput("fewer than five complete lag pairs for "+"AB"[p:p+1], "collect more rows that follow each other by one step")
	}
	for _, i := range r.rows {
		r.level += g.y[i][p] / n
		r.at[0] += g.y[i-1][0] / n
		r.at[1] += g.y[i-1][1] / n
	}
	var xx varSym
	var xy [2]float64
	for _, i := range r.rows {
		u, v, y := g.y[i-1][0]-r.at[0], g.y[i-1][1]-r.at[1], g.y[i][p]-r.level
		xx[0], xx[1], xx[2] = xx[0]+u*u, xx[1]+u*v, xx[2]+v*v
		xy[0], xy[1] = xy[0]+u*y, xy[1]+v*y
	}
	det := xx[0]*xx[2] - xx[1]*xx[1]
	if !(det > 1e-10*xx[0]*xx[2]) {
		return nil, badInput("on the steps before, A and B are a linear function of each other, or constant", "their effects cannot be told apart; leave this couple out")
	}
	r.inv = [3][3]float64{{1 / n, 0, 0}, {0, xx[2] / det, -xx[1] / det}, {0, -xx[1] / det, xx[0] / det}}
	r.lag[0] = (xx[2]*xy[0] - xx[1]*xy[1]) / det
	r.lag[1] = (xx[0]*xy[1] - xx[1]*xy[0]) / det
	r.spread(g, p)
	return r, nil
}

// spread sets the residual variance, divided by rows less three.
func (r *varRegression) spread(g *varGrid, p int) {
	ss := 0.0
	for _, i := range r.rows {
		e := r.residual(g, p, i)
		ss += e * e
	}
	r.sigma = ss / r.df()
}

// varPairs are the steps of partner p whose step before is complete.
func varPairs(g *varGrid, p int) (rows []int) {
	for i := 1; i < len(g.mask); i++ {
		if m := g.mask[i]; m&varFirst == 0 && m>>p&1 == 1 && g.mask[i-1]&varBoth == varBoth {
			rows = append(rows, i)
		}
	}
	return rows
}

// varSystem is both regressions, and the covariance of their coefficients
// θ = (level, lags of A; level, lags of B).
type varSystem struct {
	r      [2]*varRegression
	common int     // rows in both
	cross  float64 // residual covariance
	cov    [6][6]float64
}

// couple computes what lies between the two regressions. With Z the regressors
// of the rows in both, the estimators' covariance is
// σ_ab (Z_aᵀZ_a)⁻¹ Z_aᵀZ_b (Z_bᵀZ_b)⁻¹.
func (v *varSystem) couple(g *varGrid) {
	zz := v.between(g)
	for p, r := range v.r {
		for i := range 3 {
			for j := range 3 {
				v.cov[3*p+i][3*p+j] = r.sigma * r.inv[i][j]
			}
		}
	}
	for i := range 3 {
		for j := range 3 {
			s := 0.0
			for k := range 3 {
				for l := range 3 {
					s += v.r[0].inv[i][k] * zz[k][l] * v.r[1].inv[l][j]
				}
			}
			v.cov[i][3+j], v.cov[3+j][i] = v.cross*s, v.cross*s
		}
	}
}

// between goes through the rows that are in both regressions.
func (v *varSystem) between(g *varGrid) (zz [3][3]float64) {
	a, b := v.r[0], v.r[1]
	v.common, v.cross = 0, 0
	for _, i := range a.rows {
		if g.mask[i]&varHasB == 0 {
			continue
		}
		v.common++
		v.cross += a.residual(g, 0, i) * b.residual(g, 1, i)
		x := g.y[i-1]
		za := [3]float64{1, x[0] - a.at[0], x[1] - a.at[1]}
		zb := [3]float64{1, x[0] - b.at[0], x[1] - b.at[1]}
		for k := range 3 {
			for l := range 3 {
				zz[k][l] += za[k] * zb[l]
			}
		}
	}
	v.cross /= math.Max(float64(v.common-3), 1)
	limit := math.Sqrt(a.sigma * b.sigma)
	v.cross = max(-limit, min(limit, v.cross))
	return zz
}

func (v *varSystem) lags() [2][2]float64 { return [2][2]float64{v.r[0].lag, v.r[1].lag} }

func (v *varSystem) innovation() [2][2]float64 {
	return [2][2]float64{{v.r[0].sigma, v.cross}, {v.cross, v.r[1].sigma}}
}

// correct takes the first-order bias of the lags away, at fixed levels. If
// that leaves the stable region it goes only as far as stays inside (Kilian
// 1998, step of a hundredth).
func (v *varSystem) correct(g *varGrid) {
	m, q := v.lags(), v.innovation()
	if _, ok := varPope(m, q); !ok {
		return
	}
	v.spreadCorrection(m, q)
	c := v.corrected(m, q)
	for p, r := range v.r {
		r.lag = c[p]
		r.spread(g, p)
	}
	v.between(g)
}

// corrected are the lags c with c - b(c)/n = m: those whose expected estimate
// is m, to first order (MacKinnon & Smith 1998, the nonlinear correction).
func (v *varSystem) corrected(m, q [2][2]float64) [2][2]float64 {
	c := m
	for range 60 {
		b, ok := varPope(c, q)
		if !ok {
			return c
		}
		c = v.lessBias(m, b)
	}
	return c
}

// lessBias is m + b/n, or as much of it as stays stable.
func (v *varSystem) lessBias(m, b [2][2]float64) [2][2]float64 {
	for share := 1.0; share > 0; share -= 0.01 {
		c := m
		for p, r := range v.r {
			for k := range 2 {
				c[p][k] += share * b[p][k] / float64(len(r.rows))
			}
		}
		if varStable(c) {
			return c
		}
	}
	return m
}

// spreadCorrection carries the covariance of the lags through the correction
// (delta method, with central differences of the correction).
func (v *varSystem) spreadCorrection(m, q [2][2]float64) {
	place := [4]int{1, 2, 4, 5}
	jac := [6][6]float64{}
	jac[0][0], jac[3][3] = 1, 1
	const h = 1e-5
	for k := range 4 {
		up, down := m, m
		up[k/2][k%2] += h
		down[k/2][k%2] -= h
		cu, cd := v.corrected(up, q), v.corrected(down, q)
		for i := range 4 {
			jac[place[i]][place[k]] = (cu[i/2][i%2] - cd[i/2][i%2]) / (2 * h)
		}
	}
	v.cov = varSandwich(jac, v.cov)
}

// varSandwich is J·C·Jᵀ.
func varSandwich(j, c [6][6]float64) (s [6][6]float64) {
	var jc [6][6]float64
	for i := range 6 {
		for k := range 6 {
			for l := range 6 {
				jc[i][k] += j[i][l] * c[l][k]
			}
		}
	}
	for i := range 6 {
		for k := range 6 {
			for l := range 6 {
				s[i][k] += jc[i][l] * j[k][l]
			}
		}
	}
	return s
}

func fitVAROLS(g *varGrid, correct bool) (*VARFit, error) {
	var v varSystem
	for p := range v.r {
		r, err := varRegress(g, p)
		if err != nil {
			return nil, err
		}
		v.r[p] = r
	}
	v.couple(g)
	if correct {
		v.correct(g)
	}
	f := &VARFit{Fit: Fit{Model: "var", Method: "ols", Status: Converged, LogLik: math.NaN()}}
	if correct {
		f.Method = "ols corrected"
	}
	v.report(g, f)
	return f, nil
}

// report writes the system in the data's units.
func (v *varSystem) report(g *varGrid, f *VARFit) {
	for p, r := range v.r {
		f.Pairs[p] = len(r.rows)
		for k := range 2 {
			f.Lag[p][k] = r.lag[k] * g.scale[p] / g.scale[k]
			f.Innovation[p][k] = v.innovation()[p][k] * g.scale[p] * g.scale[k]
		}
	}
	v.reportLags(g, f)
	v.reportMeans(g, f)
	v.reportIntercepts(g, f)
	v.reportInnovation(f)
	if v.r[0].sigma < 1e-18 || v.r[1].sigma < 1e-18 {
		f.Status = Boundary
	}
}

func (v *varSystem) reportLags(g *varGrid, f *VARFit) {
	for p, r := range v.r {
		for k := range 2 {
			se := math.Sqrt(v.cov[3*p+1+k][3*p+1+k]) * g.scale[p] / g.scale[k]
			f.Params = append(f.Params, waldT("lag."+"ab"[p:p+1]+"ab"[k:k+1], f.Lag[p][k], se, r.df()))
		}
	}
}

// waldT is a parameter with Student's interval.
func waldT(name string, estimate, se, df float64) Param {
	h := student.Quantile(0.975, df) * se
	return Param{name, estimate, se, estimate - h, estimate + h}
}

func (v *varSystem) reportIntercepts(g *varGrid, f *VARFit) {
	for p, r := range v.r {
		var d [6]float64
		d[3*p] = g.scale[p]
		f.Intercept[p] = g.centre[p] + g.scale[p]*r.level
		for k := range 2 {
			x := r.at[k] + g.centre[k]/g.scale[k]
			d[3*p+1+k] = -g.scale[p] * x
			f.Intercept[p] -= g.scale[p] * r.lag[k] * x
		}
		f.Params = append(f.Params, waldT("intercept."+"ab"[p:p+1], f.Intercept[p], v.se(d), r.df()))
	}
}

// reportMeans adds the means of a stable system: μ = (I-Φ)⁻¹(level - Φ·at),
// so dμ/dlevel_i = (I-Φ)⁻¹e_i and dμ/dΦ_ij = (I-Φ)⁻¹e_i(μ_j - at_j).
func (v *varSystem) reportMeans(g *varGrid, f *VARFit) {
	if !varStable(v.lags()) {
		f.Mean = [2]float64{math.NaN(), math.NaN()}
		return
	}
	inv := varInv(varLess(1, v.lags()))
	var c, mean [2]float64
	for p, r := range v.r {
		c[p] = r.level - r.lag[0]*r.at[0] - r.lag[1]*r.at[1]
	}
	for p := range 2 {
		mean[p] = inv[p][0]*c[0] + inv[p][1]*c[1]
	}
	for p := range 2 {
		var d [6]float64
		for i, r := range v.r {
			d[3*i] = g.scale[p] * inv[p][i]
			d[3*i+1] = d[3*i] * (mean[0] - r.at[0])
			d[3*i+2] = d[3*i] * (mean[1] - r.at[1])
		}
		f.Mean[p] = g.centre[p] + g.scale[p]*mean[p]
		f.Params = append(f.Params, waldT("mean."+"ab"[p:p+1], f.Mean[p], v.se(d), v.r[p].df()))
	}
}

// se is the standard error of a linear function of the coefficients.
func (v *varSystem) se(d [6]float64) float64 {
	s := 0.0
	for i := range 6 {
		for j := range 6 {
			s += d[i] * d[j] * v.cov[i][j]
		}
	}
	return math.Sqrt(math.Max(s, 0))
}

// reportInnovation adds Q with the standard errors of a Wishart matrix.
func (v *varSystem) reportInnovation(f *VARFit) {
	q, n := f.Innovation, math.Max(float64(v.common-3), 1)
	ab := math.Sqrt((q[0][0]*q[1][1] + q[0][1]*q[0][1]) / n)
	f.Params = append(f.Params,
		waldLog("innovation.aa", q[0][0], q[0][0]*math.Sqrt(2/v.r[0].df())),
		wald("innovation.ab", q[0][1], ab),
		waldLog("innovation.bb", q[1][1], q[1][1]*math.Sqrt(2/v.r[1].df())))
	cor := q[0][1] / math.Sqrt(q[0][0]*q[1][1])
	switch {
	case math.IsNaN(cor):
		f.Status = Boundary
	case v.common < 5 || math.Abs(cor) >= 1:
		f.Params = append(f.Params, fixed("innovation.cor", cor))
	default:
		f.Params = append(f.Params, waldFisher("innovation.cor", cor, (1-cor*cor)/math.Sqrt(n)))
	}
}
