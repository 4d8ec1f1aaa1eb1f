package dyad

import (
	"math"

	"pleach/dyad/internal/scoring"
	"pleach/dyad/internal/spd"
)

// rhythmLikelihood is the restricted log-likelihood of a design, with mean and
// variance concentrated out, as a function of log κ (a day) and logit ν.
type rhythmLikelihood struct {
	d    *rhythmDesign
	flat bool
	p, q int // regressors; columns with y

	m  []float64    // filtered columns
	dm [2][]float64 // and their derivatives

	v    []float64    // surprises of all rows, row by row
	dv   [2][]float64 // and their derivatives
	f    []float64    // the surprises' variances
	df   [2][]float64
	gram []float64 // Σ v·vᵀ/F, lower triangle

	xx     []float64 // Cholesky factor of XᵀV⁻¹X
	inv    []float64 // its inverse
	beta   []float64
	rss    float64
	drss   [2]float64
	logDet float64
	value  float64 // without priors
}

func newRhythmLikelihood(d *rhythmDesign, flat bool) *rhythmLikelihood {
	p, n := len(d.columns), len(d.rows)
	q := p + 1
	mk := func(n int) []float64 { return make([]float64, n) }
	pair := func(n int) [2][]float64 { return [2][]float64{mk(n), mk(n)} }
	return &rhythmLikelihood{d: d, flat: flat, p: p, q: q,
		m: mk(q), dm: pair(q), v: mk(n * q), dv: pair(n * q), f: mk(n), df: pair(n),
		gram: mk(q * q), xx: mk(p * p), inv: mk(p * p), beta: mk(p)}
}

// rhythmStep is what a row's update and the way to it look like: independent
// of the data. Entry i of a derivative is with respect to parameter i.
type rhythmStep struct {
	p, f, k    float64 // predicted variance, of the surprise, and gain
	dp, df, dk [2]float64
}

// rhythmValues are κ a day and ν with its derivative.
type rhythmValues struct{ kappa, nu, dnu float64 }

func rhythmAt(x []float64) rhythmValues {
	nu := 1 / (1 + math.Exp(-x[1]))
	return rhythmValues{math.Exp(x[0]), nu, nu * (1 - nu)}
}

// move predicts the variance over a gap: P = φ²P⁺ + (1-φ²)(1-ν), and returns
// φ and its derivative by log κ.
func (s *rhythmStep) move(r rhythmValues, gap float64) (phi, dphi float64) {
	phi = math.Exp(-r.kappa * gap)
	dphi = -r.kappa * gap * phi
	rest, drest := s.p*(1-s.k), [2]float64{}
	for i := range 2 {
		drest[i] = s.dp[i]*(1-s.k) - s.p*s.dk[i]
	}
	s.p = phi*phi*rest + (1-phi*phi)*(1-r.nu)
	s.dp[0] = phi*phi*drest[0] + 2*phi*dphi*(rest-(1-r.nu))
	s.dp[1] = phi*phi*drest[1] - (1-phi*phi)*r.dnu
	return phi, dphi
}

// gain sets the surprise's variance F = P + ν and the gain K = P/F.
func (s *rhythmStep) gain(r rhythmValues) {
	s.f = s.p + r.nu
	s.k = s.p / s.f
	for i := range 2 {
		s.df[i] = s.dp[i] + float64(i)*r.dnu
		s.dk[i] = (s.dp[i] - s.k*s.df[i]) / s.f
	}
}

// pass filters all columns at once.
func (l *rhythmLikelihood) pass(r rhythmValues, slopes bool) {
	l.clear()
	s := rhythmStep{p: 1 - r.nu, dp: [2]float64{0, -r.dnu}}
	product := 1.0
	for k, row := range l.d.rows {
		if k > 0 {
			phi, dphi := s.move(r, l.d.gap[k])
			l.carry(phi, dphi, slopes)
		}
		s.gain(r)
		if product *= s.f; product < 1e-200 || product > 1e200 || k == len(l.f)-1 {
			l.logDet += math.Log(product)
			product = 1
		}
		l.f[k], l.df[0][k], l.df[1][k] = s.f, s.df[0], s.df[1]
		l.update(k, row, &s)
		if slopes {
			l.updateSlopes(k, &s)
		}
	}
}

func (l *rhythmLikelihood) clear() {
	l.logDet = 0
	clear(l.m)
	clear(l.gram)
	clear(l.dm[0])
	clear(l.dm[1])
}

func (l *rhythmLikelihood) carry(phi, dphi float64, slopes bool) {
	if slopes {
		d0, d1 := l.dm[0][:len(l.m)], l.dm[1][:len(l.m)]
		for c, m := range l.m {
			d0[c] = phi*d0[c] + dphi*m
			d1[c] *= phi
		}
	}
	for c := range l.m {
		l.m[c] *= phi
	}
}

func (l *rhythmLikelihood) update(k int, row []float64, s *rhythmStep) {
	v, w, q := l.v[k*l.q:(k+1)*l.q], 1/s.f, l.q
	for c, x := range row {
		v[c] = x - l.m[c]
		l.m[c] += s.k * v[c]
	}
	for c, vc := range v {
		g := l.gram[c*q : c*q+c+1]
		vc *= w
		for e, ve := range v[:c+1] {
			g[e] += vc * ve
		}
	}
}

func (l *rhythmLikelihood) updateSlopes(k int, s *rhythmStep) {
	v := l.v[k*l.q : (k+1)*l.q]
	for i := range 2 {
		dv, dm, dk := l.dv[i][k*l.q:(k+1)*l.q], l.dm[i][:len(v)], s.dk[i]
		for c, x := range v {
			d := -dm[c]
			dv[c] = d
			dm[c] += dk*x + s.k*d
		}
	}
}

// solve concentrates mean and variance out: the restricted log-likelihood is
// -½[(n-p)(log 2πσ̂² + 1) + log|V| + log|XᵀV⁻¹X|] (Harville 1977).
func (l *rhythmLikelihood) solve() bool {
	p, q := l.p, l.p+1
	for i := range p {
		copy(l.xx[i*p:i*p+i+1], l.gram[i*q:i*q+i+1])
		l.beta[i] = l.gram[p*q+i]
	}
	if !spd.Cholesky(l.xx, p, 1e-13) {
		return false
	}
	spd.Solve(l.xx, p, l.beta)
	l.rss = l.gram[p*q+p]
	for i, b := range l.beta {
		l.rss -= b * l.gram[p*q+i]
	}
	free := l.free()
	l.value = -(free*(log2Pi+math.Log(l.rss/free)+1) + l.logDet + spd.LogDet(l.xx, p)) / 2
	return l.rss > 0
}

func (l *rhythmLikelihood) free() float64 { return float64(len(l.d.rows) - l.p) }

// Eval is the penalised value, score and information; see scoring.Problem.
func (l *rhythmLikelihood) Eval(x, g, h []float64) (float64, bool) {
	if math.Abs(x[0]) > rhythmEdge || math.Abs(x[1]) > rhythmEdge {
		return math.Inf(-1), false
	}
	r := rhythmAt(x)
	l.pass(r, g != nil)
	if !l.solve() {
		return math.Inf(-1), false
	}
	prior, dprior, hprior := rhythmPrior(x, r, l.flat)
	if g == nil {
		return l.value + prior, true
	}
	var info [3]float64
	l.score(g, &info)
	for i := range 2 {
		g[i] += dprior[i]
	}
	if h != nil {
		h[0], h[1], h[2], h[3] = info[0]+hprior[0], info[1], info[1], info[2]+hprior[1]
	}
	return l.value + prior, true
}

// rhythmEdge bounds log κ and logit ν: beyond, nothing changes any more.
const rhythmEdge = 14.0

// rhythmPrior is the log-density of the priors in the climbed parameters, with
// slope and minus curvature. ν ~ Beta(2, 5) has, on the logit scale, density
// ∝ ν²(1-ν)⁵.
func rhythmPrior(x []float64, r rhythmValues, flat bool) (v float64, d, h [2]float64) {
	if flat {
		return 0, d, h
	}
	const spread = 1.25
	z := (x[0] - math.Log(math.Ln2*4)) / spread
	v = -z*z/2 + 2*math.Log(r.nu) + 5*math.Log(1-r.nu)
	d = [2]float64{-z / spread, 2 - 7*r.nu}
	h = [2]float64{1 / (spread * spread), 7 * r.dnu}
	return v, d, h
}

// score goes through the surprises once more. With C = (XᵀV⁻¹X)⁻¹, the
// residuals' surprises e = v_y - βᵀv_x, and the residual sum of squares
// stationary in β,
//
//	dRSS          = Σ 2e·de/F - e²dF/F²
//	d log|XᵀV⁻¹X| = Σ 2v_xᵀC dv_x/F - v_xᵀC v_x dF/F²
//
// and the information is Σ de·deᵀ/Fσ² + ½ Σ dF·dFᵀ/F² less what the variance
// takes (Engle & Watson 1981).
func (l *rhythmLikelihood) score(g []float64, info *[3]float64) {
	spd.Inverse(l.inv, l.xx, l.p)
	sigma := l.rss / l.free()
	l.drss = [2]float64{}
	var logF, trace [2]float64
	for k, f := range l.f {
		w := 1 / f
		r := [2]float64{l.df[0][k] * w, l.df[1][k] * w}
		e, de, vcv, vcd := l.row(k)
		for i := range 2 {
			l.drss[i] += w * e * (2*de[i] - e*r[i])
			trace[i] += w * (2*vcd[i] - vcv*r[i])
			logF[i] += r[i]
		}
		u := w / sigma
		info[0] += r[0]*r[0]/2 + u*de[0]*de[0]
		info[1] += r[0]*r[1]/2 + u*de[0]*de[1]
		info[2] += r[1]*r[1]/2 + u*de[1]*de[1]
	}
	for i := range 2 {
		g[i] = -(l.drss[i]/sigma + logF[i] + trace[i]) / 2
	}
	n := 2 * float64(len(l.f))
	info[0] -= logF[0] * logF[0] / n
	info[1] -= logF[0] * logF[1] / n
	info[2] -= logF[1] * logF[1] / n
}

// row is what score needs of row k: the residual's surprise with derivatives,
// v_xᵀC v_x, and v_xᵀC dv_x.
func (l *rhythmLikelihood) row(k int) (e float64, de [2]float64, vcv float64, vcd [2]float64) {
	v, d0, d1 := l.v[k*l.q:(k+1)*l.q], l.dv[0][k*l.q:(k+1)*l.q], l.dv[1][k*l.q:(k+1)*l.q]
	e, de[0], de[1] = v[l.p], d0[l.p], d1[l.p]
	x := v[:l.p]
	for a, b := range l.beta {
		e -= b * v[a]
		de[0] -= b * d0[a]
		de[1] -= b * d1[a]
		c := 0.0
		for i, w := range l.inv[a*l.p : a*l.p+len(x)] {
			c += w * x[i]
		}
		vcv += c * v[a]
		vcd[0] += c * d0[a]
		vcd[1] += c * d1[a]
	}
	return e, de, vcv, vcd
}

// search climbs from the best point of a grid of half-lives (in days) and noise
// shares to the summit, and from the second best far enough to see whether
// there is another one that is higher.
func (l *rhythmLikelihood) search() rhythmSummit {
	top := l.grid()
	climber := scoring.New(2)
	best := rhythmSummit{x: top[0]}
	best.Summit = climber.Climb(l, best.x[:], 1e-10, 60)
	other := top[1]
	if near := climber.Climb(l, other[:], 1e-4, 60); near.Value > best.Value+1e-3 || !best.Converged {
		if end := climber.Climb(l, other[:], 1e-10, 60); end.Value > best.Value {
			best = rhythmSummit{end, other}
		}
	}
	return best
}

// grid are the two best starts.
func (l *rhythmLikelihood) grid() (top [2][2]float64) {
	value := [2]float64{math.Inf(-1), math.Inf(-1)}
	for _, days := range []float64{.06, .3, 3} {
		for _, nu := range []float64{-2, .5} {
			x := [2]float64{math.Log(math.Ln2 / days), nu}
			switch v, _ := l.Eval(x[:], nil, nil); {
			case v > value[0]:
				value[0], value[1], top[0], top[1] = v, value[0], x, top[0]
			case v > value[1]:
				value[1], top[1] = v, x
			}
		}
	}
	return top
}

// rhythmSummit is where the search ended.
type rhythmSummit struct {
	scoring.Summit
	x [2]float64
}
