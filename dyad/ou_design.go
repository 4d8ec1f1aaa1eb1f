package dyad

import (
	"math"
	"strconv"
)

// ouDesign are the regressors of the levels: the constant, the cycles, the
// trend, the covariates.
type ouDesign struct{ columns []ouColumn }

// ouColumn is one regressor by row. It enters centred and scaled.
type ouColumn struct {
	name        string
	values      []float64
	mean, scale float64
}

func newOUDesign(t []float64, o OUOptions) (g ouDesign) {
	one := make([]float64, len(t))
	for i := range one {
		one[i] = 1
	}
	g.columns = []ouColumn{{"mean", one, 0, 1}}
	for _, period := range o.Cycles {
		sin, cos := make([]float64, len(t)), make([]float64, len(t))
		for i, at := range t {
			sin[i], cos[i] = math.Sincos(2 * math.Pi * math.Mod(at, period) / period)
		}
		name := strconv.FormatFloat(period, 'g', -1, 64)
		g.add("cos."+name, cos)
		g.add("sin."+name, sin)
	}
	if o.Trend {
		g.add("trend", t)
	}
	for _, c := range o.Covariates {
		g.add(c.Name, c.Values)
	}
	return g
}

func (g *ouDesign) add(name string, values []float64) {
	mean, sd, _ := moments(values)
	if sd <= 1e-12*math.Abs(mean) {
		sd = math.Max(math.Abs(mean), 1) // constant: independent will say so
	}
	g.columns = append(g.columns, ouColumn{name, values, mean, sd})
}

// independent says whether a partner's regressors are linearly independent in
// the rows that they answered; if not, which is the first that is not (Gram
// and Schmidt, by the Cholesky factor of the cross-products).
func (d *ouData) independent(p int) (int, bool) {
	q := len(d.design.columns)
	x := make([]float64, q*q)
	for k, who := range d.who {
		if int(who) != p {
			continue
		}
		row := d.obs[k*d.width+1+p*q:][:q]
		for i, u := range row {
			for j, v := range row {
				x[i*q+j] += u * v
			}
		}
	}
	for j := range q {
		pivot := x[j*q+j]
		for k := range j {
			pivot -= x[j*q+k] * x[j*q+k]
		}
		if !(pivot > 1e-9*x[j*q+j]) {
			return j, false
		}
		x[j*q+j] = math.Sqrt(pivot)
		for i := j + 1; i < q; i++ {
			for k := range j {
				x[i*q+j] -= x[i*q+k] * x[j*q+k]
			}
			x[i*q+j] /= x[j*q+j]
		}
	}
	return 0, true
}
