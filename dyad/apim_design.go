package dyad

import (
	"fmt"
	"math"

	"pleach/dyad/internal/spd"
)

// apimEquation is a regression's columns, 1, actor's, partner's, and outcome:
// standardised, because units must not matter. Exchangeable partners share
// one, others have one each.
type apimEquation struct {
	n             int
	centre, scale []float64 // of the 2k+1 columns; the first is 1
	yCentre, y    float64
}

// apimDesign writes rows as the likelihood wants them.
type apimDesign struct {
	data         *apimData
	exchangeable bool
	q            int // columns of an equation
	eq           []apimEquation
}

func newApimDesign(a *apimData, exchangeable bool) (*apimDesign, error) {
	d := &apimDesign{data: a, exchangeable: exchangeable, q: 1 + 2*len(a.X), eq: make([]apimEquation, 2)}
	if exchangeable {
		d.eq = d.eq[:1]
		d.order()
	}
	for e := range d.eq {
		if err := d.measure(e); err != nil {
			return nil, err
		}
		if err := d.rank(e); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// order gives exchangeable partners the places that their data say, so that
// the result does not depend on who comes first, to the last bit.
func (d *apimDesign) order() {
	for i := range d.data.couples {
		if c := &d.data.couples[i]; d.before(c.row[1], c.row[0]) {
			c.row[0], c.row[1] = c.row[1], c.row[0]
			c.usable[0], c.usable[1] = c.usable[1], c.usable[0]
		}
	}
}

func (d *apimDesign) before(i, j int) bool {
	if i < 0 || j < 0 {
		return j < 0 && i >= 0
	}
	if y := d.data.Y; y[i] != y[j] {
		return y[i] < y[j] || math.IsNaN(y[j]) && !math.IsNaN(y[i])
	}
	for _, x := range d.data.X {
		if x[i] != x[j] {
			return x[i] < x[j] || math.IsNaN(x[j]) && !math.IsNaN(x[i])
		}
	}
	return false
}

// equation is the equation of a slot's person.
func (d *apimDesign) equation(slot int) int {
	if d.exchangeable {
		return 0
	}
	return slot
}

// raw is column j of a person's equation; column q is the outcome.
func (d *apimDesign) raw(c *apimCouple, slot, j int) float64 {
	k := len(d.data.X)
	switch {
	case j == 0:
		return 1
	case j == d.q:
		return d.data.Y[c.row[slot]]
	case j <= k:
		return d.data.X[j-1][c.row[slot]]
	}
	return d.data.X[j-1-k][c.row[1-slot]]
}

// moments are an equation's column's mean and standard deviation.
func (d *apimDesign) moments(e, j int) (n int, mean, sd float64) {
	visit := func(f func(v float64)) {
		for i := range d.data.couples {
			c := &d.data.couples[i]
			for s := range 2 {
				if c.usable[s] && d.equation(s) == e {
					f(d.raw(c, s, j))
				}
			}
		}
	}
	origin, biggest, first := 0.0, 0.0, true
	visit(func(v float64) {
		if first {
			origin, first = v, false
		}
		n++
		biggest = max(biggest, math.Abs(v))
	})
	visit(func(v float64) { mean += (v - origin) / float64(n) })
	mean += origin
	visit(func(v float64) { sd += (v/biggest - mean/biggest) * (v/biggest - mean/biggest) })
	return n, mean, biggest * math.Sqrt(sd/float64(max(n-1, 1)))
}

// measure finds an equation's centres and scales, and complains about what
// does not vary.
func (d *apimDesign) measure(e int) error {
	eq := &d.eq[e]
	eq.centre, eq.scale = make([]float64, d.q), make([]float64, d.q)
	eq.scale[0] = 1
	eq.n, eq.yCentre, eq.y = d.moments(e, d.q)
	if eq.n <= d.q {
		return badInput(fmt.Sprintf("%d usable rows%s are too few for %d effects", eq.n, d.of(e), d.q), "add couples, or leave predictors out")
	}
	if !(eq.y > 1e-13*math.Abs(eq.yCentre)) {
		return badInput("the outcome never varies"+d.of(e), "choose an outcome that differs between people")
	}
	for j := 1; j < d.q; j++ {
		_, eq.centre[j], eq.scale[j] = d.moments(e, j)
		if !(eq.scale[j] > 1e-13*math.Abs(eq.centre[j])) {
			return badInput(d.column(j)+" never varies"+d.of(e), "leave it out")
		}
	}
	return nil
}

func (d *apimDesign) of(e int) string {
	if d.exchangeable {
		return ""
	}
	return " in role " + d.data.RoleNames[e]
}

// column names a column in a complaint.
func (d *apimDesign) column(j int) string {
	if k := len(d.data.X); j > k {
		return d.data.Names[j-1-k] + " of the partner"
	}
	return d.data.Names[j-1]
}

// row writes a person's standardised columns into z, which has a place for
// every equation's columns and a last one for the outcome.
func (d *apimDesign) row(z []float64, c *apimCouple, slot int) {
	clear(z)
	e := d.equation(slot)
	eq := &d.eq[e]
	for j := range d.q {
		z[e*d.q+j] = (d.raw(c, slot, j) - eq.centre[j]) / eq.scale[j]
	}
	z[len(z)-1] = (d.raw(c, slot, d.q) - eq.yCentre) / eq.y
}

// rank complains about a column that is a sum of those before it, and about an
// outcome that is.
func (d *apimDesign) rank(e int) error {
	z, g := make([]float64, len(d.eq)*d.q+1), make([]float64, (d.q+1)*(d.q+1))
	for i := range d.data.couples {
		c := &d.data.couples[i]
		for s := range 2 {
			if c.usable[s] && d.equation(s) == e {
				d.row(z, c, s)
				own := append(z[e*d.q:e*d.q+d.q:e*d.q+d.q], z[len(z)-1])
				addOuter(g, own, own)
			}
		}
	}
	for j := 1; j <= d.q; j++ {
		l := append([]float64(nil), g...)
		if leading(l, d.q+1, j+1) {
			continue
		}
		if j == d.q {
			return badInput("the outcome"+d.of(e)+" is an exact sum of the predictors", "leave out the predictor that is made of it")
		}
		return badInput(d.column(j)+" is a sum of the other predictors"+d.of(e),
			"leave it out; a predictor that is the same for both partners has no actor and partner effect")
	}
	return nil
}

// leading says whether the first n rows and columns of an m·m Gram matrix of
// standardised columns have full rank.
func leading(g []float64, m, n int) bool {
	l := make([]float64, n*n)
	for i := range n {
		copy(l[i*n:i*n+n], g[i*m:i*m+n])
	}
	return spd.Cholesky(l, n, 1e-11)
}

func addOuter(m, a, b []float64) {
	n := len(a)
	for i, x := range a {
		row := m[i*n : i*n+n]
		for j, y := range b {
			row[j] += x * y
		}
	}
}
