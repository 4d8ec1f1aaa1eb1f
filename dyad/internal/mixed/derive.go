package mixed

// derivatives are the sums over groups that gradient and Hessian are made of.
// Columns c, d are the k rotated ones [XU r]; x̂ = x − Z·J·ZᵀR⁻¹x, so that
// V⁻¹x = R⁻¹x̂; K̃ = ZᵀV⁻¹x; Q = ZᵀV⁻¹Z; F = I − A·J.
type derivatives struct {
	q  []float64 // ΣQ, m×m
	kk []float64 // Σ vec(K̃)·vec(K̃)ᵀ, lower triangle, (m·k)×(m·k)
	gg []float64 // Σ tr(dG·Q·dG'·(2Ψ−Q)) for pairs of elements of G, lower triangle
	gr []float64 // for every direction of Σ: what dG is multiplied by, m×m
	rr [3][3]float64

	t  [5][]float64 // Σ x̂ᵀx̂ᵀ over rows: aa, ab, bb of rows with both, a alone, b alone; k×k
	tr weights      // Σ tr(J·zᵀz) likewise
}

func newDerivatives(l *Likelihood) derivatives {
	m, k := l.m, l.k
	g, r := len(l.p.G.Pairs), len(l.p.R.Pairs)
	d := derivatives{
		q: make([]float64, m*m), kk: make([]float64, m*k*m*k),
		gg: make([]float64, g*g), gr: make([]float64, r*m*m),
	}
	for i := range d.t {
		d.t[i] = make([]float64, k*k)
	}
	return d
}

func (d *derivatives) reset() {
	clear(d.q)
	clear(d.kk)
	clear(d.gg)
	clear(d.gr)
	for i := range d.t {
		clear(d.t[i])
	}
	d.rr, d.tr = [3][3]float64{}, weights{}
}

func (d *derivatives) add(o *derivatives) {
	addTo(d.q, o.q)
	addTo(d.kk, o.kk)
	addTo(d.gg, o.gg)
	addTo(d.gr, o.gr)
	for i := range d.t {
		addTo(d.t[i], o.t[i])
	}
	for j := range d.rr {
		for k := range d.rr[j] {
			d.rr[j][k] += o.rr[j][k]
		}
	}
	d.tr.aa += o.tr.aa
	d.tr.ab += o.tr.ab
	d.tr.bb += o.tr.bb
	d.tr.a += o.tr.a
	d.tr.b += o.tr.b
}

// deriveScratch is a chunk's memory for one group's derivatives.
type deriveScratch struct {
	krot, v, kt []float64    // K, J·K and K̃ in the rotated columns, m×k
	j, q, wa, b []float64    // m×m
	zeta        []float64    // x̂ as full coefficients, 2q×k
	y           [4][]float64 // cross-products · x̂: of a and b with both, a alone, b alone; (q+2)×k
	h           [3][]float64 // ZᵀR⁻¹dR_jR⁻¹x̂, m×k
	e, jh       []float64    // F·h and J·h
	aj          [3][]float64 // ZᵀR⁻¹dR_jR⁻¹Z, m×m
	jaj         [3][]float64 // J·A_j
	zm, mm      []float64
}

func newDeriveScratch(l *Likelihood) deriveScratch {
	m, k := l.m, l.k
	v := func(n int) []float64 { return make([]float64, n) }
	s := deriveScratch{
		krot: v(m * k), v: v(m * k), kt: v(m * k), j: v(m * m), q: v(m * m), wa: v(m * m), b: v(m * m),
		zeta: v(l.f * k), e: v(m * k), jh: v(m * k), zm: v(l.f + 1), mm: v(m * m),
	}
	for i := range s.y {
		s.y[i] = v(l.p.side() * k)
	}
	for i := range l.p.R.Pairs {
		s.h[i], s.aj[i], s.jaj[i] = v(m*k), v(m*m), v(m*m)
	}
	return s
}

// Derive fills Gradient and Hessian at θ, the point of the last Value.
func (l *Likelihood) Derive(theta []float64) {
	l.pass(false)
	l.linear()
	l.chain(theta)
}

// pass sums the derivatives' parts over the groups; light is what a gradient
// needs of them.
func (l *Likelihood) pass(light bool) {
	l.light = light
	l.res.derive(len(l.p.R.Pairs))
	l.coefficients()
	l.each(l.two)
	l.sum.reset()
	for i := range l.chunks {
		l.sum.add(&l.chunks[i].sum)
	}
}

// coefficients writes the rotated columns [XU r] as full coefficients.
func (l *Likelihood) coefficients() {
	clear(l.coef)
	for x, term := range l.p.X {
		for _, part := range term {
			for c, u := range l.rot[x*l.k : x*l.k+l.k] {
				l.coef[part.At*l.k+c] += part.Weight * u
			}
		}
	}
}

func (l *Likelihood) deriveChunk(i int) {
	c := &l.chunks[i]
	c.sum.reset()
	from, to := l.span(i)
	size := l.p.groupSize()
	for group := from; group < to; group++ {
		cross := l.p.Cross[group*size : (group+1)*size]
		l.project(&c.tmp, group)
		l.rowProducts(&c.tmp, &c.sum, cross)
		l.traces(&c.sum.tr, &c.tmp, cross)
		l.psi(&c.tmp)
		if addTo(c.sum.q, c.tmp.q); l.light {
			addTo(c.sum.gr[:l.m*l.m], c.tmp.b)
			continue
		}
		addOuter(c.sum.kk, c.tmp.kt)
		l.addPairs(c.sum.gg, c.tmp.q, c.tmp.b)
		_, a, _ := l.cached(group)
		l.deriveResidual(&c.tmp, &c.sum, a, cross)
	}
}

// project fills J, Q, K̃ and x̂ of a group.
func (l *Likelihood) project(s *deriveScratch, group int) {
	m, k := l.m, l.k
	w, a, kx := l.cached(group)
	timesUpper(s.krot, kx, l.rot, m, k)
	transpose(s.mm, w, m)
	times(s.j, s.mm, w, m, m, m)
	times(s.wa, a, s.j, m, m, m)
	times(s.q, s.wa, a, m, m, m)
	subtract(s.q, a)
	times(s.v, s.j, s.krot, m, m, k)
	times(s.kt, a, s.v, m, m, k)
	subtract(s.kt, s.krot)
	l.fitted(s)
}

// psi fills b with 2Ψ − Q, Ψ = ΣK̃K̃ᵀ over the columns that count.
func (l *Likelihood) psi(s *deriveScratch) {
	m, k := l.m, l.k
	for i := range m {
		x := s.kt[i*k+l.first : i*k+k]
		for j := range i + 1 {
			v := 2*inner(x, s.kt[j*k+l.first:j*k+k]) - s.q[i*m+j]
			s.b[i*m+j], s.b[j*m+i] = v, v
		}
	}
}

// addPairs adds tr(dG·Q·dG'·B) for all pairs of elements of G.
func (l *Likelihood) addPairs(sum, q, b []float64) {
	m := l.m
	g := len(l.p.G.Pairs)
	for x, p := range l.p.G.Pairs {
		qi, qj, bi, bj := q[p[0]*m:p[0]*m+m], q[p[1]*m:p[1]*m+m], b[p[0]*m:p[0]*m+m], b[p[1]*m:p[1]*m+m]
		row := sum[x*g : x*g+x+1]
		for y := range row {
			u, v := l.p.G.Pairs[y][0], l.p.G.Pairs[y][1]
			row[y] += qj[u]*bi[v] + qj[v]*bi[u] + qi[u]*bj[v] + qi[v]*bj[u]
		}
	}
}
