package study

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"pleach/dyad"
	"pleach/internal/table"
)

// LAPIMOptions are those of the longitudinal actor-partner model as a
// researcher writes them.
type LAPIMOptions struct {
	Center       string // "none", "person" or "latent"
	Random       string // "intercept" or "slopes"
	Method       string // "reml" or "ml"
	Exchangeable bool
	Trend        bool
	Covariates   []string // columns that enter for both partners
}

// engine is the options as the engine has them, without covariates.
func (o LAPIMOptions) engine() dyad.LAPIMOptions {
	return dyad.LAPIMOptions{
		Slopes: o.Random == "slopes", ML: o.Method == "ml", Exchangeable: o.Exchangeable, TimeTrend: o.Trend,
		Center: map[string]dyad.CenterMode{"": dyad.CenterNone, "none": dyad.CenterNone, "person": dyad.CenterPerson, "latent": dyad.CenterLatent}[o.Center],
	}
}

// diary is a wide file as the model needs it, and where its rows come from.
type diary struct {
	dyad.Diary
	table   *table.Table
	columns Columns
	names   []string
	rows    []int // the table's row of each row; nil when they are the same
	dropped []Dropped
	notes   []string
}

// Diary reads a wide file with a row a couple and day. Days are whole numbers
// or dates; rows come out in order of couple and day. Columns are used as they
// are, without a copy, when they are in order already.
func (s Source) diary(c Columns) (*diary, error) {
	p := &Panel{Columns: c}
	var err error
	if p.Table, err = s.Open(); err != nil {
		return nil, err
	}
	d := &diary{table: p.Table, columns: c}
	if d.A, d.B, err = p.answers(); err != nil {
		return nil, err
	}
	if err := d.days(s); err != nil {
		return nil, err
	}
	labels, err := d.table.Labels(c.Couple)
	if err != nil {
		return nil, err
	}
	d.Couple, d.names = labels.Codes, labels.Names
	d.usable()
	return d, d.order()
}

// days reads the day numbers; dates become days since the first.
func (d *diary) days(s Source) error {
	clock, err := d.table.Clock(d.columns.Time, s.Zone)
	if err != nil {
		return err
	}
	const do = "The daily model needs a day number or a date in each row, since a lag is the day before; for other times there is fit ou"
	if clock.Kind != table.ClockNumbers && clock.Kind != table.ClockDates {
		return d.table.About(d.columns.Time, "this column has times of day", do)
	}
	d.Time = clock.Values
	for row, v := range d.Time {
		if clock.Kind == table.ClockDates {
			v = math.Round(v / 24)
			d.Time[row] = v
		}
		if v != math.Trunc(v) && !math.IsNaN(v) {
			return d.table.At(row, d.columns.Time, fmt.Sprintf("day %v is not a whole number", v), do)
		}
	}
	return nil
}

// usable leaves out rows without a couple or a day.
func (d *diary) usable() {
	noCouple, noDay := 0, 0
	for i := range d.Time {
		switch {
		case d.Couple[i] < 0:
			noCouple++
		case math.IsNaN(d.Time[i]):
			noDay++
		}
	}
	for why, n := range map[string]int{"rows without a couple": noCouple, "rows without a day": noDay} {
		if n > 0 {
			d.dropped = append(d.dropped, Dropped{why, n})
		}
	}
	slices.SortFunc(d.dropped, func(a, b Dropped) int { return strings.Compare(a.Why, b.Why) })
	if noCouple+noDay == 0 {
		return
	}
	var rows []int
	for i := range d.Time {
		if d.Couple[i] >= 0 && !math.IsNaN(d.Time[i]) {
			rows = append(rows, i)
		}
	}
	d.take(rows)
}

// order puts rows in order of couple and day, and refuses a day that a couple
// has twice.
func (d *diary) order() error {
	moved := 0
	for i := 1; i < len(d.Time); i++ {
		if d.before(i, i-1) {
			moved++
		}
	}
	if moved > 0 {
		rows := make([]int, len(d.Time))
		for i := range rows {
			rows[i] = i
		}
		slices.SortStableFunc(rows, func(i, j int) int {
			if d.before(i, j) {
				return -1
			}
			if d.before(j, i) {
				return 1
			}
			return 0
		})
		d.take(rows)
		d.notes = append(d.notes, "Rows were not in order of couple and time and have been sorted.")
	}
	for i := 1; i < len(d.Time); i++ {
		if d.Couple[i] == d.Couple[i-1] && d.Time[i] == d.Time[i-1] {
			first, second := d.row(i-1), d.row(i)
			return d.table.At(second, d.columns.Time, fmt.Sprintf("rows %d and %d of couple %s have the same day", first+1, second+1, d.names[d.Couple[i]]), "Keep one of them, or merge them")
		}
	}
	return nil
}

func (d *diary) before(i, j int) bool {
	return d.Couple[i] < d.Couple[j] || d.Couple[i] == d.Couple[j] && d.Time[i] < d.Time[j]
}

// take keeps the given rows, in this order.
func (d *diary) take(rows []int) {
	d.Couple, d.Time, d.A, d.B = pick(d.Couple, rows), pick(d.Time, rows), pick(d.A, rows), pick(d.B, rows)
	if d.rows != nil {
		rows = pick(d.rows, rows)
	}
	d.rows = rows
}

func (d *diary) row(i int) int {
	if d.rows == nil {
		return i
	}
	return d.rows[i]
}

func (d *diary) covariates(names []string) ([]dyad.Covariate, error) {
	var out []dyad.Covariate
	for _, n := range names {
		values, err := d.table.Numbers(n)
		if err != nil {
			return nil, err
		}
		if d.rows != nil {
			values = pick(values, d.rows)
		}
		out = append(out, dyad.Covariate{Name: n, Values: values})
	}
	return out, nil
}

// explain puts the engine's complaint into the words of the file.
func (d *diary) explain(err error) error {
	rows := d.rows
	if rows == nil {
		rows = make([]int, d.table.Len())
		for i := range rows {
			rows[i] = i
		}
	}
	return explain(err, d.table, Couple{Rows: rows}, d.columns.Time)
}

// FitLAPIM fits the longitudinal actor-partner model to all couples of a file.
func FitLAPIM(src Source, c Columns, o LAPIMOptions, run Run) (*Result, error) {
	d, err := src.diary(c)
	if err != nil {
		return nil, err
	}
	options := o.engine()
	options.Workers = run.Workers
	if options.Covariates, err = d.covariates(o.Covariates); err != nil {
		return nil, err
	}
	f, us, err := timed(run, func() (*dyad.LAPIMFit, error) { return dyad.FitLAPIM(d.Diary, options) })
	if err != nil {
		return nil, d.explain(err)
	}
	r := ofFit(&f.Fit)
	r.FitUS = us
	for _, drop := range d.dropped {
		r.drop(drop.Why, drop.Count)
	}
	r.Notes = append(r.Notes, d.notes...)
	r.Heading = fmt.Sprintf("Couples day by day (longitudinal actor-partner model, %s): a is %s, b is %s", r.Method, c.A, c.B)
	r.Legend = []string{
		"a.own is what a's day says about a's next; a.partner is what b's day says about a's next. Both are for the average couple.",
		"random.…sd is how much couples differ; residual.cor is how much both days go up and down together beyond that.",
	}
	if o.Center == "person" {
		r.note("Person-mean centring with observed means draws own effects towards zero (to .338 where .35 is true, with 35 days); --center latent does not.")
	}
	return r, nil
}
