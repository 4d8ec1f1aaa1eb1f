package dyad

import (
	"math"

	"pleach/dyad/internal/spd"
	"pleach/dyad/internal/student"
)

// report evaluates at the best point once more, and says everything in the
// data's units.
func (l *rhythmLikelihood) report(best rhythmSummit) *RhythmFit {
	d := l.d
	cov, known := l.curvature(best.x)
	f := &RhythmFit{Fit: Fit{Model: "rhythm", Method: "map", NObs: len(d.rows), Dropped: d.dropped}, DayP: math.NaN()}
	if l.flat {
		f.Method = "reml"
	}
	f.Status = l.status(best, known)
	f.LogLik = l.value - l.free()*math.Log(d.scale)
	for _, c := range d.columns {
		f.LogLik -= math.Log(c.scale)
	}
	sigma := l.rss / l.free()
	f.day, f.harmonics, f.first, f.df, f.scale = d.day, d.harmonics, d.first, l.free(), d.scale
	f.beta, f.cov = append([]float64(nil), l.beta...), append([]float64(nil), l.inv...)
	for i := range f.cov {
		f.cov[i] *= sigma
	}
	f.addDynamics(l, best.x, cov)
	f.addEffects(d)
	f.testDay()
	return f
}

// curvature is the covariance of the two climbed parameters from the observed
// information, by differences of the exact score; it leaves the likelihood
// evaluated at x.
func (l *rhythmLikelihood) curvature(x [2]float64) (cov [4]float64, ok bool) {
	var g [2]float64
	var at [2][2]float64
	const step = 1e-5
	ok = true
	for i := range 2 {
		y := x
		y[i] += step
		_, inside := l.Eval(y[:], at[i][:], nil)
		ok = ok && inside
	}
	l.Eval(x[:], g[:], nil)
	cross := (g[0] - at[1][0] + g[1] - at[0][1]) / 2 / step
	h := [4]float64{(g[0] - at[0][0]) / step, cross, cross, (g[1] - at[1][1]) / step}
	if !ok || !spd.Cholesky(h[:], 2, 1e-7) {
		return cov, false
	}
	spd.Inverse(cov[:], h[:], 2)
	return cov, true
}

func (l *rhythmLikelihood) status(best rhythmSummit, known bool) Status {
	switch {
	case math.Abs(best.x[0]) > rhythmEdge/2 || math.Abs(best.x[1]) > rhythmEdge/2:
		return Boundary
	case !best.Converged:
		return NotConverged
	case !known:
		return NotIdentified
	}
	return Converged
}

// addDynamics adds half-life, noise share and standard deviation. The variance
// of log σ̂² is 2/(n-p) about its ridge, and moves with the ridge.
func (f *RhythmFit) addDynamics(l *rhythmLikelihood, x [2]float64, cov [4]float64) {
	if f.Status != Converged {
		for i := range cov {
			cov[i] = math.NaN()
		}
	}
	r := rhythmAt(x[:])
	half := math.Ln2 / r.kappa * f.day
	slope := [2]float64{l.drss[0] / l.rss, l.drss[1] / l.rss}
	v := 2 / l.free()
	for i := range 2 {
		for j := range 2 {
			v += slope[i] * slope[j] * cov[2*i+j]
		}
	}
	sd := f.scale * math.Sqrt(l.rss/l.free())
	f.Params = append(f.Params,
		waldLog("half.life", half, half*math.Sqrt(cov[0])),
		waldLogit("noise.share", r.nu, math.Sqrt(cov[3])),
		waldLog("sd", sd, sd*math.Sqrt(v)/2))
}

// waldLogit is a share with an interval that is symmetric on the logit scale,
// from the standard error there.
func waldLogit(name string, p, seLogit float64) Param {
	x, h := math.Log(p/(1-p)), z975*seLogit
	return Param{name, p, seLogit * p * (1 - p), 1 / (1 + math.Exp(h-x)), 1 / (1 + math.Exp(-h-x))}
}

// addEffects adds the regressors that have a name.
func (f *RhythmFit) addEffects(d *rhythmDesign) {
	p := len(d.columns)
	for i, c := range d.columns {
		if c.name == "" {
			continue
		}
		unit := d.scale / c.scale
		estimate := f.beta[i] * unit
		if i == 0 {
			estimate += d.centre
		}
		f.Params = append(f.Params, waldT(c.name, estimate, math.Sqrt(f.cov[i*p+i])*unit, f.df))
	}
}

// testDay is Wald's F test of all harmonics.
func (f *RhythmFit) testDay() {
	k, p := 2*f.harmonics, len(f.beta)
	if k == 0 {
		return
	}
	c, b := make([]float64, k*k), make([]float64, k)
	for i := range k {
		b[i] = f.beta[f.first+i]
		for j := range k {
			c[i*k+j] = f.cov[(f.first+i)*p+f.first+j]
		}
	}
	x := append([]float64(nil), b...)
	if !spd.Cholesky(c, k, 1e-13) {
		return
	}
	spd.Solve(c, k, x)
	w := 0.0
	for i := range k {
		w += b[i] * x[i]
	}
	f.DayP = student.FTail(w/float64(k), float64(k), f.df)
}
