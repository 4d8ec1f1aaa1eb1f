package dyad

import (
	"math"

	"pleach/dyad/internal/two"
)

// ouFilter is the Kalman filter of one couple over single answers, one scalar
// update each (Durbin & Koopman 2012, §6.4). It runs any number of columns
// through the same covariances: the answers, and the regressors for
// generalised least squares. Everything is in standard units. No pass
// allocates.
type ouFilter struct {
	d *ouData

	// The model: drift, stationary covariance, diffusion, noise.
	a two.Mat
	p two.Sym
	q two.Sym
	r [2]float64

	exp   two.Exponent
	parts [][2]float64 // of e^{AΔ}, a gap each
	f     []two.Mat    // e^{AΔ}
	v     []two.Sym    // covariances of steps

	steps  []ouStep
	surp   []float64 // surprises, a row of columns each answer
	ma, mb []float64 // states before each prediction
	xa, xb []float64 // the running states
	logDet float64   // Σ log s
	quad   float64   // Σ v²/s of the first column

	fbar []two.Mat // see ou_adjoint.go
	seed []float64
}

// ouStep is what an answer did to the covariance: prev is the filtered one
// before the time step (if there was one), own, cross and other the predicted
// one as the answering partner sees it, and s the surprise's variance.
type ouStep struct {
	prev                 two.Sym
	own, cross, other, s float64
}

func newOUFilter(d *ouData) *ouFilter {
	n, w, g := len(d.who), d.width, len(d.gaps)
	m := func(k int) []float64 { return make([]float64, k) }
	return &ouFilter{
		d: d, parts: make([][2]float64, g), f: make([]two.Mat, g), v: make([]two.Sym, g), steps: make([]ouStep, n),
		surp: m(n * w), ma: m(n * w), mb: m(n * w), xa: m(w), xb: m(w),
		fbar: make([]two.Mat, g), seed: m(w),
	}
}

// forward filters the first w columns; false when an answer has no variance.
func (f *ouFilter) forward(w int) bool {
	f.transitions()
	f.logDet, f.quad = 0, 0
	product := 1.0 // of variances: few logarithms instead of many
	clear(f.xa)
	clear(f.xb)
	p, width := f.p, f.d.width
	for k, who := range f.d.who {
		st, at := &f.steps[k], k*width
		if g := f.d.gap[k]; g >= 0 {
			st.prev = p
			f.predict(f.f[g], at, w)
			p = f.f[g].Sandwich(p).Add(f.v[g])
		}
		own, other := f.xa[:w], f.xb[:w]
		st.own, st.cross, st.other = p.AA, p.AB, p.BB
		if who == 1 {
			own, other = other, own
			st.own, st.other = p.BB, p.AA
		}
		r := f.r[who]
		s := st.own + r
		if !(s > 1e-150 && s < 1e150) {
			return false
		}
		st.s = s
		ouUpdate(f.surp[at:at+w], f.d.obs[at:at+w], own, other, st.own/s, st.cross/s)
		v := f.surp[at]
		if product *= s; product < 1e-100 || product > 1e100 {
			f.logDet += math.Log(product)
			product = 1
		}
		f.quad += v * v / s
		p = two.Sym{AA: st.own * r / s, AB: st.cross * r / s, BB: st.other - st.cross*st.cross/s}
		if who == 1 {
			p.AA, p.BB = p.BB, p.AA
		}
	}
	f.logDet += math.Log(product)
	return !math.IsNaN(f.quad + f.logDet)
}

// transitions fills e^{AΔ} and the covariances of the steps.
func (f *ouFilter) transitions() {
	f.exp = two.NewExponent(f.a)
	for i, t := range f.d.gaps {
		c, n := f.exp.Parts(t)
		f.parts[i] = [2]float64{c, n}
		f.f[i] = f.exp.Mat(c, n)
		f.v[i] = two.Step(f.a, f.q, f.p, f.f[i], t)
	}
}

// predict moves the states of w columns over a gap, and remembers them.
func (f *ouFilter) predict(m two.Mat, at, w int) {
	xa, xb := f.xa[:w], f.xb[:w]
	ma, mb := f.ma[at:at+w], f.mb[at:at+w]
	for j, a := range xa {
		b := xb[j]
		ma[j], mb[j] = a, b
		xa[j], xb[j] = m.AA*a+m.AB*b, m.BA*a+m.BB*b
	}
}

// ouUpdate takes answers into the states, with the gains of the answering
// partner and of the other.
func ouUpdate(surp, obs, own, other []float64, kOwn, kOther float64) {
	own, other, obs = own[:len(surp)], other[:len(surp)], obs[:len(surp)]
	for j := range surp {
		v := obs[j] - own[j]
		surp[j] = v
		own[j] += kOwn * v
		other[j] += kOther * v
	}
}

const logTwoPi = 1.8378770664093453

// logLik is the log-likelihood of the first column.
func (f *ouFilter) logLik() float64 {
	return -(float64(len(f.d.who))*logTwoPi + f.logDet + f.quad) / 2
}
