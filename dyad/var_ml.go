package dyad

import (
	"math"

	"pleach/dyad/internal/scoring"
	"pleach/dyad/internal/spd"
	"pleach/dyad/internal/student"
)

// fewestLagPairs tell of four lags; with fewer the likelihood has many summits,
// and some without end.
const fewestLagPairs = 5

// varSearch is a maximum likelihood fit on the way.
type varSearch struct {
	l       *varLikelihood
	climber *scoring.Climber
	best    [varAll]float64
	value   float64
	done    bool // the best climb reached its summit
	tried   int
	agreed  int
}

// fitVARML finds the best optimum of all starts and its curvature.
func fitVARML(g *varGrid, o VAROptions) (*VARFit, error) {
	if err := g.answerable(); err != nil {
		return nil, err
	}
	s := &varSearch{l: newVARLikelihood(g), climber: scoring.New(varAll), value: math.Inf(-1)}
	for _, start := range varStarts(g, o) {
		s.climb(start)
	}
	f := &VARFit{Fit: Fit{Model: "var", Method: "ml", Status: NotConverged}, Starts: s.tried, Agreed: s.agreed}
	f.Pairs = [2]int{len(varPairs(g, 0)), len(varPairs(g, 1))}
	var cov [varAll * varAll]float64
	known := s.curvature(&cov)
	if f.Status = s.status(known); min(f.Pairs[0], f.Pairs[1]) < fewestLagPairs {
		f.Status = NotIdentified
	}
	s.report(g, f, &cov)
	return f, nil
}

// answerable says whether the data can tell anything of a VAR at all.
func (g *varGrid) answerable() error {
	var xx varSym
	n := 0
	for i, m := range g.mask {
		if m&varBoth == varBoth {
			a, b := g.y[i][0], g.y[i][1]
			xx, n = varPlus(xx, varSym{a * a, a * b, b * b}), n+1
		}
	}
	if g.nobs < 10 {
		return badInput("fewer than ten answers", "collect more rows")
	}
	r := xx[1] * xx[1] / (xx[0] * xx[2])
	if n == g.nobs/2 && r > 1-1e-10 {
		return badInput("one partner's answers are a linear function of the other's", "they are one series, not two; leave this couple out")
	}
	return nil
}

func (s *varSearch) climb(x [varAll]float64) {
	s.tried++
	top := s.climber.Climb(s.l, x[:], 1e-9, 60)
	switch {
	case top.Value > s.value+1e-6:
		s.best, s.value, s.done, s.agreed = x, top.Value, top.Converged, 1
	case top.Value > s.value-1e-6:
		s.agreed++
		if top.Converged && !s.done {
			s.best, s.value, s.done = x, top.Value, true
		}
	}
}

// curvature fills the covariance of the parameters from the observed
// information at the best point, moves that point there by the last Newton
// steps, and says whether the information is positive definite. Where scoring
// was slow, Newton's steps reach the summit.
func (s *varSearch) curvature(cov *[varAll * varAll]float64) bool {
	var chol [varAll * varAll]float64
	for range 8 {
		s.observed(&chol)
		if !spd.Cholesky(chol[:], varAll, 1e-7) {
			return false
		}
		left := s.polish(chol[:])
		if left = min(left, s.polish(chol[:])); left < 1e-9 {
			s.done = true
			break
		}
	}
	spd.Inverse(cov[:], chol[:], varAll)
	return true
}

// observed is the observed information, by differences of the exact score.
func (s *varSearch) observed(info *[varAll * varAll]float64) {
	var at, up [varAll]float64
	x := s.best
	s.l.Eval(x[:], at[:], nil)
	for k := range varAll {
		h := 1e-6
		x[k] = s.best[k] + h
		if _, ok := s.l.Eval(x[:], up[:], nil); !ok {
			h = -h
			x[k] = s.best[k] + h
			s.l.Eval(x[:], up[:], nil)
		}
		for i := range varAll {
			info[i*varAll+k] = (at[i] - up[i]) / h
		}
		x[k] = s.best[k]
	}
	for i := range varAll {
		for j := range i {
			m := (info[i*varAll+j] + info[j*varAll+i]) / 2
			info[i*varAll+j], info[j*varAll+i] = m, m
		}
	}
}

// polish takes one Newton step with a given curvature, or the part of it that
// goes up, and returns what the step promised: half of gᵀ·H⁻¹·g.
func (s *varSearch) polish(chol []float64) (promised float64) {
	var g, step [varAll]float64
	s.l.Eval(s.best[:], g[:], nil)
	step = g
	spd.Solve(chol, varAll, step[:])
	for i := range g {
		promised += g[i] * step[i] / 2
	}
	for size := 1.0; size > 1e-3; size /= 4 {
		x := s.best
		for i := range x {
			x[i] += size * step[i]
		}
		if v, ok := s.l.Eval(x[:], nil, nil); ok && v >= s.value {
			s.best, s.value = x, v
			break
		}
	}
	return promised
}

func (s *varSearch) status(known bool) Status {
	x := &s.best
	edge := min(x[varScaleA], x[varScaleB]) < 1-varEdge || math.Abs(x[varAtanh]) > varEdge-1
	switch {
	case edge:
		return Boundary
	case !s.done:
		return NotConverged
	case !known:
		return NotIdentified
	}
	return Converged
}

// report writes the best point in the data's units, with intervals unless the
// curvature is useless.
func (s *varSearch) report(g *varGrid, f *VARFit, cov *[varAll * varAll]float64) {
	x := &s.best
	s.l.set(x[:])
	f.LogLik = s.value - g.logScale()
	q := varFull(s.l.q)
	se := func(i int) float64 {
		if f.Status != Converged {
			return math.NaN()
		}
		return math.Sqrt(cov[i*varAll+i])
	}
	for i := range 2 {
		f.Mean[i] = g.centre[i] + g.scale[i]*x[varMeanA+i]
		for j := range 2 {
			f.Lag[i][j] = x[2*i+j] * g.scale[i] / g.scale[j]
			f.Innovation[i][j] = q[i][j] * g.scale[i] * g.scale[j]
			f.Params = append(f.Params, f.lagInterval("lag."+"ab"[i:i+1]+"ab"[j:j+1], f.Lag[i][j], se(2*i+j)*g.scale[i]/g.scale[j], i))
		}
	}
	for i := range 2 {
		f.Intercept[i] = f.Mean[i] - f.Lag[i][0]*f.Mean[0] - f.Lag[i][1]*f.Mean[1]
		f.Params = append(f.Params, wald("mean."+"ab"[i:i+1], f.Mean[i], se(varMeanA+i)*g.scale[i]))
	}
	r := math.Tanh(x[varAtanh])
	f.Params = append(f.Params,
		waldLog("innovation.aa", f.Innovation[0][0], 2*f.Innovation[0][0]*se(varScaleA)),
		wald("innovation.ab", f.Innovation[0][1], s.seCovariance(cov, r)*se(0)/se(0)*g.scale[0]*g.scale[1]),
		waldLog("innovation.bb", f.Innovation[1][1], 2*f.Innovation[1][1]*se(varScaleB)),
		waldFisher("innovation.cor", r, (1-r*r)*se(varAtanh)))
}

// lagInterval is a lag with the interval that a regression on as many lag
// pairs would have: Student's t, and the residual variance by its degrees of
// freedom. Without that, at 40 rows, 95% intervals hold in 92%.
func (f *VARFit) lagInterval(name string, lag, se float64, of int) Param {
	n := float64(max(f.Pairs[of], 4))
	h := student.Quantile(0.975, n-3) * math.Sqrt(n/(n-3)) * se
	return Param{name, lag, se, lag - h, lag + h}
}

// seCovariance is the standard error of r·σ_a·σ_b (delta method).
func (s *varSearch) seCovariance(cov *[varAll * varAll]float64, r float64) float64 {
	d := [3]float64{s.l.q[1], s.l.q[1], s.l.dq[varAtanh][1]}
	v := 0.0
	for i := range 3 {
		for j := range 3 {
			v += d[i] * d[j] * cov[(varScaleA+i)*varAll+varScaleA+j]
		}
	}
	return math.Sqrt(math.Max(v, 0))
}

// logScale is what the log-likelihood of the data has less than that of the
// standardised data.
func (g *varGrid) logScale() (sum float64) {
	la, lb := math.Log(g.scale[0]), math.Log(g.scale[1])
	for _, m := range g.mask {
		sum += la*float64(m&1) + lb*float64(m>>1&1)
	}
	return sum
}

// LogLikVAR is the exact log-likelihood of a couple's series at given values;
// an *[InputError] says that Φ is not stationary or Q not positive definite.
// Of the options it takes Blocks and Step.
func LogLikVAR(s Series, p VARParams, o VAROptions) (float64, error) {
	g, err := newVARGrid(s, o)
	if err != nil {
		return 0, err
	}
	x, ok := g.standardise(p)
	if !ok {
		return 0, badInput("the innovations' covariance is not positive definite", "give positive variances and a correlation within -1 and 1")
	}
	v, ok := newVARLikelihood(g).Eval(x[:], nil, nil)
	if !ok {
		return 0, badInput("the lags are not those of a stationary process", "both eigenvalues must lie within -1 and 1")
	}
	return v - g.logScale(), nil
}

// standardise brings parameters to standard units.
func (g *varGrid) standardise(p VARParams) (x [varAll]float64, ok bool) {
	for i := range 2 {
		x[varMeanA+i] = (p.Mean[i] - g.centre[i]) / g.scale[i]
		x[varScaleA+i] = math.Log(p.Innovation[i][i])/2 - math.Log(g.scale[i])
		for j := range 2 {
			x[2*i+j] = p.Lag[i][j] * g.scale[j] / g.scale[i]
		}
	}
	r := p.Innovation[0][1] / math.Sqrt(p.Innovation[0][0]*p.Innovation[1][1])
	x[varAtanh] = math.Atanh(r)
	return x, p.Innovation[0][0] > 0 && p.Innovation[1][1] > 0 && math.Abs(r) < 1
}
