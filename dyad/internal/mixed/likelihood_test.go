package mixed

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// study is a small data set, row by row, for the slow way.
type study struct {
	groups, q int
	w         [][][]float64 // group, row, regressor
	y         [][][2]float64
}

func someStudy(seed uint64, groups, rows, q int) study {
	rng := rand.New(rand.NewPCG(seed, 1))
	s := study{groups: groups, q: q}
	for range groups {
		var w [][]float64
		var y [][2]float64
		ua, ub := rng.NormFloat64(), rng.NormFloat64()
		for range rows {
			row := []float64{1}
			for range q - 1 {
				row = append(row, rng.NormFloat64())
			}
			e := rng.NormFloat64()
			v := [2]float64{ua + 0.3*row[1] + e, 1 + ub - 0.2*row[2] + 0.4*e + rng.NormFloat64()}
			if x := rng.Float64(); x < 0.15 {
				v[0] = math.NaN()
			} else if x < 0.3 {
				v[1] = math.NaN()
			}
			w, y = append(w, row), append(y, v)
		}
		s.w, s.y = append(s.w, w), append(s.y, y)
	}
	return s
}

func (s study) cross() []float64 {
	n := s.q + 2
	out := make([]float64, s.groups*3*n*n)
	for g := range s.groups {
		for t, w := range s.w[g] {
			y := s.y[g][t]
			pattern := Both
			if math.IsNaN(y[1]) {
				pattern, y[1] = OnlyA, 0
			} else if math.IsNaN(y[0]) {
				pattern, y[0] = OnlyB, 0
			}
			v := append(append([]float64{}, w...), y[0], y[1])
			for i := range v {
				for j := range v {
					out[(g*3+pattern)*n*n+i*n+j] += v[i] * v[j]
				}
			}
		}
	}
	return out
}

// slow is −2ℓ by the dense matrix V of each group.
func (s study) slow(p *Problem, g, sigma [][]float64) float64 {
	k := len(p.X) + 1
	m := make([]float64, k*k)
	v := 0.0
	n := 0
	for i := range s.groups {
		var x, z [][]float64
		var role []int
		var at []int
		for t, w := range s.w[i] {
			for r := range 2 {
				if math.IsNaN(s.y[i][t][r]) {
					continue
				}
				full := make([]float64, 2*s.q)
				copy(full[r*s.q:], w)
				x = append(x, append(apply(p.X, full), s.y[i][t][r]))
				z = append(z, apply(p.Z, full))
				role, at = append(role, r), append(at, t)
			}
		}
		n += len(x)
		big := make([]float64, len(x)*len(x))
		for a := range x {
			for b := range x {
				for c := range g {
					for d := range g {
						big[a*len(x)+b] += z[a][c] * g[c][d] * z[b][d]
					}
				}
				if at[a] == at[b] {
					big[a*len(x)+b] += sigma[role[a]][role[b]]
				}
			}
		}
		if !cholesky(big, len(x), len(x)) {
			panic("V")
		}
		for a := range x {
			v += 2 * math.Log(big[a*len(x)+a])
			for c := range k {
				for b := range a {
					x[a][c] -= big[a*len(x)+b] * x[b][c]
				}
				x[a][c] /= big[a*len(x)+a]
			}
			for c := range k {
				for d := range k {
					m[c*k+d] += x[a][c] * x[a][d]
				}
			}
		}
	}
	if !cholesky(m, k, k) {
		panic("M")
	}
	v += m[k*k-1]*m[k*k-1] + float64(n)*math.Log(2*math.Pi)
	if p.REML {
		for c := range k - 1 {
			v += 2*math.Log(m[c*k+c]) - math.Log(2*math.Pi)
		}
	}
	return v
}

func apply(terms []Term, full []float64) []float64 {
	var out []float64
	for _, t := range terms {
		s := 0.0
		for _, p := range t {
			s += p.Weight * full[p.At]
		}
		out = append(out, s)
	}
	return out
}

func distinguishable(s study, reml bool) *Problem {
	p := &Problem{Q: s.q, Cross: s.cross(), REML: reml, G: Triangles(4), R: Triangles(2), Basis: [2][2]float64{{1, 0}, {0, 1}}}
	for i := range 2 * s.q {
		p.X = append(p.X, Term{{i, 1}})
	}
	for _, i := range []int{0, 1, s.q, s.q + 1} {
		p.Z = append(p.Z, Term{{i, 1}})
	}
	return p
}

func exchangeable(s study, reml bool) *Problem {
	h, q := math.Sqrt(0.5), s.q
	p := &Problem{Q: q, Cross: s.cross(), REML: reml, G: Triangles(2, 2), R: Triangles(1, 1), Basis: [2][2]float64{{h, h}, {h, -h}}}
	for i := range q {
		p.X = append(p.X, Term{{i, 1}, {q + i, 1}})
	}
	p.Z = []Term{{{0, h}, {q, h}}, {{1, h}, {q + 2, h}}, {{0, h}, {q, -h}}, {{1, h}, {q + 2, -h}}}
	return p
}

func factors(p *Problem, theta []float64) (g, sigma [][]float64) {
	outer := func(s Shape, v []float64) [][]float64 {
		l := make([][]float64, s.N)
		for i := range l {
			l[i] = make([]float64, s.N)
		}
		for x, q := range s.Pairs {
			l[q[0]][q[1]] = v[x]
		}
		o := make([][]float64, s.N)
		for i := range o {
			o[i] = make([]float64, s.N)
			for j := range o {
				for c := range o {
					o[i][j] += l[i][c] * l[j][c]
				}
			}
		}
		return o
	}
	c := outer(p.R, theta[len(p.G.Pairs):])
	sigma = [][]float64{{0, 0}, {0, 0}}
	for i := range p.R.N {
		for j := range p.R.N {
			for a := range p.R.N {
				for b := range p.R.N {
					sigma[i][j] += p.Basis[i][a] * c[a][b] * p.Basis[j][b]
				}
			}
		}
	}
	return outer(p.G, theta[:len(p.G.Pairs)]), sigma
}

func TestTheValueIsThatOfTheDenseMatrixAndTheDerivativesAreIts(t *testing.T) {
	for _, reml := range []bool{false, true} {
		for name, make := range map[string]func(study, bool) *Problem{"distinguishable": distinguishable, "exchangeable": exchangeable} {
			t.Run(fmt.Sprint(name, reml), func(t *testing.T) {
				s := someStudy(3, 37, 6, 3)
				p := make(s, reml)
				l := New(p)
				rng := rand.New(rand.NewPCG(9, 9))
				theta := somewhere(p, rng)
				g, sigma := factors(p, theta)
				if got, want := l.Value(theta), s.slow(p, g, sigma); math.Abs(got-want) > 1e-8 {
					t.Fatalf("value %.10f, dense %.10f", got, want)
				}
				checkDerivatives(t, l, theta)
			})
		}
	}
}

func somewhere(p *Problem, rng *rand.Rand) []float64 {
	theta := make([]float64, p.Parameters())
	for x, q := range append(append([][2]int{}, p.G.Pairs...), p.R.Pairs...) {
		theta[x] = 0.3 * rng.NormFloat64()
		if q[0] == q[1] {
			theta[x] = 0.5 + rng.Float64()
		}
	}
	return theta
}

func checkDerivatives(t *testing.T, l *Likelihood, theta []float64) {
	t.Helper()
	l.Value(theta)
	l.Derive(theta)
	grad := append([]float64{}, l.Gradient...)
	hess := append([]float64{}, l.Hessian...)
	n := len(theta)
	const h = 1e-5
	for x := range theta {
		at := func(d float64) (float64, []float64) {
			moved := append([]float64{}, theta...)
			moved[x] += d
			v := l.Value(moved)
			l.Derive(moved)
			return v, append([]float64{}, l.Gradient...)
		}
		up, gu := at(h)
		down, gd := at(-h)
		if num := (up - down) / (2 * h); math.Abs(num-grad[x]) > 1e-5*(1+math.Abs(num)) {
			t.Errorf("gradient %d: %v, differences %v", x, grad[x], num)
		}
		for y := range theta {
			if num := (gu[y] - gd[y]) / (2 * h); math.Abs(num-hess[x*n+y]) > 1e-5*(1+math.Abs(num)) {
				t.Errorf("hessian %d,%d: %v, differences %v", x, y, hess[x*n+y], num)
			}
		}
	}
}
