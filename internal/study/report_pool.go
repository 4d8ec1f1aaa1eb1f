package study

import (
	"fmt"
	"math"

	"pleach/dyad"
	"pleach/internal/study/report"
)

// quantity is the place of what is pooled under a name; the correlation is
// pooled on Fisher's z scale and shown as a correlation.
func quantity(name string) (at int, back func(float64) float64) {
	for i, q := range pooled {
		if q == name {
			return i, func(v float64) float64 { return v }
		}
	}
	return 0, math.Tanh
}

// mean is the pooled mean of a quantity, and where the next couple is expected.
func (r *reported) mean(name string) (mean, next report.Interval) {
	at, back := quantity(name)
	p, q := r.Params[at], r.Quantities[at]
	return report.Interval{At: back(p.Estimate), Lo: back(p.Lo), Hi: back(p.Hi)},
		report.Interval{At: back(p.Estimate), Lo: back(q.PredictLo), Hi: back(q.PredictHi)}
}

// means are the table of pooled estimates and the network.
func (r *reported) means() {
	n := &report.Network{A: r.Columns.A, B: r.Columns.B}
	for name, place := range map[string]*report.Interval{"drift.aa": &n.OwnA, "drift.bb": &n.OwnB, "drift.ab": &n.BtoA, "drift.ba": &n.AtoB, "innovation.cor": &n.Together} {
		*place, _ = r.mean(name)
	}
	n.Caption = fmt.Sprintf("Pooled drift, per %s. An arrow is as wide as the effect is large, and broken where its interval holds zero. The dotted line is the correlation of what happens to both at once. Arrows come from a model of what follows what; they are not proof that one makes the other.", r.unit)
	r.page.Network = n
	for _, name := range []string{"innovation.cor", "drift.ab", "drift.ba", "drift.aa", "drift.bb"} {
		r.page.Pooled = append(r.page.Pooled, r.estimate(name))
	}
}

func (r *reported) estimate(name string) report.Estimate {
	at, back := quantity(name)
	q := r.Quantities[at]
	e := report.Estimate{Name: name, Words: r.words(name), I2: q.I2, Beyond: q.Above.Estimate, Threshold: back(q.Threshold)}
	e.Mean, e.Prediction = r.mean(name)
	e.SE = r.Params[at].SE
	sd, _ := dyad.Lookup(r.Params, "between.sd."+q.Name)
	e.SD = sd.Estimate
	if name == "innovation.cor" {
		slope := 1 - e.Mean.At*e.Mean.At // from Fisher's z
		e.SE, e.SD = e.SE*slope, e.SD*slope
	}
	return e
}

func (r *reported) words(name string) string {
	for _, q := range quantities(r.Columns, r.unit) {
		if q.name == name {
			return q.words
		}
	}
	who := map[string]string{"drift.aa": r.Columns.A, "drift.bb": r.Columns.B}[name]
	return "how " + who + " returns, per " + r.unit
}

// summary is what can be said, in sentences.
func (r *reported) summary() {
	together, _ := r.mean("innovation.cor")
	ab, _ := r.mean("drift.ab")
	ba, _ := r.mean("drift.ba")
	r.page.Summary = append(r.page.Summary,
		fmt.Sprintf("Over %d couples, what lifts one partner %s the other at the same time (mean correlation %s, 95%% interval %s to %s).", r.NCouples, verb(together), round(Number(together.At), 2), round(Number(together.Lo), 2), round(Number(together.Hi), 2)),
		following(r.Columns, ab, ba))
	clear, n := 0, 0
	for i := range r.results {
		if p, ok := r.results[i].Param("innovation.cor"); ok && r.readable(i) {
			n++
			if p.Lo > 0 || p.Hi < 0 {
				clear++
			}
		}
	}
	r.page.Summary = append(r.page.Summary, fmt.Sprintf("Of single couples, %d of %d are clearly different from no correlation at all; about the others these data do not say enough.", clear, n))
}

func verb(i report.Interval) string {
	switch {
	case i.Lo > 0:
		return "tends to lift"
	case i.Hi < 0:
		return "tends to lower"
	}
	return "does not clearly lift or lower"
}

func following(c Columns, ab, ba report.Interval) string {
	left := func(i report.Interval) bool { return i.Lo > 0 || i.Hi < 0 }
	switch {
	case left(ab) && left(ba):
		return "Each partner's state says something about where the other's goes next, in both directions; the directions are to be compared by their intervals."
	case left(ab):
		return fmt.Sprintf("%s's state says something about where %s's goes next; the other way the interval holds zero, which is no proof of nothing.", c.B, c.A)
	case left(ba):
		return fmt.Sprintf("%s's state says something about where %s's goes next; the other way the interval holds zero, which is no proof of nothing.", c.A, c.B)
	}
	return "Whether one partner's state says something about where the other's goes next is not clear from these data, in neither direction."
}
