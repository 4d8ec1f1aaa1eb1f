package mixed

// deriveResidual adds the group's part that concerns Σ; a is ZᵀR⁻¹Z.
func (l *Likelihood) deriveResidual(s *deriveScratch, d *derivatives, a, cross []float64) {
	m, k := l.m, l.k
	for j := range l.p.R.Pairs {
		l.gather(s.h[j], s, l.res.n[j])
		l.between(s, s.aj[j], cross, l.res.n[j])
		times(s.jaj[j], s.j, s.aj[j], m, m, m)
		times(s.jh, s.j, s.h[j], m, m, k)
		for i := range j + 1 {
			d.rr[j][i] -= traceOf(s.jaj[j], s.jaj[i], m) + 2*l.dot(s.jh, s.h[i])
		}
		l.mix(s, j, a, d.gr[j*m*m:(j+1)*m*m])
	}
}

// fitted writes x̂ = x − Z·J·K as full coefficients into zeta.
func (l *Likelihood) fitted(s *deriveScratch) {
	k := l.k
	copy(s.zeta, l.coef)
	for z, term := range l.p.Z {
		v := s.v[z*k : z*k+k]
		for _, part := range term {
			row := s.zeta[part.At*k : part.At*k+k]
			for c, x := range v {
				row[c] -= part.Weight * x
			}
		}
	}
}

// rowProducts fills y and adds the sums of x̂ᵀx̂ over the group's rows.
func (l *Likelihood) rowProducts(s *deriveScratch, d *derivatives, cross []float64) {
	n, q := l.p.side()*l.p.side(), l.p.Q
	za, zb := s.zeta[:q*l.k], s.zeta[q*l.k:]
	for i, y := range s.y {
		part := [...]struct {
			cross, z []float64
			at       int
		}{{cross[:n], za, q}, {cross[:n], zb, q + 1}, {cross[n : 2*n], za, q}, {cross[2*n:], zb, q + 1}}[i]
		if part.cross[0] > 0 {
			l.crossTimes(y, part.cross, part.z, part.at)
		} else {
			clear(y)
		}
	}
	if cross[0] > 0 {
		l.addInner(d.t[0], za, s.y[0], q)
		l.addInner(d.t[1], za, s.y[1], q)
		l.addInner(d.t[2], zb, s.y[1], q+1)
	}
	if cross[n] > 0 {
		l.addInner(d.t[3], za, s.y[2], q)
	}
	if cross[2*n] > 0 {
		l.addInner(d.t[4], zb, s.y[3], q+1)
	}
}

// crossTimes is out = cross·x̂, where x̂ has coefficients z on w and, in the last
// column, 1 on y (row at).
func (l *Likelihood) crossTimes(out, cross, z []float64, at int) {
	n, k := l.p.side(), l.k
	for i := range n {
		times(out[i*k:i*k+k], cross[i*n:i*n+l.p.Q], z, 1, l.p.Q, k)
		out[i*k+k-1] += cross[i*n+at]
	}
}

// addInner adds x̂ᵀ·(cross·x̂) to sum.
func (l *Likelihood) addInner(sum, z, y []float64, at int) {
	k := l.k
	if l.light { // its diagonal is enough
		for j, x := range z {
			sum[j%k*(k+1)] += x * y[j]
		}
		sum[k*k-1] += y[at*k+k-1]
		return
	}
	addCross(sum, z, y, l.p.Q, k)
	addTo(sum[(k-1)*k:], y[at*k:at*k+k])
}

// traces adds Σ tr(J·zᵀz) over the group's rows, role by role.
func (l *Likelihood) traces(t *weights, s *deriveScratch, cross []float64) {
	n, q, m := l.p.side(), l.p.Q, l.m
	for x, u := range l.p.Z {
		for y, v := range l.p.Z {
			for _, a := range u {
				for _, b := range v {
					i, j, w := a.At, b.At, a.Weight*b.Weight*s.j[x*m+y]
					switch {
					case i < q && j < q:
						t.aa += w * cross[i*n+j]
						t.a += w * cross[n*n+i*n+j]
					case i >= q && j >= q:
						t.bb += w * cross[(i-q)*n+j-q]
						t.b += w * cross[2*n*n+(i-q)*n+j-q]
					case i < q:
						t.ab += w * cross[i*n+j-q]
					}
				}
			}
		}
	}
}

// gather fills h with Zᵀ·W·x̂.
func (l *Likelihood) gather(h []float64, s *deriveScratch, w weights) {
	k, q := l.k, l.p.Q
	for z, term := range l.p.Z {
		row := h[z*k : z*k+k]
		clear(row)
		for _, part := range term {
			i, own, other, alone := part.At, w.aa*part.Weight, w.ab*part.Weight, w.a*part.Weight
			mine, theirs, single := s.y[0], s.y[1], s.y[2]
			if i >= q {
				i, own, alone = i-q, w.bb*part.Weight, w.b*part.Weight
				mine, theirs, single = s.y[1], s.y[0], s.y[3]
			}
			x, y, v := mine[i*k:i*k+k], theirs[i*k:i*k+k], single[i*k:i*k+k]
			for c := range row {
				row[c] += own*x[c] + other*y[c] + alone*v[c]
			}
		}
	}
}

// between fills out with Zᵀ·W·Z.
func (l *Likelihood) between(s *deriveScratch, out, cross []float64, w weights) {
	m := l.m
	for z, term := range l.p.Z {
		l.weighted(cross, w, term, s.zm)
		for b := range z + 1 {
			sum := 0.0
			for _, part := range l.p.Z[b] {
				sum += part.Weight * s.zm[part.At]
			}
			out[z*m+b], out[b*m+z] = sum, sum
		}
	}
}

// mix adds −F·A_j·Fᵀ + Σ(K̃·eᵀ + e·K̃ᵀ) with e = F·h_j: what an element of G
// and direction j of Σ have in common.
func (l *Likelihood) mix(s *deriveScratch, j int, a, sum []float64) {
	m, k := l.m, l.k
	times(s.e, a, s.jh, m, m, k)
	subtract(s.e, s.h[j])
	times(s.mm, a, s.jaj[j], m, m, m)
	subtract(s.mm, s.aj[j])
	times(s.wa, s.mm, s.j, m, m, m)
	times(s.b, s.wa, a, m, m, m)
	for x := range m {
		kx, ex := s.kt[x*k+l.first:x*k+k], s.e[x*k+l.first:x*k+k]
		for y := range x + 1 {
			v := inner2(kx, s.e[y*k+l.first:y*k+k], ex, s.kt[y*k+l.first:y*k+k])
			sum[x*m+y] += v + s.b[x*m+y] - s.mm[x*m+y]
		}
	}
}

// dot is the sum of products over the columns that count.
func (l *Likelihood) dot(a, b []float64) float64 {
	s := 0.0
	for i := range l.m {
		from, to := i*l.k+l.first, i*l.k+l.k
		s += inner(a[from:to], b[from:to])
	}
	return s
}

// traceOf is tr(a·b).
func traceOf(a, b []float64, m int) float64 {
	s := 0.0
	for i := range m {
		for j := range m {
			s += a[i*m+j] * b[j*m+i]
		}
	}
	return s
}
