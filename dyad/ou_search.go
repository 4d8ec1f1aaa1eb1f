package dyad

import (
	"math"
	"slices"

	"pleach/dyad/internal/climb"
)

// The search has two floors. On the lower one the levels are held at
// generalised least squares of a usual process, which makes an evaluation
// several times cheaper: the best of each family of starts climbs a little
// way, those not far behind to their summits. On the upper one the
// different summits climb on with the levels concentrated out.
const (
	ouClimbs  = 3   // families that climb where priors leave few summits
	ouAnswers = 600 // of a family climb as many starts as make so many answers: short series have more summits
	ouScout   = 8   // iterations before the comparison
	ouBehind  = 5.0 // who is farther below then goes no farther
	ouSame    = 1e-2
	ouFinish  = 200 // iterations at most
)

// ouClimb is one start on its way up.
type ouClimb struct {
	x       ouPoint
	value   float64
	climber *climb.Climber
	problem *ouProblem
	done    bool
}

// searchOU finds the best optimum and its curvature; false when no start can
// be evaluated at all.
func searchOU(f *OUFit, o OUOptions) bool {
	restricted := o.Restricted || o.Prior == PriorDefault
	full := newOUProblem(f.data, &f.space, restricted)
	climbs := ouStarts(f, o, full)
	if f.Starts = len(climbs); f.Starts == 0 {
		return false
	}
	each(len(climbs), o.Workers, func(i int) { climbs[i].up(1e-3, ouScout) })
	best := ouBest(climbs)
	climbs = slices.DeleteFunc(climbs, func(c *ouClimb) bool { return !(c.value >= best.value-ouBehind) })
	each(len(climbs), o.Workers, func(i int) { climbs[i].up(1e-5, ouFinish) })
	climbs = append(climbs, f.leaps(ouBest(climbs), o.Workers)...)
	summits := ouSummits(climbs)
	for i := range summits {
		summits[i].problem = full
		summits[i].up(1e-6, ouFinish)
	}
	best = ouBest(summits)
	f.Agreed = best.agreed(climbs)
	f.finish(best)
	return true
}

// leaps climb from the best summit with all shocks joint, or opposite: summits
// at the edge of the correlation lie behind valleys.
func (f *OUFit) leaps(best *ouClimb, workers int) (climbs []*ouClimb) {
	if f.space.prior {
		return nil
	}
	for _, z := range []float64{3, -3} {
		c := &ouClimb{x: best.x, problem: newOUProblem(best.problem.d, &f.space, false), climber: ouClimber(f.data, &f.space)}
		c.x[ouInnovate] = z
		climbs = append(climbs, c)
	}
	each(len(climbs), workers, func(i int) {
		if climbs[i].up(1e-3, ouScout); climbs[i].value > best.value-1 {
			climbs[i].up(1e-5, ouFinish)
		}
	})
	return climbs
}

// agreed counts the climbs that ended where c did.
func (c *ouClimb) agreed(climbs []*ouClimb) (n int) {
	for _, o := range climbs {
		if o == c || ouNear(&o.x, &c.x, .2) {
			n++
		}
	}
	return n
}

// ouSummits are the different ends of climbs, the highest first.
func ouSummits(climbs []*ouClimb) (summits []*ouClimb) {
	ouSort(climbs)
	for _, c := range climbs {
		same := false
		for _, s := range summits {
			same = same || math.Abs(s.value-c.value) < ouSame && ouNear(&s.x, &c.x, .1)
		}
		if !same && c.value > climbs[0].value-ouBehind {
			summits = append(summits, c)
		}
	}
	return summits
}

// ouNear says whether two points are one, as far as a climb can tell that has
// not gone to the last digit.
func ouNear(x, y *ouPoint, by float64) bool {
	for i := range x {
		if math.Abs(x[i]-y[i]) > by*(1+math.Abs(x[i])) {
			return false
		}
	}
	return true
}

// ouSort puts the highest first, equals in their order.
func ouSort(climbs []*ouClimb) {
	slices.SortStableFunc(climbs, func(a, b *ouClimb) int {
		switch {
		case a.value > b.value:
			return -1
		case a.value < b.value:
			return 1
		}
		return 0
	})
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
	s := c.climber.Climb(c.problem, c.x[:], tol, limit)
	c.value, c.done = s.Value, s.Converged
}

// ouStarts are the best points of each family, and random ones, on the lower
// floor.
func ouStarts(f *OUFit, o OUOptions, full *ouProblem) (climbs []*ouClimb) {
	r := f.data.correlation()
	usual := ouFamilies[0].starts(&f.space, r)[0]
	full.value(&usual)
	level := full.levelled()
	scout := newOUProblem(level, &f.space, false)
	each := max(1, ouAnswers/len(f.data.who))
	for _, family := range ouFamilies {
		var some []*ouClimb
		for _, x := range family.starts(&f.space, r) {
			if v, ok := scout.Eval(x[:], nil); ok {
				some = append(some, &ouClimb{x: x, value: v})
			}
		}
		ouSort(some)
		climbs = append(climbs, some[:min(each, len(some))]...)
	}
	ouSort(climbs)
	if f.space.prior {
		climbs = climbs[:min(ouClimbs, len(climbs))]
	}
	rng := stream(o.Seed, 0)
	for range o.Starts {
		climbs = append(climbs, &ouClimb{x: f.space.random(rng), value: math.Inf(-1)})
	}
	for _, c := range climbs {
		c.problem = newOUProblem(level, &f.space, false)
		c.climber = ouClimber(f.data, &f.space)
	}
	return climbs
}

// levelled are the answers less the fitted levels of the last evaluation.
func (p *ouProblem) levelled() *ouData {
	d := *p.d
	d.width = 1
	d.obs = make([]float64, len(d.who))
	for k := range d.obs {
		row := p.d.obs[k*p.d.width:][:p.d.width]
		d.obs[k] = row[0]
		for j, b := range p.beta {
			d.obs[k] -= b * row[1+j]
		}
	}
	return &d
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
