package dyad

import "math"

// LAPIMTruth is a longitudinal actor-partner model's parameters, a's then b's.
type LAPIMTruth struct {
	Mean         [2]float64 // of the persons' means
	Own, Partner [2]float64

	// Random is the covariance of the couples' deviations, either of the two
	// means (2×2), or of mean, own, partner of a, then of b (6×6). Nil is
	// couples who are all alike.
	Random [][]float64

	ResidualSD  [2]float64
	ResidualCor float64

	// Missing is the share of single answers that are missing, at random.
	Missing float64
}

// SimulateLAPIM draws n couples at t times (0 to t−1), from a model whose
// random intercepts are given by the persons' means: α = (I − Φ)·μ. The first
// answers are drawn after a hundred steps, from what is then the couple's
// stationary distribution; a couple's effects are drawn again while they are
// not stable. Equal seeds give equal diaries.
func SimulateLAPIM(p LAPIMTruth, n, t int, seed uint64) Diary {
	d := Diary{
		Couple: make([]int, n*t), Time: make([]float64, n*t),
		A: make([]float64, n*t), B: make([]float64, n*t),
	}
	root := lapimRoot(p.Random)
	each(n, 0, func(i int) {
		c := p.couple(root, seed, i)
		for k := range t {
			at := i*t + k
			d.Couple[at], d.Time[at] = i, float64(k)
			d.A[at], d.B[at] = c.next(p)
		}
	})
	return d
}

// lapimCouple is a couple that is being simulated.
type lapimCouple struct {
	random       normals
	mean, state  [2]float64
	own, partner [2]float64
	root         [3]float64
}

type normals interface {
	NormFloat64() float64
	Float64() float64
}

func (p LAPIMTruth) couple(root [][]float64, seed uint64, i int) *lapimCouple {
	c := &lapimCouple{random: stream(seed, i), root: [3]float64{
		p.ResidualSD[0], p.ResidualSD[1] * p.ResidualCor, p.ResidualSD[1] * math.Sqrt(1-p.ResidualCor*p.ResidualCor),
	}}
	for range 1000 {
		c.draw(p, root)
		if c.stable() {
			break
		}
	}
	for range 100 {
		c.step()
	}
	return c
}

// draw gives the couple its own means and effects.
func (c *lapimCouple) draw(p LAPIMTruth, root [][]float64) {
	c.mean, c.own, c.partner = p.Mean, p.Own, p.Partner
	z := make([]float64, len(root))
	for i := range z {
		z[i] = c.random.NormFloat64()
	}
	place := []*float64{&c.mean[0], &c.own[0], &c.partner[0], &c.mean[1], &c.own[1], &c.partner[1]}
	if len(root) == 2 {
		place = []*float64{&c.mean[0], &c.mean[1]}
	}
	for i, row := range root {
		for j, x := range row {
			*place[i] += x * z[j]
		}
	}
}

// stable says whether both eigenvalues of Φ lie within the unit circle
// (Jury 1961).
func (c *lapimCouple) stable() bool {
	trace, det := c.own[0]+c.own[1], c.own[0]*c.own[1]-c.partner[0]*c.partner[1]
	return det < 0.98 && math.Abs(trace) < 0.99+det
}

// step moves the deviations from the means by one step.
func (c *lapimCouple) step() {
	x, y := c.random.NormFloat64(), c.random.NormFloat64()
	a, b := c.state[0], c.state[1]
	c.state[0] = c.own[0]*a + c.partner[0]*b + c.root[0]*x
	c.state[1] = c.own[1]*b + c.partner[1]*a + c.root[1]*x + c.root[2]*y
}

// next is the next pair of answers, some of them missing.
func (c *lapimCouple) next(p LAPIMTruth) (a, b float64) {
	c.step()
	a, b = c.mean[0]+c.state[0], c.mean[1]+c.state[1]
	if c.random.Float64() < p.Missing {
		a = math.NaN()
	}
	if c.random.Float64() < p.Missing {
		b = math.NaN()
	}
	return a, b
}

// lapimRoot is a lower triangular root of a covariance that may be singular.
func lapimRoot(g [][]float64) [][]float64 {
	l := make([][]float64, len(g))
	for i := range l {
		l[i] = make([]float64, len(g))
		for j := range i + 1 {
			s := g[i][j]
			for k := range j {
				s -= l[i][k] * l[j][k]
			}
			switch {
			case i == j:
				l[i][i] = math.Sqrt(max(s, 0))
			case l[j][j] > 0:
				l[i][j] = s / l[j][j]
			}
		}
	}
	return l
}
