package dyad

import (
	"math"
	"slices"
)

// pseudoPerson is one person's cleaned answers by the number of their time.
type pseudoPerson struct {
	at []int32
	y  []float64
}

// pseudoCouples correlates every A with every B and sets the real ones apart.
func pseudoCouples(clean []Series, real []CoupleSynchrony, o SynchronyOptions) *PseudoCouples {
	n, least := len(clean), o.MinOverlap
	if least == 0 {
		least = 10
	}
	a, b := pseudoPersons(clean)
	r := make([]float64, n*n)
	each(n, o.Workers, func(i int) {
		x, y := make([]float64, 0, len(a[i].y)), make([]float64, 0, len(a[i].y))
		for j := range n {
			r[i*n+j] = real[i].R
			if i != j {
				r[i*n+j] = pseudoCorrelation(&a[i], &b[j], least, x, y)
			}
		}
	})
	p := &PseudoCouples{R: make([]float64, 0, n*(n-1))}
	p.describe(r, n, real)
	p.P = pseudoTest(r, n, p.Mean, o)
	return p
}

// pseudoPersons numbers the times that occur at all, so that equal times have
// equal numbers; times within 1e-9 of the whole span are equal.
func pseudoPersons(clean []Series) (a, b []pseudoPerson) {
	var all []float64
	for _, s := range clean {
		all = append(all, s.T...)
	}
	slices.Sort(all)
	same := 1e-9 * (all[len(all)-1] - all[0])
	distinct := slices.CompactFunc(all, func(x, y float64) bool { return math.Abs(y-x) <= same })
	a, b = make([]pseudoPerson, len(clean)), make([]pseudoPerson, len(clean))
	for i, s := range clean {
		for k, t := range s.T {
			id, _ := slices.BinarySearch(distinct, t-same)
			a[i].add(int32(id), s.A[k])
			b[i].add(int32(id), s.B[k])
		}
	}
	return a, b
}

func (p *pseudoPerson) add(id int32, y float64) {
	if !math.IsNaN(y) {
		p.at, p.y = append(p.at, id), append(p.y, y)
	}
}

// pseudoCorrelation is of the times that both have; x and y are room for them.
func pseudoCorrelation(a, b *pseudoPerson, least int, x, y []float64) float64 {
	for i, j := 0, 0; i < len(a.at) && j < len(b.at); {
		switch d := a.at[i] - b.at[j]; {
		case d == 0:
			x, y = append(x, a.y[i]), append(y, b.y[j])
			i, j = i+1, j+1
		case d < 0:
			i++
		default:
			j++
		}
	}
	if len(x) < least {
		return math.NaN()
	}
	return pearson(x, y)
}

// describe fills the distribution of the pseudo-couples in the n·n table r.
func (p *PseudoCouples) describe(r []float64, n int, real []CoupleSynchrony) {
	var there []float64
	for i := range n {
		for j := range n {
			if i == j {
				continue
			}
			p.R = append(p.R, r[i*n+j])
			if !math.IsNaN(r[i*n+j]) {
				there = append(there, r[i*n+j])
			}
		}
	}
	p.N, p.Skipped = len(there), len(p.R)-len(there)
	p.P95, p.Mean, p.SD = math.NaN(), math.NaN(), math.NaN()
	if p.N < 2 {
		return
	}
	p.Mean, p.SD, _ = moments(there)
	p.SD *= math.Sqrt(float64(p.N) / float64(p.N-1))
	slices.Sort(there)
	p.P95 = quantileSorted(there, 0.95)
	for _, c := range real {
		if c.R > p.P95 {
			p.Exceed++
		}
	}
}

// quantileSorted is the q quantile, type 7 of Hyndman & Fan (1996).
func quantileSorted(x []float64, q float64) float64 {
	at := q * float64(len(x)-1)
	i := int(at)
	if i+1 >= len(x) {
		return x[len(x)-1]
	}
	return x[i] + (at-float64(i))*(x[i+1]-x[i])
}

// pseudoTest gives every A a random B, over and over, and counts how often the
// mean lies as far from the pseudo-couples' mean as the real one.
func pseudoTest(r []float64, n int, centre float64, o SynchronyOptions) float64 {
	rounds := o.Surrogates
	if rounds == 0 {
		rounds = surrogatesWhenNotAsked
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	far := math.Abs(pairingMean(r, n, order) - centre)
	if math.IsNaN(far) {
		return math.NaN()
	}
	rng, k := stream(o.Seed, n), 1
	for range rounds {
		rng.Shuffle(n, func(i, j int) { order[i], order[j] = order[j], order[i] })
		if math.Abs(pairingMean(r, n, order)-centre) >= far-1e-12 {
			k++
		}
	}
	return float64(k) / float64(1+rounds)
}

// pairingMean is the mean correlation of A of i with B of order[i].
func pairingMean(r []float64, n int, order []int) float64 {
	sum, count := 0.0, 0
	for i, j := range order {
		if v := r[i*n+j]; !math.IsNaN(v) {
			sum, count = sum+v, count+1
		}
	}
	return sum / float64(count)
}
