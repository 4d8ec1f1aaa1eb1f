package dyad

import (
	"math"
	"slices"

	"pleach/dyad/internal/climb"
)

// ouClimb is one start on its way up.
type ouClimb struct {
	x       ouPoint
	value   float64
	climber *climb.Climber
	problem *ouProblem
	done    bool
}

// The search: all of a grid is looked at once, the best few climb a little
// way, and those that are not far below the best climb to the end.
const (
	ouClimbs = 5  // starts from the grid that climb
	ouScout  = 12 // iterations before the comparison
	ouBehind = 4  // who is farther below then goes no farther
	ouFinish = 150
)

// searchOU finds the best optimum and its curvature.
func searchOU(f *OUFit, o OUOptions) {
	restricted := o.Restricted || o.Prior == PriorDefault
	climbs := ouStarts(f, o, restricted)
	each(len(climbs), o.Workers, func(i int) { climbs[i].up(1e-3, ouScout) })
	best := ouBest(climbs)
	left := slices.DeleteFunc(climbs, func(c *ouClimb) bool { return c.value < best.value-ouBehind })
	each(len(left), o.Workers, func(i int) { left[i].up(1e-7, ouFinish) })
	best = ouBest(left)
	f.Starts = len(climbs)
	for _, c := range left {
		if c.value > best.value-1e-3 {
			f.Agreed++
		}
	}
	f.finish(best)
}

// ouBest is the highest; the first of equals.
func ouBest(climbs []*ouClimb) *ouClimb {
	best := climbs[0]
	for _, c := range climbs {
		if c.value > best.value {
			best = c
		}
	}
	return best
}

// up climbs on from where the climb is.
func (c *ouClimb) up(tol float64, limit int) {
	if c.done {
		return
	}
	s := c.climber.Climb(c.problem, c.x[:], tol, limit)
	c.value = s.Value
	c.done = s.Converged && tol <= 1e-7
}

// ouStarts are the best points of the grid, and random ones.
func ouStarts(f *OUFit, o OUOptions, restricted bool) (climbs []*ouClimb) {
	d := f.data
	scout := newOUProblem(d, &f.space, restricted)
	for _, x := range ouGrid(&f.space, d.correlation()) {
		if v, ok := scout.Eval(x[:], nil); ok {
			climbs = append(climbs, &ouClimb{x: x, value: v})
		}
	}
	slices.SortStableFunc(climbs, func(a, b *ouClimb) int {
		switch {
		case a.value > b.value:
			return -1
		case a.value < b.value:
			return 1
		}
		return 0
	})
	climbs = climbs[:min(ouClimbs, len(climbs))]
	rng := stream(o.Seed, 0)
	for range o.Starts {
		climbs = append(climbs, &ouClimb{x: f.space.random(rng), value: math.Inf(-1)})
	}
	for _, c := range climbs {
		c.problem = newOUProblem(d, &f.space, restricted)
		c.climber = ouClimber(d, &f.space)
	}
	return climbs
}

// ouClimber starts from about the information that so many answers have.
func ouClimber(d *ouData, s *ouSpace) *climb.Climber {
	c := climb.New(ouDim)
	copy(c.Lo, s.lo[:])
	copy(c.Hi, s.hi[:])
	c.Stride = 1.5
	n := float64(len(d.who))
	for i, share := range (ouPoint{1, 1, .5, .5, .1, .1, .2, .2, .1}) {
		c.Curvature[i*ouDim+i] = n * share
	}
	c.HaveCurvature = true
	return c
}

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

// ouGrid are starts that differ in what optima differ in: how fast each
// partner's moods go, how much is noise, and whether they turn.
func ouGrid(s *ouSpace, r float64) (grid []ouPoint) {
	z := math.Atanh(r)
	for _, rate := range [][2]float64{{.5, .5}, {.1, .1}, {2, 2}, {.15, 1}, {1, .15}} {
		for _, noise := range []float64{.4, .08} {
			for _, turn := range []float64{0, 1, -1} {
				if turn != 0 && (rate != [2]float64{.5, .5} || noise < .1 && !s.given) {
					continue
				}
				grid = append(grid, ouPoint{
					ouShareA: noise, ouShareB: noise, ouTogether: z, ouInnovate: z, ouTurn: turn,
					ouRateA: math.Log(rate[0]), ouRateB: math.Log(rate[1]),
				})
			}
			if s.given {
				break
			}
		}
	}
	for i := range grid {
		grid[i] = s.inside(grid[i])
	}
	return grid
}

func (s *ouSpace) inside(x ouPoint) ouPoint {
	for i := range x {
		x[i] = max(s.lo[i], min(s.hi[i], x[i]))
	}
	return x
}

// random is a point where couples may be.
func (s *ouSpace) random(rng interface {
	NormFloat64() float64
	Float64() float64
}) ouPoint {
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
