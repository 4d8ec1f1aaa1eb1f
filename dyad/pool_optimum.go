package dyad

import (
	"math"

	"pleach/dyad/internal/scoring"
	"pleach/dyad/internal/spd"
)

// poolOptimum is the best L of all starts.
type poolOptimum struct {
	x              []float64
	value          float64
	converged      bool
	starts, agreed int
}

// best climbs from the spread of the estimates, from much, little and moderate
// variance between, and from any optimum whose score points back inside.
func (l *poolLikelihood) best() poolOptimum { return l.bestFrom(l.starts()) }

func (l *poolLikelihood) bestFrom(starts [][]float64) (o poolOptimum) {
	o.value = math.Inf(-1)
	climber := scoring.New(l.m)
	for _, x := range starts {
		l.climb(climber, x, &o)
	}
	for range 2 * l.d.p {
		x := l.inside(o.x)
		if x == nil {
			break
		}
		l.climb(climber, x, &o)
	}
	return o
}

func (l *poolLikelihood) climb(climber *scoring.Climber, x []float64, o *poolOptimum) {
	s := climber.Climb(l, x, 1e-14, 300)
	o.starts++
	switch {
	case s.Value > o.value+1e-7:
		o.x, o.value, o.converged, o.agreed = x, s.Value, s.Converged, 1
	case s.Value > o.value-1e-7:
		o.agreed++
		if s.Converged && !o.converged || s.Value > o.value {
			o.x, o.value, o.converged = x, s.Value, s.Converged || o.converged
		}
	}
}

func (l *poolLikelihood) starts() [][]float64 {
	out := [][]float64{l.spread()}
	for _, size := range []float64{1, .1, 3} {
		x := make([]float64, l.m)
		for i, e := range l.pair {
			if e[0] == e[1] {
				x[i] = size
			}
		}
		out = append(out, x)
	}
	return out
}

// spread is the factor of the estimates' covariance, as if they had no errors.
func (l *poolLikelihood) spread() []float64 {
	p, n := l.d.p, float64(l.d.n)
	mean, s, x := make([]float64, p), make([]float64, p*p), make([]float64, l.m)
	for _, y := range l.d.y {
		for j, v := range y {
			mean[j] += v / n
		}
	}
	for _, y := range l.d.y {
		for j := range p {
			for k := range p {
				s[j*p+k] += (y[j] - mean[j]) * (y[k] - mean[k]) / n
			}
		}
	}
	for j := range p {
		s[j*p+j] = s[j*p+j]*1.05 + .01
	}
	spd.Cholesky(s, p, 0)
	for i, e := range l.pair {
		x[i] = s[e[0]*p+e[1]]
	}
	return x
}

// inside is a start further in, when a direction without variance would rather
// have some: the score's largest eigenvalue there is above zero. Else nil.
func (l *poolLikelihood) inside(x []float64) []float64 {
	g := make([]float64, l.m)
	if _, ok := l.Eval(x, g, nil); !ok {
		return nil
	}
	p := l.d.p
	spd.Eigen(l.values, l.vectors, l.wc, l.g, p)
	if l.values[0] <= 1e-5*float64(l.d.n) {
		return nil
	}
	t := append([]float64(nil), l.t...)
	for i := range p {
		for j := range p {
			t[i*p+j] += .1 * l.vectors[i] * l.vectors[j]
		}
		t[i*p+i] += 1e-6
	}
	spd.Cholesky(t, p, 0)
	at := make([]float64, l.m)
	for i, e := range l.pair {
		at[i] = t[e[0]*p+e[1]]
	}
	return at
}

// settle takes away variance that is only rounding, and says whether T is
// singular.
func (l *poolLikelihood) settle() (singular bool) {
	p := l.d.p
	spd.Eigen(l.values, l.vectors, l.wc, l.t, p)
	singular = l.values[p-1] < 1e-8*(1+l.values[0])
	if !singular {
		return false
	}
	clear(l.t)
	for k, v := range l.values {
		if v < 1e-8*(1+l.values[0]) {
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
