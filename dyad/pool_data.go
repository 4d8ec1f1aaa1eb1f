package dyad

import (
	"fmt"
	"math"

	"pleach/dyad/internal/spd"
)

// poolData is the estimates in units in which each quantity's spread is about
// one, the covariances row by row.
type poolData struct {
	PoolOptions
	n, p  int
	names []string // couples
	unit  []float64
	y     [][]float64
	s     [][]float64
}

func readPool(estimates []CoupleEstimate, o PoolOptions) (*poolData, error) {
	if len(estimates) < 2 {
		return nil, badInput(fmt.Sprintf("%d couples cannot be pooled", len(estimates)), "give at least two, better twenty")
	}
	d := &poolData{PoolOptions: o, n: len(estimates), p: len(estimates[0].Values)}
	if err := d.fill(); err != nil {
		return nil, err
	}
	for i, e := range estimates {
		if err := d.read(i, e); err != nil {
			return nil, err
		}
	}
	if o.Common {
		d.share()
	}
	if err := d.proportion(); err != nil {
		return nil, err
	}
	d.standardise()
	return d, nil
}

// proportion complains about numbers that arithmetic cannot weigh against each
// other: errors that differ by a factor of a million, or estimates that lie as
// many of their typical errors apart.
func (d *poolData) proportion() error {
	const most = 1e6
	for j, name := range d.Names {
		least, biggest := 0, 0
		se := func(i int) float64 { return math.Sqrt(d.s[i][j*d.p+j]) }
		for i := range d.n {
			if se(i) < se(least) {
				least = i
			}
			if se(i) > se(biggest) {
				biggest = i
			}
		}
		if se(biggest) > most*se(least) {
			return &InputError{What: "the error of " + name + " is less than a millionth of another couple's", Couple: least, Row: -1, Do: "mend it, or leave the couple out"}
		}
		for i := range d.n {
			if math.Abs(d.y[i][j]) > most*most*se(biggest) {
				return &InputError{What: "the estimate of " + name + " is out of proportion to all errors", Couple: i, Row: -1, Do: "mend it, or measure from another zero"}
			}
		}
	}
	return nil
}

func (d *poolData) fill() error {
	if d.p == 0 {
		return badInput("the couples have no quantities", "give at least one")
	}
	if d.Names == nil {
		for i := range d.p {
			d.Names = append(d.Names, fmt.Sprint(i+1))
		}
	}
	if d.Thresholds == nil {
		d.Thresholds = make([]float64, d.p)
	}
	if len(d.Names) != d.p || len(d.Thresholds) != d.p {
		return badInput(fmt.Sprintf("%d quantities have %d names and %d thresholds", d.p, len(d.Names), len(d.Thresholds)), "give one of each a quantity")
	}
	return nil
}

// read copies a couple's numbers.
func (d *poolData) read(i int, e CoupleEstimate) error {
	bad := func(what, do string) error { return &InputError{What: what, Couple: i, Row: -1, Do: do} }
	if len(e.Values) != d.p || len(e.Cov) != d.p {
		return bad(fmt.Sprintf("%d values and a covariance of %d rows where the first couple has %d", len(e.Values), len(e.Cov), d.p), "give every couple the same quantities")
	}
	var s []float64
	for j, row := range e.Cov {
		if len(row) != d.p {
			return bad("the covariance is not square", "give a row and a column a quantity")
		}
		if !finite(e.Values[j]) {
			return bad("the estimate of "+d.Names[j]+" is not a number", "leave the couple out")
		}
		s = append(s, row...)
	}
	if !covariance(s, d.p) {
		return bad("the covariance is not symmetric and positive definite", "leave out couples whose fit has no standard errors")
	}
	d.names, d.y, d.s = append(d.names, e.Name), append(d.y, append([]float64(nil), e.Values...)), append(d.s, s)
	return nil
}

// share gives all couples the mean covariance, each its own copy.
func (d *poolData) share() {
	mean := make([]float64, d.p*d.p)
	for _, s := range d.s {
		for k, v := range s {
			mean[k] += v / float64(d.n)
		}
	}
	for i := range d.s {
		copy(d.s[i], mean)
	}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// covariance says whether s is finite, symmetric and positive definite, in
// whatever units.
func covariance(s []float64, p int) bool {
	c := make([]float64, p*p)
	for i := range p {
		for j := range p {
			size := math.Sqrt(s[i*p+i]) * math.Sqrt(s[j*p+j])
			c[i*p+j] = s[i*p+j] / size
			if !(size > 0) || !finite(c[i*p+j]) || math.Abs(s[i*p+j]-s[j*p+i]) > 1e-8*size {
				return false
			}
		}
	}
	return spd.Cholesky(c, p, 1e-12)
}

// standardise chooses the units: the harmonic mean of the error variances plus
// a moment estimate of the variance between (DerSimonian & Laird 1986).
func (d *poolData) standardise() {
	d.unit = make([]float64, d.p)
	for j := range d.p {
		q := d.cochran(j, 0)
		d.unit[j] = math.Sqrt(float64(d.n)/q.w + max(q.tau2, 0))
	}
	for i := range d.n {
		for j := range d.p {
			d.y[i][j] /= d.unit[j]
			for k := range d.p {
				d.s[i][j*d.p+k] /= d.unit[j]
				d.s[i][j*d.p+k] /= d.unit[k]
			}
		}
	}
}

// poolCochran is one quantity's weighted sums at a variance between.
type poolCochran struct {
	w, mean, q float64 // Σw, Σwy/Σw, Σw(y−mean)²
	typical    float64 // (n−1)Σw/((Σw)² − Σw²)
	tau2       float64 // DerSimonian & Laird's, when w = 1/s²
}

func (d *poolData) cochran(j int, tau2 float64) (c poolCochran) {
	weight := func(i int) float64 { return 1 / (d.s[i][j*d.p+j] + tau2) }
	ww, biggest := 0.0, 0.0
	for i := range d.n {
		w := weight(i)
		c.w += w
		biggest = max(biggest, w)
	}
	for i := range d.n {
		c.mean += weight(i) / c.w * d.y[i][j]
		ww += weight(i) / biggest * weight(i) / biggest
	}
	for i := range d.n {
		r := d.y[i][j] - c.mean
		c.q += weight(i) * r * r
	}
	scaled := c.w / biggest
	c.typical = float64(d.n-1) * scaled / (scaled*scaled - ww) / biggest
	c.tau2 = (c.q - float64(d.n-1)) / (c.w - ww/scaled*biggest)
	return c
}
