package mixed

// Part is one coefficient of the 2q in a column of X or Z, with its weight.
type Part struct {
	At     int
	Weight float64
}

// Term is a column of X or Z: the sum of its parts.
type Term []Part

// Shape says which elements of a lower triangular factor are free: Pairs are
// (row, column), row ≥ column. The elements of the covariance that then move
// are the same pairs, so the pairs must be whole triangles along the diagonal.
type Shape struct {
	N     int
	Pairs [][2]int
}

// Triangles is the shape whose diagonal blocks of the given sizes are free.
func Triangles(sizes ...int) Shape {
	var s Shape
	for _, n := range sizes {
		for j := range n {
			for i := j; i < n; i++ {
				s.Pairs = append(s.Pairs, [2]int{s.N + i, s.N + j})
			}
		}
		s.N += n
	}
	return s
}

// Patterns of presence: the rows in which both roles have a value, only a's,
// only b's.
const (
	Both = iota
	OnlyA
	OnlyB
	patterns
)

// Problem is a model with its data.
type Problem struct {
	// Q is the number of regressors w, the first of which must be the
	// constant 1 (its cross-product counts the rows).
	Q int

	// Cross are the sufficient statistics: for every group, for each of the
	// patterns, the full (q+2)×(q+2) matrix of cross-products of [w, y_a, y_b];
	// what the pattern does not have is zero.
	Cross []float64

	X, Z []Term // columns of the fixed and of the random effects

	G Shape // of the factor L, G = L·Lᵀ

	// R is the shape of the factor C, Σ = B·C·Cᵀ·Bᵀ; C has one row when only
	// role a is in the model.
	R     Shape
	Basis [2][2]float64 // B

	REML bool

	// Each calls f(0) … f(n-1), perhaps at the same time; nil is one by one.
	Each func(n int, f func(i int))
}

func (p *Problem) side() int { return p.Q + 2 }

// groupSize is how many numbers of Cross are one group's.
func (p *Problem) groupSize() int { return patterns * p.side() * p.side() }

// Groups is the number of groups.
func (p *Problem) Groups() int { return len(p.Cross) / p.groupSize() }

// Parameters is the number of free elements of L and C.
func (p *Problem) Parameters() int { return len(p.G.Pairs) + len(p.R.Pairs) }

// total is the sum of all groups' cross-products.
func (p *Problem) total() []float64 {
	n := p.groupSize()
	sum := make([]float64, n)
	for at := 0; at < len(p.Cross); at += n {
		for i, x := range p.Cross[at : at+n] {
			sum[i] += x
		}
	}
	return sum
}
