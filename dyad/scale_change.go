package dyad

import (
	"fmt"
	"math"
)

// Answers are people's answers to several items on several days, a row a
// person and day; NaN where missing.
type Answers struct {
	Person, Day []int // any whole numbers; a day number is the same day for all
	Items       [][]float64
}

// VarianceComponents are what an answer's variance is made of. Estimates are
// unbiased, so one whose true value is near zero can be negative.
type VarianceComponents struct {
	Person, Day, Item              float64
	PersonDay, PersonItem, DayItem float64
	Residual                       float64
	NestedPerson, NestedPersonDay  float64 // of days nested in persons, items as residual
	NestedResidual                 float64
}

// ChangeFit is how reliably a scale tells people, and days within people,
// apart. Coefficients take negative components as zero; NaN is 0/0.
type ChangeFit struct {
	Components VarianceComponents

	// Of Cranford et al. (2006), days crossed with people:
	R1F float64 // between people, of one day, the same day for all
	RkF float64 // between people, of the mean of all days, the same for all
	R1R float64 // between people, of one day, whichever it is
	RkR float64 // between people, of the mean of days, whichever they are
	RC  float64 // of change within people from day to day

	// Of Shrout & Lane (2012), days nested in people, each with days of their
	// own, as in most diaries:
	RkRn float64 // between people, of the mean of their days
	RCn  float64 // of change within people from day to day

	// Status is Boundary when a component was negative.
	Status Status

	N, People, Items int
	Days             float64 // days a person, the harmonic mean: k above
	Dropped          []Dropped
}

// Change says how reliable people's means and their changes from day to day
// are (generalizability theory; Cranford et al. 2006, Shrout & Lane 2012). With
// m items and k days, for instance
//
//	RkF  = (σ²P + σ²PI/m) / (σ²P + σ²PI/m + σ²E/(km))
//	RC   = σ²PD / (σ²PD + σ²E/m)
//	RkRn = σ²P / (σ²P + σ²PD/k + σ²E/(km))
//
// The variance components of persons, days, items and their pairs are from
// Henderson's (1953) first method: sums of squares of totals, uncorrected, set
// equal to their expectations at the numbers of answers that are there. With
// complete answers these are the classical mean squares'; with missing ones they
// stay unbiased, if answers are missing at random, though not quite as precise
// as REML. Cost is linear in the answers.
//
// Fewer than two people, days or items, a person's day twice, and answers that
// never vary are an *[InputError].
func Change(a Answers) (*ChangeFit, error) {
	m, err := itemCount(a.Items, 2)
	if err != nil {
		return nil, err
	}
	if len(a.Person) != len(a.Items) || len(a.Day) != len(a.Items) {
		return nil, badInput("the columns have different lengths", "give a person and a day for every row")
	}
	f := &ChangeFit{Items: m, Status: Converged}
	points, err := f.points(a)
	if err != nil {
		return nil, err
	}
	crossed := henderson(points, []facets{ofPerson, ofDay, ofItem, ofPerson | ofDay, ofPerson | ofItem, ofDay | ofItem})
	nested := henderson(points, []facets{ofPerson, ofPerson | ofDay})
	if crossed == nil || nested == nil {
		return nil, badInput("the answers do not tell persons, days and items apart", "give most people most items on at least two days")
	}
	f.Components = VarianceComponents{crossed[0], crossed[1], crossed[2], crossed[3], crossed[4], crossed[5], crossed[6], nested[0], nested[1], nested[2]}
	f.coefficients()
	return f, nil
}

// facets say which of person, day and item make a cell.
type facets int

const (
	ofPerson facets = 1 << iota
	ofDay
	ofItem
	ofAll = ofPerson | ofDay | ofItem
)

// answerPoint is one answer, measured from the mean.
type answerPoint struct {
	at [3]int // person, day, item
	y  float64
}

func (f *ChangeFit) points(a Answers) ([]answerPoint, error) {
	var points []answerPoint
	people, days, perPerson := map[int]int{}, map[int]int{}, map[int]int{}
	seen := map[[2]int]bool{}
	mean := 0.0
	for i, row := range a.Items {
		key := [2]int{number(people, a.Person[i]), number(days, a.Day[i])}
		if seen[key] {
			return nil, badRow(i, "a person's day comes twice", "keep one row of it")
		}
		seen[key] = true
		before := len(points)
		for j, y := range row {
			if !math.IsNaN(y) {
				points = append(points, answerPoint{[3]int{key[0], key[1], j}, y})
				mean += y - a.first()
			}
		}
		if len(points) > before {
			perPerson[key[0]]++
		}
	}
	f.N, f.People = len(points), len(perPerson)
	if missing := len(a.Items)*f.Items - f.N; missing > 0 {
		f.Dropped = []Dropped{{"an answer is missing", missing}}
	}
	if f.People < 2 || len(days) < 2 {
		return nil, badInput(fmt.Sprintf("%d people on %d days", f.People, len(days)), "give at least two of each")
	}
	inverse := 0.0
	for _, n := range perPerson {
		inverse += 1 / float64(n)
	}
	f.Days = float64(f.People) / inverse
	return points, centre(points, a.first()+mean/float64(f.N))
}

// first is any answer, to count from.
func (a Answers) first() float64 {
	for _, row := range a.Items {
		for _, y := range row {
			if !math.IsNaN(y) {
				return y
			}
		}
	}
	return 0
}

// number gives every value a number in the order of appearance.
func number(seen map[int]int, value int) int {
	n, ok := seen[value]
	if !ok {
		n = len(seen)
		seen[value] = n
	}
	return n
}

func centre(points []answerPoint, mean float64) error {
	varies := false
	for i := range points {
		points[i].y -= mean
		varies = varies || math.Abs(points[i].y) > 1e-13*math.Abs(mean)
	}
	if !varies {
		return badInput("the answers never vary", "choose items that differ between people or days")
	}
	return nil
}

// cells are the cells that some facets make: which one each answer is in, and
// how many answers are in each.
type cells struct {
	of    []int
	count []float64
}

func cellsOf(points []answerPoint, s facets) (c cells) {
	seen := map[[3]int]int{}
	for _, p := range points {
		var key [3]int
		for i := range key {
			if s&(1<<i) != 0 {
				key[i] = p.at[i]
			}
		}
		at, ok := seen[key]
		if !ok {
			at = len(seen)
			seen[key], c.count = at, append(c.count, 0)
		}
		c.of = append(c.of, at)
		c.count[at]++
	}
	return c
}

// squares is Σ_c y_c²/n_c, y_c the sum of the answers in c.
func (c cells) squares(points []answerPoint) (sum float64) {
	totals := make([]float64, len(c.count))
	for i, p := range points {
		totals[c.of[i]] += p.y
	}
	for i, t := range totals {
		sum += t * t / c.count[i]
	}
	return sum
}

// henderson solves for the variance components of some facets and the
// residual's. The equations: for every s of nothing, the facets, and all,
//
//	Σ_c y_c²/n_c = N·μ² + Σ_u σ²_u·Σ_c Σ_d n_cd²/n_c + σ²_e·(cells of s)
//
// c the cells of s, d those of u, n_cd the answers in both. Nil where they do
// not determine the components.
func henderson(points []answerPoint, us []facets) []float64 {
	var all [ofAll + 1]cells
	for s := range all {
		all[s] = cellsOf(points, facets(s))
	}
	ss := append(append([]facets{0}, us...), ofAll)
	n := len(ss)
	a, b := make([][]float64, n), make([]float64, n)
	for i, s := range ss {
		a[i] = make([]float64, n)
		a[i][0], a[i][n-1] = float64(len(points)), float64(len(all[s].count))
		b[i] = all[s].squares(points)
		for j, u := range us {
			for k := range points { // every answer of a joint cell adds n_cd/n_c
				a[i][1+j] += all[s|u].count[all[s|u].of[k]] / all[s].count[all[s].of[k]]
			}
		}
	}
	if x := solveLinear(a, b); x != nil {
		return x[1:]
	}
	return nil
}

// solveLinear is Gauss's elimination with pivots of scaled rows; nil where the
// matrix is singular. It uses up a and b.
func solveLinear(a [][]float64, b []float64) []float64 {
	n := len(b)
	for j := range n {
		pivot := j
		for i := j; i < n; i++ {
			if math.Abs(a[i][j]) > math.Abs(a[pivot][j]) {
				pivot = i
			}
		}
		a[j], a[pivot], b[j], b[pivot] = a[pivot], a[j], b[pivot], b[j]
		if math.Abs(a[j][j]) < 1e-9*a[0][0] {
			return nil
		}
		for i := range n {
			if i == j {
				continue
			}
			by := a[i][j] / a[j][j]
			for k := j; k < n; k++ {
				a[i][k] -= by * a[j][k]
			}
			b[i] -= by * b[j]
		}
	}
	for j := range n {
		b[j] /= a[j][j]
	}
	return b
}

func (f *ChangeFit) coefficients() {
	c := f.Components
	for _, v := range []*float64{&c.Person, &c.Day, &c.Item, &c.PersonDay, &c.PersonItem, &c.DayItem, &c.Residual, &c.NestedPerson, &c.NestedPersonDay, &c.NestedResidual} {
		if *v < 0 {
			*v, f.Status = 0, Boundary
		}
	}
	m, k := float64(f.Items), f.Days
	between, error := c.Person+c.PersonItem/m, c.Residual/m
	share := func(of, and float64) float64 { return of / (of + and) }
	f.R1F, f.RkF = share(between, error), share(between, error/k)
	f.R1R, f.RkR = share(between, c.Day+c.PersonDay+error), share(between, (c.Day+c.PersonDay+error)/k)
	f.RC = share(c.PersonDay, error)
	f.RkRn = share(c.NestedPerson, (c.NestedPersonDay+c.NestedResidual/m)/k)
	f.RCn = share(c.NestedPersonDay, c.NestedResidual/m)
}
