package dyad

import (
	"math"

	"pleach/dyad/internal/two"
)

// OUStates are one partner's state at the rows of the series: the level (with
// its cycles, trend and covariates) plus the process, without the noise, as
// all answers before and after say it; and its standard deviation, at the
// estimates as if they were known. NaN in rows without any answer.
type OUStates struct{ Mean, SD []float64 }

// Smooth are the states of A and B given the whole series, by the fixed-
// interval smoother in its backward form (de Jong 1989), which gives what the
// Rauch-Tung-Striebel recursion gives without inverting any covariance:
// η̂ = m + Pr and V = P - PNP, with r and N summed over the later surprises.
func (f *OUFit) Smooth() (a, b OUStates) {
	p := f.filtered()
	out := [2]OUStates{f.noStates(), f.noStates()}
	var r1, r2 float64
	var n two.Sym
	for k := len(p.steps) - 1; k >= 0; k-- {
		p.unlearn(k, &r1, &r2, &n)
		if k == 0 || p.d.row[k-1] != p.d.row[k] {
			p.smoothed(k, r1, r2, n, &out, f.levelAt(k))
		}
		if g := p.d.gap[k]; g >= 0 {
			t := p.f[g].T()
			r1, r2 = t.Apply(r1, r2)
			n = t.Sandwich(n)
		}
	}
	if f.swapped {
		out[0], out[1] = out[1], out[0]
	}
	return out[0], out[1]
}

func (f *OUFit) noStates() OUStates {
	s := OUStates{make([]float64, f.data.rows), make([]float64, f.data.rows)}
	for i := range s.Mean {
		s.Mean[i], s.SD[i] = math.NaN(), math.NaN()
	}
	return s
}

// filtered is the filter at the estimates, with residuals in its first column.
func (f *OUFit) filtered() *ouProblem {
	p := newOUProblem(f.data, &f.space, false)
	p.value(&f.at)
	copy(p.beta, f.beta)
	return p
}

// covariance is the predicted one before answer k.
func (f *ouFilter) covariance(k int) two.Sym {
	st := &f.steps[k]
	if f.d.who[k] == 1 {
		return two.Sym{AA: st.other, AB: st.cross, BB: st.own}
	}
	return two.Sym{AA: st.own, AB: st.cross, BB: st.other}
}

// unlearn takes r and N from after answer k to before it: with L = I - Kz,
// r ← z v/s + Lᵀr, N ← zzᵀ/s + LᵀNL.
func (f *ouFilter) unlearn(k int, r1, r2 *float64, n *two.Sym) {
	st := &f.steps[k]
	v := f.surp[k*f.d.width]
	own, other := st.own/st.s, st.cross/st.s
	if f.d.who[k] == 0 {
		*r1 += v/st.s - own**r1 - other**r2
		l := two.Mat{AA: 1 - own, BA: -other, BB: 1}
		*n = l.T().Sandwich(*n)
		n.AA += 1 / st.s
		return
	}
	*r2 += v/st.s - own**r2 - other**r1
	l := two.Mat{AA: 1, AB: -other, BB: 1 - own}
	*n = l.T().Sandwich(*n)
	n.BB += 1 / st.s
}

// smoothed writes the states of answer k's row.
func (p *ouProblem) smoothed(k int, r1, r2 float64, n two.Sym, out *[2]OUStates, level [2]float64) {
	c := p.covariance(k)
	m1, m2 := p.predicted(k)
	e1, e2 := c.Mat().Apply(r1, r2)
	v := c.Sub(c.Mat().Sandwich(n))
	row := p.d.row[k]
	for i, x := range [2]float64{m1 + e1, m2 + e2} {
		out[i].Mean[row] = p.d.centre[i] + p.d.scale[i]*(level[i]+x)
	}
	out[0].SD[row] = p.d.scale[0] * math.Sqrt(max(v.AA, 0))
	out[1].SD[row] = p.d.scale[1] * math.Sqrt(max(v.BB, 0))
}

// predicted is the state before answer k, the first of its row.
func (p *ouProblem) predicted(k int) (float64, float64) {
	g := p.d.gap[k]
	if g < 0 {
		return 0, 0
	}
	return p.f[g].Apply(p.ma[k*p.d.width], p.mb[k*p.d.width])
}

// levelAt are both partners' levels in the row of answer k, in standard units.
func (f *OUFit) levelAt(k int) (level [2]float64) {
	q := len(f.data.design.columns)
	for j, c := range f.data.design.columns {
		x := (c.values[f.data.row[k]] - c.mean) / c.scale
		level[0] += f.beta[j] * x
		level[1] += f.beta[q+j] * x
	}
	return level
}

// Residuals are the standardised one-step residuals of A and B by row: the
// answer less what all rows before lead to expect, over the standard deviation
// of that; NaN where there is no answer. If the model is right each is
// standard normal and independent of those before.
func (f *OUFit) Residuals() (a, b []float64) {
	p := f.filtered()
	out := [2][]float64{f.noStates().Mean, f.noStates().Mean}
	for k, who := range p.d.who {
		row := p.d.row[k]
		first := k
		if k > 0 && p.d.row[k-1] == row {
			first = k - 1
		}
		m := [2]float64{}
		m[0], m[1] = p.predicted(first)
		c := p.covariance(first)
		v := [2]float64{c.AA + p.r[0], c.BB + p.r[1]}[who]
		y := p.d.obs[k*p.d.width] - f.levelAt(k)[who]
		out[who][row] = (y - m[who]) / math.Sqrt(v)
	}
	if f.swapped {
		out[0], out[1] = out[1], out[0]
	}
	return out[0], out[1]
}
