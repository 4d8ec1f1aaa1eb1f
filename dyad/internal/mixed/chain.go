package mixed

// linear makes gradient and Hessian in the elements of G and Σ out of the sums.
func (l *Likelihood) linear() {
	g, r := len(l.p.G.Pairs), len(l.p.R.Pairs)
	for x, p := range l.p.G.Pairs {
		l.randomColumns(l.s[x], p[0], p[1])
		l.gLin[x] = 2 * l.sum.q[p[0]*l.m+p[1]]
		if p[0] == p[1] {
			l.gLin[x] /= 2
		}
	}
	for j := range r {
		l.residualColumns(l.s[g+j], l.res.n[j])
		n := l.res.n[j]
		l.gLin[g+j] = -n.contract(l.sum.tr)
		for pattern, rows := range l.rows {
			if rows > 0 {
				l.gLin[g+j] += rows * l.res.trace[j][pattern]
			}
		}
	}
	for x, s := range l.s {
		for c, w := range l.kappa {
			l.gLin[x] -= w * s[c*l.k+c]
		}
	}
	l.second(g, r)
}

// contract is the sum of the products, off-diagonal elements twice.
func (w weights) contract(o weights) float64 {
	return w.aa*o.aa + 2*w.ab*o.ab + w.bb*o.bb + w.a*o.a + w.b*o.b
}

// randomColumns is [XU r]ᵀV⁻¹·Z·dG·Zᵀ·V⁻¹[XU r] for element (a, b) of G.
func (l *Likelihood) randomColumns(out []float64, a, b int) {
	k := l.k
	n := l.m * k
	at := func(i, j int) float64 { return l.sum.kk[max(i, j)*n+min(i, j)] }
	for c := range k {
		for d := range k {
			out[c*k+d] = at(a*k+c, b*k+d)
			if a != b {
				out[c*k+d] += at(b*k+c, a*k+d)
			}
		}
	}
}

// residualColumns is [XU r]ᵀV⁻¹·dR·V⁻¹[XU r].
func (l *Likelihood) residualColumns(out []float64, w weights) {
	k, t := l.k, &l.sum.t
	for c := range k {
		for d := range k {
			i, j := c*k+d, d*k+c
			out[i] = w.aa*t[0][i] + w.ab*(t[1][i]+t[1][j]) + w.bb*t[2][i] + w.a*t[3][i] + w.b*t[4][i]
		}
	}
}

// second fills hLin.
func (l *Likelihood) second(g, r int) {
	n, m := g+r, l.m
	for x := range n {
		for y := range x + 1 {
			var v float64
			switch {
			case x < g:
				v = l.sum.gg[x*g+y] * l.half(x) * l.half(y)
			case y < g:
				p, q := l.p.G.Pairs[y], l.sum.gr[(x-g)*m*m:(x-g+1)*m*m]
				v = 2 * q[p[0]*m+p[1]] * l.half(y)
			default:
				v = l.secondResidual(x-g, y-g)
			}
			v -= l.profiled(l.s[x], l.s[y])
			l.hLin[x*n+y], l.hLin[y*n+x] = v, v
		}
	}
}

// half is one half for a diagonal element, which the symmetric formulas count
// twice.
func (l *Likelihood) half(x int) float64 {
	if l.p.G.Pairs[x][0] == l.p.G.Pairs[x][1] {
		return 0.5
	}
	return 1
}

func (l *Likelihood) secondResidual(i, j int) float64 {
	w := l.res.nn[i][j]
	v := l.sum.rr[i][j] + 2*w.contract(l.sum.tr)
	for pattern, rows := range l.rows {
		if rows > 0 {
			v -= rows * l.res.trace2[i][j][pattern]
		}
	}
	for c, kappa := range l.kappa {
		at, t := c*l.k+c, &l.sum.t
		v += 2 * kappa * (w.aa*t[0][at] + 2*w.ab*t[1][at] + w.bb*t[2][at] + w.a*t[3][at] + w.b*t[4][at])
	}
	return v
}

// profiled is what the fixed effects, fitted anew at every point, take off a
// second derivative: 2·s_jᵀΦs_k, and for REML tr(ΦM_jΦM_k).
func (l *Likelihood) profiled(a, b []float64) float64 {
	k := l.k
	p := k - 1
	v := 0.0
	for c := range p {
		v += 2 * a[c*k+p] * b[c*k+p]
		if l.p.REML {
			for d := range p {
				v += a[c*k+d] * b[d*k+c]
			}
		}
	}
	return v
}

// chain takes gradient and Hessian from the elements of G and Σ to those of L
// and C.
func (l *Likelihood) chain(theta []float64) {
	n, g := l.p.Parameters(), len(l.p.G.Pairs)
	clear(l.jac)
	l.p.G.jacobian(l.jac, theta[:g], 0, n)
	l.p.R.jacobian(l.jac, theta[g:], g, n)
	for x := range n {
		s := 0.0
		for e := range n {
			s += l.jac[e*n+x] * l.gLin[e]
		}
		l.Gradient[x] = s
	}
	l.sandwich()
	l.p.G.curve(l.Hessian, l.gLin[:g], 0, n)
	l.p.R.curve(l.Hessian, l.gLin[g:], g, n)
}

// sandwich is Hessian = Jᵀ·hLin·J.
func (l *Likelihood) sandwich() {
	n := l.p.Parameters()
	clear(l.Hessian)
	for e := range n {
		for x := range n {
			s := 0.0 // (hLin·J)[e][x]
			for f := range n {
				s += l.hLin[e*n+f] * l.jac[f*n+x]
			}
			if s == 0 {
				continue
			}
			for y := range n {
				l.Hessian[y*n+x] += l.jac[e*n+y] * s
			}
		}
	}
}

// jacobian writes d(element e)/d(factor element x): for G = L·Lᵀ and x = (a, b)
// the change is e_a·L_bᵀ + L_b·e_aᵀ, L_b being a column.
func (s Shape) jacobian(out, factor []float64, offset, n int) {
	for x, p := range s.Pairs {
		for y, q := range s.Pairs {
			if q[1] != p[1] {
				continue
			}
			e, w := s.Element(p[0], q[0]), 1.0
			if p[0] == q[0] {
				w = 2
			}
			out[(offset+e)*n+offset+x] += w * factor[y]
		}
	}
}

// curve adds the second derivative of G = L·Lᵀ times the gradient.
func (s Shape) curve(hessian, gradient []float64, offset, n int) {
	for x, p := range s.Pairs {
		for y, q := range s.Pairs {
			if q[1] != p[1] {
				continue
			}
			w := 1.0
			if p[0] == q[0] {
				w = 2
			}
			hessian[(offset+x)*n+offset+y] += w * gradient[s.Element(p[0], q[0])]
		}
	}
}

// Element is the index of the pair (max, min).
func (s Shape) Element(a, b int) int {
	for i, p := range s.Pairs {
		if p[0] == max(a, b) && p[1] == min(a, b) {
			return i
		}
	}
	panic("mixed: not an element of the shape")
}
