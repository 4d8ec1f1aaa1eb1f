package dyad

import "math"

// varLikelihood is the exact Gaussian log-likelihood of a VAR(1) on a grid
// with missing answers, with its score and information (see scoring.Problem).
// The information is Σ dv'F⁻¹dv + ½ tr(F⁻¹dF F⁻¹dF) over the filter's
// surprises v and their variances F (Engle & Watson 1981).
type varLikelihood struct {
	y      [][2]float64
	nodes  []varNode
	events []varEvent
	visits []varVisit
	known  varMoments

	phi [2][2]float64
	q   varSym
	dq  [varCov]varSym
	mu  [2]float64

	state  [2]float64 // less the mean
	dstate [varAll][2]float64
}

// The region in which parameters are sought, in standard units: standard
// deviations of innovations above e^-9 of the data's, correlation below
// tanh 9.
const varEdge = 9.0

// set takes parameters; ok is false outside their space.
func (l *varLikelihood) set(x []float64) bool {
	l.phi = [2][2]float64{{x[0], x[1]}, {x[2], x[3]}}
	if !varStable(l.phi) || x[varScaleA] < -varEdge || x[varScaleB] < -varEdge || math.Abs(x[varAtanh]) > varEdge {
		return false
	}
	a, b, r := math.Exp(x[varScaleA]), math.Exp(x[varScaleB]), math.Tanh(x[varAtanh])
	l.q = varSym{a * a, r * a * b, b * b}
	l.dq = [varCov]varSym{
		varScaleA: {2 * l.q[0], l.q[1], 0},
		varScaleB: {0, l.q[1], 2 * l.q[2]},
		varAtanh:  {0, (1 - r*r) * a * b, 0},
	}
	l.mu = [2]float64{x[varMeanA], x[varMeanA+1]}
	return !math.IsNaN(l.mu[0]+l.mu[1]+l.q[0]+l.q[2]) && !math.IsInf(l.q[0]+l.q[2], 1)
}

// Eval is the log-likelihood at x in standard units; see scoring.Problem.
func (l *varLikelihood) Eval(x, g, h []float64) (float64, bool) {
	if !l.set(x) || !l.covariances(g != nil) {
		return math.Inf(-1), false
	}
	for i := range g {
		g[i] = 0
	}
	for i := range h {
		h[i] = 0
	}
	for i := range l.events {
		l.events[i].vv = varSym{}
	}
	l.complete(g, h)
	for _, v := range l.visits {
		l.visit(v, g, h)
	}
	value := 0.0
	for i := range l.events {
		value += l.events[i].value()
		if g != nil {
			l.events[i].score(&l.nodes[l.events[i].node], g, h)
		}
	}
	varMirror(h)
	return value, !math.IsNaN(value)
}

// varMirror fills the upper triangle from the lower.
func varMirror(h []float64) {
	if h == nil {
		return
	}
	for i := range varAll {
		for j := range i {
			h[j*varAll+i] = h[i*varAll+j]
		}
	}
}

// complete adds the rows that are complete after a complete row, from their
// moments: v = ỹ - Φx̃ with x̃, ỹ less the mean.
func (l *varLikelihood) complete(g, h []float64) {
	m, e, p := l.known.about(l.mu), &l.events[varKnownEvent], &l.phi
	var vx [2][2]float64
	var v [2]float64
	for i := range 2 {
		v[i] = m.y[i] - p[i][0]*m.x[0] - p[i][1]*m.x[1]
		vx[i][0] = m.yx[i][0] - p[i][0]*m.xx[0] - p[i][1]*m.xx[1]
		vx[i][1] = m.yx[i][1] - p[i][0]*m.xx[1] - p[i][1]*m.xx[2]
	}
	// Σ v·vᵀ = Σ ỹỹᵀ - Φ Σ x̃ỹᵀ - Σ v x̃ᵀ Φᵀ
	for k, ij := range [3][2]int{{0, 0}, {0, 1}, {1, 1}} {
		i, j := ij[0], ij[1]
		e.vv[k] = m.yy[k] - p[i][0]*m.yx[j][0] - p[i][1]*m.yx[j][1] - vx[i][0]*p[j][0] - vx[i][1]*p[j][1]
	}
	if g != nil {
		l.completeScore(&m, vx, v, g, h)
	}
}

// completeScore: dv/dΦ_ij = -e_i x̃_j and dv/dμ = -(I-Φ).
func (l *varLikelihood) completeScore(m *varMoments, vx [2][2]float64, v [2]float64, g, h []float64) {
	w := varFull(l.events[varKnownEvent].w)
	k := varLess(1, l.phi)
	wk := varMul(w, k)
	for i := range 2 {
		g[varMeanA+i] += wk[0][i]*v[0] + wk[1][i]*v[1]
		for j := range 2 {
			g[2*i+j] += w[i][0]*vx[0][j] + w[i][1]*vx[1][j]
		}
	}
	if h == nil {
		return
	}
	xx, kwk := varFull(m.xx), varMul([2][2]float64{{k[0][0], k[1][0]}, {k[0][1], k[1][1]}}, wk)
	for i := range 2 {
		for j := range 2 {
			h[(varMeanA+i)*varAll+varMeanA+j] += m.n * kwk[i][j]
			for r := range 2 {
				h[(varMeanA+r)*varAll+2*i+j] += wk[i][r] * m.x[j]
				for s := range 2 {
					h[(2*i+j)*varAll+2*r+s] += w[i][r] * xx[j][s]
				}
			}
		}
	}
}

func varFull(s varSym) [2][2]float64 { return [2][2]float64{{s[0], s[1]}, {s[1], s[2]}} }

// visit passes one row through the filter.
func (l *varLikelihood) visit(v varVisit, g, h []float64) {
	slopes := g != nil
	switch v.from {
	case varFromStart:
		l.state, l.dstate = [2]float64{}, [varAll][2]float64{}
	case varFromKnown:
		before := l.y[v.row-1]
		l.state = [2]float64{before[0] - l.mu[0], before[1] - l.mu[1]}
		l.dstate = [varAll][2]float64{varMeanA: {-1, 0}, varMeanA + 1: {0, -1}}
		l.predict(slopes)
	default:
		l.predict(slopes)
	}
	e, y := &l.events[v.event], &l.y[v.row]
	switch e.mask {
	case varHasA, varHasB:
		l.one(e, int(e.mask-1), y, g, h)
	case varBoth:
		l.two(e, y, g, h)
	}
}

// predict moves the state one step on: Φ·state.
func (l *varLikelihood) predict(slopes bool) {
	p, s := &l.phi, l.state
	l.state = [2]float64{p[0][0]*s[0] + p[0][1]*s[1], p[1][0]*s[0] + p[1][1]*s[1]}
	if !slopes {
		return
	}
	for i := range l.dstate {
		d := l.dstate[i]
		l.dstate[i] = [2]float64{p[0][0]*d[0] + p[0][1]*d[1], p[1][0]*d[0] + p[1][1]*d[1]}
	}
	l.dstate[0][0] += s[0]
	l.dstate[1][0] += s[1]
	l.dstate[2][1] += s[0]
	l.dstate[3][1] += s[1]
}

// one takes in one partner's answer, o's.
func (l *varLikelihood) one(e *varEvent, o int, y *[2]float64, g, h []float64) {
	u := 1 - o
	v := y[o] - l.mu[o] - l.state[o]
	e.vv[0] += v * v
	l.state[o] += v
	l.state[u] += e.gain * v
	if g == nil {
		return
	}
	var dv [varAll]float64
	for i := range dv {
		dv[i] = -l.dstate[i][o]
	}
	dv[varMeanA+o]--
	for i := range dv {
		l.dstate[i][o] += dv[i]
		l.dstate[i][u] += e.gain * dv[i]
		g[i] -= dv[i] * v / e.f
	}
	for i := range varCov {
		l.dstate[i][u] += e.dgain[i] * v
	}
	if h != nil {
		varAddOuter(h, &dv, &dv, 1/e.f)
	}
}

// two takes in both answers; the next row starts from them.
func (l *varLikelihood) two(e *varEvent, y *[2]float64, g, h []float64) {
	a, b := y[0]-l.mu[0]-l.state[0], y[1]-l.mu[1]-l.state[1]
	e.vv[0], e.vv[1], e.vv[2] = e.vv[0]+a*a, e.vv[1]+a*b, e.vv[2]+b*b
	if g == nil {
		return
	}
	w := &e.w
	var da, db, wa, wb [varAll]float64
	for i := range da {
		da[i], db[i] = -l.dstate[i][0], -l.dstate[i][1]
	}
	da[varMeanA]--
	db[varMeanA+1]--
	for i := range da {
		wa[i], wb[i] = w[0]*da[i]+w[1]*db[i], w[1]*da[i]+w[2]*db[i]
		g[i] -= wa[i]*a + wb[i]*b
	}
	if h != nil {
		varAddOuter(h, &da, &wa, 1)
		varAddOuter(h, &db, &wb, 1)
	}
}

// varAddOuter adds c·x·yᵀ to the lower triangle of h.
func varAddOuter(h []float64, x, y *[varAll]float64, c float64) {
	for i := range varAll {
		row, xi := h[i*varAll:i*varAll+i+1], c*x[i]
		for j := range row {
			row[j] += xi * y[j]
		}
	}
}
