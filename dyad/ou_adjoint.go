package dyad

import "pleach/dyad/internal/two"

// ouAdjoint is the gradient of a scalar with respect to the model's matrices
// (P apart from A and Q, as if it were free).
type ouAdjoint struct {
	a    two.Mat
	p, q two.Sym
	r    [2]float64
}

// backward goes through a finished filter in reverse, and gives the gradient
// of
//
//	-½ Σ_k (log s_k + v_kᵀ W v_k / s_k)
//
// where v are the surprises of w columns, and W is 1 for the first and, when
// there are more, the given (w-1)×(w-1) matrix for the others: the quadratic
// form of the residuals and the log-determinant of the regressors' information
// have that form both. It costs about two forward passes.
func (f *ouFilter) backward(w int, weight []float64) (g ouAdjoint) {
	clear(f.fbar)
	clear(f.xa)
	clear(f.xb)
	ga, gb := f.xa[:w], f.xb[:w]
	var c two.Sym // derivative by the three entries of P after this answer
	for k := len(f.d.who) - 1; k >= 0; k-- {
		st, at, who := &f.steps[k], k*f.d.width, f.d.who[k]
		v := f.surp[at : at+w]
		f.weigh(v, weight)
		if who == 0 {
			c.AA, c.AB, c.BB = f.undo(st, v, ga, gb, c.AA, c.AB, c.BB, &g.r[0], f.r[0])
		} else {
			c.BB, c.AB, c.AA = f.undo(st, v, gb, ga, c.BB, c.AB, c.AA, &g.r[1], f.r[1])
		}
		if gap := f.d.gap[k]; gap >= 0 {
			c = f.unpredict(gap, st.prev, at, w, c, &g.p)
		}
	}
	g.p = g.p.Add(two.Sym{AA: c.AA, AB: c.AB / 2, BB: c.BB})
	for i, t := range f.d.gaps {
		g.a = g.a.Add(f.exp.Back(t, f.parts[i][0], f.parts[i][1], f.fbar[i]))
	}
	return g
}

// weigh sets seed to Wv, W symmetric: row by row, so that sums do not wait for
// each other.
func (f *ouFilter) weigh(v, weight []float64) {
	f.seed[0] = v[0]
	n := len(v) - 1
	if n == 0 {
		return
	}
	seed := f.seed[1 : 1+n]
	clear(seed)
	x := v[1:]
	j := 0
	for ; j+1 < n; j += 2 {
		u, w := x[j], x[j+1]
		a, b := weight[j*n:][:len(seed)], weight[(j+1)*n:][:len(seed)]
		for i := range seed {
			seed[i] += u*a[i] + w*b[i]
		}
	}
	if j < n {
		u, a := x[j], weight[j*n:][:len(seed)]
		for i := range seed {
			seed[i] += u * a[i]
		}
	}
}

// undo is the adjoint of one answer's update: the derivatives by the states
// (in place) and by the three entries of the covariance.
func (f *ouFilter) undo(st *ouStep, v, own, other []float64, co, cx, ct float64, rbar *float64, r float64) (float64, float64, float64) {
	is := 1 / st.s
	kOwn, kOther := st.own*is, st.cross*is
	own, other, seed := own[:len(v)], other[:len(v)], f.seed[:len(v)]
	vOwn, vOther, vv := 0.0, 0.0, 0.0
	for j, u := range v {
		o, t, e := own[j], other[j], seed[j]*is
		vOwn += u * o
		vOther += u * t
		vv += u * e
		own[j] = o + e - kOwn*o - kOther*t
	}
	down := (co*st.own + cx*st.cross) * is
	sbar := is/2*(vv-1) - is*(kOwn*vOwn+kOther*vOther) - down*r*is + ct*kOther*kOther
	*rbar += down + sbar
	return co*r*is + vOwn*is + sbar, cx*r*is - 2*ct*kOther + vOther*is, ct
}

// unpredict is the adjoint of a time step, P⁻ = P∞ + F(P - P∞)Fᵀ and m⁻ = Fm.
func (f *ouFilter) unpredict(gap int32, prev two.Sym, at, w int, c two.Sym, pbar *two.Sym) two.Sym {
	m, fb := f.f[gap], &f.fbar[gap]
	full := two.Sym{AA: c.AA, AB: c.AB / 2, BB: c.BB}
	back := m.T().Sandwich(full)
	*pbar = pbar.Add(full).Sub(back)
	add := full.Mat().Mul(m).MulSym(prev.Sub(f.p)).Scale(2)
	ga, gb := f.xa[:w], f.xb[:w]
	ma, mb := f.ma[at:at+w], f.mb[at:at+w]
	for j, a := range ga {
		b := gb[j]
		add.AA += a * ma[j]
		add.AB += a * mb[j]
		add.BA += b * ma[j]
		add.BB += b * mb[j]
		ga[j], gb[j] = m.AA*a+m.BA*b, m.AB*a+m.BB*b
	}
	*fb = fb.Add(add)
	return two.Sym{AA: back.AA, AB: 2 * back.AB, BB: back.BB}
}
