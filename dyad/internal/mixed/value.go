package mixed

import "math"

// valueScratch is a group's memory for the value.
type valueScratch struct{ zm, al, h, e []float64 }

func newValueScratch(l *Likelihood) valueScratch {
	return valueScratch{make([]float64, l.f+1), make([]float64, l.m*l.m), make([]float64, l.m*l.m), make([]float64, l.k)}
}

// cached are the group's W = H^(−½)·Lᵀ (so that J = WᵀW), A = ZᵀR⁻¹Z and
// K = ZᵀR⁻¹[X y].
func (l *Likelihood) cached(group int) (w, a, k []float64) {
	mm, n := l.m*l.m, 2*l.m*l.m+l.m*l.k
	g := l.groups[group*n : group*n+n]
	return g[:mm], g[mm : 2*mm], g[2*mm:]
}

func (l *Likelihood) valueChunk(i int) {
	c := &l.chunks[i]
	c.logDet, c.ok = 0, true
	clear(c.cross)
	from, to := l.span(i)
	for group := from; group < to && c.ok; group++ {
		l.valueGroup(c, group)
	}
}

// valueGroup adds a group's log|H| and what Woodbury takes off [X y]ᵀR⁻¹[X y].
func (l *Likelihood) valueGroup(c *chunk, group int) {
	w, a, k := l.cached(group)
	size := l.p.groupSize()
	l.moments(l.p.Cross[group*size:(group+1)*size], c.value.zm, a, k)
	h := c.value.h
	l.woodbury(a, c.value.al, h)
	if !cholesky(h, l.m, l.m) {
		c.ok = false
		return
	}
	for i := range l.m {
		c.logDet += 2 * math.Log(h[i*l.m+i])
	}
	l.halfInverse(h, w)
	l.takeOff(w, k, c.value.e, c.cross)
}

// moments fills A and K from the group's cross-products.
func (l *Likelihood) moments(cross, zm, a, k []float64) {
	m, f, kk := l.m, l.f, l.k
	for z, term := range l.p.Z {
		l.weighted(cross, l.res.p, term, zm)
		for b := range z + 1 {
			s := 0.0
			for _, part := range l.p.Z[b] {
				s += part.Weight * zm[part.At]
			}
			a[z*m+b], a[b*m+z] = s, s
		}
		row := k[z*kk : z*kk+kk]
		for x, xt := range l.p.X {
			s := 0.0
			for _, part := range xt {
				s += part.Weight * zm[part.At]
			}
			row[x] = s
		}
		row[kk-1] = zm[f]
	}
}

// weighted is termᵀ·W·[all 2q coefficients, y] over the group's rows.
func (l *Likelihood) weighted(cross []float64, w weights, term Term, out []float64) {
	n, q := l.p.side(), l.p.Q
	clear(out)
	for _, part := range term {
		i, own, other, alone, y := part.At, w.aa*part.Weight, w.ab*part.Weight, w.a*part.Weight, q
		from, to, only := 0, q, OnlyA
		if i >= q {
			i, own, alone, y = i-q, w.bb*part.Weight, w.b*part.Weight, q+1
			from, to, only = q, 0, OnlyB
		}
		both := cross[i*n : i*n+n]
		single := cross[only*n*n+i*n : only*n*n+i*n+n]
		mine, theirs := out[from:from+q], out[to:to+q]
		for j := range q {
			mine[j] += own*both[j] + alone*single[j]
			theirs[j] += other * both[j]
		}
		out[2*q] += own*both[y] + other*both[2*q+1-y] + alone*single[y]
	}
}

// woodbury fills h with I + Lᵀ·A·L, lower triangle.
func (l *Likelihood) woodbury(a, al, h []float64) {
	m := l.m
	for i := range m {
		ai := a[i*m : i*m+m]
		for j := range m {
			s := 0.0
			for c := j; c < m; c++ {
				s += ai[c] * l.l[c*m+j]
			}
			al[i*m+j] = s
		}
	}
	for i := range m {
		for j := range i + 1 {
			s := 0.0
			for c := i; c < m; c++ {
				s += l.l[c*m+i] * al[c*m+j]
			}
			h[i*m+j] = s
		}
		h[i*m+i]++
	}
}

// halfInverse fills w with H^(−½)·Lᵀ, h holding H's factor.
func (l *Likelihood) halfInverse(h, w []float64) {
	m := l.m
	for i := range m {
		row := w[i*m : i*m+m]
		for j := range m {
			row[j] = l.l[j*m+i]
		}
		for c := range i {
			x, above := h[i*m+c], w[c*m:c*m+m]
			for j := range row {
				row[j] -= x * above[j]
			}
		}
		d := 1 / h[i*m+i]
		for j := range row {
			row[j] *= d
		}
	}
}

// takeOff adds (W·K)ᵀ(W·K), lower triangle, to sum; e is scratch.
func (l *Likelihood) takeOff(w, k, e, sum []float64) {
	m, kk := l.m, l.k
	for i := range m {
		clear(e)
		for c, x := range w[i*m : i*m+m] {
			for j, y := range k[c*kk : c*kk+kk] {
				e[j] += x * y
			}
		}
		for a, x := range e {
			row := sum[a*kk : a*kk+a+1]
			for b := range row {
				row[b] += x * e[b]
			}
		}
	}
}
