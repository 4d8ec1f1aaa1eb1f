package dyad

import (
	"math"

	"pleach/dyad/internal/two"
)

// InnovationCorrelation is the correlation of what happens to both partners at
// the same instant, of Q: how far moods move together beyond what each
// carries over from before. Its interval is on Fisher's z.
func (f *OUFit) InnovationCorrelation() Param {
	p, _ := f.Param("innovation.cor")
	return p
}

// CrossLags are the elements of e^{A·dt}, dt above 0 in T's unit: what one
// unit now, the other partner held, means dt later. Names are lag.aa lag.ab
// lag.ba lag.bb, "ab" of b on a; standard errors by the delta method through
// the exponential.
func (f *OUFit) CrossLags(dt float64) []Param {
	return f.say(f.lags(dt, false))
}

// StandardisedCrossLags are the same in stationary standard deviations of each
// partner's state, so that ab and ba can be compared.
func (f *OUFit) StandardisedCrossLags(dt float64) []Param {
	return f.say(f.lags(dt, true))
}

// lags are the four elements, raw or standardised by P∞.
func (f *OUFit) lags(dt float64, standardised bool) (qs []ouQuantity) {
	m, _ := f.space.model(&f.at)
	t := dt / f.data.unit
	exp := two.NewExponent(m.a)
	c, n := exp.Parts(t)
	e := exp.Mat(c, n)
	p := [2]float64{m.p.AA, m.p.BB}
	for k, v := range [4]float64{e.AA, e.AB, e.BA, e.BB} {
		i, j := k/2, k%2
		w := f.data.scale[i] / f.data.scale[j]
		var g ouAdjoint
		if standardised && i != j {
			w = math.Sqrt(p[j] / p[i])
			half := v * w / 2
			g.p = two.Sym{AA: half / p[0], BB: -half / p[1]}
			if i == 0 {
				g.p = g.p.Scale(-1)
			}
		}
		unit := [4]float64{}
		unit[k] = w
		g.a = exp.Back(t, c, n, two.Mat{AA: unit[0], AB: unit[1], BA: unit[2], BB: unit[3]})
		qs = append(qs, ouQuantity{name: "lag." + "ab"[i:i+1] + "ab"[j:j+1], value: v * w, point: f.space.pull(&m, &f.at, g)})
		if i == j {
			qs[k].scale = ouOwnLagScale
		}
	}
	return qs
}

// HalfLives are halflife.a and halflife.b: how long until half of a deviation
// is gone while the other partner is at their level, log 2/(-A_ii), in T's
// unit, with an interval on the log scale. NaN where a partner's own drift is
// not negative.
func (f *OUFit) HalfLives() []Param {
	m, _ := f.space.model(&f.at)
	var qs []ouQuantity
	for i, a := range [2]float64{m.a.AA, m.a.BB} {
		q := ouQuantity{name: "halflife." + "ab"[i:i+1], value: math.NaN(), scale: ouLogScale}
		if a < 0 {
			q.value = -math.Ln2 / a * f.data.unit
			g := ouAdjoint{a: two.Mat{AA: -q.value / a}}
			if i == 1 {
				g.a = two.Mat{BB: -q.value / a}
			}
			q.point = f.space.pull(&m, &f.at, g)
		}
		qs = append(qs, q)
	}
	return f.say(qs)
}
