package study

import (
	"fmt"
	"slices"
	"strings"

	"pleach/dyad"
	"pleach/internal/table"
)

// APIMOptions name the columns of a long file, a row a person, and the model
// as a researcher writes it.
type APIMOptions struct {
	Couple, Role, Y string
	X               []string
	Method          string // "ml" or "reml"
	Exchangeable    bool
}

// pairs is a long file as the model needs it, and where its rows come from.
type pairs struct {
	dyad.Pairs
	table   *table.Table
	names   []string // of the couples
	rows    []int    // the table's row of each row
	dropped []Dropped
}

// pairs reads a long file. Each couple has at most two rows.
func (s Source) pairs(o APIMOptions) (*pairs, error) {
	t, err := s.Open()
	if err != nil {
		return nil, err
	}
	d := &pairs{table: t}
	couples, err := t.Labels(o.Couple)
	if err != nil {
		return nil, err
	}
	roles, err := rolesOf(t, o)
	if err != nil {
		return nil, err
	}
	d.names = couples.Names
	d.Pairs = dyad.Pairs{Couple: couples.Codes, Role: roles.Codes, Names: o.X}
	copy(d.RoleNames[:], roles.Names)
	if err := d.values(o); err != nil {
		return nil, err
	}
	d.keepWhole()
	if err := d.twoEach(o); err != nil {
		return nil, err
	}
	compact(d.Couple)
	return d, nil
}

func (d *pairs) values(o APIMOptions) (err error) {
	if len(o.X) == 0 {
		return &Refusal{"no predictor is named", "Give one or more columns, as --x tension,closeness"}
	}
	for _, name := range append([]string{o.Y}, o.X...) {
		v, err := (&Panel{Table: d.table}).varies(name)
		if err != nil {
			return err
		}
		d.X = append(d.X, v)
	}
	d.Y, d.X = d.X[0], d.X[1:]
	return nil
}

// rolesOf reads the roles; the exchangeable model can do without the column.
func rolesOf(t *table.Table, o APIMOptions) (*table.Labels, error) {
	if o.Role == "" {
		if o.Exchangeable {
			return &table.Labels{Codes: make([]int, t.Len()), Names: []string{"a", "b"}}, nil
		}
		return nil, &Refusal{"the roles are not named", "Give the column that tells the partners apart as --role, or --exchangeable if nothing does"}
	}
	l, err := t.Labels(o.Role)
	if err != nil {
		return nil, err
	}
	if len(l.Names) != 2 && !o.Exchangeable {
		return nil, t.About(o.Role, fmt.Sprintf("there are %d roles (%s) and there must be two", len(l.Names), strings.Join(l.Names[:min(5, len(l.Names))], ", ")), "Give a column with two roles, or --exchangeable")
	}
	return l, nil
}

// keepWhole leaves out rows without a couple or a role.
func (d *pairs) keepWhole() {
	for i := range d.Couple {
		if d.Couple[i] >= 0 && d.Role[i] >= 0 {
			d.rows = append(d.rows, i)
		}
	}
	n := len(d.Couple) - len(d.rows)
	if n == 0 {
		return
	}
	d.dropped = []Dropped{{"rows without a couple or a role", n}}
	d.Couple, d.Role, d.Y = pick(d.Couple, d.rows), pick(d.Role, d.rows), pick(d.Y, d.rows)
	for i := range d.X {
		d.X[i] = pick(d.X[i], d.rows)
	}
}

// compact numbers the couples from zero without gaps, in their order.
func compact(codes []int) {
	sorted := slices.Compact(slices.Sorted(slices.Values(codes)))
	for i, c := range codes {
		codes[i], _ = slices.BinarySearch(sorted, c)
	}
}

// twoEach refuses a couple with more than two rows, or with one role twice.
// Which of two equals is which does not matter: they are numbered.
func (d *pairs) twoEach(o APIMOptions) error {
	seen := make([][]int, len(d.names))
	for i, c := range d.Couple {
		if o.Exchangeable {
			d.Role[i] = min(1, len(seen[c]))
		}
		if len(seen[c]) == 2 {
			return d.at(i, o.Couple, fmt.Sprintf("couple %s has more than two rows: %d, %d and %d", d.names[c], d.rows[seen[c][0]]+1, d.rows[seen[c][1]]+1, d.rows[i]+1), "A couple has one row a partner; for a row a day there is fit lapim")
		}
		if len(seen[c]) == 1 && d.Role[seen[c][0]] == d.Role[i] {
			return d.at(i, o.Role, fmt.Sprintf("both rows of couple %s (%d and %d) have the role “%s”", d.names[c], d.rows[seen[c][0]]+1, d.rows[i]+1, d.RoleNames[d.Role[i]]), "Put the roles right, or give --exchangeable")
		}
		seen[c] = append(seen[c], i)
	}
	return nil
}

func (d *pairs) at(i int, column, what, do string) error {
	return d.table.At(d.rows[i], column, what, do)
}

// FitAPIM fits the cross-sectional actor-partner model.
func FitAPIM(src Source, o APIMOptions, run Run) (*Result, error) {
	d, err := src.pairs(o)
	if err != nil {
		return nil, err
	}
	options := dyad.APIMOptions{REML: o.Method == "reml", Exchangeable: o.Exchangeable}
	f, us, err := timed(run, func() (*dyad.APIMFit, error) { return dyad.FitAPIM(d.Pairs, options) })
	if err != nil {
		return nil, explain(err, d.table, Couple{Rows: d.rows}, o.Y)
	}
	r := ofFit(&f.Fit)
	r.FitUS = us
	for _, drop := range d.dropped {
		r.drop(drop.Why, drop.Count)
	}
	r.Derived = ofParams(f.KRatios())
	r.patterns(f)
	if !o.Exchangeable {
		r.distinguishable(d.Pairs)
	}
	kind := "the partners are told apart by " + o.Role
	if o.Exchangeable {
		kind = "the partners are exchangeable"
	}
	r.Heading = fmt.Sprintf("Actor and partner effects on %s (%s; %s)", o.Y, r.Method, kind)
	r.Legend = []string{
		"actor.X is what one's own X says about one's own " + o.Y + "; partner.X is what the partner's X says about it.",
		"k is the partner's effect for one of one's own: 1 is a couple's pattern, 0 one's own alone, -1 a contrast.",
		"A pattern with a small p does not hold; one with a large p cannot be ruled out.",
		"These are associations at one time. They do not say what would follow from a change.",
	}
	return r, nil
}

func (r *Result) patterns(f *dyad.APIMFit) {
	for _, p := range f.Patterns() {
		name := "pattern " + p.Pattern + ": " + p.X
		if p.Role != "" {
			name += "." + p.Role
		}
		r.Tests = append(r.Tests, Test{name, Number(p.T), Number(p.DF), Number(p.P)})
	}
}

// distinguishable adds the test whether roles matter, where it can be made.
func (r *Result) distinguishable(d dyad.Pairs) {
	t, err := dyad.TestDistinguishable(d)
	if err != nil {
		r.note("Whether roles matter could not be tested: " + err.Error())
		return
	}
	r.Tests = append(r.Tests, Test{"partners distinguishable", Number(t.ChiSquared), Number(float64(t.DF)), Number(t.P)})
}
