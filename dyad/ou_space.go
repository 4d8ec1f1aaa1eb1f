package dyad

import (
	"math"

	"pleach/dyad/internal/two"
)

// The coordinates in which the dynamics are estimated, in standard units.
// Every value within the bounds is a stable process.
const (
	ouLevelA = iota // log standard deviation of an answer, state and noise
	ouLevelB
	ouShareA // share of noise in that variance
	ouShareB
	ouRateA // log of Q_aa/(2P_aa): the decay rate of the partner's variance
	ouRateB
	ouTogether // Fisher's z of P's correlation
	ouInnovate // Fisher's z of Q's correlation
	ouTurn     // 2κ/√(Q_aa·Q_bb)
	ouDim
)

type ouPoint = [ouDim]float64

// ouSpace is the space of one fit: its bounds, its noise and its priors.
type ouSpace struct {
	lo, hi ouPoint
	given  bool       // the noise is noise, and the shares mean nothing
	noise  [2]float64 // in standard units
	share  bool       // there is the noise's prior
	prior  bool       // there are the others
}

const (
	// Fisher's z of P and of Q at the most: correlations of ±.99999 and 1-1e-7.
	// P's inverse is needed, Q's is not.
	ouEdgeP = 6.0
	ouEdgeQ = 9.0

	// What turns much faster than it decays is a cycle, and belongs among the
	// cycles; in a short series there are many such spurious summits.
	ouMostTurn = 5.0
)

func newOUSpace(d *ouData, o OUOptions) (s ouSpace) {
	s = ouSpace{given: o.Noise == NoiseFixed, share: o.Noise == NoisePrior, prior: o.Prior == PriorDefault}
	slow, fast := math.Log(0.02/d.span), math.Log(30/max(d.short, 0.02))
	for p := range 2 {
		s.lo[ouLevelA+p], s.hi[ouLevelA+p] = -12, 6
		s.lo[ouShareA+p], s.hi[ouShareA+p] = 0, 1-1e-6
		s.lo[ouRateA+p], s.hi[ouRateA+p] = slow, fast
		if s.given {
			q := p
			if d.swapped {
				q = 1 - p
			}
			s.noise[p] = o.NoiseVar[q] / (d.scale[p] * d.scale[p])
			s.lo[ouShareA+p], s.hi[ouShareA+p] = 0, 0
		}
	}
	s.lo[ouTogether], s.hi[ouTogether] = -ouEdgeP, ouEdgeP
	s.lo[ouInnovate], s.hi[ouInnovate] = -ouEdgeQ, ouEdgeQ
	s.lo[ouTurn], s.hi[ouTurn] = -50, 50
	return s
}

// ouModel is a point as matrices, with what the way back needs.
type ouModel struct {
	a        two.Mat
	p, q     two.Sym
	r        [2]float64
	inv      two.Sym // P⁻¹
	rho, chi float64 // correlations of P and Q
	kappa    float64
	wp, wq   float64 // √(P_aa·P_bb), √(Q_aa·Q_bb)
}

// model takes a point; ok is false where the drift turns too fast.
func (s *ouSpace) model(x *ouPoint) (m ouModel, ok bool) {
	var p, q [2]float64
	for i := range 2 {
		v := math.Exp(2 * x[ouLevelA+i])
		if s.given {
			p[i], m.r[i] = v, s.noise[i]
		} else {
			p[i], m.r[i] = v*(1-x[ouShareA+i]), v*x[ouShareA+i]
		}
		q[i] = 2 * math.Exp(x[ouRateA+i]) * p[i]
	}
	m.rho, m.chi = math.Tanh(x[ouTogether]), math.Tanh(x[ouInnovate])
	m.wp, m.wq = math.Sqrt(p[0]*p[1]), math.Sqrt(q[0]*q[1])
	m.p = two.Sym{AA: p[0], AB: m.rho * m.wp, BB: p[1]}
	m.q = two.Sym{AA: q[0], AB: m.chi * m.wq, BB: q[1]}
	m.kappa = x[ouTurn] * m.wq / 2
	m.inv = m.p.Inverse()
	h := m.q.Mat().Scale(-.5).Add(two.Mat{AB: m.kappa, BA: -m.kappa})
	m.a = h.MulSym(m.inv)
	return m, m.turning() < m.mostTurning() && m.p.Positive()
}

// turning is the imaginary part of A's eigenvalues.
func (m *ouModel) turning() float64 {
	h := (m.a.AA - m.a.BB) / 2
	return math.Sqrt(max(0, -(h*h + m.a.AB*m.a.BA)))
}

// mostTurning is half a turn in a typical gap, or so much turning against so
// much decay that it is a cycle.
func (m *ouModel) mostTurning() float64 {
	return min(math.Pi, -ouMostTurn*(m.a.AA+m.a.BB)/2)
}

// pull takes a gradient by the matrices back to the coordinates, where P and
// Q are free and A = (κJ - Q/2)P⁻¹.
func (s *ouSpace) pull(m *ouModel, x *ouPoint, g ouAdjoint) (out ouPoint) {
	h := g.a.MulSym(m.inv)
	p := g.p.Sub(m.a.T().Mul(h).Part())
	q := g.q.Sub(h.Part().Scale(.5))
	kappa := (h.AB - h.BA) * m.kappa
	qab, pab := 2*q.AB*m.q.AB, 2*p.AB*m.p.AB
	out[ouTurn] = (h.AB - h.BA) * m.wq / 2
	out[ouInnovate] = 2 * q.AB * (1 - m.chi*m.chi) * m.wq
	out[ouTogether] = 2 * p.AB * (1 - m.rho*m.rho) * m.wp
	qd, pd := [2]float64{2 * q.AA * m.q.AA, 2 * q.BB * m.q.BB}, [2]float64{2 * p.AA * m.p.AA, 2 * p.BB * m.p.BB}
	for i := range 2 {
		sq := qd[i] + qab + kappa // by log √Q_ii
		sp := pd[i] + pab + sq    // by log √P_ii
		out[ouRateA+i] = sq / 2
		out[ouLevelA+i] = sp
		if !s.given {
			out[ouLevelA+i] += 2 * g.r[i] * m.r[i]
			out[ouShareA+i] = g.r[i]*math.Exp(2*x[ouLevelA+i]) - sp/(2*(1-x[ouShareA+i]))
		}
	}
	return out
}

// density is the log of the priors' densities, up to a constant, and adds
// their gradient to g; see NoisePrior and [FitOU].
func (s *ouSpace) density(x *ouPoint, g *ouPoint) (v float64) {
	if s.share {
		for i := ouShareA; i <= ouShareB; i++ {
			v += ouNoiseShape*math.Log(x[i]) + ouStateShape*math.Log(1-x[i])
			g[i] += ouNoiseShape/x[i] - ouStateShape/(1-x[i])
		}
	}
	if !s.prior {
		return v
	}
	for _, n := range [...]struct {
		up, down int
		mean, sd float64
	}{
		{ouRateA, -1, ouUsualRate, 1.2}, {ouRateB, -1, ouUsualRate, 1.2},
		{ouInnovate, -1, 0, .75}, {ouTogether, ouInnovate, 0, .5}, {ouTurn, -1, 0, .5},
	} {
		e := x[n.up] - n.mean
		if n.down >= 0 {
			e -= x[n.down]
			g[n.down] += e / (n.sd * n.sd)
		}
		g[n.up] -= e / (n.sd * n.sd)
		v -= e * e / (2 * n.sd * n.sd)
	}
	return v
}

const (
	ouNoiseShape = 1.5
	ouStateShape = 3.0
	ouUsualRate  = -0.35667494393873245 // log 0.7
)
