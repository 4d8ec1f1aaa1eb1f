package dyad

import "math"

// The exponential and the stationary covariance of a pair, written a second
// time and apart from what the engine uses, to hold the engine against.

// expOU is e^{A·dt} by A = sI + N, N² = rI: e^{s·dt}(cosh(√r·dt)I + sinh(√r·dt)/√r N),
// with the exponents added before they are raised, so that nothing overflows.
func expOU(a [2][2]float64, dt float64) [2][2]float64 {
	s, h := (a[0][0]+a[1][1])/2, (a[0][0]-a[1][1])/2
	c, n := expParts(s, h*h+a[0][1]*a[1][0], dt)
	return [2][2]float64{{c + n*h, n * a[0][1]}, {n * a[1][0], c - n*h}}
}

// expParts are e^{st}cosh(√r t) and e^{st}sinh(√r t)/√r for any sign of r.
func expParts(s, r, t float64) (c, n float64) {
	w := math.Sqrt(math.Abs(r))
	switch {
	case w*t < 1e-4:
		e := math.Exp(s * t)
		return e * (1 + r*t*t/2), e * t * (1 + r*t*t/6)
	case r > 0:
		up, down := math.Exp((s+w)*t), math.Exp((s-w)*t)
		return (up + down) / 2, (up - down) / (2 * w)
	}
	e := math.Exp(s * t)
	return e * math.Cos(w*t), e * math.Sin(w*t) / w
}

// stationaryOU solves AP + PAᵀ + Q = 0 in closed form for 2×2:
// P = -(det(A)Q + (A - tr(A)I)Q(A - tr(A)I)ᵀ) / (2 tr(A) det(A)).
func stationaryOU(a, q [2][2]float64) (p [2][2]float64) {
	tr, det := a[0][0]+a[1][1], a[0][0]*a[1][1]-a[0][1]*a[1][0]
	m := [2][2]float64{{-a[1][1], a[0][1]}, {a[1][0], -a[0][0]}}
	mqm := times2(times2(m, q), [2][2]float64{{m[0][0], m[1][0]}, {m[0][1], m[1][1]}})
	for i := range 2 {
		for j := range 2 {
			p[i][j] = -(det*q[i][j] + mqm[i][j]) / (2 * tr * det)
		}
	}
	return p
}
