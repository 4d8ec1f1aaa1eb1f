package dyad

import (
	"math"
	"math/rand/v2"
)

// correlation is of the rows with both answers, kept off ±1.
func (d *ouData) correlation() float64 {
	aa, ab, bb := 0.0, 0.0, 0.0
	for k := 1; k < len(d.who); k++ {
		if d.row[k] == d.row[k-1] {
			a, b := d.obs[(k-1)*d.width], d.obs[k*d.width]
			aa, ab, bb = aa+a*a, ab+a*b, bb+b*b
		}
	}
	r := ab / math.Sqrt(aa*bb)
	if math.IsNaN(r) {
		return 0
	}
	return max(-.9, min(.9, r))
}

// ouFamily are starts of one kind: what the best summit of that kind looks
// like. Rates of A and B, noise's share, Fisher's z of P and of Q as multiples
// of the sign of what correlation there is (0: that correlation), turn.
type ouFamily [][6]float64

var ouFamilies = []ouFamily{
	{{.5, .5, .4}, {.1, .1, .4}, {2, 2, .4}},                                                               // noise, and moods that last
	{{.15, 1, .4}, {1, .15, .4}, {.15, 1, .08}, {1, .15, .08}},                                             // partners that differ
	{{.5, .5, .08}, {.1, .1, .08}, {2, 2, .08}},                                                            // little noise
	{{.3, .3, .6, 2, 2.5}, {.1, .1, .6, 2, 2.5}, {.8, .8, .5, 1, 2.5}, {.3, .3, .6, -1, -2.5}},             // much in common
	{{.4, .4, .5, 3.5, 4.5}, {.1, .1, .6, 3.5, 4.5}},                                                       // one mood for both
	{{.5, .5, .4, 0, 0, 1.5}, {.5, .5, .4, 0, 0, -1.5}, {.15, .15, .4, 0, 0, 3}, {.15, .15, .4, 0, 0, -3}}, // one follows, one flees
	{{3, 3, .1, .8, 2.5}, {1, 1, .1, .5, 2}, {1, 1, .1, .5, -2}},                                           // joint shocks
}

// starts are the points of a family, given the correlation of the answers.
func (g ouFamily) starts(s *ouSpace, r float64) (points []ouPoint) {
	sign := math.Copysign(1, r)
	for _, k := range g {
		together, innovate := math.Atanh(r), math.Atanh(r)
		if k[3] != 0 {
			together, innovate = sign*k[3], sign*k[4]
		}
		points = append(points, s.inside(ouPoint{
			ouShareA: k[2], ouShareB: k[2], ouTogether: together, ouInnovate: innovate, ouTurn: k[5],
			ouRateA: math.Log(k[0]), ouRateB: math.Log(k[1]),
		}))
	}
	return points
}

func (s *ouSpace) inside(x ouPoint) ouPoint {
	for i := range x {
		x[i] = max(s.lo[i], min(s.hi[i], x[i]))
	}
	return x
}

// random is a point where couples may be.
func (s *ouSpace) random(rng *rand.Rand) ouPoint {
	for {
		x := s.inside(ouPoint{
			.3 * rng.NormFloat64(), .3 * rng.NormFloat64(), rng.Float64(), rng.Float64(),
			-.5 + 1.5*rng.NormFloat64(), -.5 + 1.5*rng.NormFloat64(),
			.7 * rng.NormFloat64(), .7 * rng.NormFloat64(), rng.NormFloat64(),
		})
		if _, ok := s.model(&x); ok {
			return x
		}
	}
}
