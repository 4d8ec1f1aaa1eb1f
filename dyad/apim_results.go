package dyad

import (
	"math"

	"pleach/dyad/internal/scoring"
	"pleach/dyad/internal/spd"
)

// apimEdge is the Fisher z beyond which a correlation is 1.
const apimEdge = 8

// apimBest climbs from a correlation of zero and from both sides.
func apimBest(l *apimLikelihood) (x []float64, best scoring.Summit) {
	best.Value = math.Inf(-1)
	climber := scoring.New(l.size())
	for _, z := range [...]float64{0, 1, -1} {
		at := make([]float64, l.size())
		if at[len(at)-1] = z; l.pairs == 0 {
			at[len(at)-1] = 0
		}
		s := climber.Climb(l, at, 1e-13, 200)
		if s.Value > best.Value+1e-9 {
			x, best = at, s
		}
	}
	return x, best
}

// fitApim finds the optimum and writes it in the data's own units.
func fitApim(d *apimDesign, l *apimLikelihood) *APIMFit {
	x, best := apimBest(l)
	u, z := l.split(x)
	f := &APIMFit{
		Fit:   Fit{Model: "apim", Method: "ml", NObs: d.data.rows, NCouples: d.data.kept, Dropped: d.data.dropped},
		Pairs: d.data.paired, Singles: d.data.rows - 2*d.data.paired,
		names: d.data.Names, roles: []string{""},
	}
	if l.reml {
		f.Method = "reml"
	}
	if !d.exchangeable {
		f.roles = []string{"." + d.data.RoleNames[0], "." + d.data.RoleNames[1]}
	}
	f.Status = l.status(best, z)
	f.LogLik = best.Value + d.logUnits(l)
	f.inference = newApimInference(d, l, x)
	switch {
	case f.Status == Boundary:
		f.LogLik = math.NaN() // it has no end
	case f.Status == Converged && f.inference.w == nil:
		f.Status = NotIdentified
	}
	f.addEffects()
	f.addResiduals(d, l, u, z)
	return f
}

func (l *apimLikelihood) status(s scoring.Summit, z float64) Status {
	switch {
	case l.pairs == 0:
		return NotIdentified
	case math.Abs(z) > apimEdge:
		return Boundary
	case !s.Converged:
		return NotConverged
	}
	return Converged
}

// logUnits is what the log-likelihood of the data has beyond that of the
// standardised data: the Jacobian, and by REML half the change of log|XᵀV⁻¹X|.
func (d *apimDesign) logUnits(l *apimLikelihood) float64 {
	s := 0.0
	for _, e := range d.eq {
		s -= float64(e.n) * math.Log(e.y)
		if !l.reml {
			continue
		}
		for _, scale := range e.scale {
			s += math.Log(e.y) - math.Log(scale)
		}
	}
	return s
}

// add appends a parameter with its degrees of freedom.
func (f *APIMFit) add(p Param, df float64) {
	f.Params, f.DF = append(f.Params, p), append(f.DF, df)
}

// effects are the names of the effects in their order, without the role.
func (f *APIMFit) effects() []string {
	names := []string{"intercept"}
	for _, kind := range []string{"actor.", "partner."} {
		for _, x := range f.names {
			names = append(names, kind+x)
		}
	}
	return names
}

func (f *APIMFit) addEffects() {
	in := f.inference
	for e, role := range f.roles {
		for j, name := range f.effects() {
			c := f.unit(e, j)
			variance, df := in.variance(c, c), in.df(c)
			f.add(studentInterval(name+role, in.beta[in.at(e, j)], math.Sqrt(variance), df), df)
		}
	}
	for i := range in.p {
		row := make([]float64, in.p)
		for j := range in.p {
			row[j] = in.variance(in.one(i), in.one(j))
		}
		f.FixedCov = append(f.FixedCov, row)
	}
}

// unit is the contrast that takes effect j of equation e alone.
func (f *APIMFit) unit(e, j int) []float64 { return f.inference.one(f.inference.at(e, j)) }

func (f *APIMFit) addResiduals(d *apimDesign, l *apimLikelihood, u [2]float64, z float64) {
	rho := math.Tanh(z)
	var sd [2]float64
	for r := range sd {
		sd[r] = d.eq[d.equation(r)].y * math.Exp(u[r]/2)
		f.Residual[r][r] = sd[r] * sd[r]
	}
	f.Residual[0][1] = rho * sd[0] * sd[1]
	f.Residual[1][0] = f.Residual[0][1]
	for e, role := range f.roles {
		se := sd[e] * f.inference.se(e) / 2
		f.add(waldLog("residual.sd"+role, sd[e], se), math.Inf(1))
	}
	switch f.Status {
	case NotIdentified:
		f.Residual[0][1], f.Residual[1][0] = math.NaN(), math.NaN()
		f.add(fixed("residual.cor", math.NaN()), math.NaN())
	case Boundary:
		f.add(fixed("residual.cor", math.Copysign(1, rho)), math.NaN())
	default:
		f.add(waldFisher("residual.cor", rho, (1-rho*rho)*f.inference.se(l.size()-1)), math.Inf(1))
	}
}

// apimInference is what tests and intervals of the effects need.
type apimInference struct {
	p, q    int
	b       []float64   // p·p: effects are b·(standardised ones) + shift
	beta    []float64   // effects, in the data's units
	inverse []float64   // A⁻¹
	slopes  [][]float64 // dA by each of u, z: p·p
	w       []float64   // covariance of u, z; nil where there is none
	adjust  float64     // gls's N/(N−p) by ML, else 1
	few     float64     // degrees of freedom where w does not say
}

func newApimInference(d *apimDesign, l *apimLikelihood, x []float64) *apimInference {
	in := &apimInference{p: l.p, q: d.q, adjust: 1, few: float64(max(d.data.kept-d.q, 1)), inverse: make([]float64, l.p*l.p)}
	if !l.reml {
		in.adjust = l.n() / (l.n() - float64(l.p))
	}
	if _, z := l.split(x); math.Abs(z) <= apimEdge {
		in.w = l.covariance(x)
	}
	l.Eval(x, nil, nil)
	spd.Inverse(in.inverse, l.l, l.p)
	in.units(d, l)
	u, z := l.split(x)
	for by := range 3 {
		l.mix(l.dm, apimSlopes(u, z, by))
		slope := make([]float64, l.p*l.p)
		for i := range l.p {
			copy(slope[i*l.p:(i+1)*l.p], l.dm[i*(l.p+1):])
		}
		in.slopes = append(in.slopes, slope)
	}
	if l.tied {
		for i, s := range in.slopes[1] {
			in.slopes[0][i] += s
		}
		in.slopes = append(in.slopes[:1], in.slopes[2])
	}
	return in
}

// units makes b and the effects in the data's units.
func (in *apimInference) units(d *apimDesign, l *apimLikelihood) {
	in.b, in.beta = make([]float64, in.p*in.p), make([]float64, in.p)
	for e, eq := range d.eq {
		first := e * d.q
		for j := range d.q {
			at := first + j
			in.b[at*in.p+at] = eq.y / eq.scale[j]
			if j > 0 {
				in.b[first*in.p+at] = -eq.y * eq.centre[j] / eq.scale[j]
			}
		}
		in.beta[first] = eq.yCentre
	}
	for i := range in.p {
		for j := range in.p {
			in.beta[i] -= in.b[i*in.p+j] * l.beta[j]
		}
	}
}

// covariance inverts the observed information of u and z, which are
// differences of the exact score. It is nil where that is not positive
// definite. A z that nothing tells of stays out.
func (l *apimLikelihood) covariance(x []float64) []float64 {
	n, k := len(x), len(x)
	if l.pairs == 0 {
		k--
	}
	h, up, down, at := make([]float64, k*k), make([]float64, n), make([]float64, n), make([]float64, n)
	const step = 1e-4
	for i := range k {
		copy(at, x)
		at[i] = x[i] + step
		l.Eval(at, up, nil)
		at[i] = x[i] - step
		l.Eval(at, down, nil)
		for j := range k {
			h[i*k+j] += (down[j] - up[j]) / (4 * step)
			h[j*k+i] += (down[j] - up[j]) / (4 * step)
		}
	}
	inv, w := make([]float64, k*k), make([]float64, n*n)
	if !spd.Cholesky(h, k, 1e-10) {
		return nil
	}
	spd.Inverse(inv, h, k)
	for i := range k {
		copy(w[i*n:i*n+k], inv[i*k:i*k+k])
	}
	return w
}

func (in *apimInference) at(e, j int) int { return e*in.q + j }

func (in *apimInference) one(i int) []float64 {
	c := make([]float64, in.p)
	c[i] = 1
	return c
}

// standard takes a contrast to the standardised effects.
func (in *apimInference) standard(c []float64) []float64 {
	h := make([]float64, in.p)
	for i, x := range c {
		for j := range in.p {
			h[j] += x * in.b[i*in.p+j]
		}
	}
	return h
}

// variance is the covariance of two contrasts of the effects.
func (in *apimInference) variance(c, d []float64) float64 {
	s, x, y := 0.0, in.standard(c), in.standard(d)
	for i := range x {
		for j := range y {
			s += x[i] * in.inverse[i*in.p+j] * y[j]
		}
	}
	return in.adjust * s
}

// df is Satterthwaite's 2v²/(gᵀWg), by ML less what the effects cost.
func (in *apimInference) df(c []float64) float64 {
	if in.w == nil {
		return in.few
	}
	h, v := in.standard(c), make([]float64, in.p)
	for i := range v {
		for j, x := range h {
			v[i] += in.inverse[i*in.p+j] * x
		}
	}
	variance, g := 0.0, make([]float64, len(in.slopes))
	for i, x := range h {
		variance += x * v[i]
	}
	for i, slope := range in.slopes {
		g[i] = -quadratic(slope, v)
	}
	return max(2*variance*variance/quadratic(in.w, g)/in.adjust, 1)
}

// se is the standard error of parameter i of u, z; NaN where there is none.
func (in *apimInference) se(i int) float64 {
	if n := len(in.slopes); in.w != nil && in.w[i*n+i] > 0 {
		return math.Sqrt(in.w[i*n+i])
	}
	return math.NaN()
}
