package dyad

import (
	"math"
	"slices"
)

// ouData is a series as the filter reads it: one entry a single answer, in
// standard units (each partner centred and scaled to variance one, time in
// typical gaps), rows without answers left out.
type ouData struct {
	who  []uint8   // 0 is A, 1 is B
	gap  []int32   // which of gaps leads here; -1: same row as before, or first
	gaps []float64 // the different gaps
	row  []int     // of the series

	// obs has width columns an answer: the answer, A's regressors, B's
	// regressors (zero where the other answered).
	obs   []float64
	width int

	centre, scale [2]float64
	unit          float64 // of time
	span          float64 // of all, in units
	short         float64 // a short gap, in units
	design        ouDesign
	swapped       bool
	rows          int
	dropped       []Dropped
}

// newOUData checks and arranges a series. Partners are put in an order that
// does not depend on their names.
func newOUData(s Series, o OUOptions) (*ouData, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if err := o.check(len(s.T)); err != nil {
		return nil, err
	}
	d := &ouData{rows: len(s.T)}
	if d.swapped = ouTurned(s); d.swapped {
		s = s.Swap()
	}
	if err := d.standard(s); err != nil {
		return nil, err
	}
	d.design = newOUDesign(s.T, o)
	d.width = 1 + 2*len(d.design.columns)
	d.fill(s)
	return d, d.enough(s)
}

func (o OUOptions) check(rows int) error {
	for _, c := range o.Covariates {
		if len(c.Values) != rows {
			return badInput("the covariate "+c.Name+" is not as long as the series", "give one value a row")
		}
		for i, v := range c.Values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return badRow(i, "the covariate "+c.Name+" is missing", "leave the row out, or give its value")
			}
		}
	}
	for _, p := range o.Cycles {
		if !(p > 0) || math.IsInf(p, 1) {
			return badInput("a cycle without a length", "give a period above zero, in the unit of the times")
		}
	}
	if v := o.NoiseVar; o.Noise == NoiseFixed && !(v[0] >= 0 && v[1] >= 0 && !math.IsInf(v[0]+v[1], 1)) {
		return badInput("a noise variance that is none", "give zero or more")
	}
	return nil
}

// ouTurned says whether B comes first: who has the smaller value where they
// first differ.
func ouTurned(s Series) bool {
	for i, a := range s.A {
		b := s.B[i]
		switch {
		case math.IsNaN(a) && math.IsNaN(b) || a == b:
			continue
		case math.IsNaN(a):
			return true
		case math.IsNaN(b):
			return false
		}
		return b < a
	}
	return false
}

// standard finds centres, scales and the unit of time.
func (d *ouData) standard(s Series) error {
	for p, y := range [2][]float64{s.A, s.B} {
		mean, sd, n := moments(y)
		switch name := d.name(p); {
		case n == 0:
			return badInput("no answer of "+name+" is there", "give both partners' answers")
		case sd <= 1e-12*math.Abs(mean) || sd == 0:
			return badInput("all answers of "+name+" are the same", "what never changes cannot follow anything; leave this couple out")
		case !(sd > 1e-100 && sd < 1e100):
			return badInput("the answers of "+name+" are of a size that cannot be squared", "give them in another unit")
		}
		d.centre[p], d.scale[p] = mean, sd
	}
	return d.clock(s)
}

// name is a partner's name as the caller knows it.
func (d *ouData) name(p int) string {
	if d.swapped {
		p = 1 - p
	}
	return "AB"[p : p+1]
}

func (d *ouData) clock(s Series) error {
	var gaps []float64
	last, first := math.NaN(), math.NaN()
	for i, t := range s.T {
		if varMask(s.A[i], s.B[i]) == 0 {
			continue
		}
		if math.IsNaN(first) {
			first = t
		} else {
			gaps = append(gaps, t-last)
		}
		last = t
	}
	if len(gaps) < 4 {
		return badInput("fewer than five rows with answers", "collect more rows")
	}
	slices.Sort(gaps)
	d.unit = gaps[len(gaps)/2]
	d.span = (last - first) / d.unit
	d.short = gaps[len(gaps)/20] / d.unit
	return nil
}

// fill writes the answers.
func (d *ouData) fill(s Series) {
	last, empty := math.NaN(), 0
	seen := map[float64]int32{}
	for i, t := range s.T {
		m := varMask(s.A[i], s.B[i])
		if m == 0 {
			empty++
			continue
		}
		g := int32(-1)
		if !math.IsNaN(last) {
			g = d.gapOf((t-last)/d.unit, seen)
		}
		last = t
		if m&varHasA != 0 {
			d.put(0, g, i, (s.A[i]-d.centre[0])/d.scale[0])
			g = -1
		}
		if m&varHasB != 0 {
			d.put(1, g, i, (s.B[i]-d.centre[1])/d.scale[1])
		}
	}
	if empty > 0 {
		d.dropped = append(d.dropped, Dropped{"neither partner answered", empty})
	}
}

func (d *ouData) gapOf(t float64, seen map[float64]int32) int32 {
	g, ok := seen[t]
	if !ok {
		g = int32(len(d.gaps))
		d.gaps = append(d.gaps, t)
		seen[t] = g
	}
	return g
}

func (d *ouData) put(who uint8, gap int32, row int, y float64) {
	d.who, d.gap, d.row = append(d.who, who), append(d.gap, gap), append(d.row, row)
	at := len(d.obs)
	d.obs = append(d.obs, make([]float64, d.width)...)
	d.obs[at] = y
	q := len(d.design.columns)
	for j, c := range d.design.columns {
		d.obs[at+1+int(who)*q+j] = (c.values[row] - c.mean) / c.scale
	}
}

// ouPlainData is a series about given means, in its own units.
func ouPlainData(s Series, mean [2]float64) *ouData {
	d := &ouData{width: 1, scale: [2]float64{1, 1}, centre: mean, unit: 1}
	d.fill(s)
	return d
}

// enough says whether the answers can tell of the model at all.
func (d *ouData) enough(s Series) error {
	q := len(d.design.columns)
	a, b, both := s.answered()
	for p, n := range [2]int{a, b} {
		if n < q+4 {
			return badInput("too few answers of "+d.name(p), "collect more, or ask for fewer cycles and covariates: each partner needs four more answers than coefficients")
		}
		if j, ok := d.independent(p); !ok {
			return badInput("in the rows of "+d.name(p)+"'s answers, "+d.design.columns[j].name+" is constant, or a linear function of what stands before it", "leave it out")
		}
	}
	if both == len(d.who)/2 && a == b && both == a && ouSameLine(s) {
		return badInput("one partner's answers are a linear function of the other's", "they are one series, not two; leave this couple out")
	}
	return nil
}

// ouSameLine says whether all answers lie on one line.
func ouSameLine(s Series) bool {
	ma, sa, _ := moments(s.A)
	mb, sb, n := moments(s.B)
	r := 0.0
	for i, a := range s.A {
		if !math.IsNaN(a) && !math.IsNaN(s.B[i]) {
			r += (a - ma) / sa * ((s.B[i] - mb) / sb) / float64(n)
		}
	}
	return math.Abs(r) > 1-1e-10
}
