package study

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"pleach/dyad"
	"pleach/internal/table"
)

// Source is a file and how it is written.
type Source struct {
	Path  string // "-" is standard input
	Table table.Options
	Zone  *time.Location // of times without an offset; nil: such times are refused
}

// Open reads the file.
func (s Source) Open() (*table.Table, error) { return table.Open(s.Path, s.Table) }

// Columns name what a wide file has: a row a couple and time, the partners
// side by side.
type Columns struct {
	Couple string // empty: the file is about one couple
	Time   string
	A, B   string
}

// Couple is one couple's series in order of time, and where it comes from.
type Couple struct {
	Name   string // empty in a file about one couple
	Series dyad.Series
	Rows   []int // the table's row of each row of the series
}

// Panel is a wide file taken apart into couples.
type Panel struct {
	Table   *table.Table
	Columns Columns
	Clock   *table.Clock
	Couples []Couple
	Dropped []Dropped
	Notes   []string
}

// Panel takes the couples out of a wide file. Rows are put in order of time,
// couple by couple, which is noted; two rows of a couple at the same time are
// refused.
func (s Source) Panel(c Columns) (*Panel, error) {
	t, err := s.Open()
	if err != nil {
		return nil, err
	}
	p := &Panel{Table: t, Columns: c}
	if err := p.chooseColumns(); err != nil {
		return nil, err
	}
	if p.Clock, err = t.Clock(p.Columns.Time, s.Zone); err != nil {
		return nil, err
	}
	a, b, err := p.answers()
	if err != nil {
		return nil, err
	}
	groups, err := p.groups()
	if err != nil {
		return nil, err
	}
	return p, p.split(groups, a, b)
}

// chooseColumns takes the three columns of a file that has no others, when none
// is named.
func (p *Panel) chooseColumns() error {
	c, names := &p.Columns, p.Table.Columns()
	if c.Time == "" && c.A == "" && c.B == "" && len(names) == 3 && c.Couple == "" {
		c.Time, c.A, c.B = names[0], names[1], names[2]
		p.Notes = append(p.Notes, fmt.Sprintf("No column was named: time is %s, a is %s, b is %s.", c.Time, c.A, c.B))
		return nil
	}
	for _, flag := range []struct{ name, column string }{{"--time", c.Time}, {"--a", c.A}, {"--b", c.B}} {
		if flag.column == "" {
			return p.Table.About("", "the column for "+flag.name+" is not named", "Give it as "+flag.name+" COLUMN; the columns are "+strings.Join(names, ", "))
		}
	}
	return nil
}

// answers reads both partners' columns; a column without a single answer, or
// with always the same, has nothing to say.
func (p *Panel) answers() (a, b []float64, err error) {
	if p.Columns.A == p.Columns.B {
		return nil, nil, &Refusal{fmt.Sprintf("both partners have the column “%s”", p.Columns.A), "Name one column with --a and the other with --b"}
	}
	if a, err = p.varies(p.Columns.A); err != nil {
		return nil, nil, err
	}
	if b, err = p.varies(p.Columns.B); err != nil {
		return nil, nil, err
	}
	return a, b, p.copied(a, b)
}

const fewest = 8 // rows; a few may lie on a line by chance

// copied refuses two columns of which one is the other, moved and stretched.
func (p *Panel) copied(a, b []float64) error {
	var x, y []float64
	for i := range a {
		if !math.IsNaN(a[i]) && !math.IsNaN(b[i]) {
			x, y = append(x, a[i]), append(y, b[i])
		}
	}
	if len(x) < fewest || !(math.Abs(correlation(x, y)) >= 1-1e-12) {
		return nil
	}
	return p.Table.About(p.Columns.B, fmt.Sprintf("it is a linear function of column %s in all %d rows that have both", p.Columns.A, len(x)), "Two people's own answers are needed: name another column")
}

// correlation is Pearson's; NaN where one does not vary. Large numbers are
// taken down first, so that their squares are numbers, too.
func correlation(x, y []float64) float64 {
	shrink(x)
	shrink(y)
	mx, my, n := 0.0, 0.0, float64(len(x))
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	var xx, xy, yy float64
	for i := range x {
		dx, dy := x[i]-mx, y[i]-my
		xx, xy, yy = xx+dx*dx, xy+dx*dy, yy+dy*dy
	}
	return xy / math.Sqrt(xx) / math.Sqrt(yy)
}

// shrink divides by the largest size.
func shrink(x []float64) {
	largest := 0.0
	for _, v := range x {
		largest = max(largest, math.Abs(v))
	}
	for i := range x {
		x[i] /= largest
	}
}

// varies is a column that has answers, not always the same, and none beyond
// what a scale can have.
func (p *Panel) varies(column string) ([]float64, error) {
	values, err := p.Table.Numbers(column)
	if err != nil {
		return nil, err
	}
	first, n, vary := math.NaN(), 0, false
	for row, v := range values {
		switch {
		case math.IsNaN(v):
			continue
		case v != 0 && (math.Abs(v) > most || math.Abs(v) < 1/most):
			return nil, p.Table.At(row, column, fmt.Sprintf("%v is no answer on any scale", v), "Write it in another unit, or name it as missing with --na")
		case n == 0:
			first = v
		}
		n++
		vary = vary || v != first
	}
	switch {
	case vary:
		return values, nil
	case n == 0:
		return nil, p.Table.About(column, "no row has an answer", "Name the column that holds the answers, and look at how missing ones are written")
	}
	return nil, p.Table.About(column, fmt.Sprintf("all %d answers are %v", n, first), "Where nothing changes there is no change to model: leave this out")
}

// most is the size that numbers may have: squares of them are numbers, too.
const most = 1e100

func (p *Panel) groups() (*table.Labels, error) {
	if p.Columns.Couple == "" {
		return &table.Labels{Codes: make([]int, p.Table.Len()), Names: []string{""}}, nil
	}
	return p.Table.Labels(p.Columns.Couple)
}

// split shares the rows out among the couples.
func (p *Panel) split(groups *table.Labels, a, b []float64) error {
	noTime, noCouple := 0, 0
	rows := make([][]int, len(groups.Names))
	for row, code := range groups.Codes {
		switch {
		case code < 0:
			noCouple++
		case math.IsNaN(p.Clock.Values[row]):
			noTime++
		default:
			rows[code] = append(rows[code], row)
		}
	}
	p.drop("rows without a time", noTime)
	p.drop("rows without a couple", noCouple)
	moved := 0
	for code, name := range groups.Names {
		n, err := p.order(name, rows[code])
		if err != nil {
			return err
		}
		moved += n
		p.Couples = append(p.Couples, p.couple(name, rows[code], a, b))
	}
	if moved > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%d rows were not in order of time and have been sorted.", moved))
	}
	return nil
}

func (p *Panel) drop(why string, n int) {
	if n > 0 {
		p.Dropped = append(p.Dropped, Dropped{why, n})
	}
}

// order sorts rows by time and returns how many were out of order.
func (p *Panel) order(name string, rows []int) (moved int, err error) {
	at := p.Clock.Values
	latest := math.Inf(-1)
	for _, row := range rows {
		if at[row] < latest {
			moved++
		}
		latest = max(latest, at[row])
	}
	if moved > 0 {
		slices.SortStableFunc(rows, func(i, j int) int {
			switch {
			case at[i] < at[j]:
				return -1
			case at[i] > at[j]:
				return 1
			}
			return 0
		})
	}
	for i := 1; i < len(rows); i++ {
		if at[rows[i]] == at[rows[i-1]] {
			return 0, p.sameTime(name, rows[i-1], rows[i])
		}
	}
	return moved, nil
}

func (p *Panel) sameTime(name string, first, second int) error {
	of, do := "", "Keep one of them, or merge them; if the file has several couples, name their column with --couple"
	if p.Columns.Couple != "" {
		of, do = " of couple "+name, "Keep one of them, or merge them"
	}
	return p.Table.At(second, p.Columns.Time, fmt.Sprintf("rows %d and %d%s have the same time", first+1, second+1, of), do)
}

func (p *Panel) couple(name string, rows []int, a, b []float64) Couple {
	c := Couple{Name: name, Rows: rows}
	c.Series.T = pick(p.Clock.Values, rows)
	c.Series.A, c.Series.B = pick(a, rows), pick(b, rows)
	return c
}

func pick[T any](values []T, rows []int) []T {
	out := make([]T, len(rows))
	for i, row := range rows {
		out[i] = values[row]
	}
	return out
}

// into tells a result what happened on the way to it.
func (p *Panel) into(r *Result) {
	for _, d := range p.Dropped {
		r.drop(d.Why, d.Count)
	}
	r.Notes = append(r.Notes, p.Notes...)
}

// answers counts both partners' answers.
func answers(s dyad.Series) int { return answered(s.A) + answered(s.B) }
