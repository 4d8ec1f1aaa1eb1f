package dyad

import (
	"math"

	"pleach/dyad/internal/student"
)

// factored is a covariance B·L·Lᵀ·Bᵀ with the free elements of L in theta from
// offset on, and w the covariance of theta.
type factored struct {
	b      [][]float64
	pairs  [][2]int
	theta  []float64
	offset int
	w      []float64
}

// half is element (i, c) of B·L.
func (f factored) half(i, c int) float64 {
	s := 0.0
	for x, p := range f.pairs {
		if p[1] == c {
			s += f.b[i][p[0]] * f.theta[f.offset+x]
		}
	}
	return s
}

// at is the covariance of i and j.
func (f factored) at(i, j int) float64 {
	s := 0.0
	for c := range f.b[i] {
		s += f.half(i, c) * f.half(j, c)
	}
	return s
}

func (f factored) matrix() [][]float64 {
	out := make([][]float64, len(f.b))
	for i := range out {
		for j := range f.b {
			out[i] = append(out[i], f.at(i, j))
		}
	}
	return out
}

// gradient of the covariance of i and j in theta: element (a, c) of L has
// B_ia·(BL)_jc + B_ja·(BL)_ic.
func (f factored) gradient(i, j int) []float64 {
	g := make([]float64, len(f.theta))
	for x, p := range f.pairs {
		g[f.offset+x] = f.b[i][p[0]]*f.half(j, p[1]) + f.b[j][p[0]]*f.half(i, p[1])
	}
	return g
}

// sd is a standard deviation, by the delta method; good is false where its
// standard error would mean nothing.
func (f factored) sd(name string, i int, good bool) Param {
	sd := math.Sqrt(f.at(i, i))
	se := math.Sqrt(quadratic(f.w, f.gradient(i, i))) / (2 * sd)
	if !good || !(sd > 0) || !(se > 0) {
		return fixed(name, sd)
	}
	return waldLog(name, sd, se)
}

// cor is a correlation likewise; NaN where a standard deviation is zero.
func (f factored) cor(name string, i, j int, good bool) Param {
	vi, vj := f.at(i, i), f.at(j, j)
	if !(vi > 0) || !(vj > 0) {
		return fixed(name, math.NaN())
	}
	root := math.Sqrt(vi * vj)
	r := max(-1, min(1, f.at(i, j)/root))
	g, gi, gj := f.gradient(i, j), f.gradient(i, i), f.gradient(j, j)
	for x := range g {
		g[x] = g[x]/root - r*(gi[x]/vi+gj[x]/vj)/2
	}
	se := math.Sqrt(quadratic(f.w, g))
	if !good || !(se > 0) || math.Abs(r) > 1-1e-9 {
		return fixed(name, r)
	}
	return waldFisher(name, r, se)
}

// studentInterval is a parameter with its 95% interval by t with df degrees of
// freedom, by the normal distribution when they are infinite.
func studentInterval(name string, estimate, se, df float64) Param {
	if math.IsInf(df, 1) {
		return wald(name, estimate, se)
	}
	h := student.Quantile(0.975, df) * se
	return Param{name, estimate, se, estimate - h, estimate + h}
}
