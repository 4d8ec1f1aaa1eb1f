package dyad

import (
	"math"

	"pleach/dyad/internal/scoring"
	"pleach/dyad/internal/spd"
)

// poolOptimum is the best T of all starts.
type poolOptimum struct {
	t              []float64
	value          float64
	converged      bool
	starts, agreed int
}

// poolSearch climbs in coordinates in which T is diagonal, largest first: there
// a variance that goes to zero is the last element of L, and steps to it are as
// quick as any. In other coordinates a zero before the last leaves L nearly
// undetermined, and the climb crawls.
type poolSearch struct {
	d                     *poolData
	turned                *poolLikelihood
	climber               *scoring.Climber
	values, vectors, work []float64
	x                     []float64
}

func (d *poolData) search() *poolSearch {
	turned, p := *d, d.p
	turned.y, turned.s = make([][]float64, d.n), make([][]float64, d.n)
	for i := range d.n {
		turned.y[i], turned.s[i] = make([]float64, p), make([]float64, p*p)
	}
	l := newPoolLikelihood(&turned)
	k := func(n int) []float64 { return make([]float64, n) }
	return &poolSearch{d: d, turned: l, climber: scoring.New(l.m), values: k(p), vectors: k(p * p), work: k(p * p), x: k(l.m)}
}

// turn makes T diagonal.
func (s *poolSearch) turn(t []float64) {
	p, l := s.d.p, s.turned
	spd.Eigen(s.values, s.vectors, s.work, t, p)
	for i := range s.d.n {
		for j := range p {
			l.d.y[i][j] = 0
			for k := range p {
				l.d.y[i][j] += s.vectors[j*p+k] * s.d.y[i][k]
				s.work[j*p+k] = l.product(s.vectors, s.d.s[i], j, k)
			}
		}
		for j := range p {
			for k := range j + 1 {
				v := 0.0
				for m := range p {
					v += s.work[j*p+m] * s.vectors[k*p+m]
				}
				l.d.s[i][j*p+k], l.d.s[i][k*p+j] = v, v
			}
		}
	}
	clear(s.x)
	for j := range p {
		s.x[l.element(j, j)] = math.Sqrt(max(s.values[j], 1e-12))
	}
}

// back takes T from the turned coordinates.
func (s *poolSearch) back(t []float64) {
	p, l := s.d.p, s.turned
	l.unpack(s.x)
	for i := range p {
		for j := range p {
			t[i*p+j] = 0
			for k := range p {
				for m := range p {
					t[i*p+j] += s.vectors[k*p+i] * l.t[k*p+m] * s.vectors[m*p+j]
				}
			}
		}
	}
}

// climb goes up from T, turning again after every so many steps. Where the
// likelihood is flat to the fourth order, as when a variance is zero and would
// not mind to be a little more, steps never end; twenty that gain less than
// 1e-9 are an end too.
func (s *poolSearch) climb(t []float64) (value float64, converged bool) {
	value = math.Inf(-1)
	for range 25 {
		s.turn(t)
		summit := s.climber.Climb(s.turned, s.x, 1e-13, 20)
		s.back(t)
		gain := summit.Value - value
		if value = summit.Value; summit.Converged || gain < 1e-9 {
			return value, true
		}
	}
	return value, false
}

// best climbs from the spread of the estimates, from much, little and moderate
// variance between, and from any optimum whose score points back inside.
func (l *poolLikelihood) best() poolOptimum {
	starts := [][]float64{l.d.spread()}
	for _, size := range []float64{1, .01, 9} {
		t := make([]float64, l.d.p*l.d.p)
		for i := range l.d.p {
			t[i*l.d.p+i] = size
		}
		starts = append(starts, t)
	}
	return l.bestFrom(starts)
}

func (l *poolLikelihood) bestFrom(starts [][]float64) (o poolOptimum) {
	o.value = math.Inf(-1)
	s := l.d.search()
	for _, t := range starts {
		o.take(s, t)
	}
	for range 2 * l.d.p {
		t := l.inside(o.t)
		if t == nil {
			break
		}
		o.take(s, t)
	}
	return o
}

func (o *poolOptimum) take(s *poolSearch, t []float64) {
	value, converged := s.climb(t)
	o.starts++
	if value < o.value-1e-7 {
		return
	}
	if o.agreed++; value > o.value+1e-7 {
		o.agreed = 1
	}
	if value > o.value || converged && !o.converged {
		o.t, o.value, o.converged = t, value, converged
	}
}

// spread is the estimates' covariance, as if they had no errors.
func (d *poolData) spread() []float64 {
	p, n := d.p, float64(d.n)
	mean, s := make([]float64, p), make([]float64, p*p)
	for _, y := range d.y {
		for j, v := range y {
			mean[j] += v / n
		}
	}
	for _, y := range d.y {
		for j := range p {
			for k := range p {
				s[j*p+k] += (y[j] - mean[j]) * (y[k] - mean[k]) / n
			}
		}
	}
	for j := range p {
		s[j*p+j] = s[j*p+j]*1.05 + .01
	}
	return s
}

// inside is a start further in, when a direction without variance would rather
// have some: the score's largest eigenvalue is above zero. Else nil.
func (l *poolLikelihood) inside(t []float64) []float64 {
	copy(l.t, t)
	if !l.solve() {
		return nil
	}
	l.score()
	p := l.d.p
	spd.Eigen(l.values, l.vectors, l.wc, l.g, p)
	if l.values[0] <= 1e-4*float64(l.d.n) {
		return nil
	}
	out := append([]float64(nil), t...)
	for i := range p {
		for j := range p {
			out[i*p+j] += .1 * l.vectors[i] * l.vectors[j]
		}
	}
	return out
}

// settle takes away variance that is only rounding, and says whether T is
// singular.
func (l *poolLikelihood) settle() (singular bool) {
	p := l.d.p
	spd.Eigen(l.values, l.vectors, l.wc, l.t, p)
	least := 1e-8 * (1 + l.values[0])
	if l.values[p-1] >= least {
		return false
	}
	clear(l.t)
	for k, v := range l.values {
		if v < least {
			continue
		}
		for i := range p {
			for j := range p {
				l.t[i*p+j] += v * l.vectors[k*p+i] * l.vectors[k*p+j]
			}
		}
	}
	return true
}

// root is the symmetric root of T at the last settle.
func (l *poolLikelihood) root() []float64 {
	p, r := l.d.p, make([]float64, l.d.p*l.d.p)
	spd.Eigen(l.values, l.vectors, l.wc, l.t, p)
	for k, v := range l.values {
		for i := range p {
			for j := range p {
				r[i*p+j] += math.Sqrt(max(v, 0)) * l.vectors[k*p+i] * l.vectors[k*p+j]
			}
		}
	}
	return r
}
