package dyad

import (
	"math"

	"pleach/dyad/internal/spd"
)

// ouProblem is the function that is climbed: the log-likelihood over the
// dynamics with the coefficients of the levels concentrated or integrated out,
// and the priors. It is a climb.Problem; evaluations allocate nothing.
type ouProblem struct {
	d          *ouData
	space      *ouSpace
	restricted bool
	*ouFilter

	m      ouModel
	info   []float64 // XᵀV⁻¹X of the regressors, then its Cholesky factor
	inv    []float64
	beta   []float64 // generalised least squares
	logLik float64   // of the last evaluation: restricted if so asked, without priors
	full   float64   // of the last evaluation, not restricted
}

func newOUProblem(d *ouData, space *ouSpace, restricted bool) *ouProblem {
	p := d.width - 1
	m := func(k int) []float64 { return make([]float64, k) }
	return &ouProblem{d: d, space: space, restricted: restricted, ouFilter: newOUFilter(d), info: m(p * p), inv: m(p * p), beta: m(p)}
}

// Eval implements climb.Problem; without a gradient when that is nil.
func (p *ouProblem) Eval(x, gradient []float64) (float64, bool) {
	at := (*ouPoint)(x)
	if !p.value(at) {
		return math.Inf(-1), false
	}
	var g ouPoint
	prior := p.space.density(at, &g)
	if gradient == nil {
		return p.logLik + prior, true
	}
	w := 1
	if p.restricted {
		w = p.d.width
		spd.Inverse(p.inv, p.info, w-1)
	}
	pulled := p.space.pull(&p.m, at, p.backward(w, p.inv))
	for i := range gradient {
		gradient[i] = g[i] + pulled[i]
	}
	return p.logLik + prior, true
}

// value filters answers and regressors, and leaves the residuals' filter in
// the first column.
func (p *ouProblem) value(x *ouPoint) (ok bool) {
	if p.m, ok = p.space.model(x); !ok {
		return false
	}
	p.a, p.p, p.q, p.r = p.m.a, p.m.p, p.m.q, p.m.r
	if !p.forward(p.d.width) {
		return false
	}
	p.products()
	k := len(p.beta)
	if !spd.Cholesky(p.info, k, 1e-13) {
		return false
	}
	spd.Solve(p.info, k, p.beta)
	p.residuals()
	p.full = p.ouFilter.logLik()
	p.logLik = p.full
	if p.restricted {
		p.logLik += (float64(k)*logTwoPi - spd.LogDet(p.info, k)) / 2
	}
	return !math.IsNaN(p.logLik)
}

// products sums XᵀV⁻¹X (its lower triangle) and XᵀV⁻¹y over the surprises.
func (p *ouProblem) products() {
	clear(p.info)
	clear(p.beta)
	w, k := p.d.width, len(p.beta)
	for e := range p.steps {
		row := p.surp[e*w : e*w+w]
		is := 1 / p.steps[e].s
		y, x := row[0], row[1:]
		for i, u := range x {
			u *= is
			p.beta[i] += u * y
			into := p.info[i*k : i*k+i+1]
			for j, v := range x[:len(into)] {
				into[j] += u * v
			}
		}
	}
}

// residuals takes the fitted levels out of the first column.
func (p *ouProblem) residuals() {
	w := p.d.width
	p.quad = 0
	for e := range p.steps {
		at := e * w
		ouLess(p.surp[at:at+w], p.beta)
		if p.d.gap[e] >= 0 {
			ouLess(p.ma[at:at+w], p.beta)
			ouLess(p.mb[at:at+w], p.beta)
		}
		v := p.surp[at]
		p.quad += v * v / p.steps[e].s
	}
}

func ouLess(row, beta []float64) {
	s := row[0]
	x := row[1:][:len(beta)]
	for j, b := range beta {
		s -= b * x[j]
	}
	row[0] = s
}
