package dyad

import (
	"math"
	"strings"

	"pleach/dyad/internal/spd"
	"pleach/dyad/internal/two"
)

// ouQuantity is something a fit says: its value, and its gradient by the
// point and by the coefficients of the levels, in the data's units.
type ouQuantity struct {
	name   string
	value  float64
	point  ouPoint
	levels []float64 // nil: none
	scale  ouScale
}

// ouScale is on what scale an interval is symmetric.
type ouScale int

const (
	ouNatural ouScale = iota
	ouLogScale
	ouFisherScale
	ouDecayScale  // of an own drift: log of minus it, while it is negative
	ouOwnLagScale // log of minus its log, between 0 and 1
)

// levels keeps the coefficients of the levels, extends the covariance to them,
// and says what the likelihood is.
func (f *OUFit) levels(p *ouProblem, slope []float64) {
	f.beta = append([]float64(nil), p.beta...)
	f.LogLik, f.Method = p.full, "ml"
	switch {
	case f.space.share || f.space.prior:
		f.Method = "map"
	case p.restricted:
		f.Method = "reml"
		f.LogLik = p.logLik + f.data.rawLevels()
	}
	f.LogLik -= f.data.logScale()
	f.cov = ouJoint(f.cov, p, slope)
}

// ouJoint is the covariance C of the point and that of the levels' coefficients
// in one: (XᵀV⁻¹X)⁻¹ + D·C·Dᵀ with D their slopes by the point, which is their
// part of the inverse of the joint information.
func ouJoint(cov []float64, p *ouProblem, slope []float64) []float64 {
	k := len(p.beta)
	n := ouDim + k
	joint, inv := make([]float64, n*n), make([]float64, k*k)
	spd.Inverse(inv, p.info, k)
	for i := range ouDim {
		copy(joint[i*n:], cov[i*ouDim:(i+1)*ouDim])
		for b := range k {
			for j := range ouDim {
				joint[i*n+ouDim+b] += cov[i*ouDim+j] * slope[j*k+b]
			}
			joint[(ouDim+b)*n+i] = joint[i*n+ouDim+b]
		}
	}
	for a := range k {
		for b := range k {
			s := inv[a*k+b]
			for i := range ouDim {
				s += slope[i*k+a] * joint[i*n+ouDim+b]
			}
			joint[(ouDim+a)*n+ouDim+b] = s
		}
	}
	return joint
}

// logScale is what the log-likelihood of the data has less than that of the
// standardised data.
func (d *ouData) logScale() (sum float64) {
	l := [2]float64{math.Log(d.scale[0]), math.Log(d.scale[1])}
	for _, who := range d.who {
		sum += l[who]
	}
	return sum
}

// rawLevels is what the restricted log-likelihood has more for regressors and
// answers in their own units.
func (d *ouData) rawLevels() (sum float64) {
	for p := range 2 {
		for _, c := range d.design.columns {
			sum += math.Log(d.scale[p]) - math.Log(c.scale)
		}
	}
	return sum
}

// reportOU writes the point in the data's units.
func reportOU(f *OUFit) {
	d := f.data
	f.Model, f.NObs, f.NCouples, f.Dropped = "ou", len(d.who), 1, d.dropped
	qs := append(f.dynamics(), f.levelQuantities()...)
	f.Params = f.say(qs)
	f.Covariance = f.covariance(qs)
	at := func(name string) float64 { p, _ := f.Param(name); return p.Estimate }
	for i, x := range []string{"a", "b"} {
		for j, y := range []string{"a", "b"} {
			f.Drift[i][j] = at("drift." + x + y)
		}
		f.Diffusion[i][i] = at("diffusion." + x + x)
		f.Mean[i], f.Noise[i] = at("mean."+x), at("noise."+x)
	}
	f.Diffusion[0][1] = at("diffusion.ab")
	f.Diffusion[1][0] = f.Diffusion[0][1]
}

// dynamics are the drift, the diffusion, its correlation, and the noise.
func (f *OUFit) dynamics() (qs []ouQuantity) {
	d := f.data
	m, _ := f.space.model(&f.at)
	put := func(name string, value, unit float64, g ouAdjoint, scale ouScale) {
		q := ouQuantity{name: name, value: value * unit, point: f.space.pull(&m, &f.at, g), scale: scale}
		for i := range q.point {
			q.point[i] *= unit
		}
		qs = append(qs, q)
	}
	s := d.scale
	put("drift.aa", m.a.AA, 1/d.unit, ouAdjoint{a: two.Mat{AA: 1}}, ouDecayScale)
	put("drift.ab", m.a.AB, s[0]/s[1]/d.unit, ouAdjoint{a: two.Mat{AB: 1}}, ouNatural)
	put("drift.ba", m.a.BA, s[1]/s[0]/d.unit, ouAdjoint{a: two.Mat{BA: 1}}, ouNatural)
	put("drift.bb", m.a.BB, 1/d.unit, ouAdjoint{a: two.Mat{BB: 1}}, ouDecayScale)
	put("diffusion.aa", m.q.AA, s[0]*s[0]/d.unit, ouAdjoint{q: two.Sym{AA: 1}}, ouLogScale)
	put("diffusion.ab", m.q.AB, s[0]*s[1]/d.unit, ouAdjoint{q: two.Sym{AB: .5}}, ouNatural)
	put("diffusion.bb", m.q.BB, s[1]*s[1]/d.unit, ouAdjoint{q: two.Sym{BB: 1}}, ouLogScale)
	qs = append(qs, ouQuantity{name: "innovation.cor", value: m.chi, point: ouPoint{ouInnovate: 1 - m.chi*m.chi}, scale: ouFisherScale})
	put("noise.a", m.r[0], s[0]*s[0], ouAdjoint{r: [2]float64{1, 0}}, ouLogScale)
	put("noise.b", m.r[1], s[1]*s[1], ouAdjoint{r: [2]float64{0, 1}}, ouLogScale)
	return qs
}

// levelQuantities are the coefficients of the levels as if the regressors had
// never been centred or scaled.
func (f *OUFit) levelQuantities() (qs []ouQuantity) {
	cols := f.data.design.columns
	k := len(cols)
	for p, who := range []string{"a", "b"} {
		mean := ouQuantity{name: "mean." + who, value: f.data.centre[p], levels: make([]float64, 2*k)}
		rest := make([]ouQuantity, 0, k)
		for j, c := range cols {
			q := ouQuantity{name: c.name + "." + who, levels: make([]float64, 2*k)}
			w := f.data.scale[p] / c.scale
			q.value, q.levels[p*k+j] = w*f.beta[p*k+j], w
			mean.value += q.value * ouIf(j == 0, 1, -c.mean)
			mean.levels[p*k+j] = w * ouIf(j == 0, 1, -c.mean)
			if j > 0 {
				rest = append(rest, q)
			}
		}
		qs = append(append(qs, mean), rest...)
	}
	return qs
}

func ouIf(yes bool, a, b float64) float64 {
	if yes {
		return a
	}
	return b
}

// between is the covariance of two quantities (delta method).
func (f *OUFit) between(a, b *ouQuantity) (v float64) {
	n := ouDim + len(f.beta)
	for i := range n {
		u := a.slope(i)
		if u == 0 {
			continue
		}
		for j := range n {
			if w := b.slope(j); w != 0 {
				v += u * w * f.cov[i*n+j]
			}
		}
	}
	return v
}

func (q *ouQuantity) slope(i int) float64 {
	switch {
	case i < ouDim:
		return q.point[i]
	case q.levels == nil:
		return 0
	}
	return q.levels[i-ouDim]
}

// say makes parameters of quantities, by the callers' names of the partners.
func (f *OUFit) say(qs []ouQuantity) []Param {
	ps := make([]Param, len(qs))
	for i := range qs {
		ps[i] = f.interval(&qs[i])
	}
	if f.swapped {
		turned := make([]Param, len(ps))
		for i := range ps {
			turned[i], _ = Lookup(ps, ouSwapName(ps[i].Name))
			turned[i].Name = ps[i].Name
		}
		return turned
	}
	return ps
}

func (f *OUFit) interval(q *ouQuantity) Param {
	v := f.between(q, q)
	if !(v > 0) || math.IsInf(v, 1) {
		return fixed(q.name, q.value)
	}
	se := math.Sqrt(v)
	switch q.scale {
	case ouLogScale:
		return waldLog(q.name, q.value, se)
	case ouFisherScale:
		return waldFisher(q.name, q.value, se)
	case ouDecayScale:
		return ouDecay(q.name, q.value, se)
	case ouOwnLagScale:
		return ouOwnLag(q.name, q.value, se)
	}
	return wald(q.name, q.value, se)
}

// ouDecay is an own drift with an interval on the scale of the log half-life,
// where the likelihood of short series is more nearly symmetric.
func ouDecay(name string, v, se float64) Param {
	if v >= 0 {
		return wald(name, v, se)
	}
	p := waldLog(name, -v, se)
	return Param{name, v, se, -p.Hi, -p.Lo}
}

// ouOwnLag is the same of what a decay leaves: log(-log v).
func ouOwnLag(name string, v, se float64) Param {
	if v <= 0 || v >= 1 {
		return wald(name, v, se)
	}
	p := waldLog(name, -math.Log(v), se/v)
	return Param{name, v, se, math.Exp(-p.Hi), math.Exp(-p.Lo)}
}

// ouSwapName is what a parameter is called when the partners change names.
func ouSwapName(name string) string {
	if name == "diffusion.ab" {
		return name
	}
	at := strings.LastIndexByte(name, '.')
	if at < 0 || strings.Trim(name[at+1:], "ab") != "" {
		return name
	}
	return name[:at+1] + strings.Map(ouSwapRune, name[at+1:])
}

func ouSwapRune(r rune) rune { return 'a' + 'b' - r }

// covariance is of the parameters, in their order.
func (f *OUFit) covariance(qs []ouQuantity) [][]float64 {
	order := make([]int, len(qs))
	for i := range qs {
		order[i] = i
		for j := range qs {
			if f.swapped && qs[j].name == ouSwapName(qs[i].name) {
				order[i] = j
			}
		}
	}
	out := make([][]float64, len(qs))
	for i := range qs {
		out[i] = make([]float64, len(qs))
		for j := range qs {
			out[i][j] = f.between(&qs[order[i]], &qs[order[j]])
			if math.IsNaN(f.Params[i].SE) || math.IsNaN(f.Params[j].SE) {
				out[i][j] = math.NaN()
			}
		}
	}
	return out
}
