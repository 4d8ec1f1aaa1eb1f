package dyad

import "math"

// covariances goes through the tree of histories: predictions and updates,
// each once, with derivatives when slopes are wanted.
func (l *varLikelihood) covariances(slopes bool) bool {
	if !l.stationary(slopes) {
		return false
	}
	l.nodes[varKnownNode].p, l.nodes[varKnownNode].dp = l.q, l.dq
	for i := range l.events {
		e := &l.events[i]
		n := &l.nodes[e.node]
		var ok bool
		switch e.mask {
		case varHasA, varHasB:
			ok = e.updateOne(n, int(e.mask-1), slopes)
			l.predictOne(e, &l.nodes[e.next], 2-int(e.mask), slopes)
		case varBoth:
			ok = e.updateTwo(n, slopes)
		default:
			ok = true
			l.predictNone(n, &l.nodes[e.next], slopes)
		}
		if !ok {
			return false
		}
	}
	return true
}

// stationary sets the first node: P = ΦPΦᵀ + Q, and by implicit
// differentiation dP = Φ dP Φᵀ + (dΦ P Φᵀ + Φ P dΦᵀ + dQ).
func (l *varLikelihood) stationary(slopes bool) bool {
	ly, ok := newVARLyapunov(l.phi)
	if !ok {
		return false
	}
	n := &l.nodes[varStationaryNode]
	n.p = ly.solve(l.q)
	if !slopes {
		return true
	}
	n.dp = l.dq
	l.addLagSlopes(&n.dp, n.p)
	for i := range n.dp {
		n.dp[i] = ly.solve(n.dp[i])
	}
	return true
}

// addLagSlopes adds dΦ U Φᵀ + Φ U dΦᵀ for each entry of Φ. With
// G = U·Φᵀ, dΦ_ij puts row j of G into row i.
func (l *varLikelihood) addLagSlopes(dp *[varCov]varSym, u varSym) {
	p := &l.phi
	for j := range 2 {
		uj := [2]float64{u[j], u[j+1]}
		g0, g1 := uj[0]*p[0][0]+uj[1]*p[0][1], uj[0]*p[1][0]+uj[1]*p[1][1]
		dp[j][0] += 2 * g0
		dp[j][1] += g1
		dp[2+j][1] += g0
		dp[2+j][2] += 2 * g1
	}
}

// carry is Φ·U·Φᵀ.
func (l *varLikelihood) carry(u varSym) varSym {
	p := &l.phi
	a0, a1 := p[0][0]*u[0]+p[0][1]*u[1], p[0][0]*u[1]+p[0][1]*u[2]
	b0, b1 := p[1][0]*u[0]+p[1][1]*u[1], p[1][0]*u[1]+p[1][1]*u[2]
	return varSym{a0*p[0][0] + a1*p[0][1], a0*p[1][0] + a1*p[1][1], b0*p[1][0] + b1*p[1][1]}
}

// predictNone predicts from a node where nothing was answered.
func (l *varLikelihood) predictNone(n, next *varNode, slopes bool) {
	next.p = varPlus(l.carry(n.p), l.q)
	if !slopes {
		return
	}
	for i := range next.dp {
		next.dp[i] = varPlus(l.carry(n.dp[i]), l.dq[i])
	}
	l.addLagSlopes(&next.dp, n.p)
}

// predictOne predicts after one answer: only the other partner, u, is
// uncertain, with variance e.rest.
func (l *varLikelihood) predictOne(e *varEvent, next *varNode, u int, slopes bool) {
	a, b := l.phi[0][u], l.phi[1][u]
	s := varSym{a * a, a * b, b * b}
	for k := range s {
		next.p[k] = e.rest*s[k] + l.q[k]
	}
	if !slopes {
		return
	}
	for i := range next.dp {
		for k := range s {
			next.dp[i][k] = e.drest[i]*s[k] + l.dq[i][k]
		}
	}
	next.dp[u][0] += 2 * a * e.rest
	next.dp[u][1] += b * e.rest
	next.dp[2+u][1] += a * e.rest
	next.dp[2+u][2] += 2 * b * e.rest
}

func varPlus(a, b varSym) varSym { return varSym{a[0] + b[0], a[1] + b[1], a[2] + b[2]} }

// updateOne conditions on partner o's answer.
func (e *varEvent) updateOne(n *varNode, o int, slopes bool) bool {
	f, c, r := n.p[2*o], n.p[1], n.p[2-2*o]
	if !(f > 0) {
		return false
	}
	e.f, e.gain, e.logDet = f, c/f, math.Log(f)
	e.rest = math.Max(r-c*e.gain, 0)
	if !slopes {
		return true
	}
	for i := range n.dp {
		df, dc, dr := n.dp[i][2*o], n.dp[i][1], n.dp[i][2-2*o]
		e.df[i] = df
		e.dgain[i] = (dc - e.gain*df) / f
		e.drest[i] = dr - dc*e.gain - c*e.dgain[i]
	}
	return true
}

// updateTwo conditions on both answers.
func (e *varEvent) updateTwo(n *varNode, slopes bool) bool {
	p := &n.p
	det := p[0]*p[2] - p[1]*p[1]
	if !(det > 0) {
		return false
	}
	e.logDet = math.Log(det)
	e.w = varSym{p[2] / det, -p[1] / det, p[0] / det}
	if !slopes {
		return true
	}
	w := &e.w
	for i := range n.dp {
		d := &n.dp[i]
		e.trace[i] = w[0]*d[0] + 2*w[1]*d[1] + w[2]*d[2]
		a0, a1 := w[0]*d[0]+w[1]*d[1], w[0]*d[1]+w[1]*d[2]
		b0, b1 := w[1]*d[0]+w[2]*d[1], w[1]*d[1]+w[2]*d[2]
		e.wdw[i] = varSym{a0*w[0] + a1*w[1], a0*w[1] + a1*w[2], b0*w[1] + b1*w[2]}
	}
	return true
}

var log2Pi = math.Log(2 * math.Pi)

// value is the log-likelihood of all rows of this event.
func (e *varEvent) value() float64 {
	switch e.mask {
	case varBoth:
		w, v := &e.w, &e.vv
		return -(e.count*(2*log2Pi+e.logDet) + w[0]*v[0] + 2*w[1]*v[1] + w[2]*v[2]) / 2
	case 0:
		return 0
	}
	return -(e.count*(log2Pi+e.logDet) + e.vv[0]/e.f) / 2
}

// score adds what the event's covariance contributes to score and information.
func (e *varEvent) score(n *varNode, g, h []float64) {
	switch e.mask {
	case varBoth:
		e.scoreTwo(n, g, h)
	case varHasA, varHasB:
		e.scoreOne(g, h)
	}
}

func (e *varEvent) scoreOne(g, h []float64) {
	for i := range varCov {
		r := e.df[i] / e.f
		g[i] += r * (e.vv[0]/e.f - e.count) / 2
		if h != nil {
			for j := range i + 1 {
				h[i*varAll+j] += e.count * r * e.df[j] / e.f / 2
			}
		}
	}
}

// scoreTwo uses that tr(W dP_i W dP_j) is the sum of the products of the
// entries of W·dP_i·W and dP_j.
func (e *varEvent) scoreTwo(n *varNode, g, h []float64) {
	v := &e.vv
	for i := range varCov {
		m := &e.wdw[i]
		g[i] += (m[0]*v[0] + 2*m[1]*v[1] + m[2]*v[2] - e.count*e.trace[i]) / 2
		if h != nil {
			for j := range i + 1 {
				d := &n.dp[j]
				h[i*varAll+j] += e.count * (m[0]*d[0] + 2*m[1]*d[1] + m[2]*d[2]) / 2
			}
		}
	}
}
