package mixed

import "math"

// Likelihood evaluates −2ℓ, its gradient and its Hessian. It has all its
// memory from New; one must not be used by two goroutines at a time.
type Likelihood struct {
	p       *Problem
	m, f, k int // random effects; full coefficients 2q; fixed effects and y
	total   []float64
	rows    [patterns]float64

	res    residual
	l      []float64 // L, m×m
	groups []float64 // cached by value: W, A and K of every group
	chunks []chunk

	// What value leaves behind.
	cross []float64 // lower triangle of [X y]ᵀV⁻¹[X y], k×k; then its Cholesky factor
	rot   []float64 // [U −β; 0 1], U·Uᵀ = Φ: the columns that the derivatives use
	coef  []float64 // the same columns as full coefficients, f×k
	gross float64   // yᵀR⁻¹y, of which −2ℓ keeps a part: rounding is relative to it
	kappa []float64 // 1 for the columns that the criterion has a term of
	first int       // the first of them

	sum        derivatives
	gLin, hLin []float64   // in the elements of G and Σ
	s          [][]float64 // [XU r]ᵀV⁻¹V_jV⁻¹[XU r] for every element j
	jac        []float64

	// Gradient and Hessian at the last point of Derive, row by row.
	Gradient, Hessian []float64

	light    bool // the pass that runs is for a gradient alone
	one, two func(i int)
}

// chunkSize is how many groups are summed in one go: so sums have the same
// order whoever computes them.
const chunkSize = 16

// chunk is the memory of one chunk of groups.
type chunk struct {
	logDet float64
	cross  []float64
	value  valueScratch
	sum    derivatives
	tmp    deriveScratch
	ok     bool
}

// New allocates what the problem's likelihood needs.
func New(p *Problem) *Likelihood {
	l := &Likelihood{p: p, m: len(p.Z), f: 2 * p.Q, k: len(p.X) + 1, total: p.total()}
	m, k, n := l.m, l.k, p.side()
	for pattern := range l.rows {
		l.rows[pattern] = l.total[pattern*n*n]
	}
	l.res.directions(p)
	l.l = make([]float64, m*m)
	l.groups = make([]float64, p.Groups()*(2*m*m+m*k))
	l.cross, l.rot, l.coef, l.kappa = make([]float64, k*k), make([]float64, k*k), make([]float64, l.f*k), make([]float64, k)
	l.kappa[k-1], l.first = 1, k-1
	if p.REML {
		l.first = 0
		for c := range k - 1 {
			l.kappa[c] = 1
		}
	}
	t := p.Parameters()
	l.sum = newDerivatives(l)
	l.gLin, l.hLin, l.jac = make([]float64, t), make([]float64, t*t), make([]float64, t*t)
	l.Gradient, l.Hessian = make([]float64, t), make([]float64, t*t)
	for range t {
		l.s = append(l.s, make([]float64, k*k))
	}
	l.chunks = make([]chunk, (p.Groups()+chunkSize-1)/chunkSize)
	for i := range l.chunks {
		l.chunks[i] = chunk{cross: make([]float64, k*k), value: newValueScratch(l), sum: newDerivatives(l), tmp: newDeriveScratch(l)}
	}
	l.one, l.two = l.valueChunk, l.deriveChunk
	return l
}

// each runs f over the chunks.
func (l *Likelihood) each(f func(int)) {
	if l.p.Each != nil {
		l.p.Each(len(l.chunks), f)
		return
	}
	for i := range l.chunks {
		f(i)
	}
}

// span is the groups of a chunk.
func (l *Likelihood) span(i int) (from, to int) {
	return i * chunkSize, min((i+1)*chunkSize, l.p.Groups())
}

// N is the number of values, a's and b's together; Rows those of a pattern.
func (l *Likelihood) N() float64 { return 2*l.rows[Both] + l.rows[OnlyA] + l.rows[OnlyB] }

// Rows is the number of rows of a pattern of presence.
func (l *Likelihood) Rows(pattern int) float64 { return l.rows[pattern] }

// Value is −2ℓ at θ = (elements of L, elements of C), +Inf where Σ is not
// positive definite or the fixed effects are not determined.
func (l *Likelihood) Value(theta []float64) float64 {
	g := len(l.p.G.Pairs)
	for x, pair := range l.p.G.Pairs {
		l.l[pair[0]*l.m+pair[1]] = theta[x]
	}
	if !l.res.set(l.p, theta[g:]) {
		return math.Inf(1)
	}
	l.each(l.one)
	return l.combine()
}

// combine adds the chunks up in order and profiles the fixed effects out.
func (l *Likelihood) combine() float64 {
	k := l.k
	v := 0.0
	for pattern, n := range l.rows {
		if n > 0 {
			v += n * l.res.logDet[pattern]
		}
	}
	l.fixedCross()
	l.gross = l.cross[k*k-1]
	for i := range l.chunks {
		c := &l.chunks[i]
		if !c.ok {
			return math.Inf(1)
		}
		v += c.logDet
		for j, x := range c.cross {
			l.cross[j] -= x
		}
	}
	if !cholesky(l.cross, k-1, k) {
		return math.Inf(1)
	}
	logM := 0.0
	for i := range k - 1 {
		logM += 2 * math.Log(l.cross[i*k+i])
	}
	rss := l.profile()
	v += rss + l.N()*math.Log(2*math.Pi)
	if l.p.REML {
		v += logM - float64(k-1)*math.Log(2*math.Pi)
	}
	if math.IsNaN(v) {
		return math.Inf(1)
	}
	return v
}

// fixedCross is [X y]ᵀR⁻¹[X y] of all groups together, lower triangle.
func (l *Likelihood) fixedCross() {
	k, w := l.k, l.res.p
	for c, x := range l.p.X {
		for d := range c + 1 {
			l.cross[c*k+d] = l.p.product(l.total, w, x, l.p.X[d])
		}
		l.cross[(k-1)*k+c] = l.p.withY(l.total, w, x)
	}
	n, q := l.p.side(), l.p.Q
	at := func(pattern, i, j int) float64 { return l.total[pattern*n*n+i*n+j] }
	l.cross[k*k-1] = w.aa*at(Both, q, q) + 2*w.ab*at(Both, q+1, q) + w.bb*at(Both, q+1, q+1) + w.a*at(OnlyA, q, q) + w.b*at(OnlyB, q+1, q+1)
}

// product is termᵀ·W·term over the rows of some cross-products.
func (p *Problem) product(cross []float64, w weights, s, t Term) float64 {
	n, q := p.side(), p.Q
	sum := 0.0
	for _, u := range s {
		for _, v := range t {
			i, j := u.At, v.At
			var x float64
			switch {
			case i < q && j < q:
				x = w.aa*cross[i*n+j] + w.a*cross[n*n+i*n+j]
			case i >= q && j >= q:
				x = w.bb*cross[(i-q)*n+j-q] + w.b*cross[2*n*n+(i-q)*n+j-q]
			case i < q:
				x = w.ab * cross[i*n+j-q]
			default:
				x = w.ab * cross[(i-q)*n+j]
			}
			sum += u.Weight * v.Weight * x
		}
	}
	return sum
}

// withY is termᵀ·W·y over the rows of some cross-products.
func (p *Problem) withY(cross []float64, w weights, s Term) float64 {
	n, q := p.side(), p.Q
	sum := 0.0
	for _, u := range s {
		if i := u.At; i < q {
			sum += u.Weight * (w.aa*cross[i*n+q] + w.ab*cross[i*n+q+1] + w.a*cross[n*n+i*n+q])
		} else {
			i -= q
			sum += u.Weight * (w.ab*cross[i*n+q] + w.bb*cross[i*n+q+1] + w.b*cross[2*n*n+i*n+q+1])
		}
	}
	return sum
}

// profile takes the Cholesky factor of XᵀV⁻¹X in cross, fills rot, and returns
// rᵀV⁻¹r.
func (l *Likelihood) profile() float64 {
	k := l.k
	p := k - 1
	rss := l.cross[k*k-1]
	last := l.cross[p*k : p*k+k]
	for i := range p { // forward: last = U⁻¹-wise solution
		s := last[i]
		for j := range i {
			s -= l.cross[i*k+j] * last[j]
		}
		last[i] = s / l.cross[i*k+i]
		rss -= last[i] * last[i]
	}
	l.rotate(last)
	return rss
}

// rotate fills rot: U = (Cholesky factor)⁻ᵀ and −β = −U·z.
func (l *Likelihood) rotate(z []float64) {
	k := l.k
	p := k - 1
	clear(l.rot)
	for c := range p { // column c of the inverse factor is row c of U
		for i := c; i < p; i++ {
			s := 0.0
			if i == c {
				s = 1
			}
			for j := c; j < i; j++ {
				s -= l.cross[i*k+j] * l.rot[c*k+j]
			}
			l.rot[c*k+i] = s / l.cross[i*k+i]
		}
	}
	for i := range p {
		for j := i; j < p; j++ {
			l.rot[i*k+p] -= l.rot[i*k+j] * z[j]
		}
	}
	l.rot[k*k-1] = 1
}

// Beta is the fixed effect i at the last Value.
func (l *Likelihood) Beta(i int) float64 { return -l.rot[i*l.k+l.k-1] }

// Covariance is the covariance of the fixed effects i and j.
func (l *Likelihood) Covariance(i, j int) float64 {
	s := 0.0
	for c := range l.k - 1 {
		s += l.rot[i*l.k+c] * l.rot[j*l.k+c]
	}
	return s
}

// cholesky replaces the lower triangle of the leading n×n of a, whose rows are
// stride apart, by its factor.
func cholesky(a []float64, n, stride int) bool {
	for j := range n {
		row := a[j*stride : j*stride+n]
		d := row[j]
		for _, x := range row[:j] {
			d -= x * x
		}
		if !(d > 1e-14*row[j]) || math.IsInf(d, 1) {
			return false
		}
		d = math.Sqrt(d)
		row[j] = d
		for i := j + 1; i < n; i++ {
			other := a[i*stride : i*stride+n]
			s := other[j]
			for k, x := range row[:j] {
				s -= other[k] * x
			}
			other[j] = s / d
		}
	}
	return true
}
